"""The headline of a page, computed from the same rows as its table."""

import math

from throughcare.publish import words
from throughcare.publish.figures import Row


def headline(
    title: str,
    unit: str,
    here: Row | None,
    before: Row | None,
    england: Row | None,
    region: Row | None = None,
) -> list[str]:
    """Two to four sentences: the value with its interval, the change, the comparisons with England and the region."""
    if here is None:
        return [f"{title}: there is no figure for this area yet."]
    if here.suppressed:
        return [
            f"{title} in {here.name} in {words.period(here.period)}: withheld, because the numbers are so small that they could point to people."
        ]
    if here.value is None:
        return [
            f"{title} in {here.name} in {words.period(here.period)}: there is nobody to count."
        ]
    told = [_value(title, unit, here)]
    told += _change(unit, here, before)
    return told + _against(unit, here, [england, region])


def _value(title: str, unit: str, here: Row) -> str:
    text = f"{title} in {here.name} in {words.period(here.period)}: {words.amount(here.value, unit, 0)}"
    if here.lower is None or here.upper is None:
        return text + "."
    low, high = (words.amount(v, unit, 0) for v in (here.lower, here.upper))
    return f"{text} (95% interval {low} to {high})."


def _change(unit: str, here: Row, before: Row | None) -> list[str]:
    if before is None or before.value is None:
        return []
    difference = here.value - before.value
    size = _difference(unit, abs(difference))
    if size is None:
        return [f"That is about the same as in {words.period(before.period)}."]
    direction = "more" if difference > 0 else "less" if unit != "persons" else "fewer"
    than = f"That is {size} {direction} than in {words.period(before.period)}"
    return [f"{than}{_of_chance(here, before)}."]


def _of_chance(here: Row, before: Row) -> str:
    """Whether chance alone could explain a change; nothing where it cannot be judged, as of counts or periods that overlap."""
    if here.period_kind == "rolling" or None in (
        *(here.lower, here.upper),
        *(before.lower, before.upper),
    ):
        return ""
    if beyond_chance(here, before):
        return ", more than chance alone would make likely"
    return ", a change that could be chance"


def beyond_chance(one: Row, other: Row) -> bool:
    """Whether the 95% interval of the difference of two figures leaves nothing out of it.

    The interval is made from those of the two figures: Newcombe RG, Stat Med 1998; 17: 873-90, method 10, p. 876.
    """
    difference = one.value - other.value
    below = math.hypot(one.value - one.lower, other.upper - other.value)
    above = math.hypot(one.upper - one.value, other.value - other.lower)
    return difference - below > 0 or difference + above < 0


def _difference(unit: str, size: float) -> str | None:
    """The size of a change in words, None where it rounds to nothing."""
    if unit == "%":
        points = round(size)
        plural = "" if points == 1 else "s"
        return f"{points} percentage point{plural}" if points else None
    if unit == "ratio":
        return f"{size:.2f}" if round(size, 2) else None
    if unit != "persons":
        return f"{size:.1f} {unit}" if round(size, 1) else None
    return words.number(size) if round(size) else None


def _against(unit: str, here: Row, others: list[Row | None]) -> list[str]:
    """A sentence for those that the figure is higher or lower than; one together for those it may be the same as."""
    alike, told = [], []
    for other in others:
        if not is_comparable(unit, here, other):
            continue
        level = f"{other.name} ({words.amount(other.value, unit, 0)})"
        verdict = comparison(here, other)
        if verdict == "similar":
            alike.append(level)
        else:
            told.append(f"It is {verdict} than {level}, by more than chance.")
    if alike:
        plural = "s" if len(alike) > 1 else ""
        told.append(
            f"The difference{plural} from {' and '.join(alike)} could be chance."
        )
    return told


def is_comparable(unit: str, here: Row | None, other: Row | None) -> bool:
    """Whether a figure can be held against that of a larger place: shares can, counts cannot."""
    if here is None or other is None or other.value is None or other.code == here.code:
        return False
    return unit != "persons" and None not in (here.lower, here.upper)


def spread(unit: str, rows: list[Row], england: Row | None) -> list[str]:
    """How the areas lie about England, without a rank: the range, how many differ by more than chance, how many are
    withheld."""
    known = [row for row in rows if row.value is not None]
    if not known:
        return []
    low, high = (f(row.value for row in known) for f in (min, max))
    told = [
        f"Areas go from {words.amount(low, unit, 0)} to {words.amount(high, unit, 0)}."
        if len(known) > 1
        else f"One area has a figure that can be shown: {words.amount(low, unit, 0)}."
    ]
    held = [comparison(r, england) for r in known if is_comparable(unit, r, england)]
    if held:
        told.append(
            f"Of {len(held)} beside England, {_beside(held.count('higher'), held.count('lower'))}; by chance alone about "
            "one in twenty would be higher or lower."
        )
    withheld = sum(row.suppressed for row in rows)
    return told + ([f"{withheld} {_are(withheld)} withheld."] if withheld else [])


def overview(name: str, verdicts: list[str]) -> str:
    """How many shares of a place are higher or lower than England's.

    >>> overview("Leeds", ["higher", "similar", "similar"])
    'Of 3 shares of Leeds that can be compared with England, 1 is higher by more than chance and none is lower; by chance alone about one in twenty would be higher or lower.'
    """
    if not verdicts:
        return (
            f"No share of {name} can be compared with England here: the numbers are withheld because they are small, or "
            "there is nobody to count."
        )
    higher, lower = verdicts.count("higher"), verdicts.count("lower")
    return (
        f"{_of_shares(len(verdicts))} of {name} that can be compared with England, {_beside(higher, lower)}; by chance "
        "alone about one in twenty would be higher or lower."
    )


def _of_shares(count: int) -> str:
    return "Of 1 share" if count == 1 else f"Of {count} shares"


def _beside(higher: int, lower: int) -> str:
    """How many are higher and lower by more than chance.

    >>> _beside(0, 0), _beside(2, 0)
    ('none is higher or lower by more than chance', '2 are higher by more than chance and none is lower')
    """
    if not higher and not lower:
        return "none is higher or lower by more than chance"
    told = [
        (f"{count} {_are(count)}" if count else "none is", way)
        for count, way in ((higher, "higher"), (lower, "lower"))
    ]
    (first, way), (second, other) = sorted(told, key=lambda t: t[0] == "none is")
    return f"{first} {way} by more than chance and {second} {other}"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def comparison(here: Row, england: Row) -> str:
    """`higher`, `lower` or `similar`, as `verdict` has it."""
    return verdict(here.lower, here.upper, england.value)


def verdict(lower: float, upper: float, level: float) -> str:
    """`higher`, `lower` or `similar`: whether an area's 95% interval leaves England's value out (indicators.md A5).

    >>> verdict(20, 30, 19.9), verdict(20, 30, 30), verdict(20, 30, 31)
    ('higher', 'similar', 'lower')
    """
    if lower > level:
        return "higher"
    return "lower" if upper < level else "similar"
