"""One small England, written once for all tests of this folder."""

import csv

import pytest

from throughcare.simulate import England


def read_rows(paths):
    """The rows of returns as dicts, with the file they stand in."""
    rows = []
    for path in paths:
        with open(path, encoding="utf-8", newline="") as file:
            rows += [row | {"file": path.name} for row in csv.DictReader(file)]
    return rows


@pytest.fixture(scope="session")
def read():
    return read_rows


@pytest.fixture(scope="session", params=["H", "K"])
def returns(request, tmp_path_factory):
    """Data set, paths and rows of returns without faults."""
    folder = tmp_path_factory.mktemp(f"returns-{request.param}")
    england = England(people=1500, seed=11, dataset=request.param, fault_rate=0)
    paths = england.write_returns(folder)
    return request.param, paths, read_rows(paths)
