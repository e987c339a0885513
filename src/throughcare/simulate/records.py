"""One block of people turned into the rows of returns."""

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from . import care, histories, lines, people, places, profiles
from .draws import (
    BLANK,
    Coded,
    Table,
    between,
    coded,
    filled,
    take,
    weighted,
    weighted_by_group,
)
from .settings import setting

MODULUS = 2_147_483_647
FACTOR = 48_271


@dataclass
class Block:
    """The people of one block with their journeys, episodes, modalities and profiles (tables of arrays)."""

    people: Table
    journeys: Table
    episodes: Table
    modalities: Table
    profiles: Table
    first: Table = field(repr=False, default_factory=dict)
    reviews: Table | None = None


def draw(rng, numbers: np.ndarray, offset: float, world) -> Block:
    """Draw the histories of the people with these numbers."""
    who = people.draw_people(rng, numbers, offset, world)
    found = histories.journeys(rng, who, world)
    first_triage = np.full(len(numbers), 10**6, dtype=np.int32)
    np.minimum.at(first_triage, found["person"], found["start"])
    who |= people.birth(who, first_triage, rng, world)
    episodes = histories.episodes(rng, who, found, world)
    episodes = in_file_order(numbered(episodes))
    return with_care(rng, who, found, episodes, world)


def numbered(episodes: Table) -> Table:
    """A number for each episode within its person, by triage."""
    order = np.lexsort((episodes["triaged"], episodes["person"]))
    person = episodes["person"][order]
    first = np.searchsorted(person, person)
    number = np.empty(len(order), dtype=np.int16)
    number[order] = np.arange(len(order)) - first + 1
    return episodes | {"number": number}


def in_file_order(episodes: Table) -> Table:
    """By provider, person and triage: the rows of one client stand together."""
    return take(
        episodes,
        np.lexsort((episodes["triaged"], episodes["person"], episodes["provider"])),
    )


def with_care(rng, who, found, episodes, world) -> Block:
    group = who["group"][episodes["person"]]
    triage_only = who["triage_only"][episodes["person"]]
    first = care.first_modality(rng, episodes, group, triage_only, world)
    modalities = care.modalities(rng, episodes, group, first, world)
    made = profiles.due(rng, episodes, first, care.discharge(episodes, world), world)
    block = Block(who, found, episodes, modalities, made, first)
    if world.has_reviews:
        block.reviews = care.reviews(rng, episodes, modalities, world)
    return block


def without_profiles(who, found, episodes, modalities, first) -> Block:
    """A block of people for whom no outcome profile is made, nor a review of an intervention."""
    none = np.zeros(0, dtype=np.int32)
    made = {"episode": none, "date": none} | {
        name: none.astype(np.int16) for name in ("place", "stage")
    }
    return Block(who, found, episodes, modalities, made, first)


def row_counts(block: Block) -> np.ndarray:
    """Rows of each episode: as many as its most numerous record asks for, one at least."""
    counts = np.ones(len(block.episodes["person"]), dtype=np.int32)
    for table in (block.modalities, block.profiles, block.reviews):
        if table is not None:
            np.maximum.at(counts, table["episode"], table["place"] + np.int32(1))
    return counts


def client_ids(number: np.ndarray, provider: np.ndarray) -> np.ndarray:
    """CLIENTID: differs between providers for one person, unique within a provider."""
    return (
        (number.astype(np.int64) + 1) * FACTOR + provider * np.int64(9_176_263)
    ) % MODULUS


def episode_columns(rng, block: Block, world) -> dict[str, pa.Array]:
    """The cells of client and episode, one a row of the episode table."""
    who = take(block.people, block.episodes["person"])
    cells = _client(block, who, world) | _residence(rng, block, who, world)
    cells |= _episode(rng, block, who, world)
    return cells | _health(rng, block, who, world)


