"""Early unplanned exits: the edges of indicators.md C2."""

import datetime as dt

from .asking import Contributions, started_in_time

title = "Early unplanned exits"
IN_ENGLAND = Contributions("early_unplanned_exits")
SOON = Contributions("early_unplanned_exits", as_of=dt.date(2013, 4, 10))


def test_dropped_out_on_day_83_is_early_and_on_day_84_is_not(spec_test):
    """Completed on day 10 and died on day 10 are no unplanned exits."""
    spec_test(
        {
            "episodes": """
              | person    | triaged    | discharged | discharge_reason
            --+-----------+------------+------------+-----------------
            1 | day_83    | 2012-06-01 | 2012-08-23 | 84
            2 | day_84    | 2012-06-01 | 2012-08-24 | 84
            3 | completed | 2012-06-01 | 2012-06-11 | 80
            4 | died      | 2012-06-01 | 2012-06-11 | 88
            """,
            "modalities": started_in_time(4),
        },
        IN_ENGLAND,
        """
                  | numerator | denominator
        ----------+-----------+------------
        day_83    | 1         | 1
        day_84    | 0         | 1
        completed | 0         | 1
        died      | 0         | 1
        """,
    )


def test_transfer_not_picked_up_within_21_days_is_early(spec_test):
    spec_test(
        {
            "episodes": """
              | person    | triaged    | discharged | discharge_reason
            --+-----------+------------+------------+-----------------
            1 | alone     | 2012-06-01 | 2012-06-11 | 82
            2 | picked up | 2012-06-01 | 2012-06-11 | 82
            3 | picked up | 2012-07-02 |            |
            """,
            "modalities": started_in_time(3),
        },
        IN_ENGLAND,
        """
                  | numerator | denominator
        ----------+-----------+------------
        alone     | 1         | 1
        picked up | 0         | 1
        """,
    )


AT_THE_END = {
    "episodes": """
      | person  | triaged    | discharged | discharge_reason
    --+---------+------------+------------+-----------------
    1 | open_50 | 2013-02-09 |            |
    2 | open_84 | 2013-01-06 |            |
    3 | left    | 2013-02-09 | 2013-03-31 | 84
    4 | april   | 2013-02-09 | 2013-04-01 | 84
    """,
    "modalities": started_in_time(4),
}


def test_open_on_day_50_at_the_end_of_the_period_is_not_judged(spec_test):
    spec_test(
        AT_THE_END,
        IN_ENGLAND,
        """
                | numerator | denominator
        --------+-----------+------------
        open_84 | 0         | 1
        left    | 1         | 1
        """,
    )


def test_exit_of_the_last_21_days_of_the_data_is_not_judged_yet(spec_test):
    """The next freeze judges it."""
    spec_test(
        AT_THE_END,
        SOON,
        """
                | numerator | denominator
        --------+-----------+------------
        open_84 | 0         | 1
        """,
    )
