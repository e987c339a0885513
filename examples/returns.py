"""Writes national returns, one file an agency, in the form of the specification.

Columns in the order of the version, every value in double quotes, LF, dates as YYYYMMDD, blank where nothing is known.
"""

import csv
from pathlib import Path

import pyarrow as pa


def write(rows: pa.Table, plan: dict, folder: Path) -> list[Path]:
    """One file for each agency of `rows`, its name made of agency, period and version. Returns the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    whole = rows.to_pydict()
    by_agency: dict[str, list] = {}
    for row in zip(*whole.values(), strict=True):
        by_agency.setdefault(row[list(whole).index("AGNCY")], []).append(row)
    return [
        _file(folder / _name(agency, plan), list(whole), found)
        for agency, found in sorted(by_agency.items())
    ]


def _name(agency: str, plan: dict) -> str:
    period = plan["period"]
    return f"{agency}-{period['first']}-{period['last']}-TREAT-IN-{plan['version']}.csv"


def _file(path: Path, header: list[str], rows: list) -> Path:
    with open(path, "w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        lines.writerow(header)
        lines.writerows(rows)
    return path
