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
        return f"{len(known)} quarters with a figure are too few to say anything about its direction of travel."
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
        f"presentations, where up to {words.number(row['bound'])} were to be expected."
    )


def of_alarms(found: list[dict], told: dict) -> list[str]:
    """How many alarms, how many chance alone would raise, and what an alarm cannot say."""
    judged = "; ".join(
        f"{n:,} by {method} ({told['by_chance'][method]:g} expected to be above its bound by chance)"
        for method, n in told["judged"].items()
    )
    withheld = told["withheld"]
    plural = "alarm" if len(found) == 1 else "alarms"
    sentences = [
        f"{len(found)} {plural} in the {told['weeks']} weeks to {words.date(told['last_day'])}.",
    ]
    if withheld:
        sentences.append(
            f"{withheld} more concern weeks with numbers so small that they could point to people."
        )
    sentences.append(
        f"Weeks with five cases or more in four weeks, over all substances and places: {judged}."
    )
    return sentences


ALARM_CAVEATS = (
    "An alarm says that more people presented than the weeks before make likely. It does not say that more people use the substance.",
    "The early method (EARS) is made for larger numbers: where few present, it raises more alarms than chance is said to.",
    "The latest weeks may be incomplete: a return that comes later can only raise them.",
    "Counts are rounded, so that an alarm may look as if it were no higher than its bound.",
)
