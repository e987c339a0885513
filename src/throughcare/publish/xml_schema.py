"""The XSD of each version of the data set, and an example that is valid by it, for suppliers of software.

The schema is made from the tables in `dataset/`: the national headers are the names of items, and everything else is
this project's own, since the national schema could not be had. It is stricter than the reading: a code outside its
list is not valid by the schema, and in a return that was sent it is a finding (R12), not a file that cannot be read.
"""

import datetime as dt
import io
from collections.abc import Iterable
from pathlib import Path

from lxml import etree

from throughcare import __version__
from throughcare.dataset import Field, Spec, versions
from throughcare.dataset.file import FileName
from throughcare.dataset.spec import KEYS, RECORDS
from throughcare.dataset.xml_form import ROOT, TAGS, columns_of
from throughcare.dataset.xml_writer import Writer, file_name
from throughcare.rules.every_field import coded_fields

XS = "http://www.w3.org/2001/XMLSchema"
OWN = (
    "XML returns of Throughcare, data set {title}. The national XML schema could not be had, so this is not it: root, "
    "records and attributes are Throughcare's own, and only the names of items are national headers. Formats of items "
    "rest on memory unless their source says otherwise; lengths are not asked for. This schema is stricter than the "
    "reading of a return: a value that it refuses is a finding there, and the file is read."
)
EVIDENCE = {"H": "header from a source", "I": "item from a source", "M": "from memory"}
LISTS_OF_OTHER_RULES = ("SEX", "CONSENT", "TITREAT")
ANSWERS = "YNNA"
NOT_ANSWERED = "NA"
DATE = "[0-9]{8}|[0-9]{4}-[0-9]{2}-[0-9]{2}"
FILLED = r".*\S.*"
WHOLE_NUMBER = "[0-9]{1,9}"
WITHOUT_NA = ("completed_on", "profile_id", "stage")
"""The items of the outcome profile that are not answers."""


def schema(spec: Spec) -> bytes:
    """The XSD of a version, as UTF-8."""
    top = etree.Element(_xs("schema"), nsmap={"xs": XS})
    top.set("version", f"{spec.slug}, Throughcare {__version__}")
    _document(top, OWN.format(title=spec.title))
    _root(top, spec)
    lists = _enumerated(spec)
    for record in _records(spec):
        _record(top, spec, record, lists)
    _simple(top, "text", FILLED, "Not blank: leave a blank item out")
    _simple(top, "date", DATE, "YYYYMMDD, or YYYY-MM-DD")
    _simple(top, "whole-number", WHOLE_NUMBER, "Digits only")
    for name in dict.fromkeys(lists.values()):
        _list(top, spec, name)
    return etree.tostring(
        top, pretty_print=True, xml_declaration=True, encoding="UTF-8"
    )


def _xs(name: str) -> str:
    return f"{{{XS}}}{name}"


def _sub(parent, kind: str, /, **attributes):
    told = {key: str(value) for key, value in attributes.items()}
    return etree.SubElement(parent, _xs(kind), told)


def _document(parent, text: str) -> None:
    _sub(_sub(parent, "annotation"), "documentation").text = text


def _records(spec: Spec) -> list[str]:
    return [record for record in RECORDS if spec.of(record)]


def _enumerated(spec: Spec) -> dict[str, str]:
    """The code list of each item whose list is known, by header: those of rule R12, and of the rules beside it."""
    fields = [
        *coded_fields(spec),
        *(f for f in spec.columns if f.header in LISTS_OF_OTHER_RULES),
        *(f for f in spec.columns if f.codes == ANSWERS),
    ]
    return {f.header: f.codes for f in fields if spec.codes(f.codes)}


