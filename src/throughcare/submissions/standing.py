"""Where each provider stands, month by month: what came, what became of it, what is due.

A return reports on a period; it answers for the month in which that period ends, and for each earlier month of the
period that no return of its own answers for.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from throughcare import parameters

STATES = {
    "accepted": "Accepted",
    "in part": "Accepted in part",
    "waiting": "Sent, not accepted",
    "refused": "Refused",
    "open": "Open",
    "missing": "Missing",
    "future": "Not yet open",
}
_OF = {
    "accepted": "accepted",
    "accepted-in-part": "in part",
    "checked": "waiting",
    "received": "waiting",
    "refused": "refused",
}
_BEST = ("accepted", "in part", "waiting", "refused")


@dataclass(frozen=True)
class Month:
    """A reporting month: `opens` the day after it ends, `due` the last day for its return."""

    first: dt.date

    @property
    def next_first(self) -> dt.date:
        return (self.first.replace(day=28) + dt.timedelta(days=4)).replace(day=1)

    @property
    def last(self) -> dt.date:
        return self.next_first - dt.timedelta(days=1)

    @property
    def opens(self) -> dt.date:
        return self.next_first

    @property
    def due(self) -> dt.date:
        days = parameters.at("portal.due_days", self.opens).value
        return self.last + dt.timedelta(days=days)

    @property
    def name(self) -> str:
        return f"{self.first:%B %Y}"

    def state(self, today: dt.date) -> str:
        """closed, open or to come."""
        if today > self.due:
            return "closed"
        return "open" if today >= self.opens else "to come"


@dataclass(frozen=True)
class Cell:
    """What became of a provider's month; `is_late` where it was accepted after the day on which it was due."""

    state: str
    return_id: str = ""
    at: str = ""
    is_late: bool = False
    is_longer: bool = False


def year_of(day: dt.date) -> int:
    """The year in which the financial year of a day begins."""
    return day.year - (day.month < 4)


def months_of(year: int) -> list[Month]:
    """The months of a financial year, April first."""
    return [Month(dt.date(year + (n > 12), n - 12 * (n > 12), 1)) for n in range(4, 16)]


def open_month(today: dt.date) -> dt.date | None:
    """The first day of the month whose return is taken today; None between the due day and the end of a month.

    >>> open_month(dt.date(2013, 4, 10)), open_month(dt.date(2013, 4, 29))
    (datetime.date(2013, 3, 1), None)
    """
    months = months_of(year_of(today.replace(day=1) - dt.timedelta(days=1)))
    return next((m.first for m in months if m.state(today) == "open"), None)


def newest_year(history: Iterable[dict], today: dt.date) -> int:
    """The financial year that the newest return reports on, else today's."""
    ends = [e["period_end"] for e in history if e["period_end"]]
    return year_of(dt.date.fromisoformat(max(ends)) if ends else today)


def grid(
    providers: Iterable[str],
    history: Iterable[dict],
    months: list[Month],
    today: dt.date,
) -> dict[str, list[Cell]]:
    """For each provider a cell a month."""
    sent: dict[str, list[dict]] = {}
    for entry in history:
        state = (
            "accepted" if entry["state"] == "superseded" else _OF.get(entry["state"])
        )
        if state and entry["period_start"] and entry["period_end"]:
            sent.setdefault(entry["provider"], []).append(entry | {"became": state})
    return {p: [_cell(sent.get(p, []), m, today) for m in months] for p in providers}


def _cell(entries: list[dict], month: Month, today: dt.date) -> Cell:
    first, last = month.first.isoformat(), month.last.isoformat()
    own = [e for e in entries if first <= e["period_end"] <= last]
    longer = [e for e in entries if e["period_start"] <= last < e["period_end"]]
    for found, is_longer in ((own, False), (longer, True)):
        best = min(
            found, key=lambda e: (_BEST.index(e["became"]), e["at"]), default=None
        )
        if best:
            late = not is_longer and best["at"][:10] > month.due.isoformat()
            return Cell(best["became"], best["id"], best["at"], late, is_longer)
    states = {"closed": "missing", "open": "open", "to come": "future"}
    return Cell(states[month.state(today)])


def due(told: dict[str, list[Cell]], months: list[Month], today: dt.date):
    """(provider, month) of what is open or missing, the earliest first."""
    return [
        (provider, month, cells[n].state)
        for n, month in enumerate(months)
        for provider, cells in sorted(told.items())
        if cells[n].state in ("open", "missing", "refused")
    ]


@dataclass(frozen=True)
class Quality:
    """Of the records that a provider sent in a period, how many came through, and findings by rule in 1,000 rows."""

    provider: str
    period_end: str
    return_id: str
    rows: int
    kept: int
    rejected: int
    by_rule: list[dict]
    software: str = ""
    """What made most of its rows; blank where the data set does not ask."""

    @property
    def score(self) -> float | None:
        """Percent of the records that were not rejected; None where none were sent."""
        total = self.kept + self.rejected
        return 100 * self.kept / total if total else None


def quality(receipts: Iterable) -> list[Quality]:
    """The quality of each accepted return, the newest period first."""
    told = [
        Quality(
            r.provider,
            r.period_end or r.accepted_at[:10],
            r.id,
            r.rows,
            sum(r.records.values()),
            sum(r.rejected_records.values()),
            r.by_rule,
            max(r.software, key=r.software.get, default=""),
        )
        for r in receipts
    ]
    return sorted(told, key=lambda q: (q.period_end, q.provider), reverse=True)


def software_over_time(told: Iterable[Quality]) -> dict[str, dict[str, float]]:
    """By software: percent of records that were not rejected, by month of the period's end.

    A return counts for what made most of its rows; one that does not say is left out.
    """
    kept: dict[tuple[str, str], list[int]] = {}
    for q in told:
        if q.software and q.kept + q.rejected:
            sums = kept.setdefault((q.software, q.period_end[:7]), [0, 0])
            sums[0] += q.kept
            sums[1] += q.kept + q.rejected
    found: dict[str, dict[str, float]] = {}
    for (software, month), (whole, total) in sorted(kept.items()):
        found.setdefault(software, {})[month] = 100 * whole / total
    return found


def rules_over_time(told: Iterable[Quality]) -> dict[tuple[str, str], dict[str, float]]:
    """By rule and title: findings in 1,000 rows, by month of the period's end."""
    rows: dict[str, int] = {}
    found: dict[tuple[str, str], dict[str, int]] = {}
    for q in told:
        month = q.period_end[:7]
        rows[month] = rows.get(month, 0) + q.rows
        for entry in q.by_rule:
            months = found.setdefault((entry["rule"], entry["title"]), {})
            months[month] = months.get(month, 0) + entry["count"]
    return {
        rule: {m: 1000 * n / rows[m] for m, n in months.items() if rows[m]}
        for rule, months in sorted(found.items())
    }
