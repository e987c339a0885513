"""S50: the register of personal fields names every column that there is, and where direct identifiers may not be."""

import csv
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from django.apps import apps

from throughcare.dataset.spec import all_fields

REGISTER = Path("docs/personal_fields.csv")
KINDS = {
    "identifier",
    "pseudonym",
    "sensitive",
    "staff",
    "link",
    "organisation",
    "none",
}
WORDS = {
    "CharField",
    "EmailField",
    "GenericIPAddressField",
    "JSONField",
    "SlugField",
    "TextField",
}
KEYS = ("line", "agency", "client_id", "episode_id")
"""Columns by which the records of a stored return are joined; registered with their own record."""
DIRECT = {"first_initial", "last_initial", "born", "outcode", "client_id"}


def register(place: str) -> dict[tuple[str, str], str]:
    """Kind of each column of a place, by table and column."""
    with REGISTER.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["place"] == place]
    return {(row["table"], row["column"]): row["kind"] for row in rows}


@pytest.fixture(scope="module")
def frozen(tmp_path_factory):
    """A store with one return in a cut."""
    import datetime as dt

    from throughcare.simulate import England
    from throughcare.submissions import Store, cut_sources
    from throughcare.warehouse.cut import freeze

    folder = tmp_path_factory.mktemp("register")
    (folder / "sent").mkdir()
    England(people=60, seed=7, dataset="H").write_returns(folder / "sent")
    store = Store(folder / "store")
    received = store.receive(min((folder / "sent").glob("*.csv")), by="x")
    store.accept(received.id, by="x", part=True)
    freeze(store.path, "one", dt.date(2014, 4, 1), cut_sources(store))
    return store


def columns(folder: Path) -> set[tuple[str, str]]:
    files = folder.glob("*.parquet")
    return {(f.stem, name) for f in files for name in pq.read_schema(f).names}


def test_s50_every_item_of_the_data_sets_is_registered_and_no_other():
    assert set(register("data set")) == {(f.record, f.name) for f in all_fields()}


def test_s50_every_column_of_a_stored_return_is_registered(frozen):
    known = set(register("data set")) | set(register("return"))
    (folder,) = (frozen.path / "returns").iterdir()
    stored = columns(folder)
    known |= {(table, key) for table, _ in stored for key in KEYS}
    assert len(stored) > 80 and stored - known == set()


def test_s50_every_column_of_a_cut_is_registered_and_none_is_an_identifier(frozen):
    kinds, found = register("cut"), columns(frozen.path / "cuts/one/derived")
    assert len(found) > 60 and found - set(kinds) == set()
    assert "identifier" not in kinds.values()
    assert {name for _, name in found} & DIRECT == set()


def test_s50_every_word_and_account_in_the_database_is_registered():
    found = set()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            to = field.related_model
            names_account = to is not None and to._meta.db_table == "accounts_user"
            if names_account or field.get_internal_type() in WORDS:
                found.add((model._meta.db_table, field.column))
    assert found == set(register("database"))


def test_s50_register_says_known_kinds_and_the_database_holds_no_identifier():
    kinds = {
        row
        for place in ("data set", "cut", "database")
        for row in register(place).values()
    }
    assert kinds <= KINDS
    assert "identifier" not in register("database").values()
