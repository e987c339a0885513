"""The form of a return before its content, CSV or XML, and the data set that it is a return of."""

from pathlib import Path

from . import csv_form, xml_form
from .file import FileForm, Unreadable
from .spec import Spec, is_data_set, versions


def inspect(path: Path, name: str | None = None) -> FileForm:
    """The form of the file at `path`. Raises Unreadable where it is no return at all."""
    path = Path(path)
    name = name or path.name
    with open(path, "rb") as file:
        start = file.read(1024)
    if xml_form.looks_like_xml(start):
        return xml_form.inspect(path, name)
    if name.lower().endswith(".xml") and start.strip():
        raise Unreadable(
            "The file is named .xml and does not begin like XML. Send the XML, or name a CSV file .csv."
        )
    return csv_form.inspect(path, name, start)


def known_headers(header: tuple[str, ...], spec: Spec) -> list[str]:
    """The columns of the file that this version knows."""
    return [h for h in header if h in spec.by_header]


def spec_of(form: FileForm, asked: str | None = None) -> Spec:
    """The version and data set of a file. `asked`: K, K-young-people, or young-people; what it leaves open the file tells.

    XML tells both, whatever data set is asked. A CSV return tells the version; its data set it does not: the columns of one
    version are the same for all, so that it is adult drug treatment unless asked otherwise. Raises UnknownVersion and
    Unreadable.
    """
    if asked and is_data_set(asked):
        told = guess_version(form)
        return Spec.at(told) if form.root is not None else Spec.at(told, asked)
    return Spec.at(asked or guess_version(form))


def guess_version(form: FileForm) -> str:
    """The data set of a file: the letter in its name, else the version that its header fits best.

    Raises Unreadable where the first row holds no header of any version.
    """
    if form.root is not None:
        return xml_form.version_of(form)
    if form.file_name and form.file_name.letter in versions():
        return form.file_name.letter
    fit = {
        letter: len(known_headers(form.header, Spec.at(letter)))
        for letter in ("H", "K", *versions())
    }
    best = max(fit, key=lambda letter: fit[letter])
    if not fit[best]:
        _refuse_header(form)
    return best


def refuse_set_that_is_not_read(spec: Spec) -> None:
    """Raises Unreadable where returns of a data set cannot be read, with what is known of it and what is not."""
    if not spec.can_be_read:
        raise Unreadable(
            f"Returns of {spec.title}, cannot be read: {_what_is_known(spec)}. Use a treatment data set."
        )


def _what_is_known(spec: Spec) -> str:
    """
    >>> _what_is_known(Spec.at("K", "criminal-justice"))
    'none of their column names is known'
    """
    if not spec.by_header:
        return "none of their column names is known"
    named = ", ".join(spec.by_header)
    return f"of their column names only {named} are known, and not the keys that tell one record from another"


def _refuse_header(form: FileForm) -> None:
    way_out = (
        "separate the columns with commas"
        if ";" in "".join(form.header) or "\t" in "".join(form.header)
        else "begin the file with the row of column names"
    )
    raise Unreadable(
        f"The first row holds none of the data set's column names (AGNCY, CLIENTID, DOB ...): {way_out}."
    )


def refuse_without_header(form: FileForm, spec: Spec) -> None:
    """Raises Unreadable where the first row has no column of this version, or returns of the data set cannot be read."""
    refuse_set_that_is_not_read(spec)
    if form.root is None and not known_headers(form.header, spec):
        _refuse_header(form)
