"""A tiny made-up folder laid out as the trials, and the real one where it is on this machine."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "real_records"

FLAGS = (
    "is_no_note,is_dead,is_no_show,is_no_funding,is_left_study,is_in_jail,is_forgot,is_in_hospital,is_illness,"
    "is_moved,is_missing_14_consecutive,is_window,is_unable,is_on_vacation,is_other"
)


@pytest.fixture(scope="session")
def records() -> Path:
    """The folder of real records."""
    if not SHARED.exists():
        pytest.skip(
            "the real records (../shared/data/real_records) are not on this machine"
        )
    return SHARED


@pytest.fixture(scope="session")
def trials(records) -> Path:
    return records / "ctn0094"


def visits(who: int, *days: int, what: str = "visit") -> str:
    return "".join(f"{who},WK,{what}{',' * 15},{day}\n" for day in days)


def missed(who: int, flag: str) -> str:
    flags = ",".join("1" if f == flag else "" for f in FLAGS.split(","))
    return f"{who},WK,no visit,{flags},\n"


def uses(who: int, what: str, days: range) -> str:
    return "".join(f"{who},{what},{day}\n" for day in days)


@pytest.fixture(scope="session")
def made_up(tmp_path_factory) -> Path:
    """Six people who do not exist.

    1 stays on methadone to the end of trial 27; 2 leaves trial 30 for prison; 3 was never randomised (trial 51);
    4 has injections in trial 51 and drops out; 5 is in trial 30 and randomised twice;
    6 was randomised after the end of trial 27.
    """
    folder = tmp_path_factory.mktemp("made_up")
    tables = {
        "everybody": "who,project\n1,27\n2,30\n3,51\n4,51\n5,30\n6,27\n",
        "demographics": "who,age,is_hispanic,race,job,is_living_stable,education,marital,is_male\n"
        "1,40,No,White,Full Time,Yes,,,Yes\n2,25,No,Black,Student,No,,,No\n3,,No,Other,,,,,\n"
        "4,30,No,White,,,,,Yes\n5,31,No,White,,,,,Yes\n",
        "randomization": "who,treatment,which,when\n1,Methadone,1,2\n1,Methadone,2,2\n2,Outpatient BUP + SMM,1,0\n"
        "4,Inpatient NR-NTX,1,5\n5,Outpatient BUP + EMM,1,0\n5,Outpatient BUP + EMM,2,30\n6,Methadone,1,200\n",
        "treatment": "who,amount,when\n1,30,2\n1,80,168\n1,80,200\n2,8,1\n2,8,10\n4,1,6\n4,1,34\n5,8,0\n5,8,100\n",
        "visit": f"who,visit,what,{FLAGS},when\n"
        + visits(1, 0, 2, 9, 30, 170)
        + visits(2, 0, 7)
        + missed(2, "is_in_jail")
        + visits(3, 0, 4)
        + visits(4, 0, 5, 12)
        + visits(6, 0, 210),
        "uds": "who,what,when\n1,Opioid,2\n1,Methadone,9\n3,Opioid,8\n4,Buprenorphine,12\n4,Cocaine,5\n",
        "tlfb": "who,what,when\n"
        + uses(1, "Heroin", range(-30, 0))
        + uses(1, "Opioid", range(-3, 0))
        + uses(1, "Methadone", range(2, 30))
        + uses(1, "Heroin", range(20, 25))
        + uses(2, "Opioid", range(-10, 0))
        + uses(2, "Cocaine", range(-2, 2)),
        "rbs_iv": "who,days,max,amount,shared\n1,0,0,0,No\n2,5,1,5,No\n",
        "asi": "who,used_iv\n1,Yes\n2,Yes\n3,No\n",
        "qol": "who,is_homeless\n2,Yes\n",
        "psychiatric": "who,has_alcol_dx,has_amphetamines_dx,has_cannabis_dx,has_cocaine_dx,has_sedatives_dx\n"
        "1,No,No,No,No,No\n2,Yes,No,No,Yes,No\n3,,,,,\n4,Yes,No,No,No,No\n",
        "meta_study_length": "project,treatment,phase,stage,weeks,description\n27,Methadone,1,1,24,Treatment\n"
        "30,Outpatient BUP + SMM,1,1,2,Stabilization\n30,Outpatient BUP + SMM,1,2,2,Taper\n"
        "30,Outpatient BUP + SMM,1,3,8,Post-medication follow-up\n51,Inpatient NR-NTX,1,1,24,Treatment\n"
        "30,Outpatient BUP + EMM,2,1,12,Treatment\n30,Outpatient BUP + EMM,2,2,4,Taper\n",
    }
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder
