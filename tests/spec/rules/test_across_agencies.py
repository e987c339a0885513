"""The rules on the journeys of a cut: their edges, on both engines.

A case is one person's journey on the day of the cut, 1 October 2012. An episode is written `number agency triaged
discharged TOPCC`, a modality `episode type started ended`, a profile `episode stage day`; `-` is a blank.
"""

import datetime as dt

import pyarrow as pa
import pytest

from throughcare.warehouse import cut_findings

from .test_rules import on

AS_OF = dt.date(2012, 10, 1)
TREATED = ["1 2 2012-01-10 -"]
"""Prescribing since 10 January: nearly nine months."""
OURS = ["1 A 2012-01-05 - Y"]
NOBODYS = ["1 A 2012-01-05 - N"]
START, REVIEW = "1 S 2012-01-12", "1 R 2012-06-01"
T04 = "journey_without_start_profile"
T05 = "coordinated_journey_without_review_profile"
T06 = "review_profile_of_a_journey_without_start"
T07 = "several_care_coordinators"
T08 = "no_care_coordinator"
L08 = "journey_without_structured_modality"
L10 = "episodes_of_one_journey"

CASES = [
    # rule, episodes, modalities, profiles, found as (episode, value)
    (T04, OURS, TREATED, [], [(1, "20120110")]),
    (T04, OURS, TREATED, [START], []),
    (T04, OURS, TREATED, ["1 S 2012-10-02"], [(1, "20120110")]),
    (T04, OURS, [], [], []),
    (T04, OURS, ["1 8 2012-01-10 -"], [], []),
    (T04, OURS, ["1 2 2012-09-17 -"], [], []),
    (T04, OURS, ["1 2 2012-09-16 -"], [], [(1, "20120916")]),
    (T04, OURS, ["1 2 2009-11-01 -"], [], []),
    (T04, OURS, ["1 2 2009-11-02 -"], [], [(1, "20091102")]),
    (T04, OURS, ["1 2 2012-10-02 -"], [], []),
    # another agency of the journey has sent it
    (T04, [*OURS, "2 B 2012-01-06 - -"], TREATED, ["2 S 2012-01-12"], []),
    # told to the provider that treated first
    (
        T04,
        [*OURS, "2 B 2012-01-06 - -"],
        ["2 2 2012-01-10 -", "1 4 2012-02-01 -"],
        [],
        [(2, "20120110")],
    ),
    (T05, OURS, TREATED, [START], [(1, "20120110")]),
    (T05, OURS, TREATED, [START, REVIEW], []),
    (T05, NOBODYS, TREATED, [START], []),
    (T05, OURS, ["1 2 2012-04-01 -"], [START], [(1, "20120401")]),
    (T05, OURS, ["1 2 2012-04-02 -"], [START], []),
    (T05, ["1 A 2012-01-05 2012-07-09 Y"], ["1 2 2012-01-10 2012-07-09"], [], []),
    (
        T05,
        ["1 A 2012-01-05 2012-07-10 Y"],
        ["1 2 2012-01-10 2012-07-10"],
        [],
        [(1, "20120110")],
    ),
    # the review came from the other agency, or two claim
    (T05, [*OURS, "2 B 2012-01-06 - N"], TREATED, ["2 R 2012-06-01"], []),
    (T05, [*OURS, "2 B 2012-01-06 - Y"], TREATED, [START], []),
    # the other claim ended with its episode
    (
        T05,
        [*OURS, "2 B 2012-01-06 2012-03-01 Y"],
        TREATED,
        [START],
        [(1, "20120110")],
    ),
    (T06, OURS, TREATED, [REVIEW], [(1, "20120601")]),
    (T06, OURS, TREATED, [START, REVIEW], []),
    (T06, [*OURS, "2 B 2012-01-06 - -"], TREATED, ["2 S 2012-01-12", REVIEW], []),
    (T06, OURS, [], [REVIEW], []),
    (T07, OURS, TREATED, [], []),
    (
        T07,
        [*OURS, "2 B 2012-01-06 - Y"],
        TREATED,
        [],
        [(1, "2 providers"), (2, "2 providers")],
    ),
    (T07, [*OURS, "2 A 2012-01-06 - Y"], TREATED, [], []),
    (T07, [*OURS, "2 B 2012-01-06 - N"], TREATED, [], []),
    (T07, [*OURS, "2 B 2012-01-06 2012-09-30 Y"], TREATED, [], []),
    (
        T07,
        [*OURS, "2 B 2012-01-06 2012-10-02 Y"],
        TREATED,
        [],
        [(1, "2 providers"), (2, "2 providers")],
    ),
    (T08, OURS, TREATED, [], []),
    (T08, NOBODYS, TREATED, [], [(1, "")]),
    (T08, ["1 A 2012-01-05 - -"], TREATED, [], [(1, "")]),
    (T08, [*NOBODYS, "2 B 2012-01-06 - Y"], TREATED, [], []),
    (T08, [*NOBODYS, "2 B 2012-01-06 2012-02-01 Y"], TREATED, [], [(1, "")]),
    (T08, ["1 A 2012-01-05 2012-09-01 N"], ["1 2 2012-01-10 2012-09-01"], [], []),
    (T08, NOBODYS, [], [], []),
    (L08, ["1 A 2012-09-02 - Y"], [], [], [(1, "20120902")]),
    (L08, ["1 A 2012-09-03 - Y"], [], [], []),
    (L08, OURS, ["1 2 2012-01-10 2012-09-02"], [], [(1, "20120902")]),
    (L08, OURS, ["1 2 2012-01-10 2012-09-03"], [], []),
    (L08, OURS, ["1 2 2012-01-10 2012-09-02", "1 4 2012-03-01 -"], [], []),
    (L08, OURS, ["1 8 2012-01-10 -"], [], [(1, "20120105")]),
    (L08, ["1 A 2012-01-05 2012-09-30 Y"], [], [], []),
    # the other agency treats
    (L08, [*OURS, "2 B 2012-01-06 - N"], ["2 2 2012-01-10 -"], [], []),
    (L10, OURS, [], [], []),
    (
        L10,
        ["1 A 2012-01-05 2012-02-01 Y", "2 A 2012-02-10 - Y"],
        [],
        [],
        [(1, "2 episodes, 1 agency"), (2, "2 episodes, 1 agency")],
    ),
    (
        L10,
        ["1 A 2012-01-05 2012-02-01 Y", "2 B 2012-02-10 - Y"],
        [],
        [],
        [(1, "2 episodes, 2 agencies"), (2, "2 episodes, 2 agencies")],
    ),
]  # fmt: skip
ROOM = 100
SCHEMAS = {
    "episodes": "episode agency triaged discharged top_care_coordination".split(),
    "modalities": "episode modality_type started ended".split(),
    "profiles": "episode stage completed_on".split(),
}
DATES = {"triaged", "discharged", "started", "ended", "completed_on"}


