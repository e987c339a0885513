"""The twenty rules as functions on a pandas frame, each for itself."""

from . import BEFORE, FORMS, NUMBERS, REQUIRED, allowed, looks_at_refusals, rules, table


def checked(path: str):
    frame = table(path)
    return lambda: [int(wrong(frame, kind, header).sum()) for kind, header in rules()]


def wrong(frame, kind: str, header: str):
    """Which rows are at fault by one rule."""
    fault = BY_KIND[kind](frame, header)
    return fault if looks_at_refusals(header) else fault & (frame["CONSENT"] != "N")


def dates(texts):
    """Texts as dates in any of the three forms."""
    import pandas as pd

    first, *others = (pd.to_datetime(texts, format=f, errors="coerce") for f in FORMS)
    for other in others:
        first = first.fillna(other)
    return first


def _missing(frame, header):
    return frame[header].isna()


def _not_in_list(frame, header):
    outside = ~frame[header].isin(allowed(header))
    return outside if header in REQUIRED else outside & frame[header].notna()


def _no_date(frame, header):
    unread = dates(frame[header]).isna()
    return unread if header in REQUIRED else unread & frame[header].notna()


def _out_of_range(frame, header):
    import pandas as pd

    texts = frame[header]
    is_number = texts.str.fullmatch("[0-9]{1,9}").fillna(False).astype(bool)
    numbers = pd.to_numeric(texts.where(is_number))
    return texts.notna() & (numbers.isna() | (numbers > NUMBERS[header]))


def _before(frame, _):
    later, earlier = BEFORE
    return dates(frame[later]) < dates(frame[earlier])


BY_KIND = {
    "missing": _missing,
    "code": _not_in_list,
    "date": _no_date,
    "number": _out_of_range,
    "before": _before,
}
