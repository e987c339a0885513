"""Numbers and dates as readers meet them: percentages with one decimal in tables, whole in text."""

import datetime as dt

CONFIDENTIAL = "[c]"
"""Shorthand for a value withheld to protect people; evidence: memory (interface.md section 5)."""
NOT_AVAILABLE = "[x]"
"""Shorthand for a value that does not exist, as a share of nobody; evidence: memory."""

NOT_APPLICABLE = "[z]"
"""Shorthand for a cell that does not apply to its line; evidence: memory."""
LOW = "[low]"
"""Shorthand for a share that is shown as nothing and is more than that; evidence: memory."""
SYMBOLS = {
    CONFIDENTIAL: "withheld, because the numbers are so small that they could point to people, or would tell such numbers",
    NOT_AVAILABLE: "not available: there is nobody to count",
    NOT_APPLICABLE: "not applicable: the measure has no such number",
    LOW: "less than half of the last decimal shown, but not nothing",
}
"""What stands where a number does not, and what it says."""


def number(amount: float | None) -> str:
    """
    >>> number(12345)
    '12,345'
    """
    return NOT_AVAILABLE if amount is None else f"{amount:,.0f}"


SHARES = ("%", "per 1,000")
"""Units of shares: a count of people out of others."""


def amount(value: float, unit: str, decimals: int = 1) -> str:
    """A value with its unit, as the catalogue of indicators has it.

    >>> amount(27.54, "%"), amount(27.54, "%", 0), amount(1234, "persons"), amount(4.2, "years")
    ('27.5%', '28%', '1,234', '4.2 years')
    >>> amount(4.36, "per 1,000"), amount(1.304, "ratio")
    ('4.4 per 1,000', '1.30')
    """
    if unit == "ratio":
        return f"{value:.2f}"
    if unit == "%":
        return f"{value:.{decimals}f}%"
    if unit == "persons":
        return number(value)
    return f"{value:,.1f} {unit}"


def cell(row, name: str) -> float | str:
    """A number of a row of figures for a file, or the symbol that says why it is not there: never nothing.

    >>> from types import SimpleNamespace as Row
    >>> few = Row(suppressed=False, numerator=5, denominator=20000, value=0.0, lower=0.0, upper=0.1)
    >>> cell(few, "value"), cell(few, "denominator")
    ('[low]', 20000)
    """
    if row.suppressed:
        return CONFIDENTIAL
    number = getattr(row, name)
    if number is None:
        is_unasked = name != "value" and row.value is not None
        is_count = row.denominator is None
        return NOT_APPLICABLE if is_unasked or is_count else NOT_AVAILABLE
    return LOW if name == "value" and is_low(row) else number


def is_low(row) -> bool:
    """Whether the share of somebody is shown as nothing."""
    return row.value == 0 and bool(row.numerator)


def value(row, unit: str) -> str:
    """The value of a row, or why there is none."""
    if row.suppressed:
        return CONFIDENTIAL
    if row.value is None:
        return NOT_AVAILABLE
    return LOW if is_low(row) else amount(row.value, unit)


def count(row, part: str) -> str:
    """The numerator or denominator of a row, or why there is none."""
    if row.suppressed:
        return CONFIDENTIAL
    return number(getattr(row, part))


def interval(row, unit: str) -> str:
    """The 95% interval of a row."""
    if row.suppressed:
        return CONFIDENTIAL
    if row.lower is None or row.upper is None:
        return NOT_AVAILABLE
    return f"{amount(row.lower, unit)} to {amount(row.upper, unit)}"


def date(day: dt.date | str | None) -> str:
    """
    >>> date("2013-03-31")
    '31 March 2013'
    """
    if not day:
        return ""
    day = dt.date.fromisoformat(str(day)[:10])
    return f"{day.day} {day:%B %Y}"


def moment(at: dt.datetime | str | None) -> str:
    """A moment of the store (ISO, UTC) or of the database to the minute.

    >>> moment("2013-04-02T10:11:12+00:00")
    '2 April 2013, 10:11'
    """
    if not at:
        return ""
    at = dt.datetime.fromisoformat(str(at))
    return f"{date(at.date())}, {at:%H:%M}"


def period(name: str) -> str:
    """A period as a sentence has it.

    >>> period("2012-13"), period("2012-13-Q1"), period("12m-to-2013-06")
    ('2012-13', 'April to June 2012', 'the 12 months to June 2013')
    """
    if name.startswith("12m-to-"):
        day = dt.date.fromisoformat(name[7:] + "-01")
        return f"the 12 months to {day:%B %Y}"
    if "-Q" in name:
        year, quarter = int(name[:4]), int(name[-1])
        first = ("April", "July", "October", "January")[quarter - 1]
        last = ("June", "September", "December", "March")[quarter - 1]
        return f"{first} to {last} {year + (quarter == 4)}"
    return name


