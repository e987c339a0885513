"""Unmet need.

How many of the people estimated to use opiates or crack, or to depend on alcohol, were not in treatment?
"""

from functools import partial

from .estimates import Estimate
from .from_outside import OutsideIndicator
from .penetration import ALCOHOL, OPIATES, drinkers, tell, users


def left(count: float, estimate: Estimate) -> dict:
    """The share not in treatment, not below 0, with limits."""
    return {
        "numerator": max(0, round(estimate.value) - count),
        "value": _share(count, estimate.value),
        "lower": _share(count, estimate.lower) if estimate.lower else None,
        "upper": _share(count, estimate.upper) if estimate.upper else None,
    }


def _share(count: float, need: float) -> float:
    return max(0.0, 100 * (1 - count / need))


unmet_need = OutsideIndicator(
    slug="unmet_need",
    title="Unmet need: opiate and crack users not in treatment",
    question="How many of the people estimated to use opiates or crack were not in treatment?",
    unit="%",
    numerator="Estimated users of opiates or crack of 15 to 64, less those in treatment in the period; not below 0.",
    denominator="Estimated users of opiates or crack of 15 to 64.",
    tell=partial(
        tell, kind="opiate_crack_use", count=users, share=left, slug="unmet_need"
    ),
    count=users,
    why="Who treatment has not reached yet.",
    **(OPIATES | {"id": "B6b"}),
)
unmet_need.variants["alcohol"] = unmet_need.variant(
    "alcohol",
    title="Unmet need: adults who depend on alcohol not in treatment",
    question="How many of the adults estimated to depend on alcohol were not in treatment?",
    tell=partial(
        tell,
        kind="alcohol_dependence",
        count=drinkers,
        share=left,
        slug="unmet_need:alcohol",
    ),
    **(
        ALCOHOL
        | {
            "numerator": "Estimated adults who depend on alcohol, less those in treatment for alcohol; not below 0."
        }
    ),
)
