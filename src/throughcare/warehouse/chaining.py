"""Journeys on DuckDB: the SQL of `throughcare.journeys`, compiled once an installation and kept on disk."""

from collections.abc import Callable

import ibis.expr.types as ir
from ibis.backends import BaseBackend

from . import kept
from .reading import LIBRARIES

SOURCES = ("journeys", "dates.py", "warehouse/chaining.py")


def links_sql(backend: BaseBackend, episodes: ir.Table, gap_days: int) -> str:
    """SQL of `Chains.links` over a table of episodes."""
    from throughcare.journeys import build

    return _sql(
        backend, f"links {gap_days}", episodes, lambda: build(episodes, gap_days).links
    )


def journeys_sql(backend: BaseBackend, links: ir.Table) -> str:
    """SQL of `Chains.journeys` over a table of links."""
    from throughcare.journeys import summarise

    return _sql(backend, "journeys", links, lambda: summarise(links))


def _sql(
    backend: BaseBackend, what: str, table: ir.Table, make: Callable[[], ir.Table]
) -> str:
    columns = str(dict(table.schema().items()))
    key = kept.key(
        what, table.get_name(), columns, sources=SOURCES, libraries=LIBRARIES
    )
    told = kept.read(key)
    if not told:
        told = {"sql": backend.compile(make())}
        kept.write(key, told)
    return told["sql"]