def _client(block, who, world) -> dict[str, pa.Array]:
    n = len(who["number"])
    letters = tuple(people.LETTERS + people.LETTERS_OF_THE_YOUNG)
    ids = client_ids(who["number"], block.episodes["provider"])
    agency = Coded(block.episodes["provider"], tuple(world.providers.codes))
    cells = {header: lines.codes(who[header]) for header in ("ETHNIC", "NATION")}
    return cells | {
        "FINITIAL": lines.codes(Coded(who["first_initial"], letters)),
        "SINITIAL": lines.codes(Coded(who["last_initial"], letters)),
        "DOB": lines.dates(who["born"]),
        "SEX": lines.codes(Coded(who["female"].astype(np.int16), ("M", "F"))),
        "AGNCY": lines.codes(agency),
        "CLIENT": lines.keys(ids, "C"),
        "CLIENTID": lines.keys(ids),
        "EPISODID": lines.keys(ids * 100 + block.episodes["number"]),
        "CONSENT": lines.codes(coded("Y", n)),
    }


def _residence(rng, block, who, world) -> dict[str, pa.Array]:
    """Partnership, trust, authority and outcode; a few people live outside England, where LA is blank."""
    area = block.episodes["area"]
    outside = who["district"] < setting("episodes")["outside_england"]
    districts, first, count = places.local_authorities()
    district = first[area] + np.floor(who["district"] * count[area]).astype(int)
    partnership = Coded(area, tuple(places.partnership_codes()))
    stems = tuple(f"ZZ{n % 99 + 1:02d}" for n in range(len(places.areas())))
    return {
        "DAT": lines.codes(partnership.where(outside, places.OUTSIDE_ENGLAND)),
        "PCT": lines.codes(Coded(area, tuple(places.trust_codes()))),
        "LA": lines.codes(Coded(district, tuple(districts)).where(outside, "")),
        "PC": lines.codes(Coded(area, stems)),
    }


def _episode(rng, block, who, world) -> dict[str, pa.Array]:
    episodes, first = block.episodes, block.first
    disd = care.discharge(episodes, world)
    n = len(disd)
    before = (episodes["order"] > 0) | (
        who["treated_before"] < setting("details")["treated_before"]
    )
    before |= episodes["after_transfer"]
    assessed = np.minimum(
        episodes["triaged"]
        + between(rng, 0, setting("details")["healthcare_assessed_within_days"], n),
        world.end,
    )
    assessed = np.where(filled(disd), np.minimum(assessed, disd), assessed)
    return {
        "REFLD": lines.dates(first["referral"]),
        "TRIAGED": lines.dates(episodes["triaged"]),
        "CPLANDT": lines.dates(first["started"]),
        "RFLS": lines.codes(care.referral_source(block.people, episodes)),
        "PREVTR": lines.codes(_yes(before)),
        "HLCASSDT": lines.dates(assessed),
        "TOPCC": lines.codes(coded("Y", n)),
        "DISD": lines.dates(disd),
        "DISRSN": lines.codes(block.episodes["reason_code"]),
        "SEXUAL": lines.codes(who["SEXUAL"]),
        "EMPSTAT": lines.codes(episodes["EMPSTAT"]),
        "ACCMNEED": lines.codes(episodes["ACCMNEED"]),
    } | _family(rng, who)


def _yes(rows: np.ndarray) -> Coded:
    return Coded(rows.astype(np.int16), ("N", "Y"))


def _family(rng, who) -> dict[str, pa.Array]:
    rule = setting("details")
    status = who["PRNTSTAT"]
    n = len(status)
    at_home = status.isin(("11", "12"))
    children = np.where(at_home, between(rng, 1, rule["most_children_at_home"], n), 0)
    pregnant = Coded(np.where(who["female"], 0, 2).astype(np.int16), ("N", "Y", ""))
    pregnant = pregnant.where(who["female"] & (rng.random(n) < rule["pregnant"]), "Y")
    return {
        "PRNTSTAT": lines.codes(status),
        "CHILDWTH": lines.numbers(children),
        "PREGNANT": lines.codes(pregnant),
    }


