"""Changes that several definitions share: what figures of other years were counted by. Each with its evidence mark."""

import datetime as dt

from .definition import Change

FOUR_GROUPS = Change(
    dt.date(2014, 4, 1),
    "From here on the four substance groups, drugs and alcohol together. Older reports cut otherwise: opiates and/or crack (verified), the main drug, or drugs apart from "
    "alcohol; the series of drugs alone goes to 2013-14 and does not join this one (without a mark; indicators.md A3).",
)
EXIT_GROUPS = Change(
    dt.date(2009, 4, 1),
    "Reasons of exit in new groups. The former total of successful exits also held people referred on (verified; indicators.md A4): do not join the two series.",
)
PROFILES = Change(
    dt.date(2007, 10, 1),
    "Outcome profiles are mandatory in England from October 2007 (verified; outcomes.md 1): nothing is counted before.",
)
EVIDENCE_OF_PROFILES = Change(
    dt.date(2010, 4, 1),
    "Profiles were not used for delivery assurance before the first quarter of 2010-11: one quarter's data, small numbers and no adjustment for case mix were the reasons given "
    "(verified; outcomes.md, source 12).",
)
