"""The quarterly performance report: who is in treatment, how they get in, whether they stay, how they leave.

Each measure is given for the quarter and for twelve months, beside the twelve months a year before and England.
A measure that needs time to settle is given for the latest twelve months that have settled.
"""

from throughcare.publish.reports import beside, notes
from throughcare.publish.reports.document import Report
from throughcare.publish.reports.view import View

KIND = "quarterly"
TITLE = "Quarterly performance report"
HEADLINES = ("in_treatment", "completion_without_representation")
PARTS = (
    ("in-treatment", "In treatment", {"in_treatment": True}),
    (
        "getting-in",
        "Getting into treatment",
        {"new_presentations": True, "waiting_times": False},
    ),
    (
        "staying",
        "Staying in treatment",
        {"retained": False, "time_in_treatment": False},
    ),
    (
        "leaving",
        "Leaving treatment",
        {
            "completion_of_exits": False,
            "completion_of_all_in_treatment": True,
            "completion_without_representation": True,
        },
    ),
)
"""Sections: name, heading, and the measures in each with whether they are broken down by substance group."""


def report(view: View) -> Report:
    """The performance report of one unit for the latest quarter that was over on the day of the cut."""
    return view.report(
        KIND,
        TITLE,
        view.quarter,
        summary=[view.sentence(slug) for slug in HEADLINES],
        sections=[beside.section(view, *part) for part in PARTS],
        notes=[notes.SMALL_QUARTER, notes.NOT_ADJUSTED],
    )
