"""A release from the counted rows to what is shown, and its record; planted small counts stay inside."""

import json

import pyarrow as pa
import pytest

from throughcare.publish import figures, protecting, tables, workbooks
from throughcare.publish.figures import ALL, SCHEMA, Release
from throughcare.publish.protecting import Audience, Former, leaving, protected

AREAS = {"E08000037": "Gateshead", "E08000021": "Newcastle upon Tyne"}
REGION = ("E12000001", "North East")
GROUPS = ("alcohol_only", "opiate")
PEOPLE = {
    ("E08000037", "alcohol_only"): 3,
    ("E08000037", "opiate"): 233,
    ("E08000021", "alcohol_only"): 127,
    ("E08000021", "opiate"): 411,
}
"""3 is planted: neither it nor 236, from which it follows, may be seen."""
LEFT = {key: max(n // 2, 3) for key, n in PEOPLE.items()}


def counted(slug="in_treatment", tops=PEOPLE, bases=None, period="2012-13") -> list:
    made = []
    for geography, code, name, inner in places():
        for group in (ALL, *GROUPS):
            own = [k for k in PEOPLE if k[0] in inner and group in (ALL, k[1])]
            top, base = (
                sum(c[k] for k in own) if c else None for c in (tops, bases or {})
            )
            value = 100 * top / base if base else top
            numbers = (top, base, value, *((0.0, 100.0) if base else (None, None)))
            where = (slug, period, "year", geography, code, name, group, ALL)
            made.append(dict(zip(SCHEMA.names, (*where, *numbers, False))))
    return made


def places():
    yield "england", "E92000001", "England", list(AREAS)
    yield "region", *REGION, list(AREAS)
    for code, name in AREAS.items():
        yield "area", code, name, [code]


def table(*rows: list) -> pa.Table:
    return pa.Table.from_pylist([r for some in rows for r in some], schema=SCHEMA)


@pytest.fixture(scope="module")
def made() -> tuple[pa.Table, dict]:
    shares = counted("completion_of_exits", LEFT, PEOPLE)
    return protected(table(counted(), shares), [])


def find(rows: pa.Table, code: str, group: str, slug="in_treatment") -> dict:
    (row,) = (
        r
        for r in rows.to_pylist()
        if (r["indicator"], r["code"], r["substance_group"]) == (slug, code, group)
    )
    return row


def test_planted_count_and_what_it_follows_from_are_hidden(made):
    rows, _ = made
    planted = find(rows, "E08000037", "alcohol_only")
    assert planted["suppressed"] and planted["numerator"] is planted["value"] is None
    in_its_sums = [("E08000037", "opiate"), ("E08000037", ALL)]
    assert any(find(rows, *at)["suppressed"] for at in in_its_sums)


def test_all_that_is_shown_is_rounded(made):
    rows, _ = made
    for name in ("numerator", "denominator"):
        assert all(n % 5 == 0 for n in rows[name].drop_null().to_pylist())


def test_share_is_that_of_the_counts_beside_it(made):
    row = find(made[0], "E92000001", "opiate", "completion_of_exits")
    assert (row["numerator"], row["denominator"]) == (320, 645)
    assert row["value"] == round(100 * 320 / 645, 1)


def test_share_of_a_hidden_denominator_is_hidden(made):
    row = find(made[0], "E08000037", "alcohol_only", "completion_of_exits")
    assert row["suppressed"] and row["denominator"] is None


def test_no_download_holds_the_planted_count(made):
    rows, _ = made
    release = Release.of(rows, cut="c", as_of="2013-06-30", hash="x", version="1")
    area = release.rows("in_treatment", code="E08000037")
    about = {"title": "t", "definition": "d", "unit": "u", "evidence": "verified"}
    about |= {"how_sure": "s", "cut": "c", "cut_hash": "h", "code_version": "1"}
    texts = [
        tables.figures_csv(area, "verified"),
        tables.figures_json(area, {}),
        json.dumps(workbooks.table_of(area, about)),
    ]
    for text in texts:
        assert "3.0" not in text and "236" not in text and "233" not in text
    assert "[c]" in texts[0]


def test_record_tells_what_was_done(made):
    _, record = made
    assert record["method"].startswith("pytauargus ")
    assert record["hidden_for_themselves"] >= 1 and record["hidden_besides"] >= 1
    assert record["attack"]["told"] == 0 and record["attack"]["cells"] >= 1
    told = protecting.told(record)
    assert "hidden for themselves" in told[0] and "Attacked" in told[1]


def test_whole_breakdowns_and_earlier_releases_are_told(made):
    record = made[1] | {
        "whole_breakdowns": ["a", "b", "c", "d"],
        "against": [{"cut": "first", "figures": "x"}],
    }
    told = " ".join(protecting.told(record))
    assert "4 tables" in told and "a, b, c and others" in told and "first" in told


def test_same_rows_are_protected_the_same_way_again(made, tmp_path):
    shares = counted("completion_of_exits", LEFT, PEOPLE)
    again, _ = protected(table(counted(), shares), [])
    for name, rows in (("one", made[0]), ("two", again)):
        figures.write_table(rows, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_what_a_published_release_hides_stays_hidden():
    large = {key: n + 100 for key, n in PEOPLE.items()}
    plain, _ = protected(table(counted(tops=large)), [])
    assert not any(plain["suppressed"].to_pylist())
    key = ("in_treatment", "2012-13", "E08000021", "opiate", ALL)
    former = Former("first", "mark", frozenset([key]))
    rows, record = protected(table(counted(tops=large)), [former])
    assert find(rows, "E08000021", "opiate")["suppressed"]
    assert record["against"] == [{"cut": "first", "figures": "mark"}]


def test_mean_is_hidden_by_its_people_and_never_shows_its_sum():
    rows = counted(
        "time_in_treatment", {k: 1000 * n for k, n in PEOPLE.items()}, PEOPLE
    )
    for row in rows:
        row |= {"value": 4.237, "lower": None, "upper": None}
    found, _ = protected(table(rows), [])
    shown = find(found, "E08000021", "opiate", "time_in_treatment")
    assert shown["numerator"] is None
    assert find(found, "E08000037", "alcohol_only", "time_in_treatment")["suppressed"]
    assert find(found, "E92000001", ALL, "time_in_treatment")["value"] == 4.2


def test_entitled_readers_get_the_counts_as_they_are():
    rows = [{"sex": "F", "numerator": 3, "denominator": None, "value": 3, "lower": None, "upper": None}]  # fmt: skip
    assert leaving(rows, Audience.ENTITLED) == rows
    assert leaving(rows, Audience.PUBLIC)[0]["value"] == "[c]"


def test_growth_is_hidden_where_either_of_its_counts_is_small():
    """Its numerator is no part of its denominator: 3 of now, or 3 of the baseline, are hidden by themselves."""
    more = {key: 2 * n for key, n in PEOPLE.items()}
    for tops, bases in ((PEOPLE, more), (more, PEOPLE)):
        rows = counted("growth_of_completions", tops, bases)
        for row in rows:
            row |= {"lower": None, "upper": None}
        found, _ = protected(table(rows), [])
        slug = "growth_of_completions"
        assert find(found, "E08000037", "alcohol_only", slug)["suppressed"]
        shown = find(found, "E92000001", "opiate", slug)
        assert shown["value"] == round(
            100 * shown["numerator"] / shown["denominator"], 1
        )