def tables(engine, cases) -> dict:
    """Every case's records in one table each, with a person and numbers of its own."""
    rows = {name: [] for name in (*SCHEMAS, "links")}
    for number, (_, *records, _) in enumerate(cases, 1):
        for name, lines in zip(SCHEMAS, records, strict=True):
            rows[name] += [record(name, number, line) for line in lines]
    rows["links"] = [
        {"episode": e["episode"], "person": e["person"], "journey": 1}
        for e in rows["episodes"]
    ]
    return {name: on(engine, arrow(name, found)) for name, found in rows.items()}


def record(name: str, number: int, line: str) -> dict:
    cells = [None if cell == "-" else cell for cell in line.split()]
    told = dict(zip(SCHEMAS[name], cells, strict=True))
    told = {
        k: dt.date.fromisoformat(v) if v and k in DATES else v for k, v in told.items()
    }
    episode = number * ROOM + int(told["episode"])
    place = {"episode": episode, "return_no": 1, "line": episode}
    return told | place | {"person": f"p{number}"}


def arrow(name: str, rows: list[dict]) -> pa.Table:
    kinds = {"episode": pa.int64(), "line": pa.int64(), "return_no": pa.int32()}
    kinds |= {"journey": pa.int32()} | dict.fromkeys(DATES, pa.date32())
    names = list(rows[0])
    schema = pa.schema([(n, kinds.get(n, pa.string())) for n in names])
    return pa.Table.from_pylist(rows, schema)


@pytest.fixture(scope="module")
def found(engine):
    """What each rule finds in all cases at once: by rule and case, the episodes and values."""
    given = cut_findings.prepare(engine, tables(engine, CASES), AS_OF)
    told = {}
    for rule in cut_findings.rules():
        rows = engine.to_pyarrow(cut_findings.asked(rule, given)).to_pylist()
        for row in rows:
            number, episode = divmod(row["episode"], ROOM)
            assert row["line"] == row["episode"]
            told.setdefault((rule.name, number), []).append((episode, row["value"]))
    return told


@pytest.mark.parametrize("number", range(1, len(CASES) + 1))
def test_case(number, found):
    rule, *_, expected = CASES[number - 1]
    assert sorted(found.get((rule, number), [])) == expected


def test_every_rule_has_a_case_that_finds_and_one_that_does_not():
    named = {(rule, bool(expected)) for rule, *_, expected in CASES}
    wanted = {(r.name, f) for r in cut_findings.rules() for f in (True, False)}
    assert named == wanted
