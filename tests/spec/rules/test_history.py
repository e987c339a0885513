"""The rules against the last accepted return: what each finds and what it leaves alone, on both engines."""

import datetime as dt

import pyarrow as pa
import pytest

from throughcare.dataset import Spec
from throughcare.rules.catalogue import limits
from throughcare.rules.findings import (
    history_findings,
    history_rules,
    rows_now,
    typed_rows,
)
from throughcare.rules.history import FORMER
from throughcare.warehouse.looking import FORMER_COLUMNS

from .cases import PROFILE, SOUND, SOUND_IN_K
from .test_rules import on, raw_rows

DAY = dt.date(2012, 10, 1)
UNTIL = dt.date(2012, 8, 31)
KEYS = {"agency": "X0001", "client_id": "C1", "episode_id": "E1"}
CLIENT = KEYS | {
    "reference": "REF-17",
    "first_initial": "A",
    "last_initial": "B",
    "born": dt.date(1980, 2, 29),
    "sex": "F",
}
EPISODE = KEYS | {
    "consent": "Y",
    "referred": dt.date(2012, 4, 2),
    "triaged": dt.date(2012, 4, 5),
    "reported_until": UNTIL,
}
MODALITY = KEYS | {
    "modality_id": "M1",
    "referred": dt.date(2012, 4, 5),
    "started": dt.date(2012, 4, 12),
}
TOP = KEYS | {"profile_id": "T1", "completed_on": dt.date(2012, 4, 12)}
TIT = KEYS | {"time_in_treatment_id": "I1", "assessed": dt.date(2012, 4, 12)}
SOUND_BEFORE = {
    "client": [CLIENT],
    "episode": [EPISODE],
    "modality": [MODALITY],
    "outcome_profile": [TOP],
    "time_in_treatment": [TIT],
}
NOW = SOUND | PROFILE
REFUSAL = {"AGNCY": "X0001", "CLIENTID": "C1", "CONSENT": "N"}


def table(engine, record, rows):
    schema = FORMER[record].to_pyarrow()
    full = [{name: row.get(name) for name in schema.names} for row in rows]
    return on(engine, pa.Table.from_pylist(full, schema=schema))


def found(engine, name, rows, before, version="H"):
    """Line and value of the findings of one rule."""
    spec = Spec.at(version)
    rule = next(r for r in history_rules(spec) if r.name == name)
    now = rows_now(typed_rows(spec, on(engine, raw_rows(version, rows))), spec)
    given = SOUND_BEFORE | before
    former = {record: table(engine, record, given[record]) for record in FORMER}
    told = engine.to_pyarrow(history_findings(rule, now, former, limits(DAY)))
    return sorted((row["line"], row["value"]) for row in told.to_pylist())


@pytest.mark.parametrize("name", [r.name for r in history_rules(Spec.at("H"))])
def test_the_same_return_again_has_no_finding(engine, name):
    assert found(engine, name, [NOW], {}) == []


ENDED = {"discharged": dt.date(2012, 8, 20)}
CASES = [
    ("identity_changed_since_the_last_return", {"SINITIAL": "C"}, {}, [(2, "C1")]),
    ("identity_changed_since_the_last_return", {"DOB": "19800228"}, {}, [(2, "C1")]),
    ("identity_changed_since_the_last_return", {"SEX": "M"}, {}, [(2, "C1")]),
    ("identity_changed_since_the_last_return", {"DOB": ""}, {}, []),
    ("identity_changed_since_the_last_return", {"CLIENTID": "C2", "SEX": "M"}, {}, []),
    ("referral_date_changed", {"REFLD": "20120401"}, {}, [(2, "20120401")]),
    ("referral_date_changed", {"REFLD": ""}, {}, [(2, "")]),
    ("referral_date_changed", {"REFLD": "20120231"}, {}, []),
    ("referral_date_changed", {"REFLD": "2012-04-02"}, {}, []),
    ("referral_date_changed", {"REFLD": "20120401"}, {"referred": None}, []),
    ("referral_date_changed", {"EPISODID": "E2", "REFLD": "20120401"}, {}, []),
    ("triage_date_changed", {"TRIAGED": "20120406"}, {}, [(2, "20120406")]),
    ("triage_date_changed", {"TRIAGED": "20120405"}, {}, []),
    ("discharge_removed", {"DISD": ""}, ENDED, [(2, "")]),
    ("discharge_removed", {"DISD": "20120820"}, ENDED, []),
    ("discharge_removed", {"DISD": ""}, {}, []),
    ("discharge_moved_back", {"DISD": "20120819"}, ENDED, [(2, "20120819")]),
    ("discharge_moved_back", {"DISD": "20120821"}, ENDED, []),
    ("discharge_moved_back", {"DISD": "20120819"}, {}, []),
    (
        "discharge_moved_back",
        {"DISD": "20120831"},
        {"discharged": dt.date(2012, 9, 5)},
        [(2, "20120831")],
    ),
    (
        "discharge_moved_back",
        {"DISD": "20120901"},
        {"discharged": dt.date(2012, 9, 5)},
        [],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "change", "before", "lines"), CASES)
def test_a_change_of_client_or_episode(engine, name, change, before, lines):
    former = {"episode": [EPISODE | before]}
    assert found(engine, name, [NOW | change], former) == lines


