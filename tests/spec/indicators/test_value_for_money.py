"""Value for money: the edges of indicators.md H and the worked figures of money.md 4."""

import datetime as dt

import pytest

from tests.spec.conftest import DEFAULTS, load
from throughcare.disclosure import protect
from throughcare.indicators import BreakdownError, Period, from_outside
from throughcare.indicators.value_for_money import LOW, unit_cost

from .asking import Counted, inputs_of, outside_of

title = "Value for money"
COSTS = Counted("value_for_money")
IN_AREAS = Counted("value_for_money", "area")


def test_days_of_each_type_times_their_cost(spec_test):
    """A of the worked figures: prescribing for 365 days and psychosocial for 180 days is 4,816.25 pounds."""
    spec_test(
        {
            "episodes": """
              | triaged
            --+-----------
            1 | 2012-03-01
            """,
            "modalities": """
              | episode | modality_type | started    | ended
            --+---------+---------------+------------+-----------
            1 | 1       | 2             | 2012-03-05 |
            2 | 1       | 4             | 2012-05-01 | 2012-10-27
            """,
        },
        COSTS,
        """
          | pathway                      | days | pounds  | is_costed
        --+------------------------------+------+---------+----------
        p | pharmacological + psychosocial | 365  | 4816.25 | 1
        """,
    )


def test_overlapping_spells_of_one_type_count_once(spec_test):
    spec_test(
        {
            "episodes": """
              | person | triaged
            --+--------+-----------
            1 | within | 2012-04-01
            2 | across | 2012-04-01
            3 | apart  | 2012-04-01
            """,
            "modalities": """
              | episode | modality_type | started    | ended
            --+---------+---------------+------------+-----------
            1 | 1       | 2             | 2012-05-01 | 2012-05-10
            2 | 1       | 3             | 2012-05-03 | 2012-05-05
            3 | 2       | 2             | 2012-05-01 | 2012-05-10
            4 | 2       | 2             | 2012-05-06 | 2012-05-15
            5 | 3       | 2             | 2012-05-01 | 2012-05-10
            6 | 3       | 2             | 2012-05-11 | 2012-05-15
            """,
        },
        COSTS,
        """
               | days | pounds
        -------+------+-------
        within | 10   | 81.7
        across | 15   | 122.55
        apart  | 15   | 122.55
        """,
    )


def test_first_and_last_day_count_and_days_outside_the_period_do_not(spec_test):
    spec_test(
        {
            "episodes": """
              | person | triaged
            --+--------+-----------
            1 | day    | 2012-04-01
            2 | before | 2012-01-01
            3 | after  | 2013-03-01
            4 | never  | 2012-01-01
            """,
            "modalities": """
              | episode | modality_type | started    | ended
            --+---------+---------------+------------+-----------
            1 | 1       | 2             | 2012-05-01 | 2012-05-01
            2 | 2       | 2             | 2012-01-01 | 2012-04-02
            3 | 3       | 2             | 2013-03-31 | 2013-06-01
            4 | 4       | 2             | 2012-01-01 | 2012-03-31
            """,
        },
        COSTS,
        """
               | days
        -------+-----
        day    | 1
        before | 2
        after  | 1
        """,
    )


def test_alcohol_prices_for_alcohol_alone_and_drug_prices_for_others(spec_test):
    spec_test(
        {
            "episodes": """
              | person | triaged    | drug_1 | drug_2
            --+--------+------------+--------+-------
            1 | alone  | 2012-04-01 | 7000   | 9996
            2 | with   | 2012-04-01 | 7000   | 4000
            """,
            "modalities": """
              | episode | modality_type | started    | ended
            --+---------+---------------+------------+-----------
            1 | 1       | 4             | 2012-05-01 | 2012-05-10
            2 | 2       | 4             | 2012-05-01 | 2012-05-10
            """,
        },
        COSTS,
        """
              | pounds
        ------+-------
        alone | 145.3
        with  | 101.9
        """,
    )


