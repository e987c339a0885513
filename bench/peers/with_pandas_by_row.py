"""The twenty rules as functions of one row, applied row by row: as rules are often written where each stands for itself."""

import datetime as dt

from . import BEFORE, FORMS, NUMBERS, REQUIRED, allowed, looks_at_refusals, rules, table


def checked(path: str):
    frame = table(path).astype(object).where(lambda cells: cells.notna(), None)
    faults = [fault(kind, header) for kind, header in rules()]
    return lambda: [int(frame.apply(one, axis=1).sum()) for one in faults]


def fault(kind: str, header: str):
    """A function that says whether a row is at fault by one rule."""
    is_wrong = BY_KIND[kind](header)
    if looks_at_refusals(header):
        return is_wrong
    return lambda row: row["CONSENT"] != "N" and is_wrong(row)


def date(text: str | None) -> dt.date | None:
    """A text in any of the three forms as a date."""
    for form in FORMS if text else ():
        try:
            return dt.datetime.strptime(text.strip(), form).date()
        except ValueError:
            continue
    return None


def _missing(header):
    return lambda row: row[header] is None


def _not_in_list(header):
    codes = frozenset(allowed(header))
    blank_is_wrong = header in REQUIRED
    return lambda row: (
        row[header] not in codes if row[header] is not None else blank_is_wrong
    )


def _no_date(header):
    blank_is_wrong = header in REQUIRED
    return lambda row: (
        date(row[header]) is None if row[header] is not None else blank_is_wrong
    )


def _out_of_range(header):
    most = NUMBERS[header]

    def is_wrong(row) -> bool:
        text = row[header]
        if text is None:
            return False
        return not text.isdecimal() or int(text) > most

    return is_wrong


def _before(_):
    later, earlier = BEFORE

    def is_wrong(row) -> bool:
        last, first = date(row[later]), date(row[earlier])
        return last is not None and first is not None and last < first

    return is_wrong


BY_KIND = {
    "missing": _missing,
    "code": _not_in_list,
    "date": _no_date,
    "number": _out_of_range,
    "before": _before,
}