@pytest.mark.parametrize(
    ("rows", "before", "lines"),
    [
        ([REFUSAL], {}, [(2, "N")]),
        ([REFUSAL, REFUSAL], {}, [(2, "N")]),
        ([REFUSAL | {"CLIENTID": "C2"}], {}, []),
        ([REFUSAL], {"consent": "N"}, []),
        ([NOW], {}, []),
    ],
)
def test_consent_withdrawn_is_told_once_a_client(engine, rows, before, lines):
    former = {"episode": [EPISODE | before]}
    assert found(engine, "consent_withdrawn", rows, former) == lines


OTHER = NOW | {"CLIENTID": "C2", "EPISODID": "E9"}
GONE = "CLIENT REF-17, CLIENTID C1, EPISODID E1"


@pytest.mark.parametrize(
    ("rows", "before", "lines"),
    [
        ([OTHER], {}, [(0, GONE)]),
        ([OTHER, NOW | {"EPISODID": "E2"}], {}, [(0, GONE)]),
        ([OTHER, NOW | {"AGNCY": "X0002"}], {}, [(0, GONE)]),
        ([OTHER], ENDED, []),
        ([OTHER, REFUSAL], {}, []),
        ([OTHER], {"consent": "N"}, []),
        ([OTHER, NOW | {"REFLD": ""}], {}, []),
    ],
)
def test_an_open_episode_missing_is_told_with_its_keys_on_row_0(
    engine, rows, before, lines
):
    former = {"episode": [EPISODE | before]}
    assert found(engine, "open_episode_missing", rows, former) == lines


def test_without_a_reference_the_keys_alone_name_what_is_missing(engine):
    former = {"client": [CLIENT | {"reference": None}]}
    told = found(engine, "open_episode_missing", [OTHER], former)
    assert told == [(0, "CLIENTID C1, EPISODID E1")]


def clients(count, **more):
    """A former return of so many clients, an episode each."""
    numbered = [{"client_id": f"C{n}", "episode_id": f"E{n}"} for n in range(count)]
    return {
        "client": [CLIENT | keys for keys in numbered],
        "episode": [EPISODE | keys | more for keys in numbered],
    }


def rows(count):
    return [NOW | {"CLIENTID": f"C{n}", "EPISODID": f"E{n}"} for n in range(count)]


LESS = "clearly_less_than_the_last_return"


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (20, []),
        (18, []),
        (17, [(1, "3 of 20 clients and 3 of 20 episodes missing")]),
        (0, [(1, "20 of 20 clients and 20 of 20 episodes missing")]),
    ],
)
def test_more_than_a_tenth_missing_is_clearly_less(engine, sent, told):
    assert found(engine, LESS, rows(sent), clients(20)) == told


def test_as_many_new_ones_do_not_hide_what_is_missing(engine):
    new = [row | {"CLIENTID": f"D{n}"} for n, row in enumerate(rows(20))]
    [(line, value)] = found(engine, LESS, new, clients(20))
    assert (line, value[:8]) == (1, "20 of 20")


def test_clients_who_now_refuse_are_not_missing(engine):
    refusing = [REFUSAL | {"CLIENTID": f"C{n}"} for n in range(20)]
    assert found(engine, LESS, refusing, clients(20)) == []


def test_discharged_episodes_are_listed_where_clearly_many_are_missing(engine):
    before = clients(20, discharged=dt.date(2012, 8, 1))
    missing = found(engine, "closed_episode_missing", rows(17), before)
    assert [line for line, _ in missing] == [0, 0, 0]
    assert found(engine, "closed_episode_missing", rows(18), before) == []


IDENTIFIERS = [
    ("modality", {"REFMODDT": "20120406"}, [(2, "M1")]),
    ("modality", {"MODST": "20120413"}, [(2, "M1")]),
    ("modality", {"MODST": ""}, []),
    ("modality", {"MODID": "M2", "MODST": "20120413"}, []),
    ("modality", {}, []),
    ("profile", {"TOPDATE": "20120413"}, [(2, "T1")]),
    ("profile", {"TOPDATE": "20120413", "TOPID": "T2"}, []),
    ("profile", {}, []),
]


@pytest.mark.parametrize(("record", "change", "lines"), IDENTIFIERS)
def test_an_identifier_with_another_date(engine, record, change, lines):
    """modality_identifier_with_another_date, profile_identifier_with_another_date."""
    name = f"{record}_identifier_with_another_date"
    assert found(engine, name, [NOW | change], {}) == lines


def test_a_start_that_comes_later_is_no_other_date(engine):
    former = {"modality": [MODALITY | {"started": None}]}
    name = "modality_identifier_with_another_date"
    assert found(engine, name, [NOW], former) == []


@pytest.mark.parametrize(
    ("day", "lines"), [("20120412", []), ("20120413", [(2, "I1")])]
)
def test_a_time_in_treatment_identifier_with_another_date(engine, day, lines):
    row = SOUND_IN_K | {"TITID": "I1", "TITREAT": "1", "TITDATE": day}
    name = "time_in_treatment_identifier_with_another_date"
    assert found(engine, name, [row], {}, version="K") == lines


def test_rules_on_time_in_treatment_begin_with_j():
    names = {r.name for r in history_rules(Spec.at("H"))}
    assert "time_in_treatment_identifier_with_another_date" not in names


def test_the_check_gives_the_rules_the_columns_they_ask_for():
    kinds = {"varchar": "string", "date": "date"}
    told = {
        record: {name: kinds[kind] for name, kind in columns.items()}
        for record, columns in FORMER_COLUMNS.items()
    }
    asked = {
        record: {name: str(kind) for name, kind in schema.items()}
        for record, schema in FORMER.items()
    }
    assert told == asked