def test_intervention_without_a_unit_cost_is_not_costed(spec_test):
    spec_test(
        {
            "episodes": """
              | triaged
            --+-----------
            1 | 2012-04-01
            """,
            "modalities": """
              | episode | modality_type | started    | ended
            --+---------+---------------+------------+-----------
            1 | 1       | 1             | 2012-05-01 | 2012-05-10
            2 | 1       | 4             | 2012-05-11 | 2012-05-20
            """,
        },
        COSTS,
        """
          | days | is_costed
        --+------+----------
        p | 20   | 0
        """,
    )


def test_person_in_two_areas_costs_in_each_what_was_spent_there(spec_test):
    spec_test(
        {
            "episodes": """
              | triaged    | discharged | area
            --+------------+------------+----------
            1 | 2012-04-01 | 2012-05-10 | E06000001
            2 | 2012-06-01 |            | E06000002
            """,
            "modalities": """
              | episode | modality_type | started    | ended
            --+---------+---------------+------------+-----------
            1 | 1       | 2             | 2012-05-01 | 2012-05-10
            2 | 2       | 4             | 2012-06-01 | 2012-06-20
            """,
        },
        IN_AREAS,
        """
          | area      | pathway         | days
        --+-----------+-----------------+-----
        p | E06000001 | pharmacological | 10
        p | E06000002 | psychosocial    | 20
        """,
    )


def test_outcomes_are_those_of_their_own_indicators(spec_test):
    """Completed before twelve weeks is effective; dropped out before is neither."""
    spec_test(
        {
            "episodes": """
              | person    | triaged    | discharged | discharge_reason
            --+-----------+------------+------------+-----------------
            1 | completed | 2012-05-01 | 2012-05-20 | 80
            2 | dropped   | 2012-05-01 | 2012-05-20 | 84
            """,
            "modalities": """
              | episode | modality_type | started    | ended
            --+---------+---------------+------------+-----------
            1 | 1       | 4             | 2012-05-01 | 2012-05-20
            2 | 2       | 4             | 2012-05-01 | 2012-05-20
            """,
        },
        COSTS,
        """
                  | effective | completion
        ----------+-----------+-----------
        completed | 1         | 1
        dropped   | 0         | 0
        """,
    )


WORKED = {
    "A": (300, 4816.25, 54, 26_756.94, (14.1, 22.7)),
    "B": (200, 1222.80, 70, 3_493.71, (28.7, 41.8)),
    "C": (40, 7811.40, 14, 22_318.29, (22.1, 50.5)),
}


@pytest.mark.parametrize("pathway", WORKED)
def test_worked_pathways_cost_what_the_reference_says(pathway):
    clients, each, completed, wanted, share = WORKED[pathway]
    found = unit_cost(clients, clients * each, "completion", completed, 0.95)
    assert round(found["value"], 2) == wanted
    assert round(100 * each / found["upper"], 1) == share[0]
    assert round(100 * each / found["lower"], 1) == share[1]


def test_residential_week_is_seven_days_of_its_price():
    """C of the worked figures: 60 days of psychosocial and 12 weeks of rehabilitation."""
    assert 60 * 10.19 + 12 * 600 == pytest.approx(7811.40)
    from throughcare.indicators.costs import costs

    asked = from_outside.Asked(None, outside_of(), YEAR, ())
    a_day = {(c.type, c.substance): c.pounds_a_day for c in costs(asked)}
    assert 60 * a_day["psychosocial", "drugs"] + 84 * a_day[
        "residential", "drugs"
    ] == pytest.approx(7811.40)


def test_no_outcome_has_no_cost():
    found = unit_cost(50, 1000.0, "completion", 0, 0.95)
    assert found == {"value": None, "lower": None, "upper": None}


YEAR = Period.parse("2012-13")


