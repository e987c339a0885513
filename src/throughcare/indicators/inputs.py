"""What indicators are computed from: the analytic tables of one cut."""

import datetime as dt
from dataclasses import dataclass

import ibis.expr.types as ir


@dataclass(frozen=True)
class Inputs:
    """The tables of a cut, all of one engine.

    `links` and `journeys` are those of `throughcare.journeys.build`; keep them as files or tables, not as expressions,
    for every indicator reads them. `as_of` is the day up to which data was taken.
    """

    episodes: ir.Table
    modalities: ir.Table
    profiles: ir.Table | None
    links: ir.Table
    journeys: ir.Table
    as_of: dt.date
