"""Routine reports: made from a cut without an analyst, the same bytes each time.

`making.Maker` makes them, `run` keeps them, `FORMS` turns one into a file.
"""

from collections.abc import Callable

from throughcare.publish.reports.document import Report
from throughcare.publish.reports.links import Links
from throughcare.publish.reports.pages import to_html, to_pdf
from throughcare.publish.reports.sheets import as_csv, as_ods, as_xlsx


def as_json(report: Report, links: Links | None = None) -> bytes:
    """The report as it is stored."""
    return report.to_json().encode()


FORMS: dict[str, Callable[..., bytes]] = {
    "pdf": to_pdf,
    "html": to_html,
    "csv": as_csv,
    "xlsx": as_xlsx,
    "ods": as_ods,
    "json": as_json,
}
"""How a report is turned into a file, by the file's suffix. The second argument, if any, is the `Links` of a site."""
