"""Exceptions of a unit: journeys without a start or review profile, with several coordinators or none.

Counts only; the lines behind them are for their sender, on the page of exceptions.
"""

from dataclasses import dataclass
from functools import cached_property

from throughcare.publish.reports.document import COUNT, Column, Row, Section
from throughcare.publish.reports.quality import UNIT_COLUMNS
from throughcare.warehouse import cut_findings
from throughcare.warehouse.cut import Cut

RULES = ("T04", "T05", "T06", "T07", "T08")
"""The rules on journeys that look at outcome profiles and their coordination (dataset.md sections 6 and 7)."""
COLUMNS = (
    Column("rule", "Rule"),
    Column("title", "Exception and what to do"),
    Column("count", "Episodes", COUNT),
)


@dataclass(frozen=True)
class Exceptions:
    """Exceptions of the profiles of a cut by `area` or `provider`."""

    cut: Cut
    backend: object
    kind: str

    @cached_property
    def counted(self) -> dict[str, list[tuple[str, str, int]]]:
        """By unit: rule, message, and the number of episodes it is told on, in the order of rules."""
        told = self.backend.read_parquet(str(cut_findings.find(self.cut)))
        told = told.filter(told.rule.isin(RULES))
        episodes = self.cut.table(self.backend, "episodes")
        units = episodes.select("episode", unit=episodes[UNIT_COLUMNS[self.kind]])
        counts = told.join(units, "episode").group_by("unit", "rule", "message")
        counts = counts.agg(n=lambda t: t.episode.nunique())
        found: dict[str, list] = {}
        for row in counts.order_by("unit", "rule").to_pyarrow().to_pylist():
            exception = (row["rule"], row["message"], row["n"])
            found.setdefault(row["unit"], []).append(exception)
        return found

    def section(self, unit: str) -> Section:
        """A line a kind of exception."""
        rows = tuple(map(Row, self.counted.get(unit, ())))
        told = () if rows else ("No exception was found.",)
        columns = COLUMNS if rows else ()
        return Section("exceptions", "Exceptions", told, columns, rows)
