"""The database as one file, and back: SQLite by its own copying, PostgreSQL by pg_dump and pg_restore."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection

NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


class DatabaseFault(Exception):
    """The database could not be copied or put back. The message is a sentence."""


def name() -> str:
    """What the copy of this kind of database is called in a backup."""
    return NAMES[connection.vendor]


def copy_to(path: Path) -> None:
    """Write the database as it is at one moment."""
    if connection.vendor == "sqlite":
        _copy_sqlite(Path(connection.settings_dict["NAME"]), path)
    else:
        _run("pg_dump", "--format=custom", "--no-owner", f"--file={path}", *_place())


def put_back(path: Path) -> None:
    """Replace the database by the copy."""
    connection.close()
    if connection.vendor == "sqlite":
        _copy_sqlite(path, Path(connection.settings_dict["NAME"]))
    else:
        _run(
            "pg_restore",
            "--clean",
            "--if-exists",
            "--no-owner",
            "--single-transaction",
            "--exit-on-error",
            *_place(),
            str(path),
        )


def is_empty() -> bool:
    """True when nobody has an account yet: nothing would be lost."""
    table = "accounts_user"
    if table not in connection.introspection.table_names():
        return True
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {table}")
        return cursor.fetchone()[0] == 0


def _copy_sqlite(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with (
        closing(sqlite3.connect(source)) as here,
        closing(sqlite3.connect(target)) as there,
    ):
        here.backup(there)


def _place() -> list[str]:
    told = connection.settings_dict
    wanted = {
        "--host": told["HOST"],
        "--port": told["PORT"],
        "--username": told["USER"],
        "--dbname": told["NAME"],
    }
    return [f"{name}={value}" for name, value in wanted.items() if value]


def _run(program: str, *arguments: str) -> None:
    found = _found(program)
    told = connection.settings_dict
    environment = os.environ | {"PGPASSWORD": told["PASSWORD"] or ""}
    if "sslmode" in told["OPTIONS"]:
        environment["PGSSLMODE"] = told["OPTIONS"]["sslmode"]
    run = subprocess.run(
        [found, *arguments], env=environment, capture_output=True, text=True
    )
    if run.returncode:
        told = run.stderr.replace(f"{program}: ", "").split("\n")
        raise DatabaseFault(
            f"{program} failed: {'; '.join(line for line in told[:2] if line)}. "
            "It needs programs as new as the server, and a role that owns the tables and is not held by row security (BYPASSRLS)."
        )


def _found(program: str) -> str:
    folder = os.environ.get("POSTGRESQL_PROGRAMS")
    found = shutil.which(program, path=folder) if folder else shutil.which(program)
    if found is None:
        raise DatabaseFault(
            f"There is no {program}. Install the client programs of PostgreSQL, or name their folder in POSTGRESQL_PROGRAMS."
        )
    return found
