"""The tables of a study folder, read in place."""

from pathlib import Path

import ibis


class Absent(Exception):
    """Data that is not on this machine. The message is one sentence for the terminal."""


def read(con: ibis.BaseBackend, folder: Path, tables: dict) -> dict[str, ibis.Table]:
    """The tables of a mapping by name: every column text, but those listed under `whole_numbers`.

    Read as text so that a folder of other people, where a column may be empty or hold other values, reads alike.
    """
    return {name: _one(con, folder, name, table) for name, table in tables.items()}


def _one(con: ibis.BaseBackend, folder: Path, name: str, table: dict) -> ibis.Table:
    path = folder / table["file"]
    if not path.exists():
        raise Absent(f"{path} is not there.")
    rows = (
        con.read_parquet(str(path), table_name=name)
        if path.suffix == ".parquet"
        else con.read_csv(str(path), table_name=name, all_varchar=True)
    )
    numbers = table.get("whole_numbers", [])
    return rows.mutate(**{n: rows[n].try_cast("int64") for n in numbers})


def beside(left: ibis.Table, right: ibis.Table, keys: list[str]) -> ibis.Table:
    """`left` with the columns of `right` where the keys agree, blank where they do not."""
    joined = left.left_join(right, keys)
    return joined.drop(*[f"{key}_right" for key in keys])
