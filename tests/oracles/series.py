"""Series: process control (NHSRplotthedots), alarms (surveillance), broken lines (segmented)."""

import numpy as np

from throughcare import statistics

from .oracle import Pairs, document, reproduces, table

CHARTS = {
    "spc_xmr_ae_rjz_attendances.csv": {"increase_is": "improvement"},
    "spc_xmr_ae_rrk_breaches_decrease_good.csv": {"increase_is": "concern"},
    "spc_xmr_ae_rrk_breaches_fix12.csv": {"increase_is": "concern", "fix_after": 12},
    "spc_xmr_ae_rrk_breaches_noscreen.csv": {"increase_is": "concern", "screen": False},
    "spc_xmr_ae_rrk_breaches_rebase19.csv": {
        "increase_is": "concern",
        "rebase_at": (18,),
    },
}
CAUSES = {
    "Common Cause": "Common cause",
    "Above UCL": "Above upper limit",
    "Below LCL": "Below lower limit",
    "7 Points Above CL": "7 points above the mean",
    "7 Points Below CL": "7 points below the mean",
    "2 in 3 Above CL": "2 of 3 near upper limit",
    "2 in 3 Below CL": "2 of 3 near lower limit",
}


@reproduces(*CHARTS, within=1e-10)
def process_control_charts() -> Pairs:
    for name, options in CHARTS.items():
        t = table(name)
        found = statistics.xmr(t["y"], **options)
        yield found.mean, t["mean_col"]
        yield found.lower, t["lpl"]
        yield found.upper, t["upl"]
        yield found.is_outside, t.words("outside_limits") == "TRUE"
        yield found.is_near_limit, t.words("close_to_limits") == "TRUE"
        yield found.cause, [CAUSES[word] for word in t.words("special_cause_type")]
        meaning = [w.removeprefix("special_cause_") for w in t.words("point_type")]
        yield found.meaning, ["common" if w == "common_cause" else w for w in meaning]


WEEKS = np.arange(281, 312)
ALARMS = {
    "flex": lambda y: statistics.farrington_flexible(y, WEEKS),
    "ears_C1": lambda y: statistics.ears(y, WEEKS, "C1"),
    "ears_C2": lambda y: statistics.ears(y, WEEKS, "C2"),
    "ears_C3": lambda y: statistics.ears(y, WEEKS, "C3"),
}


@reproduces("surveillance_salmonella_agona.csv", within=1e-4)
def bounds_of_farrington() -> Pairs:
    t = table("surveillance_salmonella_agona.csv")
    found = statistics.farrington(t["observed"], WEEKS)
    yield found.upper, t["farrington_upper"][WEEKS]
    yield found.is_alarm, t["farrington_alarm"][WEEKS] == 1


@reproduces("surveillance_salmonella_agona.csv", within=1e-10)
def bounds_of_farrington_flexible_and_ears() -> Pairs:
    t = table("surveillance_salmonella_agona.csv")
    for name, alarms in ALARMS.items():
        found = alarms(t["observed"])
        yield found.upper, t[f"{name}_upper"][WEEKS]
        yield found.is_alarm, t[f"{name}_alarm"][WEEKS] == 1


@reproduces("surveillance_salmonella_agona.csv")
def alarms_of_the_running_sum() -> Pairs:
    t = table("surveillance_salmonella_agona.csv")
    found = statistics.cusum(t["observed"], WEEKS)
    yield found.is_alarm, t["cusum_rossi_alarm"][WEEKS] == 1


@reproduces("joinpoint_segmented.json", within=1e-4)
def broken_lines() -> Pairs:
    for wanted in document("joinpoint_segmented.json"):
        x, y = (
            np.array([row[name] for row in wanted["data"]], float)
            for name in wanted["data"][0]
        )
        found = statistics.broken_line(x, y, wanted["npsi"])
        yield found.value, np.atleast_1d(wanted["breakpoints"])
        yield found.error, np.atleast_1d(wanted["breakpoint_se"])
        yield found.residual, wanted["rss"]
        yield found.slopes, [slope["Est."] for slope in wanted["slopes"]]
        yield found.slope_error, [slope["St.Err."] for slope in wanted["slopes"]]
