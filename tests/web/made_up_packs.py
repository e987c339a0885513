"""A pack and a bulletin of the made-up release, as their making leaves them."""

import json
from pathlib import Path

from tests.web import made_up
from throughcare.publish import figures
from throughcare.publish.packs import kept
from throughcare.publish.reports.document import (
    COUNT,
    Column,
    Report,
    Row,
    Section,
    Unit,
)

CUT = "made-up"


def leave(store: Path) -> None:
    """Leave the documents beside the published release of a store."""
    at = kept.folder(store, CUT)
    at.mkdir()
    for code, kind in ((made_up.AREA, "pack"), ("E92000001", "bulletin")):
        (at / f"{code}.json").write_text(document(code, kind).to_json())
    mark = figures.read(store, CUT).mark
    told = {"figures": mark, "version": "test", "documents": 153}
    (at / kept.MANIFEST).write_text(json.dumps(told))


def document(code: str, kind: str = "pack") -> Report:
    drawing = {
        "kind": "flow",
        "title": "Flow",
        "summary": "10 in, 10 out.",
        "into": [["In treatment at the start", 10]],
        "out": [["Still in treatment", 10]],
    }
    section = Section(
        "flow",
        "Into, through and out of treatment",
        ("Ten people.",),
        (Column("part", "Part"), Column("n", "People", COUNT)),
        (Row(("In", 10)), Row(("Out", "[c]"))),
        (),
        (drawing,),
    )
    cut = {"name": CUT, "as_of": "2013-04-30", "hash": "0" * 64}
    return Report(
        kind=kind,
        title=f"A {kind} of {code}",
        unit=Unit("area", code, code),
        period="2012-13",
        cut=cut,
        code_version="test",
        summary=("One sentence.",),
        sections=(section,),
        notes=("A caveat.",),
    )
