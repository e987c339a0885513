"""A question as an address says it: read with care, each bad value told in one sentence and left out, the rest kept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol
from urllib.parse import urlencode

from throughcare.journeys.exits import EXITS
from throughcare.publish import areas, words

from .measures import AGE, AGES, BREAKDOWNS, GROUP, GROUPS, PART, SEX, SEXES, Measure

ENGLAND, REGIONS, EVERY, CHOSEN = "england", "regions", "areas", "chosen"
WHERE = {
    ENGLAND: "England",
    REGIONS: "All regions",
    EVERY: "All areas",
    CHOSEN: "The areas and regions ticked below",
}
SHOWS = {
    "table": "Table alone",
    "line": "Line over time",
    "bar": "Bars",
    "map": "Map of areas",
}
ORDERS = {"name": "By name", "high": "Highest first", "low": "Lowest first"}
FILTERS = {
    GROUP: ("Substance group", {name: words.label(name) for name in GROUPS}),
    PART: ("Reason for leaving", {name: words.label(name) for name in EXITS}),
    SEX: ("Sex", SEXES),
    AGE: ("Age group", {name: name for name in AGES}),
}
"""What can be filtered by, in words, and the values of each."""
TREND_OF = 6
"""So many places or fewer are shown over all periods unless the address says otherwise; more, in the latest."""


@dataclass(frozen=True)
class Fault:
    """A value that cannot be used: the field it was in, and a sentence."""

    field: str
    message: str


class Asked(Protocol):
    """The query of an address: the last value of a name, and all of them."""

    def get(self, name: str, default: str = "") -> str: ...
    def getlist(self, name: str) -> list[str]: ...


@dataclass(frozen=True)
class Question:
    """What is asked for. `first` and `last` are periods of one kind; `only` says a filter by breakdown."""

    measure: Measure
    by: str = ""
    only: tuple[tuple[str, str], ...] = ()
    where: str = ENGLAND
    places: tuple[str, ...] = ()
    first: str = ""
    last: str = ""
    show: str = "table"
    order: str = "name"

    @property
    def kind(self) -> str:
        return next(
            k for k, found in self.measure.periods.items() if self.last in found
        )

    @property
    def periods(self) -> list[str]:
        """The periods asked for, oldest first."""
        found = self.measure.periods[self.kind]
        return found[found.index(self.first) : found.index(self.last) + 1]

    @property
    def filters(self) -> dict[str, str]:
        return dict(self.only)

    @property
    def query(self) -> str:
        """The question as the query of an address, without what goes without saying."""
        pairs = [("measure", self.measure.slug), ("by", self.by), *self.only]
        pairs += [("where", self.where), ("from", self.first), ("to", self.last)]
        pairs += [("area", code) for code in self.places]
        pairs += [("show", self.show), ("order", self.order)]
        usual = {("by", ""), ("where", ENGLAND), ("show", "table"), ("order", "name")}
        return urlencode([pair for pair in pairs if pair not in usual])


def read(
    asked: Asked, offered: Mapping[str, Measure]
) -> tuple[Question | None, list[Fault]]:
    """The question of an address, and what in it could not be used. None where nothing can be asked."""
    if not offered:
        return None, []
    faults: list[Fault] = []
    known = {slug: measure.title for slug, measure in offered.items()}
    slug = _one(asked, "measure", known, next(iter(offered)), faults)
    question = Question(offered[slug])
    question = replace(question, **_choices(asked, question.measure, faults))
    question = replace(question, **_where(asked, faults))
    question = replace(question, **_span(asked, question, faults))
    return _fitting(question, faults), faults


NAMES = {
    "measure": "measure",
    "by": "breakdown",
    "where": "choice of places",
    "show": "way of showing",
    "order": "order",
}


def _one(asked: Asked, name: str, known, usual: str, faults: list[Fault]) -> str:
    """A value of a list; the usual one where it is blank or not in the list."""
    said = asked.get(name, "").strip()
    if not said or said in known:
        return said or usual
    what = NAMES.get(name, name)
    told = known[usual] if isinstance(known, Mapping) else usual
    faults.append(
        Fault(name, f"There is no {what} “{said[:60]}”; shown instead: {told}")
    )
    return usual


def _choices(asked: Asked, measure: Measure, faults: list[Fault]) -> dict[str, object]:
    found: dict[str, object] = {
        "show": _one(asked, "show", SHOWS, "table", faults),
        "order": _one(asked, "order", ORDERS, "name", faults),
    }
    by = _one(asked, "by", BREAKDOWNS, "", faults)
    if by not in measure.by:
        text = f"{measure.title} has no breakdown by {BREAKDOWNS[by].lower()}, so it is shown without"
        faults.append(Fault("by", text))
        by = ""
    return found | {"by": by, "only": _filters(asked, measure, faults)}


def _filters(asked: Asked, measure: Measure, faults: list[Fault]):
    found = []
    for name, (told, values) in FILTERS.items():
        said = asked.get(name, "").strip()
        if not said:
            continue
        if said not in values:
            text = f"There is no {told.lower()} “{said[:60]}”, so all are shown"
            faults.append(Fault(name, text))
        elif name not in measure.by:
            text = f"{measure.title} is not told by {told.lower()}, so all are shown"
            faults.append(Fault(name, text))
        else:
            found.append((name, said))
    return tuple(found)


def _where(asked: Asked, faults: list[Fault]) -> dict[str, object]:
    where = _one(asked, "where", WHERE, ENGLAND, faults)
    if not asked.get("where") and asked.getlist("area"):
        where = CHOSEN
    if where != CHOSEN:
        return {"where": where}
    said = dict.fromkeys(code.strip().upper() for code in asked.getlist("area") if code)
    known = [code for code in said if code in names()]
    unknown = [code for code in said if code not in names()]
    if unknown:
        text = f"There is no area or region {unknown[0][:20]}; the others are shown"
        faults.append(Fault("where", text))
    if not known:
        if not unknown:
            faults.append(Fault("where", "Tick an area or region; shown is England"))
        return {"where": ENGLAND}
    return {"where": where, "places": tuple(known)}


def names() -> dict[str, str]:
    """The names of England, the regions and the areas by their codes."""
    whole = {areas.ENGLAND_CODE: areas.ENGLAND_NAME} | areas.region_names()
    return whole | {area.code: area.name for area in areas.all_areas()}


def _span(asked: Asked, question: Question, faults: list[Fault]) -> dict[str, str]:
    """The first and last period: those asked for where they exist, are of one kind and in order."""
    measure = question.measure
    first, last = (_period(asked, name, measure, faults) for name in ("from", "to"))
    kind = _kind_of(last or first, measure)
    found = measure.periods[kind]
    if first and first not in found:
        text = "From and to must be of one kind: years, quarters, or twelve months; shown is the last period"
        faults.append(Fault("from", text))
        first = last
    is_few = question.where == ENGLAND or 0 < len(question.places) <= TREND_OF
    wants_all = is_few and question.show != "bar" or question.show == "line"
    last = last or found[-1]
    first = first or (found[0] if wants_all else last)
    if found.index(first) > found.index(last):
        faults.append(Fault("from", f"{first} is after {last}, so they are swapped"))
        first, last = last, first
    return {"first": first, "last": last}


def _period(asked: Asked, name: str, measure: Measure, faults: list[Fault]) -> str:
    said = asked.get(name, "").strip()
    if not said or any(said in found for found in measure.periods.values()):
        return said
    found = next(iter(measure.periods.values()))
    text = f"{measure.title} has no figures for “{said[:20]}”; it has them from {found[0]} to {found[-1]}"
    faults.append(Fault(name, text))
    return ""


def _kind_of(period: str, measure: Measure) -> str:
    kinds = [kind for kind, found in measure.periods.items() if period in found]
    return kinds[0] if kinds else next(iter(measure.periods))


def _fitting(question: Question, faults: list[Fault]) -> Question:
    """A map shows all areas, and one figure of each."""
    if question.show != "map":
        return question
    if question.where != EVERY:
        text = "A map shows all areas, so all areas are shown"
        faults.append(Fault("show", text))
        question = replace(question, where=EVERY, places=(), first=question.last)
    if question.by:
        text = "A map shows one figure an area, so there is no breakdown on it"
        faults.append(Fault("show", text))
        question = replace(question, by="")
    return question
