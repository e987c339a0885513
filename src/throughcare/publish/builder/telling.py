"""The sentences above a report, computed from its rows."""

from throughcare.publish import sentences, words
from throughcare.publish.figures import Row

from .answer import Answer
from .question import FILTERS, Question


def title(question: Question) -> str:
    """What a report is of: the measure and its filters."""
    told = [FILTERS[name][1][value] for name, value in question.only]
    part = question.measure.part
    if not told and part != "all" and question.by != "reason":
        told = [words.label(part)]
    whole = question.measure.title
    return (
        f"{whole} ({', '.join(t.lower() if not t[0].isdigit() else t for t in told)})"
        if told
        else whole
    )


def headline(answer: Answer) -> list[str]:
    """One to three sentences: of one place its latest figure, change and England; of several, from where to where."""
    question, unit = answer.question, answer.question.measure.unit
    latest = answer.of(question.last)
    if not latest:
        return [f"{title(question)}: there is no figure for {question.last}."]
    if len({row.code for row in latest}) == 1 and len(latest) == 1:
        return _of_one(answer, latest[0])
    if len({row.code for row in latest}) == 1:
        return _range(
            latest,
            unit,
            f"{title(question)} in {latest[0].name} in {question.last}",
            lambda row: answer.label(row),
        )
    return _of_many(answer, latest, unit)


def _of_one(answer: Answer, here: Row) -> list[str]:
    periods = answer.question.measure.periods[answer.question.kind]
    place = periods.index(here.period)
    before = [row for row in answer.rows if place and row.period == periods[place - 1]]
    return sentences.headline(
        title(answer.question),
        answer.question.measure.unit,
        here,
        before[0] if before else None,
        answer.beside(here),
    )


def _of_many(answer: Answer, latest: list[Row], unit: str) -> list[str]:
    def told(row: Row) -> str:
        part = answer.label(row)
        return f"{row.name}, {part.lower()}" if part else row.name

    count = len({row.code for row in latest})
    what = f"{title(answer.question)} in {count} places in {answer.question.last}"
    found = _range(latest, unit, what, told)
    england = answer.beside(latest[0]) if not answer.question.by else None
    if (
        england
        and england.value is not None
        and unit != "persons"
        and england not in latest
    ):
        found.append(f"England: {words.amount(england.value, unit)}.")
    return found


def _range(rows: list[Row], unit: str, what: str, told) -> list[str]:
    known = sorted(
        (row for row in rows if row.value is not None), key=lambda r: r.value
    )
    if not known:
        return [f"{what}: no value can be shown."]
    low, high = known[0], known[-1]
    if low.value == high.value:
        text = f"{what}: {words.amount(low.value, unit)} throughout."
    else:
        text = f"{what}: from {_value(low, unit)} ({told(low)}) to {_value(high, unit)} ({told(high)})."
    return [text, *_missing(rows, known), *_chance(rows)]


def _value(row: Row, unit: str) -> str:
    if row.lower is None or row.upper is None:
        return words.amount(row.value, unit)
    low, high = (words.amount(v, unit) for v in (row.lower, row.upper))
    return f"{words.amount(row.value, unit)}, 95% interval {low} to {high}"


def _missing(rows: list[Row], known: list[Row]) -> list[str]:
    missing = len(rows) - len(known)
    if not missing:
        return []
    return [f"{missing:,} of {len(rows):,} figures are withheld or not available."]


def _chance(rows: list[Row]) -> list[str]:
    if not any(row.lower is not None for row in rows):
        return []
    return ["Where intervals overlap, the difference may be chance."]
