"""`throughcare simulate` writes returns of every data set that is simulated, and says which those are."""

import pytest
from typer.testing import CliRunner

from throughcare.cli import app


@pytest.mark.parametrize(
    "dataset, stem", [("h", "X0"), ("H-young-people", "XY"), ("k-secure-setting", "XS")]
)
def test_returns_of_a_data_set_are_written(tmp_path, dataset, stem):
    told = ["simulate", "--people", "300", "--dataset", dataset, "--out", str(tmp_path)]
    done = CliRunner().invoke(app, told)
    names = sorted(path.name for path in tmp_path.glob("*.csv"))
    assert done.exit_code == 0 and f"{len(names)} returns" in done.output
    assert names and all(name.startswith(stem) for name in names)


def test_a_data_set_that_is_not_simulated_is_refused_with_those_that_are(tmp_path):
    told = ["simulate", "--dataset", "H-criminal-justice", "--out", str(tmp_path / "x")]
    done = CliRunner().invoke(app, told)
    assert done.exit_code != 0 and "Traceback" not in done.output
    assert "-young-people or -secure-setting" in done.output.replace("\n", " ")
    assert not (tmp_path / "x").exists()
