"""What the environment says about the database."""

import doctest
from pathlib import Path

import pytest

from throughcare.web import environment


def database(address: str, home: Path, *, demo: bool = True):
    return environment.database({"DATABASE": address}, home, demo=demo)


def test_address_with_every_part():
    found = database("postgresql://me:p%40ss@db:5433/site", Path("."))
    parts = [found[k] for k in ("USER", "PASSWORD", "HOST", "PORT", "NAME", "OPTIONS")]
    assert parts == ["me", "p@ss", "db", "5433", "site", {}]


def test_no_address_is_sqlite_in_the_home(tmp_path):
    found = database("", tmp_path / "new")
    assert found["NAME"] == tmp_path / "new/site.sqlite3"


@pytest.mark.parametrize("address", ["mysql://db/site", "site"])
def test_other_database_is_refused_in_a_sentence(address, tmp_path):
    with pytest.raises(environment.SettingMissing, match="postgresql://"):
        database(address, tmp_path)


def test_examples_in_docstrings_hold():
    result = doctest.testmod(environment)
    assert result.attempted > 0 and result.failed == 0
