"""How near a simulated England comes to the published figures, scaled to its number of people.

>>> show(compare(people=20_000))  # doctest: +SKIP
"""

import datetime as dt

import numpy as np

from throughcare import parameters

from . import calibration_apart, care
from .draws import BLANK, GROUPS, Table, stack
from .england import England
from .histories import COMPLETED, REASONS, TWELVE_WEEKS
from .line import Line, known_in, year_days
from .settings import financial_year, in_year

SIX_MONTHS = 183
EXIT_GROUPS = {
    "completed": ("completed",),
    "dropped_out": ("dropped_out",),
    "transferred": ("transferred", "transferred_in_custody"),
    "other": ("other", "died"),
    "declined": ("declined",),
    "withdrawn": ("withdrawn",),
}


def compare(england: England | None = None, **settings) -> list[Line]:
    """Compare an England (by default one made with `settings`) with the published figures, year by year."""
    england = england or England(**(settings or {"people": 20_000}))
    found = _gather(england)
    lines = []
    for year in _whole_years(england):
        lines += _counts(found, year, england.world.scale)
        lines += _exits(found, year)
        lines += _waits(found, year)
    years = _whole_years(england)
    lines += calibration_apart.compare(england, found["journeys"], years)
    return lines + _returns(found, england)


def show(lines: list[Line]) -> None:
    """Print the comparison as a table."""
    from rich.console import Console
    from rich.table import Table as Printed

    table = Printed(title="Published figures of England beside the simulated ones")
    for heading in ("measure", "breakdown", "period"):
        table.add_column(heading)
    for heading in ("published", "simulated, scaled", "ratio"):
        table.add_column(heading, justify="right")
    table.add_column("evidence")
    for line in lines:
        digits = 0 if line.published > 1000 else 1
        figures = (f"{line.published:,.{digits}f}", f"{line.simulated:,.{digits}f}")
        table.add_row(
            line.measure,
            line.breakdown,
            line.period,
            *figures,
            f"{line.ratio:.2f}",
            line.evidence,
        )
    Console(width=120).print(table)


def _gather(england: England) -> dict[str, Table]:
    """Journeys of all blocks with group and person, and the waits for first interventions."""
    journeys, waits = [], []
    for number in range(england.blocks):
        block = england.block(number)
        journeys.append(_journeys(block, england.world))
        waits.append(_first_waits(block))
    return {"journeys": stack(journeys), "waits": stack(waits)}


def _journeys(block, world) -> Table:
    """Journeys with a start of structured treatment."""
    found, who = block.journeys, block.people
    table = {
        "person": who["number"][found["person"]],
        "group": who["group"][found["person"]],
        "start": found["start"],
        "end": np.where(found["end"] > world.end, BLANK, found["end"]),
        "reason": found["reason"],
    }
    structured = ~who["triage_only"][found["person"]]
    return {name: column[structured] for name, column in table.items()}


def _first_waits(block) -> Table:
    """Days from referral to first offer of the first modality of each journey."""
    modalities, episodes = block.modalities, block.episodes
    first = (modalities["place"] == 0) & (modalities["started"] != BLANK)
    first &= episodes["place"][modalities["episode"]] == 0
    person = episodes["person"][modalities["episode"][first]]
    return {
        "group": block.people["group"][person],
        "started": modalities["started"][first],
        "days": (modalities["offered"] - modalities["referred"])[first],
    }


def _whole_years(england: England) -> list[int]:
    """Financial years that lie wholly within the span and for which figures are known."""
    first, last = england.day("start"), england.day("end")
    years = range(financial_year(first), financial_year(last) + 1)
    known = _first_known("published_in_treatment")
    return [
        year
        for year in years
        if dt.date(year, 4, 1) >= max(first, known) and dt.date(year + 1, 3, 31) <= last
    ]


def _first_known(name: str) -> dt.date:
    return parameters.get(f"simulate.{name}").values[0].since


def _evidence(name: str, year: int) -> str:
    return parameters.get(f"simulate.{name}").at(dt.date(year, 4, 1)).evidence


def _in_treatment(journeys: Table, first: int, last: int) -> np.ndarray:
    is_open = journeys["end"] == BLANK
    return (journeys["start"] <= last) & (is_open | (journeys["end"] >= first))


def _persons(journeys: Table, rows: np.ndarray) -> int:
    return len(np.unique(journeys["person"][rows]))


