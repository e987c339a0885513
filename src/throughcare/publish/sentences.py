"""The headline of a page, computed from the same rows as its table."""

from throughcare.publish import words
from throughcare.publish.figures import Row


def headline(
    title: str, unit: str, here: Row | None, before: Row | None, england: Row | None
) -> list[str]:
    """Two or three sentences: the value with its interval, the change, the comparison with England."""
    if here is None:
        return [f"{title}: there is no figure for this area yet."]
    if here.suppressed:
        return [
            f"{title} in {here.name} in {here.period}: withheld, because the numbers are so small that they could point to people."
        ]
    if here.value is None:
        return [f"{title} in {here.name} in {here.period}: there is nobody to count."]
    told = [_value(title, unit, here)]
    told += _change(unit, here, before)
    return told + _against_england(unit, here, england)


def _value(title: str, unit: str, here: Row) -> str:
    text = (
        f"{title} in {here.name} in {here.period}: {words.amount(here.value, unit, 0)}"
    )
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
        return [f"That is about the same as in {before.period}."]
    direction = "more" if difference > 0 else "less" if unit != "persons" else "fewer"
    return [f"That is {size} {direction} than in {before.period}."]


def _difference(unit: str, size: float) -> str | None:
    """The size of a change in words, None where it rounds to nothing."""
    if unit == "%":
        points = round(size)
        plural = "" if points == 1 else "s"
        return f"{points} percentage point{plural}" if points else None
    if unit != "persons":
        return f"{size:.1f} {unit}" if round(size, 1) else None
    return words.number(size) if round(size) else None


def _against_england(unit: str, here: Row, england: Row | None) -> list[str]:
    if england is None or england.value is None or england.code == here.code:
        return []
    if unit == "persons" or here.lower is None or here.upper is None:
        return []
    level = words.amount(england.value, unit, 0)
    verdict = comparison(here, england)
    if verdict == "similar":
        return [f"It cannot be told apart from England ({level}) by more than chance."]
    return [f"It is {verdict} than England ({level}), by more than chance."]


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
