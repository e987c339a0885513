"""Returns without faults: their form, and that nothing in them breaks a rule of the data set."""

import datetime as dt
from collections import defaultdict

import pytest

from tests.care import OF_CARE
from throughcare.dataset import Spec
from throughcare.submissions.check import check

DATES_LATER_THAN_SUBMISSION = ("FAOMODDT", "DOB")


def consenting(rows):
    return [row for row in rows if row["CONSENT"] == "Y"]


def test_header_is_the_layout_of_the_version(returns):
    dataset, paths, _ = returns
    expected = ",".join(f'"{h}"' for h in Spec.at(dataset).layout) + "\n"
    for path in paths:
        with open(path, encoding="utf-8", newline="") as file:
            assert file.readline() == expected


def test_every_cell_is_quoted_and_lines_end_with_lf(returns):
    dataset, paths, _ = returns
    cells = len(Spec.at(dataset).layout)
    for path in paths:
        content = path.read_bytes()
        assert b"\r" not in content
        assert content.endswith(b'"\n')
        for line in content.splitlines():
            assert line.startswith(b'"') and line.count(b'","') == cells - 1


def test_name_holds_the_agency_the_last_month_and_the_letter(returns):
    dataset, paths, rows = returns
    last = {"H": "20121001-20121031", "K": "20140301-20140331"}[dataset]
    assert len(paths) >= 10
    for row in rows:
        assert row["file"] == f"{row['AGNCY']}-{last}-TREAT-IN-{dataset}.csv"


def test_codes_are_in_their_lists(returns):
    dataset, _, rows = returns
    spec = Spec.at(dataset)
    made_up = ("DAT", "LA")
    for field in spec.columns:
        if field.type != "code" or field.header in made_up or not field.codes:
            continue
        known = {code.code for code in spec.codes(field.codes)} | {"", "NA"}
        seen = {row.get(field.header, "") for row in rows}
        assert seen <= known, field.header


def test_synthetic_partnerships_are_plainly_so(returns):
    _, _, rows = returns
    known = {"A09B", "A10B", "A11B", "A12B", "Z00B"}
    for code in {row["DAT"] for row in consenting(rows)} - known:
        assert code[0] in "XY" and code[3] == "B"


def test_local_authority_is_given_where_the_person_lives_in_england(returns):
    _, _, rows = returns
    for row in consenting(rows):
        assert (row["LA"] == "") == (row["DAT"] == "Z00B")


def test_dates_stand_in_their_order(returns):
    _, _, rows = returns
    for row in consenting(rows):
        assert row["DOB"] < row["REFLD"] <= row["TRIAGED"]
        assert not row["DISD"] or row["TRIAGED"] <= row["DISD"]
        assert bool(row["DISD"]) == bool(row["DISRSN"])
        if row["MODID"]:
            assert row["REFLD"] <= row["REFMODDT"] <= row["FAOMODDT"]
            assert bool(row["MODEND"]) == bool(row["MODEXIT"])
        if row["MODST"] and row["MODEND"]:
            assert row["MODST"] <= row["MODEND"] <= (row["DISD"] or "99999999")


def test_nothing_but_an_offer_lies_after_the_period(returns):
    dataset, _, rows = returns
    last = {"H": "20121031", "K": "20140331"}[dataset]
    dates = [f.header for f in Spec.at(dataset).columns if f.type == "date"]
    for row in rows:
        for header in dates:
            if header not in DATES_LATER_THAN_SUBMISSION:
                assert row.get(header, "") <= last, header


def test_episodes_of_a_client_do_not_overlap(returns):
    _, _, rows = returns
    episodes = defaultdict(set)
    for row in consenting(rows):
        key = (row["AGNCY"], row["CLIENTID"])
        episodes[key].add((row["TRIAGED"], row["DISD"] or "99999999", row["EPISODID"]))
    for found in episodes.values():
        ordered = sorted(found)
        for before, after in zip(ordered, ordered[1:], strict=False):
            assert before[1] <= after[0]


def test_keys_are_unique(returns):
    _, _, rows = returns
    for header in ("MODID", "TOPID"):
        keys = [(row["AGNCY"], row[header]) for row in rows if row[header]]
        assert len(keys) == len(set(keys))


def test_episode_cells_are_the_same_on_all_rows_of_an_episode(returns):
    dataset, _, rows = returns
    spec = Spec.at(dataset)
    headers = [
        h for h in spec.layout if spec.by_header[h].record in ("client", "episode")
    ]
    seen = {}
    for row in consenting(rows):
        cells = [row[h] for h in headers]
        assert seen.setdefault((row["AGNCY"], row["EPISODID"]), cells) == cells


def test_outcome_profiles_hold_days_ratings_and_na(returns):
    _, _, rows = returns
    profiles = [row for row in rows if row["TOPID"]]
    days = {row["OPIUSE"] for row in profiles}
    assert "NA" in days and {"0", "28"} < days
    assert all(value == "NA" or 0 <= int(value) <= 28 for value in days)
    ratings = {row["QUALLIFE"] for row in profiles} - {"NA"}
    assert max(map(int, ratings)) == 20 and min(map(int, ratings)) >= 0
    assert {row["TRSTAGE"] for row in profiles} == {"S", "R", "E"}
    assert not any(r["SHARING"] == "Y" and r["IVDRGUSE"] == "0" for r in profiles)


def test_opiate_use_falls_from_start_to_planned_exit(returns):
    _, _, rows = returns
    days = defaultdict(list)
    for row in rows:
        if row["DRUG1"] == "1101" and row["OPIUSE"] not in ("", "NA"):
            drug_free = row["TRSTAGE"] == "E" and row["DISRSN"] == "80"
            days["drug free" if drug_free else row["TRSTAGE"]].append(
                int(row["OPIUSE"])
            )
    means = {stage: sum(v) / len(v) for stage, v in days.items()}
    assert means["S"] > 15 > means["R"] > 3
    assert means["drug free"] == 0


def test_refusals_hold_three_cells(returns):
    _, _, rows = returns
    refusals = [row for row in rows if row["CONSENT"] == "N"]
    assert refusals
    for row in refusals:
        filled = {h for h, value in row.items() if value and h != "file"}
        assert filled == {"AGNCY", "CLIENTID", "CONSENT"}


def test_reviews_and_time_in_treatment_are_filled_from_j(returns):
    dataset, _, rows = returns
    if dataset == "H":
        assert "SUBMODDT" not in rows[0]
        return
    reviews = [row for row in rows if row["SUBMID"]]
    flags = [h for h in rows[0] if h.startswith(("PSYM", "RECP", "PHM", "PHS"))]
    assert len(reviews) > 300
    assert all(row["SUBMODDT"] for row in reviews)
    assert any(row[h] == "Y" for row in reviews for h in flags)
    times = [row for row in rows if row["TITID"]]
    assert {row["TITREAT"] for row in times} == {"1", "2", "3"}
    assert all(row["TITDATE"] for row in times)


def test_no_rule_of_recording_finds_anything(returns):
    _, paths, _ = returns
    for path in paths[:3]:
        with check(path, submitted_on=dt.date(2014, 6, 1)) as checked:
            found = [f for f in checked.findings() if f["rule"] not in OF_CARE]
            assert found == []


@pytest.mark.parametrize("code", ["82", "83", "84", "88"])
def test_people_leave_in_every_way(returns, code):
    _, _, rows = returns
    assert any(row["DISRSN"] == code for row in rows)
