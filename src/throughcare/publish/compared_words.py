"""What a comparison says, in sentences made from its rows; never a rank, always with an interval and the number of people."""

from throughcare.comparison import VERDICTS, caveats, similar
from throughcare.comparison.travel import BETTER, CHANGED, STEADY, TOO_FEW, WORSE
from throughcare.publish import words
from throughcare.publish.compared import Comparison

AMONG = {"similar": "similar areas", "region": "its region", "england": "England"}
DIRECTIONS = {
    BETTER: "has improved by more than its ordinary movement",
    WORSE: "has become worse by more than its ordinary movement",
    CHANGED: "has changed by more than its ordinary movement",
    STEADY: "moves as it ordinarily does: no change that means anything",
}
CHARACTERS = {
    "population": "population (its logarithm)",
    "deprivation": "deprivation (average score)",
    "prevalence": "prevalence of opiate and crack use",
}
WITHHELD = "The figure is withheld, because the numbers are so small that they could point to people; so it is not compared."


def share(value: float | None) -> str:
    """A share of hundred with its sign.

    >>> share(23.456), share(None)
    ('23.5%', '[x]')
    """
    return words.NOT_AVAILABLE if value is None else f"{value:.1f}%"


def of_area(row: dict, title: str) -> list[str]:
    """The value with interval and people; where it lies among the areas; what its people lead to expect."""
    if row["suppressed"]:
        return [f"{title} in {row['name']} in {row['period']}: {WITHHELD}"]
    if row["value"] is None:
        return [f"{title} in {row['name']} in {row['period']}: nobody to count."]
    told = [
        f"{title} in {row['name']} in {row['period']}: {share(row['value'])} of {words.number(row['denominator'])} "
        f"people (95% interval {share(row['lower'])} to {share(row['upper'])}); all areas together {share(row['baseline'])}."
    ]
    if row["verdict"] is None:
        told.append(
            f"Among all areas it lies {VERDICTS[row['funnel']]} of the funnel. It is not adjusted for case-mix."
        )
    else:
        told.append(_adjusted(row))
    return told


def _adjusted(row: dict) -> str:
    return (
        f"Given who is treated there, {share(row['expected'])} would be expected: observed over expected is "
        f"{row['ratio']:.2f} (95% interval {row['ratio_lower']:.2f} to {row['ratio_upper']:.2f}), {VERDICTS[row['verdict']]}."
    )


def gap(row: dict, reference: str) -> str:
    """How many people more would reach the top quarter of what the area is compared with."""
    quartile, people = row[f"quartile_{reference}"], row[f"gap_{reference}"]
    among = AMONG[reference]
    if people is None:
        return f"There is no top quarter of {among} to be compared with."
    areas = f"{int(row[f'areas_{reference}'])} areas"
    if not people:
        return f"It is at or above {share(quartile)}, where the top quarter of {among} begins ({areas})."
    more = "1 person" if people == 1 else f"{people:,.0f} people"
    return f"About {more} more would bring it to {share(quartile)}, where the top quarter of {among} begins ({areas})."


def how_similar(found: Comparison) -> list[str]:
    """How similar areas were chosen, how many, and how sure that number is."""
    told = found.told["similar"]
    mark = words.MARKS[told["k"]["evidence"]].lower()
    number = f"Up to {told['k']['value']} areas (the number: {mark})"
    if not told["method"]:
        return ["No similar areas could be found: nothing is known to compare them by."]
    if told["method"] == similar.BY_EXPECTED:
        return [
            f"{number}, nearest in the share of people who would complete without return, given who is in treatment there. "
            "No figures on population and deprivation have been imported, so these play no part."
        ]
    used = " and ".join(CHARACTERS[name] for name in told["used"])
    sentences = [f"{number}, nearest in {used}, each in standard deviations."]
    if told["left_out"]:
        missing = " and ".join(CHARACTERS[name] for name in told["left_out"])
        sentences.append(
            f"Not used, for want of figures for most areas: {missing}. {caveats.SIMILAR}"
        )
    else:
        sentences.append(caveats.SIMILAR)
    return sentences


def travel(rows: list[dict], name: str) -> str:
    """The direction of travel of a place's quarters."""
    known = [row for row in rows if row["value"] is not None]
    if not rows:
        return "No quarters have been released for it."
    if rows[-1]["direction"] == TOO_FEW:
        few = "1 quarter" if len(known) == 1 else f"{len(known) or 'No'} quarters"
        are = "is" if len(known) == 1 else "are"
        return f"{few} with a figure {are} too few to say anything about its direction of travel."
    cause = known[-1]["cause"]
    told = f"{name} {DIRECTIONS[rows[-1]['direction']]}"
    return f"{told} (latest quarter: {cause.lower()})."


def slope(rows: list[dict], title: str) -> str:
    """How much the indicator differs over deprivation."""
    one = rows[0]
    low, high = one["lower"], one["upper"]
    size = f"{abs(one['slope']):.1f} percentage points (95% interval of the slope {low:.1f} to {high:.1f})"
    if low <= 0 <= high:
        return f"{title}: no difference between the most and the least deprived areas beyond chance; the slope is {size}."
    less = "higher" if one["slope"] > 0 else "lower"
    return f"{title} is {less} at the least deprived end than at the most deprived end, by {size}."


