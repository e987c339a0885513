"""Figures of every unit at once, unprotected: what a report picks its cells from."""

from dataclasses import dataclass, field

from throughcare import indicators
from throughcare.indicators import Inputs, Period
from throughcare.publish.areas import ENGLAND_CODE

NOTHING = {"numerator": None, "denominator": None, "value": None}
EMPTY = NOTHING | {"lower": None, "upper": None}


@dataclass
class Measured:
    """Results of indicators by unit, each query run once for all units.

    `inputs` are the tables as the units see themselves, `england` those of the whole country.
    """

    inputs: Inputs
    england: Inputs
    known: dict = field(default_factory=dict)

    def row(
        self, slug: str, period: Period, code: str, group: str | None = None
    ) -> dict:
        """The figure of one unit, or of England by its code: numerator, denominator, value, lower, upper."""
        table = self._table(slug, period, code == ENGLAND_CODE, bool(group))
        return table.get((code, group), _nobody(slug))

    def returns_of(self, code: str) -> set[int]:
        """Numbers of the returns that hold episodes of a unit."""
        if "returns" not in self.known:
            self.known["returns"] = self._returns()
        return self.known["returns"].get(code, set())

    def _returns(self) -> dict[str, set[int]]:
        episodes = self.inputs.episodes
        pairs = episodes.select("area", "return_no").distinct().to_pyarrow()
        found: dict[str, set[int]] = {}
        for pair in pairs.to_pylist():
            found.setdefault(pair["area"], set()).add(pair["return_no"])
        return found

    def units(self) -> list[str]:
        """Codes of the units that have any episode, in order."""
        return sorted(code for code in self._returns() if code)

    def _table(self, slug: str, period: Period, whole: bool, grouped: bool) -> dict:
        key = (slug, period.name, whole, grouped)
        if key not in self.known:
            self.known[key] = self._measure(slug, period, whole, grouped)
        return self.known[key]

    def _measure(self, slug: str, period: Period, whole: bool, grouped: bool) -> dict:
        by = [] if whole else ["area"]
        by += ["substance_group"] if grouped else []
        inputs = self.england if whole else self.inputs
        found = indicators.results(indicators.get(slug), inputs, period, by=by)
        return {
            (row.get("area", ENGLAND_CODE), row.get("substance_group")): row
            for row in found
        }


def _nobody(slug: str) -> dict:
    """What a unit without a row has: none of a count, and no share."""
    is_count = indicators.get(slug).denominator is None
    return EMPTY | {"numerator": 0, "value": 0} if is_count else EMPTY