def _health(rng, block, who, world) -> dict[str, pa.Array]:
    n = len(who["number"])
    drugs = [who["drug_1"], who["drug_2"], who["drug_3"]]
    alcohol = np.logical_or.reduce([d.equals("7000") for d in drugs])
    drinking, units = _drinking(rng, n)
    vaccinated = who["HEPBSTAT"].isin(("A",))
    tested = _tested(rng.spawn(1)[0], block, who, world)
    return {
        "DRUG1": lines.codes(drugs[0]),
        "DRUG2": lines.codes(drugs[1]),
        "DRUG3": lines.codes(drugs[2]),
        "DRUG1AGE": lines.numbers(who["first_used"]),
        "ROUTE": lines.codes(_route(who)),
        "INJSTAT": lines.codes(who["INJSTAT"]),
        "ALCDDAYS": lines.numbers(drinking, alcohol),
        "ALCUNITS": lines.numbers(units, alcohol),
        "DUALDIAG": lines.codes(who["DUALDIAG"]),
        "HEPCSTAT": lines.codes(who["HEPCSTAT"]),
        "HEPCTSTD": lines.dates(tested),
        "HEPCTD": lines.codes(coded("99", n).where(filled(tested), "")),
        "HEPBSTAT": lines.codes(who["HEPBSTAT"]),
        "HEPBVAC": lines.codes(who["HEPBVAC"].where(~vaccinated, "")),
    }


def _tested(rng, block, who, world) -> np.ndarray:
    """The day of a hepatitis C test within the episode; the code of a yes is not known, so the day alone says it.

    `rng` is a stream of its own.
    """
    rule, n = setting("hepatitis_c"), len(who["number"])
    injected = who["INJSTAT"].isin(("C", "P"))
    chance = np.where(injected, rule["tested_injected"], rule["tested_others"])
    day = block.episodes["triaged"] + between(rng, 0, rule["within_days"], n)
    disd = care.discharge(block.episodes, world)
    last = np.where(filled(disd), disd, world.end)
    done = (rng.random(n) < chance) & (day <= last)
    return np.where(done, day, BLANK).astype(np.int32)


