"""Naloxone: the edges of indicators.md D6."""

from dataclasses import dataclass

import pytest

from throughcare import indicators
from throughcare.indicators.naloxone import CodesNotKnown, issued

from .asking import Contributions, inputs_of

title = "Naloxone"
NALOXONE = "naloxone"


@dataclass(frozen=True)
class WithCode(Contributions):
    """The same, were `issued` the code of an answer that naloxone was issued."""

    def ask(self, tables):
        inputs = inputs_of(tables, self.as_of)
        period = indicators.Period.parse(self.period)
        return issued(inputs, period, self.geography, ["issued"])


def test_naloxone_is_not_given_while_its_codes_are_not_known():
    """Neither with all others nor by name; the sentence says which file lacks them."""
    asked = indicators.get(NALOXONE)
    period = indicators.Period.parse("2021-22")
    assert not asked.is_known_in(period)
    with pytest.raises(CodesNotKnown, match="naloxone/issued_codes.yaml"):
        asked.count(None, period, "england")


def test_naloxone_in_any_episode_of_the_period_counts_for_opiate_clients(spec_test):
    spec_test(
        {
            "episodes": """
              | person  | drug_1 | triaged    | discharged | discharge_reason | naloxone_issued
            --+---------+--------+------------+------------+------------------+----------------
            1 | one     | 1105   | 2012-05-01 | 2012-06-01 | 84               | issued
            2 | one     | 1105   | 2012-09-01 |            |                  |
            3 | none    | 1105   | 2012-09-01 |            |                  | other
            4 | earlier | 1105   | 2011-05-01 | 2012-03-01 | 84               | issued
            5 | earlier | 1105   | 2012-09-01 |            |                  |
            6 | alcohol | 7000   | 2012-09-01 |            |                  | issued
            """
        },
        WithCode(NALOXONE),
        """
                | numerator | denominator
        --------+-----------+------------
        one     | 1         | 1
        none    | 0         | 1
        earlier | 0         | 1
        """,
    )


def test_before_the_data_set_that_asks_it_the_refusal_says_so():
    """Not a missing value of a parameter: nobody was asked."""
    asked = indicators.get(NALOXONE)
    with pytest.raises(CodesNotKnown, match="in 2012-13.*1 April 2020 on"):
        asked.count(None, indicators.Period.parse("2012-13"), "england")