@pytest.fixture(scope="module")
def inputs(duckdb_engine, tmp_path_factory):
    """Twenty people prescribed to for ten days, nine in psychosocial treatment: 9 is fewer than 10."""
    day = dt.date(2012, 5, 1)
    episodes = [
        DEFAULTS["episodes"] | {"episode": n, "person": f"p{n}", "triaged": day}
        for n in range(1, 30)
    ]
    modalities = [
        DEFAULTS["modalities"]
        | {
            "modality": n,
            "episode": n,
            "modality_type": "2" if n <= 20 else "4",
            "started": day,
            "ended": dt.date(2012, 5, 10),
        }
        for n in range(1, 30)
    ]
    tables = {"episodes": episodes, "modalities": modalities, "profiles": []}
    folder = tmp_path_factory.mktemp("tables")
    loaded = {n: load(duckdb_engine, n, t, folder) for n, t in tables.items()}
    return inputs_of(loaded, dt.date(2014, 3, 31))


def told(inputs, *figures, by=("pathway",), keep=list, protected=False):
    asked = from_outside.Asked(inputs, outside_of(*figures), YEAR, by, keep, protected)
    found = from_outside.get("value_for_money").measure(asked)
    return {(r.get("pathway"), r["measure"]): r for r in found.rows}, found.notes


def test_fewer_people_than_the_parameter_have_no_cost(inputs):
    found, _ = told(inputs)
    assert found["psychosocial", "client"]["value"] == LOW
    assert found["psychosocial", "client"]["people"] == 9
    enough = found["pharmacological", "client"]
    assert (enough["people"], enough["value"]) == (20, pytest.approx(81.7))


def test_week_is_seven_days(inputs):
    found, _ = told(inputs)
    week = found["pharmacological", "client_week"]
    assert week["denominator"] == pytest.approx(200 / 7)
    assert week["value"] == pytest.approx(7 * 8.17)


def test_pathways_are_told_within_substance_groups(inputs):
    found, notes = told(inputs)
    assert found["pharmacological", "client"]["substance_group"] == "opiate"
    assert any("compare them within a substance group only" in n for n in notes)


def test_cost_of_the_operator_takes_the_place_of_the_parameter(inputs):
    own = {
        "kind": "unit_costs",
        "measure": "Pharmacological intervention - drugs",
        "unit": "pounds a client day",
        "value": 10.0,
        "period": "2012-13",
        "source": "Our ledger",
    }
    found, notes = told(inputs, own)
    assert found["pharmacological", "client"]["value"] == pytest.approx(100)
    assert any("Pharmacological intervention - drugs 2012-13" in n for n in notes)
    assert any(n.startswith("Source: Our ledger") for n in notes)


def test_pounds_are_not_told_where_counts_are_protected(inputs):
    """Pounds over the cost of a client would be the exact count."""
    found, _ = told(inputs, keep=protect, protected=True)
    assert found["pharmacological", "client"]["numerator"] is None
    bare, _ = told(inputs)
    assert bare["pharmacological", "client"]["numerator"] == pytest.approx(1634.0)


def test_costs_are_those_of_the_counts_as_shown(inputs):
    """29 people are shown as 30: from exact pounds for each the exact count would follow."""
    found, _ = told(inputs, by=(), keep=protect, protected=True)
    client, week = found[None, "client"], found[None, "client_week"]
    assert (client["people"], client["denominator"]) == (30, 30)
    assert client["value"] == pytest.approx((20 * 81.7 + 9 * 101.9) / 29)
    assert week["denominator"] == pytest.approx(30 * 10 / 7)


def test_whole_system_is_one_group(inputs):
    found, _ = told(inputs, by=())
    assert found[None, "client"]["people"] == 29


def test_breakdown_by_sex_is_refused(inputs):
    with pytest.raises(BreakdownError, match="Use any of: area, region"):
        told(inputs, by=("sex",))
