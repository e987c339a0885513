"""Whether an uploaded file may go to the store: the form says what is wrong before anything is kept."""

import csv

from django.conf import settings

from throughcare.dataset import Spec, data_sets, versions
from throughcare.dataset.file import FileName, Unreadable
from throughcare.dataset.form import inspect
from throughcare.dataset.spec import ADULT_DRUG
from throughcare.web.errors import Fault
from throughcare.web.portal import scanning

FIELD, DATA_SET = "file", "data_set"
AGENCY = "AGNCY"
FORMS = (".csv", ".xml")


def faults_of(upload, providers: frozenset[str]) -> list[Fault]:
    """What keeps this upload from being received for these providers, at most one thing."""
    if upload is None:
        return [Fault(FIELD, "Select the file of your return")]
    text = _wrong_kind(upload) or scanning.fault_of(upload.temporary_file_path())
    text = text or _unreadable(upload) or _foreign(upload, providers)
    return [Fault(FIELD, text)] if text else []


def data_sets_that_are_read() -> dict[str, str]:
    """Names of the data sets whose returns can be read, by slug."""
    newest = list(versions())[-1]
    known = {slug: Spec.at(newest, slug) for slug in data_sets()}
    return {s: data_sets()[s].name for s, spec in known.items() if spec.can_be_read}


def usual_data_set(history: list[dict]) -> str:
    """The data set of the newest return, adult drug treatment before the first."""
    return Spec.at(history[0]["dataset"]).data_set if history else ADULT_DRUG


def faults_of_data_set(slug: str) -> list[Fault]:
    """What is wrong with the chosen data set; blank stands for what the file says."""
    if not slug or slug in data_sets_that_are_read():
        return []
    return [Fault(DATA_SET, "Select the data set of your return")]


def _wrong_kind(upload) -> str | None:
    if not upload.name.lower().endswith(FORMS):
        return "The selected file must be a CSV or XML: its name ends in .csv or .xml"
    if upload.size == 0:
        return "The selected file is empty"
    if upload.size > settings.UPLOAD_BYTES:
        largest = settings.UPLOAD_BYTES // 1_000_000
        return f"The selected file must be smaller than {largest} MB"
    return None


def _unreadable(upload) -> str | None:
    try:
        inspect(upload.temporary_file_path(), upload.name)
    except Unreadable as fault:
        return str(fault)
    return None


def _foreign(upload, providers: frozenset[str]) -> str | None:
    """A sentence where the file holds records of somebody else than the sender."""
    others = sorted(agencies_in(upload) - providers)
    if not others:
        return None
    return (
        f"This file is for agency {others[0][:20]}, and your account sends for {' and '.join(sorted(providers))}. "
        "Choose the return of your own agency"
    )


def agencies_in(upload) -> set[str]:
    """The agencies that the name of a file and its rows speak of."""
    named = FileName.parse(upload.name)
    found = {named.agency} if named else set()
    form = inspect(upload.temporary_file_path(), upload.name)
    if form.root is not None:
        return found | agencies_of_xml(form)
    if AGENCY not in form.header:
        return found
    place = form.header.index(AGENCY)
    with open(form.path, encoding=form.encoding, errors="replace", newline="") as file:
        rows = csv.reader(file)
        next(rows, None)
        found |= {row[place].strip() for row in rows if len(row) > place}
    return {agency for agency in found if agency}


def agencies_of_xml(form) -> set[str]:
    """The agency of the first client; the check looks at the others (rule F05)."""
    from throughcare.warehouse.load_xml import first_agency

    first = first_agency(form)
    return {first} if first else set()
