"""What all tests share: the engines, the shared data, and a count of what was skipped."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def duckdb_engine():
    from throughcare.warehouse.engines import connect

    return connect("duckdb")


@pytest.fixture(scope="session")
def spark_engine(tmp_path_factory):
    from throughcare.warehouse.engines import connect

    return connect("spark", folder=tmp_path_factory.mktemp("spark"))


@pytest.fixture(scope="session", params=["duckdb", "spark"])
def engine(request):
    """Each of the two engines in turn."""
    return request.getfixturevalue(f"{request.param}_engine")


@pytest.fixture(scope="session")
def shared():
    """The folder of published tables and study records beside the project."""
    if not SHARED.is_dir():
        pytest.skip("there is no folder `shared` beside the project")
    return SHARED


def pytest_terminal_summary(terminalreporter):
    """Say in the last lines what was not tested, and why."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons: dict[str, int] = {}
    for report in skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else "?"
        reasons[reason] = reasons.get(reason, 0) + 1
    for reason, count in sorted(reasons.items()):
        terminalreporter.write_line(f"not tested: {count} x {reason}")
