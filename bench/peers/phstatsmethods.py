"""Statistics of the Python package PHStatsMethods, run by the interpreter that has it: FUNCTION INPUT.npz OUTPUT.npz.

It is GPL, so neither the product nor its tests know it; this file runs on its own and passes numbers through files.
"""

import json
import sys
import time
import warnings

import numpy as np
import pandas as pd
from PHStatsMethods import ph_dsr, ph_proportion, ph_rate


def work(name: str, data: dict[str, np.ndarray]):
    """What is to be timed: a table in, a table out."""
    if name == "directly_standardised_rate":
        areas, bands = data["events"].shape
        table = pd.DataFrame(
            {
                "area": np.repeat(np.arange(areas), bands),
                "events": data["events"].ravel(),
                "n": data["n"].ravel(),
                "standard": np.tile(data["standard"], areas),
            }
        )
        return lambda: ph_dsr(
            table,
            "events",
            "n",
            "standard",
            group_cols="area",
            euro_standard_pops=False,
        )
    table = pd.DataFrame({"events": data["events"], "n": data["n"]})
    function = {"proportion": ph_proportion, "rate": ph_rate}[name]
    return lambda: function(table, "events", "n", multiplier=1)


def main() -> None:
    name, source, target = sys.argv[1:]
    warnings.simplefilter("ignore")
    run = work(name, dict(np.load(source)))
    start = time.perf_counter()
    found = run()
    seconds = time.perf_counter() - start
    columns = {
        side: next(c for c in found.columns if c.lower().startswith(side))
        for side in ("value", "lower", "upper")
    }
    np.savez(target, **{side: found[name] for side, name in columns.items()})
    print(json.dumps({"seconds": seconds}))


if __name__ == "__main__":
    main()
