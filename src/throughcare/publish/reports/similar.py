"""The similar areas of each area, for reports: those of the release of the cut, else by what their people lead to expect."""

from dataclasses import dataclass
from functools import cached_property

from throughcare import comparison, indicators, parameters
from throughcare.comparison import CannotCompare
from throughcare.indicators import Inputs, Period
from throughcare.publish import adjusting, areas, compared
from throughcare.publish.reports.measured import Measured
from throughcare.warehouse.cut import Cut

MODEL = "completion_without_representation"


@dataclass(frozen=True)
class Similar:
    """Similar areas of a cut, by area."""

    cut: Cut
    inputs: Inputs

    def of(self, code: str, period: Period) -> list[str]:
        """Codes of the similar areas of one, nearest first; empty where none can be found."""
        return self._found(period).get(code, [])

    @cached_property
    def _released(self) -> dict[str, list[str]]:
        try:
            held = compared.read(self.cut.store, self.cut.name)
        except (OSError, KeyError):
            return {}
        if held is None:
            return {}
        codes = areas.by_code()
        return {code: [r["neighbour"] for r in held.similar(code)] for code in codes}

    def _found(self, period: Period) -> dict[str, list[str]]:
        if any(self._released.values()):
            return self._released
        if "expected" not in self.__dict__:
            self.__dict__["expected"] = self._expected(period)
        return self.__dict__["expected"]

    def _expected(self, period: Period) -> dict[str, list[str]]:
        """By the expected share of completions without return (indicators.md G, proposed)."""
        try:
            table, model = adjusting.fitted(self.inputs, MODEL, period)
        except CannotCompare:
            return {}
        expected = comparison.shares_of(comparison.by_area(table, model))
        known = {
            code: share
            for (code, group), share in expected.items()
            if group == "all" and code in areas.by_code()
        }
        k = parameters.at("comparison.similar_areas", period.start).value
        near = comparison.by_expected(list(known), list(known.values()), k)
        return {code: [n.code for n in found] for code, found in near.items()}


def together(measured: Measured, slug: str, period: Period, codes: list[str]) -> dict:
    """Numerator, denominator and value of several areas together; None where nobody is counted."""
    rows = [measured.row(slug, period, code) for code in codes]
    tops, bases = (
        sum(r[part] or 0 for r in rows) for part in ("numerator", "denominator")
    )
    scale = indicators.get(slug).scale
    value = tops * scale / bases if bases else None
    return {"numerator": tops, "denominator": bases, "value": value}
