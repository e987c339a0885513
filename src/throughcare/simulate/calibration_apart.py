"""How near the returns of young people's services and of prisons come to the published figures.

The figures of secure settings were published for later years than those simulated: they are held against the whole span.
"""

import numpy as np

from throughcare import parameters
from throughcare.dataset.spec import SECURE_SETTING

from . import apart
from .care import THREE_WEEKS
from .draws import GROUPS, Table, stack
from .histories import COMPLETED, TRANSFERRED
from .line import Line, known_in, name_of, year_days

OPIATE = GROUPS.index("opiate")
EVERY = "published_apart"


def compare(england, journeys: Table, years: list[int]) -> list[Line]:
    """Lines on young people and on prisons; `journeys` are those of adults in the community."""
    return _young(england, years) + _secure(england, journeys)


def _young(england, years: list[int]) -> list[Line]:
    world = apart.world_of(england, apart.YOUNG_PEOPLE)
    found = stack([_of_young(b) for b in apart.blocks(england, apart.YOUNG_PEOPLE)])
    lines = []
    for year in years:
        lines += _young_counts(found, year, world.scale)
        lines += _young_shares(found, year)
    return lines


def _of_young(block) -> Table:
    """One row a young person: everybody has one journey."""
    who, found = block.people, block.journeys
    order = np.argsort(block.episodes["person"])
    first = {name: column[order] for name, column in block.first.items()}
    return {
        "start": found["start"],
        "end": found["end"],
        "completed": found["reason"] == COMPLETED,
        "alcohol": who["drug_1"].equals("7000"),
        "either": who["drug_1"].isin(("5000", "7000")),
        "education": who["RFLS"].isin(("16", "17")),
        "wait": first["offered"] - first["referred"],
    }


def _young_counts(found: Table, year: int, scale: float) -> list[Line]:
    known = known_in("published_young_people", year)
    if known is None:
        return []
    first, last, period = year_days(year)
    present = (found["start"] <= last) & (found["end"] >= first)
    people = int(present.sum()) / scale
    measure = "young people in treatment"
    return [Line(measure, "all", period, known.value, people, known.evidence)]


def _young_shares(found: Table, year: int) -> list[Line]:
    first, last, period = year_days(year)
    left = (found["end"] >= first) & (found["end"] <= last)
    present = (found["start"] <= last) & (found["end"] >= first)
    new = (found["start"] >= first) & (found["start"] <= last)
    lines = []
    completed = known_in("young_people_completed", year)
    if completed is not None and completed.evidence == "verified":
        share = 100 * float(found["completed"][left].mean())
        told = ("young people completed", "of exits", period, completed.value)
        lines.append(Line(*told, share, completed.evidence))
    asked = {
        "alcohol_first": 100 * found["alcohol"][present],
        "cannabis_or_alcohol_first": 100 * found["either"][present],
        "referred_by_education": 100 * found["education"][new],
        "mean_wait": found["wait"][new],
    }
    known = known_in(EVERY, year)
    for name, values in asked.items():
        if known is not None and name in known.value:
            told = ("young people", name.replace("_", " "), period, known.value[name])
            lines.append(Line(*told, float(values.mean()), known.evidence))
    return lines


def _secure(england, journeys: Table) -> list[Line]:
    world = apart.world_of(england, SECURE_SETTING)
    found = stack([_of_secure(b) for b in apart.blocks(england, SECURE_SETTING)])
    left = {name: c[found["left"] <= world.end] for name, c in found.items()}
    completed = 100 * (left["reason"] == COMPLETED)
    opiate = left["group"] == OPIATE
    released = left["reason"] == TRANSFERRED
    taken_on = 100 * _taken_on(left, journeys)[released]
    return [
        _later("secure_completed", completed),
        _later("secure_completed_opiate", completed[opiate]),
        _later("taken_on_after_release", taken_on),
    ]


def _of_secure(block) -> Table:
    found, who = block.episodes, block.people
    return {
        "person": who["number"][found["person"]],
        "group": who["group"][found["person"]],
        "left": found["left"],
        "reason": found["reason"],
    }


def _taken_on(released: Table, journeys: Table) -> np.ndarray:
    """Whether a journey in the community began on the day of release or in the three weeks after it."""
    days = 10**6
    starts = np.sort(journeys["person"] * days + journeys["start"])
    key = released["person"] * days + released["left"]
    place = np.minimum(np.searchsorted(starts, key), len(starts) - 1)
    return (starts[place] >= key) & (starts[place] <= key + THREE_WEEKS)


def _later(name: str, values: np.ndarray) -> Line:
    """A figure of a later year beside that of the whole span."""
    values_known = parameters.get(f"simulate.{EVERY}").values
    known = next(v for v in values_known if name in v.value)
    period = f"{name_of(known.since.year)} / span"
    told = ("secure settings", name.replace("_", " "), period, known.value[name])
    return Line(*told, float(values.mean()), known.evidence)
