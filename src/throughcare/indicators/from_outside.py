"""Indicators that set what a cut says beside figures that others published: estimates of need, deaths, unit costs.

Their figures are computed when both are there. Without the outside figures nothing is said but what is missing.

>>> get("penetration").id
'B6a'
"""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from throughcare import parameters
from throughcare.dataset.areas import ENGLAND, areas

from .definition import Change, Indicator, Reference
from .inputs import Inputs
from .measuring import BreakdownError
from .periods import Period

PLACES = ("area", "region")
Keep = Callable[[list[dict]], list[dict]]
"""What is done to counts of people before figures are made of them: nothing, or `disclosure.protect`."""


class NotMeasured(LookupError):
    """What an indicator needs from outside is not there. The message is one sentence with a way out."""


@dataclass(frozen=True)
class Told:
    """Figures, the names of their columns besides those of every figure, and sentences that belong beside them."""

    rows: list[dict]
    columns: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """What an indicator is asked, and what it may look at.

    `outside` has the columns of `throughcare.outside.SCHEMA`, for our areas only (`outside.by_area`). `protected` says
    whether `keep` keeps small counts back, so that sums beside them must not tell them.
    """

    inputs: Inputs | None
    outside: pa.Table
    period: Period
    by: tuple[str, ...]
    keep: Keep = field(default=lambda rows: rows)
    protected: bool = False

    @property
    def geography(self) -> str:
        """The geography in which a person counts once."""
        return next((place for place in PLACES if place in self.by), "england")

    @property
    def place(self) -> str | None:
        """The column that names the place of a row; None for England alone."""
        return None if self.geography == "england" else self.geography

    def figures(self, kind: str, measure: str) -> list[dict]:
        """Outside figures of one kind and measure that are published and stand for the land of an area."""
        found = self.outside
        wanted = pc.and_(
            pc.and_(pc.equal(found["kind"], kind), pc.equal(found["measure"], measure)),
            pc.and_(
                pc.equal(found["status"], "published"),
                pc.is_in(found["fit"], pa.array(["exact", "sum", "mean"])),
            ),
        )
        return found.filter(wanted).to_pylist()


@dataclass(frozen=True)
class OutsideIndicator:
    """A question, what it needs from outside, and the function that answers it.

    `kinds` are those of `throughcare.outside` that it cannot do without, `also` those it uses where they are; `count` lists the people that are counted, as contributions (None where
    nobody of the cut is). `split` names a column whose parts are always told; `parts` says them in words.
    """

    id: str
    slug: str
    title: str
    question: str
    unit: str
    numerator: str
    denominator: str
    tell: Callable[[Asked], Told] = field(repr=False)
    why: str
    kinds: tuple[str, ...]
    references: tuple[Reference, ...]
    parameters: tuple[str, ...]
    count: Callable[[Inputs, Period, str], ir.Table] | None = field(
        default=None, repr=False
    )
    also: tuple[str, ...] = ()
    by: tuple[str, ...] = PLACES
    split: str | None = None
    parts: dict[str, str] = field(default_factory=dict, hash=False)
    fields: tuple[str, ...] = ()
    exclusions: tuple[str, ...] = ()
    edges: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    variants: dict[str, "OutsideIndicator"] = field(default_factory=dict, hash=False)

    def measure(self, asked: Asked) -> Told:
        """Figures of a period by the breakdowns asked for. Raises NotMeasured or BreakdownError."""
        for name in asked.by:
            if name not in self.by:
                raise BreakdownError(
                    f"{self.slug} cannot be broken down by {name!r}. Use any of: {', '.join(self.by)}."
                )
        if set(PLACES) <= set(asked.by):
            raise BreakdownError(
                f"{self.slug} is told by area or by region, not by both. Ask for one of them."
            )
        there = set(pc.unique(asked.outside["kind"]).to_pylist())
        for kind in self.kinds:
            if kind not in there:
                raise NotMeasured(missing(self, kind))
        told = self.tell(asked)
        named = {"indicator": self.slug, "period": str(asked.period)}
        return replace(told, rows=[named | row for row in told.rows])

    def variant(self, name: str, **words) -> "OutsideIndicator":
        """The same indicator told another way."""
        return replace(self, slug=f"{self.slug}:{name}", variants={}, **words)

    def people(self) -> Indicator | None:
        """The people it counts, as an indicator of a cut alone; None where it counts nobody of a cut."""
        if self.count is None:
            return None
        return Indicator(
            id=self.id,
            slug=self.slug,
            title=f"People counted in: {self.title}",
            question=self.question,
            unit="persons",
            numerator=self.numerator,
            denominator=None,
            count=self.count,
            why=self.why,
            references=self.references,
            fields=self.fields,
            parameters=self.parameters,
            exclusions=self.exclusions,
            edges=self.edges,
        )

    @property
    def file(self) -> str:
        """The file of the definition."""
        return Path(f"{self.slug.split(':')[0]}.py").name

    @property
    def evidence(self) -> str:
        """The weakest mark among the references."""
        order = ("verified", "memory", "proposed")
        return max((r.evidence for r in self.references), key=order.index)