def alarm(row: dict) -> str:
    """One alarm in words."""
    where = "England" if row["geography"] == "england" else row["name"]
    return (
        f"{row['substance']} rose in {where} in the week of {words.date(row['week'])}: about {words.number(row['count'])} "
        f"presentations, where the weeks before make at most {words.number(row['bound'])} likely."
    )


def of_alarms(found: list[dict], told: dict) -> list[str]:
    """What rose, in the latest weeks: which substances, in how many places; and what is kept back."""
    last = words.date(told["last_day"])
    span = f"in the {told['weeks']} weeks to {last}"
    if not found:
        sentences = [f"Nothing that can be shown rose {span}."]
    else:
        names = sorted({row["substance"] for row in found})
        counted = "1 time" if len(found) == 1 else f"{len(found)} times"
        sentences = [
            f"{_and(names)} rose by more than the weeks before make likely, {counted} {span}."
        ]
    withheld = told["withheld"]
    if withheld:
        more = "1 alarm more is" if withheld == 1 else f"{withheld} alarms more are"
        sentences.append(
            f"{more} withheld: the numbers are so small that they could point to people."
        )
    return sentences


def _and(names: list[str]) -> str:
    """
    >>> _and(["Crack", "Cannabis", "Opiates"]), _and(["Crack"])
    ('Crack, cannabis and opiates', 'Crack')
    """
    told = [names[0], *(name[0].lower() + name[1:] for name in names[1:])]
    return " and ".join(filter(None, (", ".join(told[:-1]), told[-1])))


def by_chance(told: dict) -> list[str]:
    """How many weeks were judged by each method, and how many chance alone would put above the bound; a sentence each."""
    return [
        f"{method} judged {n:,} weeks of a substance in a place (those with five presentations or more in four weeks). "
        f"Chance alone would put about {told['by_chance'][method]:g} of them above its bound."
        for method, n in told["judged"].items()
    ]


ALARM_CAVEATS = (
    "An alarm says that more people presented than the weeks before make likely. It does not say that more people use the substance.",
    "The early method (EARS) is made for larger numbers: where few present, it raises more alarms than chance is said to.",
    "The latest weeks may be incomplete: a return that comes later can only raise them.",
    "Counts are rounded, so that an alarm may look as if it were no higher than its bound.",
)


BEYOND = {
    "High (0.001)": "above",
    "High (0.025)": "above",
    "Low (0.025)": "below",
    "Low (0.001)": "below",
}


def of_areas(rows: list[dict], crude: dict, adjusted: dict | None) -> list[str]:
    """How many areas are shown, what they have together, and how many lie beyond the limits."""
    shown = [row for row in rows if not row["suppressed"] and row["value"] is not None]
    told = [
        f"{len(shown)} areas have a figure for {crude['period']}; together they have {share(crude['baseline'])}."
    ]
    hidden = sum(row["suppressed"] for row in rows)
    if hidden:
        are = "1 area is" if hidden == 1 else f"{hidden} areas are"
        told.append(f"{are} withheld, and take part in nothing here.")
    return told + ([_beyond(rows, adjusted)] if adjusted else [])


def funnel(rows: list[dict], found: dict, here: str | None = None) -> str:
    """What a funnel shows: how many areas lie beyond its limits, and where the one that is meant lies."""
    told = _beyond(rows, found)
    label = "verdict" if found["adjusted"] else "funnel"
    mine = [row for row in rows if row["code"] == here]
    if not mine:
        return told
    if mine[0]["suppressed"] or mine[0][label] is None:
        return f"{told} {mine[0]['name']} is withheld and not drawn."
    return f"{told} {mine[0]['name']} lies {VERDICTS[mine[0][label]]}."


def _beyond(rows: list[dict], found: dict) -> str:
    label = "verdict" if found["adjusted"] else "funnel"
    names = [
        row[label] for row in rows if row[label] in VERDICTS and not row["suppressed"]
    ]
    judged = [name for name in names if name != "Not applicable"]
    above = sum(BEYOND.get(name) == "above" for name in judged)
    below = sum(BEYOND.get(name) == "below" for name in judged)
    kind = "adjusted for case-mix" if found["adjusted"] else "as counted"
    chance = round(len(judged) / 20)
    return (
        f"Of {len(judged)} areas, {kind}, {_lie(above)} above and {below or 'none'} below the 95% limits; "
        f"chance alone would put about {chance} beyond them."
    )


def _lie(count: int) -> str:
    return {0: "none lies", 1: "1 lies"}.get(count, f"{count} lie")


def widened(told: dict, found: dict) -> str:
    """The stated choice of limits, and what it came to."""
    choice = told["overdispersion"]
    mark = words.MARKS[choice["evidence"]].lower()
    if choice["value"] == "none":
        return f"Limits are those of chance alone ({mark})."
    if not found["tau2"]:
        return f"Limits would be widened where areas differ by more than chance ({mark}); here they do not, so they are those of chance alone."
    return f"Areas differ by more than chance, so the limits are widened by the variance between them ({mark}; tau squared {found['tau2']:.4f})."