def _counts(found, year: int, scale: float) -> list[Line]:
    journeys = found["journeys"]
    first, last, period = year_days(year)
    present = _in_treatment(journeys, first, last)
    published = in_year("published_in_treatment", year)
    evidence = _evidence("published_in_treatment", year)
    lines = []
    for number, group in enumerate(GROUPS):
        people = _persons(journeys, present & (journeys["group"] == number)) / scale
        lines.append(
            Line("in treatment", group, period, published[group], people, evidence)
        )
    return lines + _presentations(journeys, year, scale) + _effective(journeys, year)


def _presentations(journeys: Table, year: int, scale: float) -> list[Line]:
    known = known_in("published_presentations", year)
    if known is None:
        return []
    first, last, period = year_days(year)
    new = (journeys["start"] >= first) & (journeys["start"] <= last)
    people = _persons(journeys, new) / scale
    return [
        Line("new presentations", "all", period, known.value, people, known.evidence)
    ]


def _effective(journeys: Table, year: int) -> list[Line]:
    """Of people who cite a drug: twelve weeks or more in treatment, or completed sooner."""
    known = known_in("published_effective", year)
    if known is None:
        return []
    first, last, period = year_days(year)
    present = _in_treatment(journeys, first, last)
    present &= journeys["group"] != GROUPS.index("alcohol")
    is_open = journeys["end"] == BLANK
    days = np.where(is_open, 10**6, journeys["end"]) - journeys["start"]
    enough = (days >= TWELVE_WEEKS) | (journeys["reason"] == COMPLETED)
    people = _persons(journeys, present)
    share = 100 * _persons(journeys, present & enough) / people
    return [
        Line(
            "12 weeks or completed", "drugs", period, known.value, share, known.evidence
        )
    ]


def _exits(found, year: int) -> list[Line]:
    """People whose latest journey ended in the year, by reason and (completed) by group."""
    first, last, period = year_days(year)
    left = _latest_exits(found["journeys"], first, last)
    lines = []
    shares = in_year("completed_share", year)
    for number, group in enumerate(GROUPS):
        mine = left["reason"][left["group"] == number]
        share = 100 * float(np.mean(mine == COMPLETED))
        lines.append(
            Line("completed, of exits", group, period, shares[group], share, "verified")
        )
    published = in_year("published_exits", year)
    for name, reasons in EXIT_GROUPS.items():
        wanted = [REASONS.index(reason) for reason in reasons]
        share = 100 * float(np.mean(np.isin(left["reason"], wanted)))
        lines.append(
            Line("exits by reason", name, period, published[name], share, "verified")
        )
    return lines


def _latest_exits(journeys: Table, first: int, last: int) -> Table:
    """The latest journey by the end of the year of each person, where it ended in the year."""
    started = np.flatnonzero(journeys["start"] <= last)
    order = started[
        np.lexsort((journeys["start"][started], journeys["person"][started]))
    ]
    person = journeys["person"][order]
    latest = order[np.append(person[1:] != person[:-1], True)]
    end = journeys["end"][latest]
    rows = latest[(end >= first) & (end <= last)]
    return {name: column[rows] for name, column in journeys.items()}


def _waits(found, year: int) -> list[Line]:
    waits = found["waits"]
    first, last, period = year_days(year)
    started = (waits["started"] >= first) & (waits["started"] <= last)
    published = in_year("within_three_weeks", year)
    lines = []
    for number, group in enumerate(GROUPS):
        days = waits["days"][started & (waits["group"] == number)]
        share = 100 * float(np.mean(days <= care.THREE_WEEKS))
        lines.append(
            Line(
                "waited 3 weeks or less",
                group,
                period,
                published[group],
                share,
                "verified",
            )
        )
    return lines


def _returns(found, england: England) -> list[Line]:
    """People back within six months, of those who completed early enough to be followed."""
    journeys = found["journeys"]
    order = np.lexsort((journeys["start"], journeys["person"]))
    person, start = journeys["person"][order], journeys["start"][order]
    following = np.append(np.where(person[1:] == person[:-1], start[1:], 10**6), 10**6)
    end, group = journeys["end"][order], journeys["group"][order]
    done = (journeys["reason"][order] == COMPLETED) & (end != BLANK)
    done &= end <= england.world.end - SIX_MONTHS
    back = following - end < SIX_MONTHS
    expected = in_year("expected_return", financial_year(england.day("start")))
    return [
        Line(
            "back within six months",
            name,
            "span",
            expected[name],
            100 * float(np.mean(back[done & (group == number)])),
            "proposed",
        )
        for number, name in enumerate(GROUPS)
    ]