def _root(top, spec: Spec) -> None:
    kind = _sub(_sub(top, "element", name=ROOT), "complexType")
    clients = _sub(kind, "sequence")
    _sub(
        clients,
        "element",
        name="client",
        type="client",
        minOccurs=0,
        maxOccurs="unbounded",
    )
    _attribute(kind, "agency", "xs:token", "Agency code, as in the file name", True)
    _attribute(kind, "period-start", "xs:date", "First day of the period", True)
    _attribute(kind, "period-end", "xs:date", "Last day of the period", True)
    said = "Version of the data set"
    _attribute(kind, "data-set", "xs:token", said, True).set("fixed", spec.slug)
    _attribute(kind, "software", "xs:token", "Software that wrote the file")
    _attribute(kind, "software-version", "xs:token", "Its version")
    said = "Items that the software holds, as headers; the others count as absent. Without it, all."
    _attribute(kind, "items", "xs:NMTOKENS", said)


def _attribute(parent, name: str, kind: str, said: str, required: bool = False):
    use = "required" if required else "optional"
    attribute = _sub(parent, "attribute", name=name, type=kind, use=use)
    _document(attribute, said)
    return attribute


def _record(top, spec: Spec, record: str, lists: dict[str, str]) -> None:
    kind = _sub(top, "complexType", name=TAGS[record])
    _document(kind, record.replace("_", " ").capitalize())
    inside = _sub(kind, "sequence")
    for field in _in_order(spec, record):
        _item(inside, field, lists)
    if record == "client":
        _sub(inside, "element", name="episode", type="episode", maxOccurs="unbounded")
    if record == "episode":
        children = _sub(inside, "choice", minOccurs=0, maxOccurs="unbounded")
        for child in _records(spec)[2:]:
            _sub(children, "element", name=TAGS[child], type=TAGS[child])


def _in_order(spec: Spec, record: str) -> Iterable[Field]:
    headers = dict.fromkeys([*columns_of(spec), *spec.by_header])
    return [spec.by_header[h] for h in headers if spec.by_header[h].record == record]


def _item(parent, field: Field, lists: dict[str, str]) -> None:
    kind = _type(field, lists)
    element = _sub(parent, "element", name=field.header)
    element.set("minOccurs", "1" if _is_needed(field) else "0")
    _document(element, _said(field))
    if field.record == "outcome_profile" and field.name not in WITHOUT_NA:
        _or_not_answered(element, kind)
    else:
        element.set("type", kind)


def _said(field: Field) -> str:
    parts = [
        field.description,
        f"Required: {field.required}" if field.required else "",
        f"Evidence: {EVIDENCE[field.evidence]}",
        f"Source: {field.source}" if field.source else "",
    ]
    return ". ".join(part.rstrip(". ") for part in parts if part) + "."


def _is_needed(field: Field) -> bool:
    """Keys, and consent. A refusal has no more than these, and no episode key."""
    if field.record == "client":
        return field.name in KEYS["client"]
    if field.record == "episode":
        return field.name == "consent"
    return field.name == KEYS[field.record][-1]


def _type(field: Field, lists: dict[str, str]) -> str:
    if field.header in lists:
        return f"list-{lists[field.header]}"
    kinds = {"date": "date", "whole_number": "whole-number"}
    return kinds.get(field.type, "text")


def _or_not_answered(element, kind: str) -> None:
    """An item of the outcome profile that was asked and not answered is NA."""
    union = _sub(_sub(element, "simpleType"), "union", memberTypes=kind)
    filler = _sub(_sub(union, "simpleType"), "restriction", base="xs:token")
    _sub(filler, "enumeration", value=NOT_ANSWERED)


def _simple(top, name: str, pattern: str, said: str) -> None:
    kind = _sub(top, "simpleType", name=name)
    _document(kind, said)
    _sub(_sub(kind, "restriction", base="xs:token"), "pattern", value=pattern)


def _list(top, spec: Spec, name: str) -> None:
    kind = _sub(top, "simpleType", name=f"list-{name}")
    _document(kind, f"Code list {name}")
    values = _sub(kind, "restriction", base="xs:token")
    for code in {c.code: c for c in spec.codes(name)}.values():
        _document(_sub(values, "enumeration", value=code.code), code.label or code.code)