KINDS_IN_WORDS = {
    "opiate_crack_use": "estimate of opiate and crack use",
    "alcohol_dependence": "estimate of alcohol dependence",
    "drug_misuse_deaths": "deaths related to drug misuse",
    "drug_poisoning_deaths": "deaths by drug poisoning",
    "population": "population",
}


def missing(indicator: OutsideIndicator, kind: str, more: str = "") -> str:
    """What is not there, and what to do."""
    return (
        f"{indicator.slug} is not measured: no {KINDS_IN_WORDS.get(kind, kind)}{more} in this store. "
        f"Import a published table of it: throughcare outside import FILE --store DIR."
    )


@cache
def catalogue() -> dict[str, OutsideIndicator]:
    """Every indicator of this kind by slug, in the order of their numbers: each file that holds one is found here."""
    package = __name__.rpartition(".")[0]
    folder = [str(Path(__file__).parent)]
    names = [module.name for module in pkgutil.iter_modules(folder)]
    modules = [importlib.import_module(f"{package}.{name}") for name in names]
    found = {
        value.slug: value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, OutsideIndicator)
    }
    return dict(sorted(found.items(), key=lambda pair: pair[1].id))


def get(name: str) -> OutsideIndicator | None:
    """The indicator called `name`: a slug (hyphens allowed), a number as B6a, or a variant as penetration:alcohol."""
    slug, _, variant = name.strip().lower().replace("-", "_").partition(":")
    by_number = {i.id.lower(): i for i in catalogue().values()}
    found = catalogue().get(slug) or by_number.get(slug)
    return found.variants.get(variant) if found and variant else found


def parameter(name: str, period: Period):
    """The value of a parameter on the first day of a period."""
    return parameters.at(name, period.start).value


@cache
def region_codes() -> dict[str, str]:
    """Codes of regions by the name that contributions have."""
    return {area.region: area.region_code for area in areas().values()}


def code_of(row: dict, place: str | None) -> str | None:
    """The code of the place of a row, as outside figures have it."""
    if place is None:
        return ENGLAND[0]
    said = row[place]
    return region_codes().get(said, said) if place == "region" else said


def counted(listed: ir.Table, by: list[str]) -> list[dict]:
    """People by breakdown, as rows that `disclosure.protect` takes."""
    whole = listed.group_by(by) if by else listed
    rows = whole.agg(numerator=listed.count()).to_pyarrow().to_pylist()
    rows.sort(key=lambda row: [(row[n] is None, row[n] or "") for n in by])
    blank = {"denominator": None, "lower": None, "upper": None}
    return [
        {n: row[n] for n in by}
        | {"numerator": row["numerator"], "value": row["numerator"]}
        | blank
        for row in rows
    ]


def credit_notes(rows: list[dict]) -> tuple[str, ...]:
    """A sentence a source of the outside figures that were used."""
    told = {(r["source"], str(r["vintage"]), r["licence"]) for r in rows}
    return tuple(
        f"Source: {source} ({day}). {licensed(licence)}"
        for source, day, licence in sorted(told)
    )


def licensed(licence: str) -> str:
    if "Open Government Licence" in licence:
        return f"Contains public sector information licensed under the {licence}."
    return f"Licence: {licence}."
