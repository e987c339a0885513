"""The monthly delivery report: month by month, who came, who was there, who left; and the returns behind it."""

from throughcare import indicators
from throughcare.indicators import Period
from throughcare.publish import words
from throughcare.publish.reports import periods, returns
from throughcare.publish.reports.document import COUNT, Column, Report, Row, Section
from throughcare.publish.reports.view import View

KIND = "delivery"
TITLE = "Monthly delivery report"
MONTHS = 12
MEASURES = (
    ("in_treatment", "value", "In treatment"),
    ("new_presentations", "value", "New presentations"),
    ("waiting_times", "denominator", "First interventions started"),
    ("waiting_times", "numerator", "Of these offered within three weeks"),
    ("completion_of_exits", "denominator", "People who left"),
    ("completion_of_exits", "numerator", "Of these completed"),
)
"""Indicator, the part of its figure that is shown, and the column's title."""


def report(view: View) -> Report:
    """The delivery report of one unit: the twelve months up to the last that was over on the day of the cut."""
    last = periods.latest_month(view.origin.as_of)
    whose = view.measured.returns_of(view.unit.code)
    return view.report(
        KIND,
        TITLE,
        last,
        summary=[_headline(view, last)],
        sections=[_months(view, last), returns.section(view.origin, whose)],
        notes=[PROVISIONAL],
    )


PROVISIONAL = (
    "An exit is final once the gap that closes a journey has passed: the last months of exits will still change, "
    "and are blank until then."
)


def _headline(view: View, month: Period) -> str:
    now = view.here("in_treatment", month)["value"]
    new = view.here("new_presentations", month)["value"]
    return (
        f"In {periods.told(month)} {words.number(now)} {_people(now)} in treatment; "
        f"{words.number(new)} presented newly."
    )


def _people(count: float) -> str:
    return "person was" if count == 1 else "people were"


def _months(view: View, last: Period) -> Section:
    columns = [Column("month", "Month")]
    columns += [Column(f"{s}_{part}", title, COUNT) for s, part, title in MEASURES]
    rows = [_row(view, month) for month in periods.months_to(last, MONTHS)]
    return Section(
        "months",
        "Month by month",
        columns=tuple(columns),
        rows=tuple(rows),
        notes=tuple(_definitions()),
    )


def _row(view: View, month: Period) -> Row:
    counted = [_part(view, slug, part, month) for slug, part, _ in MEASURES]
    return Row((periods.told(month), *counted), "", "in_treatment", month.name)


SETTLING = ("completion_of_exits",)


def _part(view: View, slug: str, part: str, month: Period):
    row = view.settled(slug, month) if slug in SETTLING else view.here(slug, month)
    return None if row is None else row[part] or 0


def _definitions() -> list[str]:
    slugs = dict.fromkeys(slug for slug, _, _ in MEASURES)
    return [f"{i.title} ({i.id}): {i.question}" for i in map(indicators.get, slugs)]
