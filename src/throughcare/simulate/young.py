"""Young people: who comes to the services for people under 18, how long they stay and how they leave.

Their initials hold a letter that adults do not have, so that none of them is taken for one of those.
"""

import datetime as dt

import numpy as np
import pyarrow as pa

from throughcare.dataset import Spec

from . import care, lines, people, records
from .draws import (
    BLANK,
    GROUPS,
    Coded,
    Table,
    after,
    between,
    coded,
    filled,
    weighted,
    weighted_by_group,
)
from .histories import COMPLETED, REASONS, SHORTEST_DAYS
from .settings import day_number, financial_year, in_year, setting

FIRST_LETTERS = len(people.LETTERS_OF_THE_YOUNG)
CELLS = people.DAYS * FIRST_LETTERS * len(people.LETTERS)
"""Has no factor in common with people.STEP, so that a walk visits every cell once."""
DRAWN = ("ACCMNEED", "INJSTAT", "PRNTSTAT", "EMPSTAT", "RFLS")
ALCOHOL, NO_SECOND, NO_THIRD = "7000", "9996", "9997"


def entries(start: dt.date, end: dt.date) -> tuple[list[tuple], np.ndarray]:
    """As people.cells: ways to enter the span (group, first and last day) and the young people of England behind each."""
    shares = setting("young_people")["groups"]
    whole = [(None, None, setting("young_people")["at_start"])]
    for year in range(financial_year(start), financial_year(end) + 1):
        first = max(start, dt.date(year, 4, 1))
        last = min(end, dt.date(year + 1, 3, 31))
        part = ((last - first).days + 1) / people.DAYS
        new = in_year("new_young_people", year) * part
        whole.append((day_number(first), day_number(last), new))
    ways = [(g, a, b) for a, b, _ in whole for g in range(len(GROUPS))]
    return ways, np.array([n * shares[g] for _, _, n in whole for g in GROUPS])


def draw(rng, numbers: np.ndarray, offset: float, world) -> records.Block:
    """The young people with these numbers: one journey of one episode and one modality each."""
    rule = setting("young_people")
    who = people.draw_people(rng, numbers, offset, world)
    who |= _themselves(rng, who, rule)
    found = _journeys(rng, who, world, rule)
    who |= _birth(rng, who, found["start"], world, rule)
    episodes = records.in_file_order(records.numbered(_episodes(found)))
    first = care.prompt_start(rng, episodes, rule, world)
    kinds = weighted(rng, len(numbers), rule["modalities"])
    modalities = care.one_modality(rng, episodes, first, kinds, world)
    return records.without_profiles(who, found, episodes, modalities, first)


def _themselves(rng, who: Table, rule) -> Table:
    n = len(who["number"])
    first = weighted_by_group(rng, who["group"], rule["first"])
    both = who["group"] == GROUPS.index("non_opiate_and_alcohol")
    second = coded(NO_SECOND, n).where(both & ~first.equals(ALCOHOL), ALCOHOL)
    second = second.where(both & first.equals(ALCOHOL), rule["with_alcohol"])
    return {
        "drug_1": first,
        "drug_2": second,
        "drug_3": coded(NO_THIRD, n),
        "triage_only": np.zeros(n, dtype=bool),
        "female": rng.random(n) < rule["female"],
        "treated_before": np.ones(n),
    } | {header: weighted(rng, n, rule[header]) for header in DRAWN}


def _journeys(rng, who: Table, world, rule) -> Table:
    """One journey a person; those in treatment on the first day have a part of it behind them."""
    n = len(who["number"])
    opens = np.array([BLANK if w[1] is None else w[1] for w in world.ways])[who["way"]]
    closes = np.array([BLANK if w[2] is None else w[2] for w in world.ways])[who["way"]]
    stock = opens == BLANK
    new = between(rng, opens, closes, n)
    mean = _means(rng, stock, rule["length"])
    passed = after(rng, mean, n)
    start = np.where(stock, world.start - passed - 1, new).astype(np.int32)
    length = np.maximum(after(rng, mean, n), SHORTEST_DAYS)
    end = np.where(stock, world.start, start) + length
    return {
        "person": np.arange(n, dtype=np.int32),
        "start": start,
        "end": end.astype(np.int32),
        "reason": _reasons(rng, end, rule),
        "provider": who["provider"],
        "area": who["area"],
    }


def _means(rng, stock, parts) -> np.ndarray:
    """The mean of the part that each length is drawn from: long ones are met more often in the stock."""
    share = np.array([p["share"] for p in parts])
    mean = np.array([p["mean"] for p in parts], dtype=float)
    shares = np.array([share, share * mean])
    ends = np.cumsum(shares / shares.sum(1, keepdims=True), 1)[:, :-1]
    u = rng.random(len(stock))
    return mean[(u[:, None] >= ends[stock.astype(int)]).sum(1)]


def _reasons(rng, end, rule) -> np.ndarray:
    years = end.astype("datetime64[D]").astype("datetime64[M]").astype(int) - 3
    share = [
        in_year("young_people_completed", 1970 + y)
        for y in range(years.min() // 12, years.max() // 12 + 1)
    ]
    completed = np.array(share)[years // 12 - years.min() // 12] / 100
    other = weighted(rng, len(end), rule["other_exits"])
    places = np.array([REASONS.index(label) for label in other.labels])
    is_planned = rng.random(len(end)) < completed
    return np.where(is_planned, COMPLETED, places[other.index]).astype(np.int16)


def _birth(rng, who: Table, first_triage, world, rule) -> Table:
    """Birth dates by the age in the year of triage; the birthday may still lie ahead."""
    drawn = weighted(rng, len(first_triage), rule["ages"])
    age = np.array([int(a) for a in drawn.labels])[drawn.index]
    born, pair = people.born_on(who["number"], first_triage, age, world.people, CELLS)
    return {
        "born": born,
        "first_initial": (len(people.LETTERS) + pair % FIRST_LETTERS).astype(np.int16),
        "last_initial": (pair // FIRST_LETTERS).astype(np.int16),
        "first_used": np.maximum(age - 2, 8),
    }


def _episodes(found: Table) -> Table:
    n = len(found["start"])
    no = np.zeros(n, dtype=bool)
    return {
        "journey": np.arange(n, dtype=np.int32),
        "person": found["person"],
        "place": np.zeros(n, dtype=np.int16),
        "triaged": found["start"],
        "left": found["end"],
        "reason": found["reason"],
        "provider": found["provider"],
        "area": found["area"],
        "after_custody": no,
        "after_transfer": no,
        "order": np.zeros(n, dtype=np.int16),
    }


def answers(rng, block: records.Block, world) -> dict[str, pa.Array]:
    """The questions for young people whose answers have codes that are known: at the start, and at exit where discharged."""
    share = setting("young_people")["answered_yes"]
    n = len(block.episodes["person"])
    left = filled(care.discharge(block.episodes, world))
    found = {}
    for field in Spec.at(f"{world.dataset}-young-people").columns:
        if field.codes == "YNU" and field.header.startswith("YP"):
            index = np.where(rng.random(n) < share, 0, 1).astype(np.int16)
            told = Coded(index, ("Y", "N"))
            at_exit = field.header.startswith("YPE")
            told = told.where(~left, "") if at_exit else told
            found[field.header] = lines.codes(told)
    return found
