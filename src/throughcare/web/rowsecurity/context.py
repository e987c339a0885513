"""Whose rows the code that runs now may see: set by the middleware for a request, and by `seeing` for a job.

On PostgreSQL the database holds to it (row security); on SQLite the queries of the views do alone.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import connections

EVERYTHING = "*"


@dataclass(frozen=True)
class Sight:
    """`told` is what the database is told: nothing, `*` for everything, or agency codes between commas."""

    told: str = ""


NOTHING = Sight()
ALL = Sight(EVERYTHING)
_sight: ContextVar[Sight] = ContextVar("sight", default=NOTHING)


def current() -> Sight:
    return _sight.get()


def of_providers(codes: Iterable[str] | None) -> Sight:
    """The sight of these providers' rows; of everything where `codes` is None.

    >>> of_providers({"N0852", "N0001"}).told
    ',N0001,N0852,'
    """
    if codes is None:
        return ALL
    kept = sorted(code for code in codes if "," not in code)
    return Sight(f",{','.join(kept)},") if kept else NOTHING


@contextmanager
def seeing(sight: Sight) -> Iterator[None]:
    """See these rows within the block, also where a transaction has begun before it."""
    token = _sight.set(sight)
    _tell_open_transactions()
    try:
        yield
    finally:
        _sight.reset(token)
        _tell_open_transactions()


def _tell_open_transactions() -> None:
    for connection in connections.all(initialized_only=True):
        tell = getattr(connection, "tell", None)
        if tell and connection.in_atomic_block and not connection.needs_rollback:
            tell()
