"""A return with known faults, sent by its data manager."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile


@pytest.fixture
def manager(own_file, as_role, store):
    return as_role("data-manager")


def send(client, name: str, content: bytes):
    return client.post("/returns/", {"file": SimpleUploadedFile(name, content)})


def rewritten(path, change) -> bytes:
    """The file at `path` after `change(rows)` on its rows as dicts."""
    with open(path, newline="") as file:
        reader = csv.DictReader(file)
        rows, header = list(reader), reader.fieldnames
    rows = change(rows) or rows
    out = io.StringIO()
    writer = csv.DictWriter(out, header, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def without_birth_date(rows) -> None:
    rows[0]["DOB"] = ""


@pytest.fixture
def sent(manager, own_file):
    """The address of a return in which the record on row 2 has no birth date."""
    content = rewritten(own_file, without_birth_date)
    return send(manager, own_file.name, content).url
