"""The one way by which figures leave: rows and releases, protected; or as they are, for those entitled to see them.

Every reader of figures that are not protected yet is named in tests/unit/publish/test_ways_out.py with the way its
figures leave.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from importlib.metadata import version

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from throughcare import disclosure, indicators
from throughcare.disclosure import (
    Axis,
    Figures,
    Protected,
    Protection,
    by_rule_of_thumb,
)
from throughcare.disclosure.rounding import rounded_all, to_decimals
from throughcare.indicators import Period
from throughcare.publish import areas, figures
from throughcare.publish.figures import ALL, Release
from throughcare.publish.suppressing import solve

SOLVER, RULE_OF_THUMB = "pytauargus", "a rule of thumb"
NUMBERS = ("numerator", "denominator", "value", "lower", "upper")


class Audience(Enum):
    """Who reads what leaves: anybody, or people who are entitled to the counts as they are."""

    PUBLIC = "public"
    ENTITLED = "entitled"


def leaving(rows: list[dict], audience: Audience) -> list[dict]:
    """The rows of one table, as `indicators.results` has them, as this audience may see them."""
    if audience is Audience.ENTITLED:
        return rows
    return disclosure.protect(rows, Protection.at(dt.date.max), solve)


@dataclass(frozen=True)
class Former:
    """Figures that are out already: the name of their cut, a hash of them, and what they hide."""

    cut: str
    mark: str
    hidden: frozenset[tuple[str, ...]]

    @classmethod
    def of(cls, release: Release) -> "Former":
        rows = (row for slug in release.indicators for row in release.rows(slug))
        hidden = frozenset(_key(row) for row in rows if row.suppressed)
        return cls(release.cut, release.mark, hidden)


def _key(row) -> tuple[str, ...]:
    return row.indicator, row.period, row.code, row.substance_group, row.part


def protected(
    measured: pa.Table,
    formers: list[Former],
    *,
    each=map,
    known_fallbacks: frozenset[str] = frozenset(),
    attacked: bool = True,
    tell: Callable[[], None] = lambda: None,
) -> tuple[pa.Table, dict]:
    """The rows of a release as they may leave, and a record of how they were protected.

    `measured`: figures.SCHEMA, as counted. `known_fallbacks`: what the record named when the release was built first. Without
    `attacked` a rule of thumb hides instead of the solver, and nobody tries what can be worked out: for made-up people
    and drafts. `tell` is called at every round of hiding.
    """
    rules = Protection.at(dt.date.max)
    layout = _Layout(measured)
    given = layout.figures(formers)
    found = disclosure.protect_release(
        given,
        layout.places,
        rules,
        solve if attacked else by_rule_of_thumb,
        each=each,
        known_fallbacks=known_fallbacks,
        attacked=attacked,
        tell=tell,
    )
    hidden = layout.hidden_rows(found.hidden)
    record = _record(found, rules, formers)
    record["attack"]["made"] = attacked
    if not attacked:
        record["method"] = RULE_OF_THUMB
    return _shown(measured, hidden, rules), record


class _Layout:
    """Where each row stands among places, groups and parts, and which rows make up the figures of a period."""

    def __init__(self, measured: pa.Table):
        self.measured = measured
        codes, self.places = places()
        groups = sorted(set(measured["substance_group"].unique().to_pylist()) - {ALL})
        self.groups = [ALL, *groups]
        self.place = _positions(measured["code"], codes)
        self.group = _positions(measured["substance_group"], self.groups)
        self.keys = self._keys()

    def _keys(self) -> list[tuple[str, str, np.ndarray]]:
        """Indicator, period and the rows of each set of figures, in the order in which they come."""
        names = ("indicator", "period")
        coded = [self.measured[n].combine_chunks().dictionary_encode() for n in names]
        numbers = [np.asarray(c.indices) for c in coded]
        together = numbers[0] * (len(coded[1].dictionary) + 1) + numbers[1]
        order = np.argsort(together, kind="stable")
        starts = np.flatnonzero(np.diff(together[order], prepend=-1))
        rows = np.split(order, starts[1:]) if len(order) else []
        words = [c.dictionary.to_pylist() for c in coded]
        return [
            (words[0][numbers[0][r[0]]], words[1][numbers[1][r[0]]], r) for r in rows
        ]

    def figures(self, formers: list[Former]) -> list[Figures]:
        self.parts = self._parts()
        self.part = [
            _positions(self.measured["part"].take(rows), self.parts[slug])
            for slug, _, rows in self.keys
        ]
        kept = self._kept(formers)
        made = [self._figures(at, kept) for at in range(len(self.keys))]
        self.keys_of = [at for at, some in enumerate(made) for _ in some]
        return [one for some in made for one in some]

    def _parts(self) -> dict[str, list[str]]:
        """Parts of each indicator over all periods."""
        table = self.measured.select(["indicator", "part"]).group_by(
            ["indicator", "part"]
        )
        found: dict[str, list[str]] = {}
        for row in table.aggregate([]).to_pylist():
            found.setdefault(row["indicator"], []).append(row["part"])
        return {slug: sorted(parts) for slug, parts in found.items()}

    def _kept(self, formers: list[Former]) -> np.ndarray:
        """Whether each row is hidden in figures that are out already."""
        hidden = frozenset().union(*(former.hidden for former in formers))
        if not hidden:
            return np.zeros(self.measured.num_rows, bool)
        names = ("indicator", "period", "code", "substance_group", "part")
        columns = [self.measured[n].to_pylist() for n in names]
        return np.array([key in hidden for key in zip(*columns, strict=True)])

    def _figures(self, at: int, kept: np.ndarray) -> list[Figures]:
        """The counts of an indicator in a period; of a ratio of two counts each by itself, since neither is part of the other."""
        slug, name, rows = self.keys[at]
        period, which = Period.parse(name), kind(indicators.get(slug))
        shape = (self.places.size, len(self.groups), len(self.parts[slug]))
        where = (self.place[rows], self.group[rows], self.part[at])
        named = {
            "indicator": slug,
            "period": name,
            "start": period.start,
            "end": period.end,
            "kept": _filled(shape, where, kept[rows], bool),
            "parts": tuple(self.parts[slug]),
        }
        tops = self._cube("numerator", rows, where, shape)
        if which in (COUNT, EXPECTED):
            return [Figures(numerators=tops, denominators=None, **named)]
        bases = self._cube("denominator", rows, where[:2], shape[:2])
        if which == MEAN:
            return [Figures(numerators=None, denominators=bases, **named)]
        if which == SHARE:
            return [Figures(numerators=tops, denominators=bases, **named)]
        below = named | {"indicator": f"{slug} below"}
        return [
            Figures(numerators=tops, denominators=None, **named),
            Figures(numerators=bases[:, :, None], denominators=None, **below),
        ]

    def _cube(self, name: str, rows, where, shape) -> np.ndarray:
        values = self.measured[name].take(rows).fill_null(0).to_numpy()
        return _filled(shape, where, np.rint(values), np.int64)

    def hidden_rows(self, hidden: list[np.ndarray]) -> np.ndarray:
        """Whether each row is hidden, from the cubes of the figures."""
        found = np.zeros(self.measured.num_rows, bool)
        for at, cells in zip(self.keys_of, hidden, strict=True):
            rows = self.keys[at][2]
            found[rows] |= cells[self.place[rows], self.group[rows], self.part[at]]
        return found


COUNT, SHARE, RATIO, EXPECTED, MEAN = "count", "share", "ratio", "expected", "mean"


def kind(indicator) -> str:
    """Whether an indicator counts people, gives a share of them, a ratio of two counts, events over expected ones, or a mean."""
    if indicator.denominator is None:
        return COUNT
    if indicator.interval:
        return SHARE if indicator.interval == "wilson" else EXPECTED
    return RATIO if indicator.unit == "%" else MEAN


def places() -> tuple[list[str], Axis]:
    """Codes of England, the regions and the areas, and which are totals of which."""
    regions = list(areas.region_names())
    all_areas = areas.all_areas()
    codes = [areas.ENGLAND_CODE, *regions, *(area.code for area in all_areas)]
    first = 1 + len(regions)
    lines = [(0, tuple(range(1, first)))]
    for at, region in enumerate(regions, start=1):
        own = [i for i, area in enumerate(all_areas) if area.region_code == region]
        lines.append((at, tuple(first + i for i in own)))
    return codes, Axis(len(codes), tuple(lines))


def _positions(values, known: list[str]) -> np.ndarray:
    return pc.index_in(values, pa.array(known)).to_numpy().astype(int)


def _filled(shape, where, values, dtype) -> np.ndarray:
    cube = np.zeros(shape, dtype)
    cube[where] = values
    return cube


def _shown(measured: pa.Table, hidden: np.ndarray, rules: Protection) -> pa.Table:
    """Rounded counts, shares of rounded counts, nothing where hidden."""
    columns = {n: measured[n].to_numpy().astype(float).copy() for n in NUMBERS}
    slugs = measured["indicator"].combine_chunks().dictionary_encode()
    codes = np.asarray(slugs.indices)
    for code, slug in enumerate(slugs.dictionary.to_pylist()):
        rows = np.flatnonzero(codes == code)
        some = {name: column[rows] for name, column in columns.items()}
        for name, values in _as_shown(indicators.get(slug), some, rules).items():
            columns[name][rows] = values
    for name in NUMBERS:
        columns[name][hidden] = np.nan
    arrays = [pa.array(columns[n], from_pandas=True) for n in NUMBERS]
    for name, array in zip(NUMBERS, arrays, strict=True):
        at = measured.schema.get_field_index(name)
        measured = measured.set_column(at, name, array)
    at = measured.schema.get_field_index("suppressed")
    return measured.set_column(at, "suppressed", pa.array(hidden)).cast(figures.SCHEMA)


def _as_shown(indicator, some: dict[str, np.ndarray], rules: Protection) -> dict:
    tops, bases = some["numerator"], some["denominator"]
    counts = {
        "numerator": rounded_all(tops, rules.base),
        "denominator": rounded_all(bases, rules.base),
    }
    if kind(indicator) == COUNT:
        return counts | {"value": counts["numerator"]}
    if kind(indicator) == MEAN:
        # The exact sum would give the exact number of people away.
        value = to_decimals(some["value"], rules.decimals)
        return counts | {"numerator": np.full(len(tops), np.nan), "value": value}
    if kind(indicator) == RATIO:
        return counts | {
            "value": disclosure.ratios(tops, bases, indicator.scale, rules)
        }
    if kind(indicator) == EXPECTED:
        found = disclosure.over_expected(tops, bases, indicator.scale, rules)
        return counts | {"denominator": to_decimals(bases, rules.decimals)} | found
    return counts | disclosure.shares(tops, bases, indicator.scale, rules)


def told(record: dict) -> list[str]:
    """The record of a release's protection for whoever builds or approves it."""
    attack, whole = record["attack"], record["whole_breakdowns"]
    first, besides = record["hidden_for_themselves"], record["hidden_besides"]
    found = [
        f"Protected by {record['method']}: {first:,} counts hidden for themselves and {besides:,} besides, "
        f"in {record['tables']:,} tables; all others rounded to {record['rounded_to']}."
    ]
    if whole:
        found.append(
            f"Hiding the fewest would not do, or was not found in time, for {len(whole):,} tables, hidden whole: "
            f"{', '.join(whole[:3])}{' and others' if len(whole) > 3 else ''}."
        )
    if attack["cells"]:
        found.append(
            f"Attacked {attack['cells']:,} hidden counts with {attack['programmes']:,} programmes: "
            f"each could still be {attack['narrowest']:.0f} different counts or more."
        )
    if not attack.get("made", True):
        found.append(
            "Not attacked: what could be worked out of the rest was not tried."
        )
    if record["against"]:
        names = ", ".join(one["cut"] for one in record["against"])
        found.append(f"What the releases of {names} hide stays hidden.")
    return found


def _record(found: Protected, rules: Protection, formers: list[Former]) -> dict:
    """What was done, for the record of the release."""
    attack = found.attack
    return {
        "method": f"{SOLVER} {version(SOLVER)}",
        "rounded_to": rules.base,
        "largest_hidden": rules.largest_hidden,
        "few": rules.few,
        "possible": rules.width,
        "tables": found.tables,
        "solved": found.solved,
        "hidden_for_themselves": found.primary,
        "hidden_besides": found.secondary,
        "whole_breakdowns": found.fallbacks,
        "unanswered": found.unanswered,
        "relations_of_periods": found.overlaps,
        "against": [{"cut": f.cut, "figures": f.mark} for f in formers],
        "attack": {
            "cells": attack.cells,
            "programmes": attack.programmes,
            "narrowest": attack.narrowest,
            "repaired": attack.repaired,
            "told": attack.told,
        },
    }
