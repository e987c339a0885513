"""Makes the routine reports of a cut: every kind, for every area and every provider that it holds episodes of."""

from dataclasses import dataclass
from functools import cached_property

from throughcare.indicators import Period
from throughcare.publish import areas, words
from throughcare.publish.explain import behind
from throughcare.publish.reports import (
    data_quality,
    delivery,
    executive_summary,
    outcome_profiles,
    partnership,
    performance,
    units,
)
from throughcare.publish.reports.document import Report
from throughcare.publish.reports.exceptions import Exceptions
from throughcare.publish.reports.measured import Measured
from throughcare.publish.reports.origin import Origin
from throughcare.publish.reports.quality import Quality
from throughcare.publish.reports.similar import Similar
from throughcare.publish.reports.view import View
from throughcare.publish.reports.within import Within
from throughcare.warehouse import engines
from throughcare.warehouse.cut import Cut

KINDS = {
    module.KIND: module
    for module in (
        performance,
        executive_summary,
        partnership,
        delivery,
        outcome_profiles,
        data_quality,
    )
}
"""The kinds of report, by the word that asks for each."""


def units_of(kind: str) -> tuple[str, ...]:
    """The kinds of units that a kind of report is made for."""
    return getattr(KINDS[kind], "UNITS", (units.AREA, units.PROVIDER))


class NoSuchReport(LookupError):
    """A report that cannot be made. The message is one sentence with a way out."""


@dataclass(frozen=True)
class Maker:
    """Makes reports of one cut. What units share is computed once."""

    cut: Cut

    def report(self, kind: str, unit_kind: str, code: str) -> Report:
        """One report. Raises NoSuchReport for a kind or unit that there is nothing of."""
        if kind not in KINDS:
            raise NoSuchReport(
                f"There is no report {kind!r}. Use one of: {', '.join(KINDS)}."
            )
        if unit_kind not in units_of(kind):
            raise NoSuchReport(
                f"The report {kind} is made for an area, not for a {unit_kind}. Name one with --area."
            )
        if code not in self.codes(unit_kind) and not _is_known(unit_kind, code):
            raise NoSuchReport(self._not_found(unit_kind, code))
        return KINDS[kind].report(self._view(unit_kind, code))

    def figure(
        self, unit_kind: str, code: str, slug: str, period: str, group: str = ""
    ) -> dict:
        """What stands behind a figure: `cell`, `england`, `definition`, `parameters`, `cut`. Raises NoSuchReport.

        `group`: the substance group that it is a figure of, blank for all people.
        """
        if group and group not in words.GROUPS:
            raise NoSuchReport(
                f"There is no substance group {group!r}. Use one of: {', '.join(words.GROUPS)}."
            )
        try:
            told = behind(self.cut, slug, period)
            when, slug = Period.parse(period), told["definition"]["slug"]
        except (LookupError, ValueError) as error:
            raise NoSuchReport(str(error)) from None
        measured = self._measured[unit_kind]
        return told | {
            "period": when.name,
            "cell": measured.row(slug, when, code, group or None),
            "england": measured.row(slug, when, areas.ENGLAND_CODE, group or None),
        }

    def all_asked(self) -> list[tuple[str, str, str]]:
        """Kind, kind of unit and code of every report there is."""
        return [
            (kind, unit_kind, code)
            for kind in KINDS
            for unit_kind in units_of(kind)
            for code in self.codes(unit_kind)
        ]

    def codes(self, unit_kind: str) -> list[str]:
        """Codes of the units of a kind with episodes in the cut, in order."""
        return self._codes[unit_kind]

    def _view(self, unit_kind: str, code: str) -> View:
        return View(
            self._measured[unit_kind],
            units.unit(unit_kind, code),
            self._origin,
            self._quality[unit_kind],
            self._exceptions[unit_kind],
            self._similar,
            self._within,
        )

    def _not_found(self, unit_kind: str, code: str) -> str:
        known = self.codes(unit_kind)
        return (
            f"Cut {self.cut.name} holds no episode of the {unit_kind} {code!r}. "
            f"It holds {len(known)}, among them: {', '.join(known[:5])}."
        )

    @cached_property
    def _origin(self) -> Origin:
        return Origin(self.cut)

    @cached_property
    def _backend(self):
        return engines.connect("duckdb")

    @cached_property
    def _measured(self) -> dict[str, Measured]:
        inputs = self.cut.inputs(self._backend)
        apart = units.as_providers(inputs, self.cut.manifest["gap_days"])
        return {
            units.AREA: Measured(inputs, inputs),
            units.PROVIDER: Measured(apart, inputs),
        }

    @cached_property
    def _similar(self) -> Similar:
        return Similar(self.cut, self._measured[units.AREA].inputs)

    @cached_property
    def _within(self) -> Within:
        return Within(self._measured[units.AREA].inputs, self.cut.manifest["gap_days"])

    @cached_property
    def _codes(self) -> dict[str, list[str]]:
        return {kind: found.units() for kind, found in self._measured.items()}

    @cached_property
    def _quality(self) -> dict[str, Quality]:
        return {k: Quality(self.cut, self._backend, k) for k in self._measured}

    @cached_property
    def _exceptions(self) -> dict[str, Exceptions]:
        return {k: Exceptions(self.cut, self._backend, k) for k in self._measured}


def _is_known(unit_kind: str, code: str) -> bool:
    """Whether a unit exists though the cut holds nothing of it: its report says so."""
    return unit_kind == units.AREA and code in areas.by_code()
