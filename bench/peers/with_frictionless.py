"""The twenty rules as checks of frictionless, which reads the rows and looks at one after another."""

import datetime as dt
import re
from collections import Counter

from . import BEFORE, FORMS, NUMBERS, REQUIRED, allowed, looks_at_refusals, rules, table


def checked(path: str):
    from frictionless import Checklist, Resource, Schema, system

    rows = table(path).astype(object)
    records = rows.where(rows.notna(), None).to_dict("records")
    checklist = Checklist(checks=[_check(place) for place in range(len(rules()))])
    count = len(rules())
    texts = {"fields": [{"name": name, "type": "string"} for name in rows.columns]}

    def work():
        with system.use_context(trusted=True):
            source = Resource(data=records, schema=Schema.from_descriptor(texts))
            told = source.validate(checklist, limit_errors=10**9)
        found = Counter(e[0] for e in told.flatten(["note"]))
        return [found.get(str(place), 0) for place in range(count)]

    return work


def _check(place: int):
    """A check of one rule; its number stands in the note of each error."""
    from frictionless import Check, errors

    kind, header = rules()[place]

    class OneRule(Check):
        type = f"rule-{place}"
        Errors = [errors.RowError]

        def validate_row(self, row):
            refused = row["CONSENT"] == "N" and not looks_at_refusals(header)
            if not refused and _wrong(kind, header, row):
                yield errors.RowError.from_row(row, note=str(place))

    return OneRule()


def _wrong(kind: str, header: str, row) -> bool:
    cell = row[header]
    text = None if cell is None else str(cell)
    if kind == "missing":
        return text is None
    if kind == "before":
        later, earlier = (_day(row[name]) for name in BEFORE)
        return bool(later and earlier and later < earlier)
    if text is None:
        return header in REQUIRED
    if kind == "code":
        return text not in CODES[header]
    return _day(text) is None if kind == "date" else _is_out_of_range(text, header)


def _day(cell) -> dt.date | None:
    for form in FORMS:
        try:
            return dt.datetime.strptime(str(cell), form).date()
        except ValueError:
            continue
    return None


def _is_out_of_range(text: str, header: str) -> bool:
    return not re.fullmatch("[0-9]{1,9}", text) or int(text) > NUMBERS[header]


CODES = {header: set(allowed(header)) for kind, header in rules() if kind == "code"}