# -- the example ----------------------------------------------------------------------------------------------

AGENCY = "X0001"
SOUND = {
    "AGNCY": AGENCY,
    "CLIENT": "REF-17",
    "CLIENTID": "17",
    "FINITIAL": "A",
    "SINITIAL": "B",
    "DOB": "19800131",
    "SEX": "F",
    "NATION": "GBR",
    "EPISODID": "17-1",
    "CONSENT": "Y",
    "PC": "ZZ1",
    "DAT": "A09B",
    "LA": "00CH",
    "DRUG1": "1101",
    "DRUG1AGE": "21",
    "CHILDWTH": "0",
    "MODID": "17-1-1",
    "SUBMID": "17-1-1",
    "TITID": "17-1-1",
    "TOPID": "17-1-1",
    "TRSTAGE": "S",
}
"""A made-up person; items that are not here take the first code of their list, or stay out."""
DAYS = {
    "REFLD": 1,
    "TRIAGED": 3,
    "CPLANDT": 3,
    "REFMODDT": 3,
    "FAOMODDT": 4,
    "MODST": 5,
    "SUBMODDT": 5,
    "TITDATE": 5,
    "TOPDATE": 5,
}
"""Days of the period's month on which the made-up events fall."""
LEFT_OUT = (
    "YPS",
    "YPE",
    "YPT",
    "YPL",
    "DISD",
    "DISRSN",
    "DISDEST",
    "MODEND",
    "MODEXIT",
)
"""Items of young people's services and of endings, which this person has not."""


def example(spec: Spec) -> tuple[str, bytes]:
    """File name and content of a small made-up return of a version: one person in treatment, and one refusal."""
    first = _first_day(spec)
    last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    name = file_name(AGENCY, first, last, spec.letter)
    text = io.StringIO()
    software = ("Example software", "1.0")
    writer = Writer(text, spec, columns_of(spec), FileName.parse(name), software)
    row = {f.header: _value(f, spec, first) for f in spec.columns}
    again = {h: v for h, v in row.items() if spec.by_header[h].record in RECORDS[:2]}
    second = {"MODID": "17-1-2", "TOPID": "17-1-2", "TRSTAGE": "R"}
    again |= {
        h: second.get(h, v)
        for h, v in row.items()
        if spec.by_header[h].record == "outcome_profile"
    }
    with writer:
        writer.row(row)
        writer.row(again)
        writer.row({"AGNCY": AGENCY, "CLIENTID": "18", "CONSENT": "N"})
    return name, text.getvalue().encode("utf-8")


def _first_day(spec: Spec) -> dt.date:
    """The first day on which the version is in force, or the latest one known before it."""
    letters = list(versions())
    before = letters[: letters.index(spec.letter) + 1]
    known = [versions()[v].in_force_from for v in before if versions()[v].in_force_from]
    return max(known)


def _value(field: Field, spec: Spec, first: dt.date) -> str:
    if field.header.startswith(LEFT_OUT):
        return ""
    if field.header in DAYS:
        return f"{first.replace(day=DAYS[field.header]):%Y%m%d}"
    if field.header in SOUND and field.type != "code":
        return SOUND[field.header]
    codes = [c.code for c in spec.codes(field.codes)] if field.codes else []
    if field.header in SOUND and (SOUND[field.header] in codes or not codes):
        return SOUND[field.header]
    if codes:
        return codes[0]
    return "0" if field.record == "outcome_profile" and field.type != "text" else ""


def write_all(folder: Path) -> list[Path]:
    """The schema and the example of every version with a letter in `folder`: K.xsd, and a return under its own name."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for letter in (v for v in versions() if len(v) == 1):
        spec = Spec.at(letter)
        name, content = example(spec)
        for path, text in (
            (folder / f"{letter}.xsd", schema(spec)),
            (folder / name, content),
        ):
            path.write_bytes(text)
            written.append(path)
    return written
