"""The commands as they are used from outside: names, columns and exit codes."""

import csv
import io
import json
import subprocess
import sys

import pytest

from tests.care import OF_CARE
from throughcare import indicators

MEASURE = ["indicator", "period"]
FIGURES = ["numerator", "denominator", "value", "lower", "upper"]


def run(*arguments, code=0):
    done = subprocess.run(
        [sys.executable, "-m", "throughcare.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == code, done.stderr or done.stdout
    assert "Traceback" not in done.stderr
    return done


def rows(done):
    return list(csv.DictReader(io.StringIO(done.stdout)))


@pytest.fixture(scope="module")
def returns(tmp_path_factory):
    folder = tmp_path_factory.mktemp("returns")
    run("simulate", "--people", 400, "--seed", 7, "--dataset", "H", "--out", folder)
    return sorted(folder.glob("*.csv"))


@pytest.fixture(scope="module")
def store(returns, tmp_path_factory):
    path = tmp_path_factory.mktemp("store")
    run("submit", *returns, "--store", path, "--accept-part")
    run("freeze", "--store", path, "--as-of", "2012-11-01", "--name", "c")
    return path


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """A return without faults."""
    folder = tmp_path_factory.mktemp("sound")
    run("simulate", "--people", 60, "--fault-rate", 0, "--out", folder)
    return min(folder.glob("*.csv"))


def test_check_exits_0_without_rejections(sound):
    told = json.loads(run("check", sound, "--format", "json").stdout)
    assert told["dataset"] == "H"
    assert told["file"] == str(sound)
    assert told["rows"] == len(sound.read_text().splitlines()) - 1
    assert {f["rule"] for f in told["findings"]} <= OF_CARE


def test_check_exits_1_with_rejections(sound, tmp_path):
    wrong = tmp_path / sound.name
    lines = sound.read_text().splitlines()
    header = lines[0].split(",")
    cells = lines[3].split(",")
    cells[header.index('"SEX"')] = '"X"'
    wrong.write_text("\n".join([*lines[:3], ",".join(cells), *lines[4:]]) + "\n")
    told = json.loads(run("check", wrong, "--format", "json", code=1).stdout)
    [finding] = [f for f in told["findings"] if f["rule"] == "R05"]
    assert finding["row"] == 4
    assert (finding["level"], finding["field"], finding["value"]) == (
        "reject-record",
        "SEX",
        "X",
    )
    assert set(finding) == {"rule", "level", "row", "field", "value", "message"}


def test_check_exits_2_for_what_is_no_return(tmp_path):
    path = tmp_path / "return.csv"
    path.write_bytes(b"%PDF-1.7")
    done = run("check", path, "--format", "json", code=2)
    assert "PDF" in done.stderr
    assert json.loads(done.stdout)["findings"][0]["level"] == "reject-file"
    assert "opened" in run("check", tmp_path / "absent.csv", code=2).stderr


def test_check_hands_the_file_back(sound, tmp_path):
    run("check", sound, "--handed-back", tmp_path / "back.csv")
    back = (tmp_path / "back.csv").read_text().splitlines()
    assert len(back) == len(sound.read_text().splitlines())
    assert back[0].endswith('"FINDINGS"')


def test_the_data_set_can_be_given(sound):
    told = json.loads(
        run("check", sound, "--dataset", "k", "--format", "json", code=0).stdout
    )
    assert told["dataset"] == "K"
    assert "no data set" in run("check", sound, "--dataset", "Z", code=2).stderr


def test_submit_exits_1_where_approval_is_missing(sound, tmp_path):
    wrong = tmp_path / sound.name
    lines = sound.read_text().splitlines()
    place = lines[0].split(",").index('"SEX"')
    cells = lines[1].split(",")
    cells[place] = '""'
    wrong.write_text("\n".join([lines[0], ",".join(cells), *lines[2:]]) + "\n")
    done = run("submit", wrong, "--store", tmp_path / "s", code=1)
    assert "0 of 1 returns accepted" in done.stdout
    run("submit", wrong, "--store", tmp_path / "s", "--accept-part")


def test_measure_gives_its_columns(store):
    done = run("measure", "waiting-times", "--store", store, "--cut", "c", "--period", "2011-12",
               "--by", "area,substance_group", "--format", "csv", "--unprotected")  # fmt: skip
    assert list(rows(done)[0]) == [*MEASURE, "area", "substance_group", *FIGURES]


def test_measure_all_leaves_out_what_did_not_exist_yet(store):
    done = run("measure", "all", "--store", store, "--cut", "c", "--period", "2006-07",
               "--format", "csv")  # fmt: skip
    found = {row["indicator"] for row in rows(done)}
    assert "in_treatment" in found
    assert "start_profiles" not in found


def _is_of_others(indicator) -> bool:
    """Of people or answers that an adult community return of these years does not hold."""
    others = ("young_people", "secure", "naloxone", "continuity_of_care")
    return indicator.slug.startswith(others)


def test_measure_all_protects_by_default(store):
    arguments = (
        "--store",
        store,
        "--cut",
        "c",
        "--period",
        "2011-12",
        "--by",
        "area",
        "--format",
        "csv",
    )
    protected = rows(run("measure", "all", *arguments))
    bare = rows(run("measure", "all", *arguments, "--unprotected"))
    given = {r["indicator"].partition(":")[0] for r in bare}
    nobody = set(indicators.catalogue()) - given
    assert nobody == {s for s, i in indicators.catalogue().items() if _is_of_others(i)}
    small = {
        (r["indicator"], r["area"])
        for r in bare
        if r["indicator"] == "in_treatment" and 0 < float(r["numerator"]) < 5
    }
    shown = {(r["indicator"], r["area"]): r["numerator"] for r in protected}
    assert small
    assert all(shown[key] == "[c]" for key in small)
    counts = [r["numerator"] for r in protected if r["indicator"] == "in_treatment"]
    assert all(n == "[c]" or int(n) % 5 == 0 for n in counts)


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["nonsense", "--period", "2011-12"], "no indicator"),
        (["in-treatment", "--period", "2011"], "not a period"),
        (
            ["in-treatment", "--period", "2011-12", "--by", "colour"],
            "cannot be broken down",
        ),
    ],
)
def test_measure_says_what_it_does_not_know(store, arguments, word):
    assert (
        word
        in run("measure", *arguments, "--store", store, "--cut", "c", code=2).stderr
    )


