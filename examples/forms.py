"""The few forms in which a mapping may say where a value comes from.

A form is a small YAML mapping whose first word names it:

    age                                          a value named before, or a literal
    recode: sex, to: {Yes: M, No: F}             one code for another; what is not listed is left blank
    first_of: [last_dose, consent_day]           the first that is known
    earliest_of / latest_of: [a, b]              the smaller or larger of those known
    sum_of: [a, 28]                              blank as soon as one part is blank
    times: [weeks, 7]
    date: last_dose                              a study day as a date, counted from the mapping's day zero
    text: ["C", who]                             parts joined
    whole_number: age                            a text as a number; what is none is left blank
    scaled: days_of_30, from: 30, to: 28         rounded; only zero stays zero
    born: {age: age, number: number}             an artificial birth date (see `born`)
    initial: number, place: 1                    an artificial initial
    case: [{if: {...}, then: ...}], else: ...    the first case that holds; `nth: 2` the second

Every value is text or a whole number; blank stays blank.
"""

import string
from collections.abc import Callable

import ibis

LETTERS = len(string.ascii_uppercase)
MARKER_YEAR = 1903
"""Year of birth of a person whose age is not known: the first that rule R04 lets through, plainly not a real one."""

Form = str | dict | list


def value(rows: ibis.Table, form: Form, day_zero: str) -> ibis.Value:
    """The value of a form on each row of `rows`. Raises KeyError for a form that is not in the list above."""
    if isinstance(form, str):
        return named(rows, form)
    kind = next(iter(form))
    if kind not in FORMS:
        raise KeyError(f"No form is called {kind!r}. Forms: {', '.join(FORMS)}.")
    return FORMS[kind](rows, form, day_zero)


def named(rows: ibis.Table, name: str) -> ibis.Value:
    """A value of that name, else the text itself as a literal."""
    if name in rows.columns:
        return rows[name]
    return ibis.literal(int(name)) if name.lstrip("-").isdigit() else ibis.literal(name)


def _all(rows: ibis.Table, forms: list, day_zero: str) -> list[ibis.Value]:
    return [value(rows, form, day_zero) for form in forms]


def recode(rows: ibis.Table, form: dict, day_zero: str) -> ibis.Value:
    pairs = list(form["to"].items())
    old = value(rows, form["recode"], day_zero).cast("string")
    other = ibis.literal(form["else"]) if "else" in form else ibis.null("string")
    return ibis.cases(*[(old == a, b) for a, b in pairs], else_=other)


def first_of(rows: ibis.Table, form: dict, day_zero: str) -> ibis.Value:
    return ibis.coalesce(*_all(rows, form["first_of"], day_zero))


def earliest_of(rows: ibis.Table, form: dict, day_zero: str) -> ibis.Value:
    return ibis.least(*_all(rows, form["earliest_of"], day_zero))


def latest_of(rows: ibis.Table, form: dict, day_zero: str) -> ibis.Value:
    return ibis.greatest(*_all(rows, form["latest_of"], day_zero))


def sum_of(rows: ibis.Table, form: dict, day_zero: str) -> ibis.Value:
    first, *others = _all(rows, form["sum_of"], day_zero)
    for other in others:
        first = first + other
    return first


def times(rows: ibis.Table, form: dict, day_zero: str) -> ibis.Value:
    left, right = _all(rows, form["times"], day_zero)
    return left * right


def date(rows: ibis.Table, form: dict, day_zero: str) -> ibis.Value:
    day = value(rows, form["date"], day_zero)
    return ibis.literal(day_zero).cast("date") + day.as_interval("D")


def whole_number(rows: ibis.Table, form: dict, day_zero: str) -> ibis.Value:
    return value(rows, form["whole_number"], day_zero).try_cast("int64")


def text(rows: ibis.Table, form: dict, day_zero: str) -> ibis.Value:
    parts = [part.cast("string") for part in _all(rows, form["text"], day_zero)]
    return ibis.literal("").join(parts)


