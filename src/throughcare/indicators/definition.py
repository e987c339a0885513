"""What an indicator is: one question, its parts in words, and the function that lists what is counted."""

import datetime as dt
import inspect
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import ibis
import ibis.expr.types as ir

from throughcare import parameters
from throughcare.dates import plain

from .inputs import Inputs
from .periods import Period

GEOGRAPHIES = ("england", "region", "area")
CONTRIBUTION = {
    "person": "string",
    "area": "string",
    "region": "string",
    "substance_group": "string",
    "sex": "string",
    "age_band": "string",
    "exit_reason": "string",
    "answer": "string",
    "numerator": "float64",
    "denominator": "float64",
    "journey": "int32",
    "modality": "int64",
}
"""Columns of a table of contributions."""


@dataclass(frozen=True)
class Reference:
    """Where a definition comes from: `evidence` is verified, memory or proposed."""

    source: str
    evidence: str
    says: str


@dataclass(frozen=True)
class Change:
    """A change of a definition: what changed, for which periods. `on` is None where its day is not known."""

    on: dt.date | None
    what: str


@dataclass(frozen=True)
class Indicator:
    """A question, and the function that answers it with contributions.

    `value` is numerator / denominator * scale (`denominator` None: the numerator itself). `interval` is "wilson" for
    proportions, "poisson" for events observed over expected, else None. `split` is a breakdown that is always present; its
    `parts` share one denominator, and each is an indicator of its own (`part`).
    `follow_up_months`: how long after its end a period is settled, besides the gap that closes journeys.
    `counted_months`: of a longer period only the events of its first months are followed up.
    `looks_back_months`: how long before its start the definition asks for values. `of_secure`: whether the journeys
    counted are those of secure settings. `note`: a sentence that must stand beside the figures of a cut.
    """

    id: str
    slug: str
    title: str
    question: str
    unit: str
    numerator: str
    denominator: str | None
    count: Callable[[Inputs, Period, str], ir.Table] = field(repr=False)
    why: str
    references: tuple[Reference, ...]
    fields: tuple[str, ...]
    parameters: tuple[str, ...]
    exclusions: tuple[str, ...] = ()
    edges: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    direction: str | None = None
    scale: float = 1
    interval: str | None = None
    split: str | None = None
    parts: tuple[str, ...] = ()
    follow_up_months: int = 0
    counted_months: int | None = None
    looks_back_months: int = 0
    of_secure: bool = False
    note: Callable[[Inputs, Period], str | None] | None = field(
        default=None, repr=False
    )
    variants: dict[str, "Indicator"] = field(default_factory=dict, hash=False)

    def contributions(
        self, inputs: Inputs, period: Period, geography: str = "england"
    ) -> ir.Table:
        """One row a person and unit of the geography (or an intervention): columns of CONTRIBUTION.

        Ask first whether the inputs can say it: `is_given_by`.
        """
        if geography not in GEOGRAPHIES:
            raise ValueError(
                f"{geography!r} is not a geography. Use one of: {', '.join(GEOGRAPHIES)}."
            )
        return shaped(self.count(inputs, period, geography))

    def settled_on(self, period: Period) -> dt.date:
        """The first day from which data can say the figure for good; before it the figure is provisional."""
        gap_days = parameters.at("journeys.gap_days", period.start).value
        watched = plain.add_months(self._last_counted(period), self.follow_up_months)
        return max(watched, period.last) + dt.timedelta(days=gap_days + 1)

    def _last_counted(self, period: Period) -> dt.date:
        """The last day of the period whose events are followed up."""
        if not self.counted_months:
            return period.last
        end = plain.add_months(period.start, self.counted_months)
        return min(period.last, end - dt.timedelta(days=1))

    def is_given_by(self, inputs: Inputs) -> bool:
        """Whether the inputs hold the returns that are asked: those of secure settings are not in every cut."""
        return inputs.secure is not None or not self.of_secure

    def is_known_in(self, period: Period) -> bool:
        """Whether every value that the definition asks for is known at the start of the period, and lists something."""
        first = plain.add_months(period.start, -self.looks_back_months)
        known = [parameters.get(name) for name in self.parameters]
        return all(
            p.values[0].since <= first and p.at(first).value != [] for p in known
        )

    def variant(self, name: str, count: Callable, **words) -> "Indicator":
        """The same indicator counted another way."""
        return replace(
            self, slug=f"{self.slug}:{name}", count=count, variants={}, **words
        )

    def part(self, name: str) -> "Indicator":
        """One part of the split as a share: those in it, of all that the indicator counts."""
        words = name.replace("_", " ")
        return self.variant(
            name,
            partial(_of_part, self, name),
            title=f"{self.title}: {words}",
            numerator=f"{self.numerator.removesuffix('.')}: {words}.",
            split=None,
            parts=(),
        )

    @property
    def evidence(self) -> str:
        """The weakest mark among the references."""
        order = ("verified", "memory", "proposed")
        return max((r.evidence for r in self.references), key=order.index)

    @property
    def file(self) -> str:
        """The file of the definition."""
        count = self.count
        while isinstance(count, partial):
            count = count.args[0].count if count.func is _of_part else count.func
        return Path(inspect.getsourcefile(count)).name


def _of_part(
    whole: Indicator, name: str, inputs: Inputs, period: Period, geography: str
) -> ir.Table:
    rows = whole.count(inputs, period, geography)
    is_in = (rows[whole.split] == name).fill_null(False)
    return rows.mutate(numerator=ibis.ifelse(is_in, 1, 0)).drop(whole.split)


def shaped(counted: ir.Table) -> ir.Table:
    """Exactly the columns of a table of contributions; what an indicator does not say is null."""
    return counted.select(
        **{
            name: counted[name].cast(kind)
            if name in counted.columns
            else ibis.null(kind)
            for name, kind in CONTRIBUTION.items()
        }
    )
