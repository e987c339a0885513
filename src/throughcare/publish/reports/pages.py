"""A report as HTML, which stands alone, and as PDF. The same report gives the same bytes."""

import json
from pathlib import Path

from throughcare.publish.reports.document import Report
from throughcare.publish.reports.links import Links
from throughcare.publish.reports.shown import shown

FOLDER = Path(__file__).parent


def to_html(report: Report, links: Links | None = None) -> bytes:
    """One page without scripts or outside files."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    template = environment.get_template("report.html.jinja")
    return template.render(report=shown(report, links)).encode()


def to_pdf(report: Report, links: Links | None = None) -> bytes:
    """An accessible PDF. Only the fonts that come with the typesetter are used, so that every machine gives the same."""
    import typst

    return typst.compile(
        str(FOLDER / "report.typ"),
        format="pdf",
        sys_inputs={"report": json.dumps(shown(report, links), ensure_ascii=False)},
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        timestamp=0,
    )