def scaled(rows: ibis.Table, form: dict, day_zero: str) -> ibis.Value:
    """Days of one window as days of another. A day of use is never rounded away: one day of 30 is one of 28."""
    days = value(rows, form["scaled"], day_zero)
    ratio = int(form["to"]) / int(form["from"])
    near = (days * ratio + 0.5).floor().cast("int64")
    return ibis.cases((days == 0, 0), else_=ibis.greatest(near, 1 + days * 0))


def born(rows: ibis.Table, form: dict, day_zero: str) -> ibis.Value:
    """1 January of the year that gives the age, and one day later for each 676 people.

    Initials tell 676 people apart and the day of the year the next 365 times as many, so no two share an attributor.
    """
    parts = form["born"]
    year = int(day_zero[:4]) - value(rows, parts["age"], day_zero)
    known = year.fill_null(MARKER_YEAR).cast("int32")
    day = value(rows, parts["number"], day_zero) // (LETTERS * LETTERS)
    first = ibis.date(known, ibis.literal(1, "int32"), ibis.literal(1, "int32"))
    return first + day.as_interval("D")


def initial(rows: ibis.Table, form: dict, day_zero: str) -> ibis.Value:
    """The number written with 26 letters: place 1 changes with each person, place 2 with each 26."""
    number = value(rows, form["initial"], day_zero)
    place = number // (LETTERS if form["place"] == "2" else 1) % LETTERS
    return ibis.literal(string.ascii_uppercase).substr(place, 1)


def case(rows: ibis.Table, form: dict, day_zero: str) -> ibis.Value:
    """The value of the first case that holds, or of the `nth`."""
    nth = int(form.get("nth", "1"))
    holds = [conditions(rows, c["if"]) for c in form["case"]]
    flags = [h.fill_null(False).ifelse(1, 0) for h in holds]
    reached = [sum(flags[: i + 1]) for i in range(len(flags))]
    other = value(rows, form["else"], day_zero) if "else" in form else ibis.null()
    branches = [
        ((flags[i] == 1) & (reached[i] == nth), value(rows, c["then"], day_zero))
        for i, c in enumerate(form["case"])
    ]
    return ibis.cases(*branches, else_=other)


FORMS: dict[str, Callable[[ibis.Table, dict, str], ibis.Value]] = {
    "recode": recode,
    "first_of": first_of,
    "earliest_of": earliest_of,
    "latest_of": latest_of,
    "sum_of": sum_of,
    "times": times,
    "date": date,
    "text": text,
    "scaled": scaled,
    "born": born,
    "initial": initial,
    "case": case,
    "whole_number": whole_number,
}


def conditions(
    rows: ibis.Table, wanted: dict, prefix: str = ""
) -> ibis.expr.types.BooleanValue:
    """All the conditions together. `prefix` stands before the columns that are judged, not before those named.

    A condition is a text or a list of texts to be equal to, or `known: yes|no`, `one_of: [...]`, and
    `at_least`, `at_most`, `before`, `after`, `is_not`, each with a value's name or a literal.
    """
    met = ibis.literal(True)
    for name, what in wanted.items():
        met = met & _condition(rows, rows[prefix + name], what)
    return met


def _condition(rows: ibis.Table, column: ibis.Value, what: Form) -> ibis.Value:
    if isinstance(what, str):
        return column.cast("string") == what
    if isinstance(what, list):
        return column.cast("string").isin(what)
    met = ibis.literal(True)
    for word, bound in what.items():
        met = met & COMPARE[word](column, bound, rows)
    return met


COMPARE: dict[str, Callable] = {
    "one_of": lambda c, b, rows: c.cast("string").isin(b),
    "known": lambda c, b, rows: c.notnull() if b == "yes" else c.isnull(),
    "at_least": lambda c, b, rows: c >= named(rows, b),
    "at_most": lambda c, b, rows: c <= named(rows, b),
    "before": lambda c, b, rows: c < named(rows, b),
    "after": lambda c, b, rows: c > named(rows, b),
    "is_not": lambda c, b, rows: (
        c.cast("string") != named(rows, b).cast("string").fill_null("")
    ),
}
