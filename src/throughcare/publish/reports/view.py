"""One unit's figures beside its own past and England, in numbers and in words."""

from dataclasses import dataclass

from throughcare import indicators
from throughcare.indicators import Period
from throughcare.publish import words
from throughcare.publish.areas import ENGLAND_CODE
from throughcare.publish.reports import periods, returns
from throughcare.publish.reports.document import Report, Section, Unit
from throughcare.publish.reports.exceptions import Exceptions
from throughcare.publish.reports.measured import Measured
from throughcare.publish.reports.notes import of as notes_of
from throughcare.publish.reports.origin import Origin
from throughcare.publish.reports.quality import Quality
from throughcare.publish.reports.similar import Similar
from throughcare.publish.reports.within import Within
from throughcare.publish.sentences import verdict


@dataclass(frozen=True)
class View:
    """What a report of one unit sees. Rows are those of `Measured`."""

    measured: Measured
    unit: Unit
    origin: Origin
    quality: Quality | None = None
    exceptions: Exceptions | None = None
    similar: Similar | None = None
    within: Within | None = None

    @property
    def quarter(self) -> Period:
        """The latest quarter that was over on the day of the cut."""
        return periods.latest_quarter(self.origin.as_of)

    def year(self, slug: str) -> Period:
        """The twelve months to the end of the quarter, or the latest before them that have settled."""
        wanted = periods.twelve_months(self.quarter.last)
        return periods.settled(slug, self.origin.as_of, wanted)

    def here(self, slug: str, period: Period, group: str | None = None) -> dict:
        return self.measured.row(slug, period, self.unit.code, group)

    def england(self, slug: str, period: Period, group: str | None = None) -> dict:
        return self.measured.row(slug, period, ENGLAND_CODE, group)

    def settled(
        self, slug: str, period: Period, group: str | None = None
    ) -> dict | None:
        """The unit's row, or None while the cut cannot say the last word on the period."""
        is_settled = indicators.get(slug).settled_on(period) <= self.origin.as_of
        return self.here(slug, period, group) if is_settled else None

    def title(self, slug: str) -> str:
        return indicators.get(slug).title

    def report(
        self,
        kind: str,
        title: str,
        period: Period,
        *,
        summary: list[str],
        sections: list[Section],
        notes: list[str],
    ) -> Report:
        """A report of this unit, which says what it was made from and up to when its returns run."""
        return Report(
            kind=kind,
            title=f"{title}: {self.unit.name}, {periods.told(period)}",
            unit=self.unit,
            period=period.name,
            cut=self.origin.told(),
            code_version=self.origin.code_version,
            summary=(*summary, *returns.short_of(self.origin, period)),
            sections=tuple(sections),
            notes=notes_of(self.unit, *notes),
        )

    def sentence(self, slug: str) -> str:
        """The value of the twelve months with its numbers and its place against England."""
        indicator, year = indicators.get(slug), self.year(slug)
        now, england = self.here(slug, year), self.england(slug, year)
        if now["value"] is None:
            return f"{indicator.title}: nobody to count in the {periods.told(year)}."
        value = words.amount(now["value"], indicator.unit)
        told = f"{indicator.title}, {periods.told(year)}: {value}"
        if indicator.unit == "%":
            told += f" ({words.number(now['numerator'])} of {words.number(now['denominator'])})"
        verdict = against(now, england)
        if not verdict:
            return told + "."
        level = words.amount(england["value"], indicator.unit)
        if verdict == "similar":
            return f"{told}; it cannot be told apart from England ({level}) by more than chance."
        return f"{told}; {verdict} than England ({level}), by more than chance."


def against(here: dict, england: dict) -> str:
    """`higher`, `lower` or `similar`, blank where there is no interval or level to tell by."""
    if here["lower"] is None or england["value"] is None:
        return ""
    return verdict(here["lower"], here["upper"], england["value"])
