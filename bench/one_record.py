"""The rules that a form touches, on one record."""

import datetime as dt
from statistics import median
from time import perf_counter

from .measuring import job
from .result import Result

ALLOWED = 0.010
DAY = dt.date(2013, 4, 15)
CLIENT = ("FINITIAL", "SINITIAL", "DOB", "SEX", "CLIENT", "ETHNIC", "REFLD")
MODALITY = ("MODAL", "REFMODDT", "MODID", "FAOMODDT", "MODST", "MODEND", "MODEXIT")
FORMS = {"client": CLIENT, "modality": MODALITY}
RECORD = {
    "FINITIAL": "A",
    "SINITIAL": "B",
    "DOB": "19800229",
    "SEX": "F",
    "CLIENT": "REF-17",
    "ETHNIC": "Z9",
    "REFLD": "20120402",
    "CONSENT": "Y",
    "MODAL": "2",
    "REFMODDT": "20120405",
    "MODID": "M1",
    "FAOMODDT": "20120404",
    "MODST": "12/04/2012",
    "MODEND": "20120431",
}


def checks(name: str, times: str):
    """The work: `times` checks, each of another record; the answer is the median of one."""
    from throughcare.warehouse.one_record import Form

    start = perf_counter()
    form = Form("H", FORMS[name], DAY)
    made = perf_counter() - start

    def work():
        spent = []
        for number in range(int(times)):
            record = RECORD | {"CLIENT": f"REF-{number}"}
            start = perf_counter()
            found = form.check(record, DAY)
            spent.append(perf_counter() - start)
            assert found
        return {"seconds": median(spent), "rules": len(form.faults), "made": made}

    return work


def measure(name: str, times: int) -> list[Result]:
    """One result a form: the median of one check as a share of what is allowed."""
    run = job("bench.one_record:checks", name, times)
    one, rules, made = (run.answer[key] for key in ("seconds", "rules", "made"))
    return [
        Result(
            f"one_record_{name}_form",
            one / ALLOWED,
            one,
            run.peak_mb,
            f"10 ms ({rules} faults looked for; making the form once: {made:.2f} s)",
            1.0,
        )
    ]
