"""Treatment journeys: episodes of one person chained together, the substance group they belong to, how they ended.

`build` makes them from the episodes; `fold` says the same in plain Python, slowly, as the oracle.
"""

from .chains import Chains, build, is_final, summarise

__all__ = ["Chains", "build", "is_final", "summarise"]
