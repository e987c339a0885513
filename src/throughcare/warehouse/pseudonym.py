"""The person key: a keyed pseudonym of initials, birth date and sex.

The key is made at the first cut and stays in the store, readable by its owner alone; without it a pseudonym cannot be
made again from a person's details. With the area as a setting (off by default), two people who share the other
parts and live in different areas are told apart, and one who moves is taken for two.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir

LENGTH = 20
"""Characters of a person key: 80 bits, so that a collision among ten million people is not to be expected."""


def store_key(store: Path) -> str:
    """The key of a store, made when first asked for."""
    path = Path(store) / "pseudonym.key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(32))
    return path.read_text(encoding="ascii").strip()


def attributor(
    first_initial: ir.StringValue,
    last_initial: ir.StringValue,
    born: ir.DateValue,
    sex: ir.StringValue,
) -> ir.StringValue:
    """Initials, birth date and sex as one text, as characters 1-2, 3-10 and 11."""
    import ibis

    parts = (first_initial.upper(), last_initial.upper(), _digits(born), sex)
    return ibis.literal("").join([part.fill_null("-") for part in parts])


def _digits(born: ir.DateValue) -> ir.StringValue:
    number = born.year() * 10_000 + born.month() * 100 + born.day()
    return number.cast("string")


def person_key(text: ir.StringValue, key: str) -> ir.StringValue:
    """The pseudonym of `text` under `key`: SHA-256 of the key and an inner keyed hash."""
    import ibis

    inner = (ibis.literal(key) + text).hexdigest("sha256")
    return (ibis.literal(key) + inner).hexdigest("sha256").substr(0, LENGTH)


def same_sex_codes(sex: ir.StringValue) -> ir.StringValue:
    """M and F whichever code list a program used (1 and 2 in later versions); null for the rest."""
    import ibis

    return ibis.cases(
        (sex.isin(["M", "1"]), "M"),
        (sex.isin(["F", "2"]), "F"),
        else_=ibis.null("string"),
    )