def period_lines(name: str) -> tuple[str, ...]:
    """A period as a chart has it, in one line or two.

    >>> period_lines("2012-13"), period_lines("2012-13-Q1"), period_lines("12m-to-2013-06")
    (('2012-13',), ('Apr-Jun', '2012'), ('to Jun', '2013'))
    """
    if name.startswith("12m-to-"):
        day = dt.date.fromisoformat(name[7:] + "-01")
        return f"to {day:%b}", f"{day:%Y}"
    if "-Q" in name:
        told = period(name).split()
        return f"{told[0][:3]}-{told[2][:3]}", told[3]
    return (name,)


def period_label(name: str) -> str:
    """A period as a table has it.

    >>> period_label("2012-13-Q1"), period_label("12m-to-2013-06")
    ('April to June 2012', '12 months to June 2013')
    """
    return period(name).removeprefix("the ")


KINDS = {
    "year": ("Financial years", "financial year"),
    "quarter": ("Quarters", "quarter"),
    "rolling": ("12 months to the end of a quarter", "12 months"),
}
"""Kinds of periods: what a reader chooses from, and what one of them is called."""


GROUPS = ("opiate", "non_opiate_only", "non_opiate_and_alcohol", "alcohol_only")
"""Substance groups in the order in which reports and packs show them."""


def label(slug: str) -> str:
    """A substance group or exit reason as a reader meets it.

    >>> label("non_opiate_only"), label("all"), label("transferred_not_in_custody")
    ('Non-opiate only', 'All', 'Transferred not in custody')
    """
    words = slug.replace("_", " ").capitalize()
    return words.replace("Non opiate", "Non-opiate")


def listed(value: object) -> str:
    """The value of a parameter: codes one after another, bands by their names.

    >>> listed(["1", "2", "3"]), listed(["13"]), listed(21), listed([{"from": 18, "name": "18-29"}])
    ('1, 2, 3', '13', '21', '18-29')
    """
    if isinstance(value, dict):
        return str(value["name"]) if "name" in value else _pairs(value)
    if isinstance(value, (list, tuple)):
        return ", ".join(listed(one) for one in value)
    return str(value)


PEOPLE = "person"
PLAIN_UNITS = (
    *("day", "week", "month", "quarter", "year", "hour", "minute", "second", "decimal"),
    *("area", "group", "character", "request", "point", "period", "count", "journey"),
)
"""Units that a value is told with as it would be spoken; any other stands behind it in brackets."""


def quantity(value: object, unit: str) -> str:
    """The value of a parameter with its unit.

    >>> quantity(21, "day"), quantity(1, "decimal"), quantity(5, "person")
    ('21 days', '1 decimal', '5 people')
    >>> quantity(["5"], "MODSET code"), quantity(0.95, "proportion"), quantity("none", "")
    ('5 (MODSET code)', '0.95 (proportion)', 'none')
    """
    told, is_one = listed(value), value == 1
    if unit in ("", "see each"):
        return told
    if not isinstance(value, int | float):
        return f"{told} ({unit})"
    if unit == PEOPLE:
        return f"{told} {'person' if is_one else 'people'}"
    if unit in PLAIN_UNITS:
        return f"{told} {unit}{'' if is_one else 's'}"
    return f"{told} ({unit})"


def _pairs(value: dict) -> str:
    return "; ".join(f"{key}: {listed(one)}" for key, one in value.items())


MARKS = {
    "verified": "Verified",
    "memory": "From memory, not verified",
    "proposed": "Proposed by this project",
}
"""How sure one reference or value is."""


def how_sure(marks: list[str]) -> str:
    """How sure a definition is whose references have these marks.

    >>> how_sure(["verified", "verified"])
    'Verified'
    >>> how_sure(["verified", "memory"])
    'Parts of this definition rest on memory'
    >>> how_sure(["verified", "memory", "proposed"])
    'Parts of this definition are proposed by this project, and parts rest on memory'
    >>> how_sure(["proposed"])
    'This definition is proposed by this project'
    """
    kinds = set(marks)
    if kinds <= {"verified"}:
        return MARKS["verified"] if kinds else "No reference is given"
    if len(kinds) == 1:
        only = (
            "is proposed by this project" if "proposed" in kinds else "rests on memory"
        )
        return f"This definition {only}"
    parts = {"proposed": "are proposed by this project", "memory": "rest on memory"}
    told = [text for mark, text in parts.items() if mark in kinds]
    return "Parts of this definition " + ", and parts ".join(told)


LEVELS = {
    "reject-file": "Rejects the file",
    "reject-record": "Rejects the record",
    "reject-field": "Rejects the value",
    "warn": "Warning",
    "info": "For information",
}
"""What a finding of each level means, the heaviest first."""
