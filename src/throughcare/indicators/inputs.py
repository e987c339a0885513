"""What indicators are computed from: the analytic tables of one cut."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

import ibis.expr.types as ir
import pyarrow as pa

Make = Callable[[], ir.Table]


class Reading:
    """How expressions over the tables of a cut become rows. This one computes everything each time it is asked."""

    def once(self, inputs: "Inputs", name: str, make: Make) -> ir.Table:
        """A table that several indicators read. `name` says what is made from `inputs`, and from which parameters."""
        return make()

    def rows(self, inputs: "Inputs", name: str, make: Make) -> pa.Table:
        """The rows of an expression. `name` says which, as in `once`."""
        return make().to_pyarrow()


@dataclass(frozen=True)
class Inputs:
    """The tables of a cut, all of one engine.

    `links` and `journeys` are those of `throughcare.journeys.build`; keep them as files or tables, not as expressions,
    for every indicator reads them. `as_of` is the day up to which data was taken. `secure` holds the same tables of
    returns from secure settings, None where there are none; their own inputs say `is_secure`.
    """

    episodes: ir.Table
    modalities: ir.Table
    profiles: ir.Table | None
    links: ir.Table
    journeys: ir.Table
    as_of: dt.date
    reading: Reading = field(default_factory=Reading, repr=False)
    secure: "Inputs | None" = None
    is_secure: bool = False

    @property
    def tables(self) -> tuple[ir.Table, ...]:
        """The tables there are, in a fixed order."""
        named = (self.episodes, self.modalities, self.profiles)
        own = (t for t in (*named, self.links, self.journeys) if t is not None)
        return (*own, *(self.secure.tables if self.secure else ()))

    def once(self, name: str, make: Make) -> ir.Table:
        """See `Reading.once`."""
        return self.reading.once(self, name, make)