def test_an_unknown_cut_is_said(store):
    done = run("journeys", "--store", store, "--cut", "other", code=2)
    assert "Cuts: c." in done.stderr


def test_a_cut_cannot_be_frozen_twice(store):
    done = run(
        "freeze", "--store", store, "--as-of", "2012-11-01", "--name", "c", code=2
    )
    assert "cuts do not change" in done.stderr


def test_nothing_to_freeze_is_said(tmp_path):
    done = run(
        "freeze", "--store", tmp_path, "--as-of", "2012-11-01", "--name", "c", code=2
    )
    assert "Submit returns first" in done.stderr


def test_journeys_has_its_columns(store):
    found = rows(run("journeys", "--store", store, "--cut", "c", "--format", "csv"))
    assert list(found[0]) == ["person", "journey", "start", "end", "exit", "group"]
    assert all(bool(r["end"]) == bool(r["exit"]) for r in found)


def test_explain_leads_to_a_line_of_a_return(store, returns):
    area = rows(run("measure", "C5", "--store", store, "--cut", "c", "--period", "2011-12",
                    "--by", "area", "--format", "csv", "--unprotected"))[0]  # fmt: skip
    told = json.loads(run("explain", "completion-without-representation", "--store", store, "--cut", "c",
                          "--period", "2011-12", "--area", area["area"], "--format", "json").stdout)  # fmt: skip
    people = {
        (r["person"], r["journey"]): (r["numerator"], r["denominator"])
        for r in told["records"]
    }
    assert sum(n for n, _ in people.values()) == int(area["numerator"])
    assert sum(d for _, d in people.values()) == int(area["denominator"])
    record = told["records"][0]
    source = next(p for p in returns if p.name.startswith(record["provider"] + "-"))
    lines = source.read_text().splitlines()
    header, cells = (line.split(",") for line in (lines[0], lines[record["line"] - 1]))
    triaged = cells[header.index('"TRIAGED"')].strip('"').replace("-", "")
    assert record["triaged"].replace("-", "") == triaged
    assert {p["name"] for p in told["parameters"]} >= {
        "completion_without_representation.window_months"
    }
    assert told["returns"][0]["accepted_by"] == "command line"


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (("--area", "E99"), "There is no area 'E99'"),
        (("--group", "heroin"), "There is no substance group 'heroin'"),
    ],
)
def test_explain_of_what_there_is_not_says_what_there_is(store, wanted, said):
    asked = ("C5", "--store", store, "--cut", "c", "--period", "2011-12")
    assert said in run("explain", *asked, *wanted, code=2).stderr


def test_where_finds_waiting_time():
    assert "waiting_times" in run("where", "waiting time").stdout
    assert "FAOMODDT" in run("where", "faomoddt").stdout
    run("where", "xylophone", code=1)


def test_the_return_is_not_handed_back_over_itself(sound, tmp_path):
    path = tmp_path / sound.name
    path.write_bytes(sound.read_bytes())
    done = run("check", path, "--handed-back", path, code=2)
    assert "Choose another file" in done.stderr
    assert path.read_bytes() == sound.read_bytes()


def test_a_place_that_cannot_be_written_is_said(sound, tmp_path):
    file = tmp_path / "file"
    file.touch()
    at = ("--as-of", "2012-11-01", "--name", "c")
    told = "cannot be written: "
    assert told in run("check", sound, "--handed-back", file / "x", code=2).stderr
    assert told in run("simulate", "--out", file / "x", code=2).stderr
    assert "store" in run("submit", sound, "--store", file, code=2).stderr
    assert "no store" in run("freeze", "--store", tmp_path / "no", *at, code=2).stderr
    assert not (tmp_path / "no").exists()


def test_a_breakdown_named_twice_stands_once(store):
    done = run("measure", "in-treatment", "--store", store, "--cut", "c", "--period", "2011-12",
               "--by", "area,area", "--format", "csv")  # fmt: skip
    assert done.stdout.splitlines()[0].split(",") == [*MEASURE, "area", *FIGURES]


def test_stopping_a_query_is_one_sentence(monkeypatch, capsys):
    from throughcare import cli

    def stopped():
        raise RuntimeError("Query interrupted")

    monkeypatch.setattr(cli, "app", stopped)
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == cli.INTERRUPTED
    assert "Stopped" in capsys.readouterr().err