def _drinking(rng, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Drinking days in 28, and units on such a day."""
    rule = setting("details")
    daily = rng.random(n) < rule["drinks_daily"]
    days = np.where(daily, profiles.DAYS, between(rng, 0, profiles.DAYS - 1, n))
    return days, np.where(days > 0, between(rng, *rule["units"], n), 0)


def _route(who) -> Coded:
    usual = setting("routes")
    labels = tuple(dict.fromkeys(usual.values()))
    index = who["drug_1"].mapped(
        {drug: labels.index(route) for drug, route in usual.items()}, 0
    )
    route = Coded(index.astype(np.int16), labels)
    return route.where(_injects(who), "1")


def _injects(who) -> np.ndarray:
    return who["INJSTAT"].equals("C") & who["drug_1"].isin(
        setting("injected_substances")
    )


def with_episode_answers(rng, block: Block, world) -> None:
    """What is asked anew at each episode: work, housing, how it ended."""
    episodes = block.episodes
    n = len(episodes["person"])
    group = block.people["group"][episodes["person"]]
    episodes["EMPSTAT"] = weighted(rng, n, setting("background")["EMPSTAT"])
    episodes["ACCMNEED"] = weighted_by_group(rng, group, setting("housing"))
    episodes["reason_code"] = care.discharge_codes(
        rng, episodes, care.discharge(episodes, world)
    )


def row_columns(
    rng, block: Block, row_start, n_rows: int, world
) -> dict[str, pa.Array]:
    """The cells of modality, profile and (from J) review and time in treatment, one a row of the file."""
    cells = _modality(block, row_start, n_rows, world)
    cells |= _profile(rng, block, row_start, n_rows, world)
    if block.reviews is not None:
        cells |= _review(rng, block, row_start, n_rows, world)
    return cells


def _record_ids(block: Block, table: Table) -> np.ndarray:
    """Keys of an episode's records: the episode's key and the place of the record."""
    episodes = take(block.episodes, table["episode"])
    ids = client_ids(block.people["number"][episodes["person"]], episodes["provider"])
    return (ids * 100 + episodes["number"]) * 100 + table["place"] + 1


def _modality(block, row_start, n_rows, world) -> dict[str, pa.Array]:
    table = block.modalities
    rows = row_start[table["episode"]] + table["place"]
    kind = table["kind"]
    cells = {
        "MODAL": care.intervention(kind, "type") if world.has_reviews else kind,
        "MODEXIT": table["exit"],
    }
    if world.has_reviews:
        given = world.setting and coded(world.setting, len(kind))
        cells["MODSET"] = given or care.intervention(kind, "setting")
    texts = {header: lines.codes(column) for header, column in cells.items()}
    texts["MODID"] = lines.keys(_record_ids(block, table))
    for header, name in _MODALITY_DATES.items():
        texts[header] = lines.dates(table[name])
    return {h: lines.scattered(text, rows, n_rows) for h, text in texts.items()}


_MODALITY_DATES = {
    "REFMODDT": "referred",
    "FAOMODDT": "offered",
    "MODST": "started",
    "MODEND": "ended",
}


def _profile(rng, block, row_start, n_rows, world) -> dict[str, pa.Array]:
    table = block.profiles
    rows = row_start[table["episode"]] + table["place"]
    person = _for_profiles(block, table)
    values = profiles.answers(rng, table, person, person["drug_free"], world)
    texts = {header: _answers(header, v) for header, v in values.items()}
    texts["TOPDATE"] = lines.dates(table["date"])
    texts["TOPID"] = lines.keys(_record_ids(block, table))
    texts["TRSTAGE"] = lines.codes(Coded(table["stage"], profiles.STAGES))
    return {h: lines.scattered(text, rows, n_rows) for h, text in texts.items()}


YES_NO = ("SHARING", "OTHTHEFT", "ASSAULT", "ACUTHPBM", "HRISK")


def _answers(header: str, values: np.ndarray) -> pa.Array:
    """Quoted answers; NA where none was given."""
    given = ("N", "Y") if header in YES_NO else tuple(map(str, range(29)))
    return lines.codes(Coded(values + np.int16(1), ("NA", *given)))


def _for_profiles(block: Block, table: Table) -> Table:
    """What the answers depend on, one row a profile."""
    episode = table["episode"]
    who = take(block.people, block.episodes["person"][episode])
    code = block.episodes["reason_code"][episode]
    rule = setting("outcome_profiles")
    return {
        "trait": who["responds"],
        "cited": profiles.cited([who["drug_1"], who["drug_2"], who["drug_3"]]),
        "completed": block.episodes["reason"][episode] == histories.COMPLETED,
        "drug_free": code.equals(setting("exit_codes")["completed"]),
        "injects": who["INJSTAT"].equals("C") & (who["group"] == 0),
        "homeless": block.episodes["ACCMNEED"][episode].equals("1"),
        "working": block.episodes["EMPSTAT"][episode].mapped(
            rule["working"], rule["working_otherwise"]
        ),
    }


def _review(rng, block, row_start, n_rows, world) -> dict[str, pa.Array]:
    table = block.reviews
    rows = row_start[table["episode"]] + table["place"]
    texts = {h: lines.codes(c) for h, c in care.review_flags(rng, table).items()}
    texts["SUBMODDT"] = lines.dates(table["date"])
    texts["SUBMID"] = lines.keys(_record_ids(block, table))
    cells = {h: lines.scattered(text, rows, n_rows) for h, text in texts.items()}
    return cells | _time_in_treatment(rng, block, row_start, n_rows)


def _time_in_treatment(rng, block, row_start, n_rows) -> dict[str, pa.Array]:
    """One record an episode, made at the start of treatment."""
    started = block.first["started"]
    episode = np.flatnonzero(started != BLANK)
    table = {"episode": episode, "place": np.zeros(len(episode), dtype=np.int16)}
    texts = {
        "TITDATE": lines.dates(started[episode]),
        "TITREAT": lines.codes(care.weekly_band(rng, len(episode))),
        "TITID": lines.keys(_record_ids(block, table)),
    }
    rows = row_start[episode]
    return {h: lines.scattered(text, rows, n_rows) for h, text in texts.items()}
