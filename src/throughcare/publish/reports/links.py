"""Where on a site a figure of a report is defined, and where it is told how it came about."""

from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from throughcare import indicators
from throughcare.indicators import Period
from throughcare.publish.reports import periods
from throughcare.publish.reports.document import WORDS, Column, Report, Row

OF_ITS_OWN = ("value", "quarter", "before", "last")
"""Columns with a figure of their own; counts and interval belong to the figure beside them."""


class NoSite(ValueError):
    """An address that no link can begin with. The message is one sentence with a way out."""


@dataclass(frozen=True)
class Figure:
    """What a figure is walked back by: indicator, period, and substance group (blank for all people)."""

    indicator: str
    period: str
    group: str = ""


@dataclass(frozen=True)
class Links:
    """Addresses of a site. `site`: scheme and host, blank within the site itself.

    `run`: path of the run that keeps the report, blank where none does: then a figure leads to its definition alone.
    """

    site: str
    run: str = ""

    @classmethod
    def to(cls, site: str, run: str = "") -> "Links":
        """Links to the site at an address such as https://figures.example.org. Raises NoSite."""
        told = urlsplit(site.strip())
        if told.scheme not in ("http", "https") or not told.netloc:
            raise NoSite(
                f"{site[:60]!r} is no address of a site. Give one such as https://figures.example.org."
            )
        return cls(site.strip().rstrip("/"), run)

    def definition(self, indicator: str) -> str:
        """The page that says what an indicator counts and how."""
        return f"{self.site}/methods/{_slug(indicator)}/"

    def rule(self, number: str) -> str:
        """The page of the rules with a number."""
        return f"{self.site}/rules/?{urlencode({'q': number})}"

    def explanation(self, report: Report, figure: Figure) -> str:
        """The page that walks a figure of a report back; blank where no run keeps the report."""
        if not self.run:
            return ""
        asked = {"period": figure.period, "group": figure.group}
        query = urlencode({name: told for name, told in asked.items() if told})
        whose = f"{report.kind}/{report.unit.kind}/{report.unit.code}"
        return f"{self.site}{self.run}/{whose}/{_slug(figure.indicator)}/?{query}"


def figure_of(report: Report, row: Row, column: Column) -> Figure:
    """What a number in a row is a figure of; its indicator is blank where nothing is walked back."""
    period = {"quarter": report.period, "before": _before(row)}.get(column.name)
    own = measure_of(column) if row.indicator else ""
    return Figure(own or row.indicator, period or row.period, row.group)


def measure_of(column: Column) -> str:
    """The indicator that a column is named after, if any.

    >>> measure_of(Column("waiting_times_numerator", "Within three weeks"))
    'waiting_times'
    """
    name = column.name.rpartition("_")[0]
    return name if name in indicators.catalogue() else ""


def of_columns(row: Row | None, columns: list[Column], links: Links | None) -> list:
    """For each column the address of the definition of the measure that it is named after, else a blank."""
    if not (links and row and row.indicator):
        return [""] * len(columns)
    return [
        links.definition(own) if (own := measure_of(column)) else ""
        for column in columns
    ]


def of_cells(
    report: Report, row: Row, columns: list[Column], links: Links | None
) -> list[str]:
    """For each cell its address: a measure leads to its definition, a figure to how it came about; else a blank."""
    if not links:
        return [""] * len(columns)
    return [_of_cell(report, row, column, links) for column in columns]


def _of_cell(report: Report, row: Row, column: Column, links: Links) -> str:
    if column.name == "rule":
        return links.rule(str(row.cells[0]))
    if not row.indicator:
        return ""
    if column.name == "measure":
        return links.definition(row.indicator)
    if column.kind in WORDS or not (column.name in OF_ITS_OWN or measure_of(column)):
        return ""
    return links.explanation(report, figure_of(report, row, column))


def _before(row: Row) -> str:
    """The twelve months before those of a row."""
    return periods.year_before(Period.parse(row.period)).name if row.period else ""


def _slug(indicator: str) -> str:
    return indicator.replace("_", "-")
