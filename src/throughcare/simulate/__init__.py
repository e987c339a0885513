"""A synthetic treatment system of England: made-up people, and the returns of their providers.

>>> England(people=2000, seed=7).write_returns("returns")  # doctest: +SKIP

Partnership codes other than the four known ones, all provider codes, trust codes and outcodes are plainly synthetic
(see `places`); the local authority carries the true area.
"""

from .england import England, write_one_file

__all__ = ["England", "write_one_file"]
