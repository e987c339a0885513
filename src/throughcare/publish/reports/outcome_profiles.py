"""The outcome profile report: whether profiles are taken in time, against the level below which help is due."""

from throughcare import parameters
from throughcare.publish import words
from throughcare.publish.reports import beside, notes, periods
from throughcare.publish.reports.document import VALUE, Column, Report, Row, Section
from throughcare.publish.reports.view import View

KIND = "outcome-profiles"
TITLE = "Outcome profile report"
STAGES = ("start_profiles", "review_profiles", "exit_profiles")
COLUMNS = (
    Column("measure", "Measure"),
    Column("value", "Value", VALUE),
    Column("level", "Level to reach", VALUE),
    Column("verdict", "Reached"),
    Column("needed", "Profiles missing to reach it", "count"),
)
OUTCOMES_NEED_PROFILES = "Outcomes of a unit below the level rest on too few profiles to be shown (outcomes.md 2; proposed)."


def report(view: View) -> Report:
    """The outcome profile report of one unit, for twelve months up to the latest quarter."""
    return view.report(
        KIND,
        TITLE,
        view.quarter,
        summary=[_summary(view)],
        sections=[
            _against_level(view),
            beside.section(
                view, "in-time", "Profiles in time", dict.fromkeys(STAGES, False)
            ),
            view.exceptions.section(view.unit.code),
        ],
        notes=[notes.SMALL_QUARTER, OUTCOMES_NEED_PROFILES],
    )


def level(view: View) -> float:
    """The share of profiles in time, in per cent, that is asked for."""
    return parameters.at("outcomes.compliance_level", view.quarter.start).value


def _summary(view: View) -> str:
    reached = [s for s in STAGES if _has_reached(view, s)]
    asked = [s for s in STAGES if _now(view, s)["value"] is not None]
    if not asked:
        return "No profile was due in the twelve months."
    return (
        f"{len(reached)} of {len(asked)} kinds of profile reach the level of {words.amount(level(view), '%', 0)} "
        f"in the {periods.told(view.year(STAGES[0]))}."
    )


def _now(view: View, slug: str) -> dict:
    return view.here(slug, view.year(slug))


def _has_reached(view: View, slug: str) -> bool:
    value = _now(view, slug)["value"]
    return value is not None and value >= level(view)


def _against_level(view: View) -> Section:
    rows = tuple(_row(view, slug) for slug in STAGES)
    return Section("level", "Against the level", columns=COLUMNS, rows=rows)


def _row(view: View, slug: str) -> Row:
    now = _now(view, slug)
    verdict = (
        "" if now["value"] is None else "yes" if _has_reached(view, slug) else "no"
    )
    cells = (view.title(slug), now["value"], level(view), verdict, _missing(view, now))
    return Row(cells, "%", slug, view.year(slug).name)


def _missing(view: View, now: dict) -> int | None:
    """How many profiles more would have reached the level."""
    if now["value"] is None:
        return None
    wanted = -(-now["denominator"] * level(view) // 100)
    return max(0, int(wanted - now["numerator"]))
