"""Areas and providers of the simulated system.

Area names and codes are real. Only four partnership codes (DAT) are known; every other area gets a plainly
synthetic one, X01B to X99B and Y01B onwards, and a primary care trust code of the same stem. Provider codes
X0001 onwards and outcodes that start with ZZ are synthetic too. LA carries the true local authority.
"""

import csv
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from throughcare.dataset import spec

from .settings import setting

KNOWN_TRUSTS = {"A09B": "5KF", "A10B": "TAC", "A11B": "5KG", "A12B": "5KL"}
"""Primary care trusts of the four known partnerships (dataset/codes.csv, PCT)."""
OUTSIDE_ENGLAND = "Z00B"


@cache
def _read(name: str) -> list[dict[str, str]]:
    with open(spec.FOLDER / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def areas() -> list[dict[str, str]]:
    """The 152 areas, by code."""
    return sorted(_read("areas.csv"), key=lambda area: area["code"])


def synthetic_stem(number: int) -> str:
    """X01 to X99, then Y01 onwards."""
    return f"{'XYW'[number // 99]}{number % 99 + 1:02d}"


def partnership_codes() -> list[str]:
    """A partnership code for each area: the real one where known, else a synthetic one."""
    return [
        area["partnership"] or synthetic_stem(number) + "B"
        for number, area in enumerate(areas())
    ]


def trust_codes() -> list[str]:
    return [KNOWN_TRUSTS.get(code, code[:3]) for code in partnership_codes()]


@cache
def area_weights() -> np.ndarray:
    """Relative size of each area."""
    sizes = setting("area_sizes")
    return np.array([sizes[area["type"]] for area in areas()])


@cache
def area_regions() -> np.ndarray:
    """The number of each area's region."""
    codes = sorted({area["region_code"] for area in areas()})
    return np.array([codes.index(area["region_code"]) for area in areas()])


@cache
def local_authorities() -> tuple[list[str], np.ndarray, np.ndarray]:
    """District codes by area; the first place and the number of districts of each area."""
    codes = [area["code"] for area in areas()]
    districts = sorted(
        _read("local_authorities.csv"),
        key=lambda la: (codes.index(la["area"]), la["code"]),
    )
    owner = np.array([codes.index(la["area"]) for la in districts])
    first = np.searchsorted(owner, np.arange(len(codes)))
    count = np.bincount(owner, minlength=len(codes))
    return [la["code"] for la in districts], first, count


@dataclass(frozen=True)
class Providers:
    """The providers: the area of each, and how many people first come to each.

    `area` and `share` are arrays over the providers, which stand in the order of their areas. Their codes begin with `stem`.
    """

    area: np.ndarray
    share: np.ndarray
    stem: str = "X"

    @cached_property
    def codes(self) -> list[str]:
        digits = 5 - len(self.stem)
        return [
            f"{self.stem}{number + 1:0{digits}d}" for number in range(len(self.area))
        ]

    @cached_property
    def region(self) -> np.ndarray:
        return area_regions()[self.area]

    @cached_property
    def ends(self) -> np.ndarray:
        """Cumulated shares."""
        return np.cumsum(self.share)

    @cached_property
    def _by_region(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        order = np.argsort(self.region, kind="stable")
        regions = np.arange(self.region.max() + 1)
        first = np.searchsorted(self.region[order], regions)
        return order, first, np.bincount(self.region, minlength=len(regions))

    def another(self, u: np.ndarray, provider: np.ndarray) -> np.ndarray:
        """A provider of the same region, another one where there is another."""
        order, first, count = self._by_region
        region = self.region[provider]
        place = np.empty(len(order), dtype=np.int64)
        place[order] = np.arange(len(order))
        step = 1 + np.floor(u * np.maximum(count[region] - 1, 1)).astype(np.int64)
        moved = (place[provider] - first[region] + step) % count[region]
        return order[first[region] + moved].astype(np.int32)

    def anywhere(self, u: np.ndarray) -> np.ndarray:
        """A provider anywhere, by size."""
        found = np.searchsorted(self.ends, u * self.ends[-1], side="right")
        return np.minimum(found, len(self.area) - 1).astype(np.int32)


def how_many(people: int, topic: str = "providers") -> int:
    """Providers for so many people, by what the parameter `topic` says."""
    rule = setting(topic)
    wanted = round(people / rule["people_per_provider"])
    return min(max(rule["fewest"], wanted), rule["most"])


def lay_out(number: int, stem: str = "X") -> Providers:
    """So many providers: the largest area of each region first, then every area by size, then second ones."""
    chosen = np.sort(np.array(_order(number), dtype=np.int32))
    per_area = np.bincount(chosen, minlength=len(areas()))
    weight = area_weights()[chosen] / per_area[chosen]
    return Providers(chosen, weight / weight.sum(), stem)


def _order(number: int) -> list[int]:
    """Areas in which the first `number` providers stand."""
    weights, regions = area_weights(), area_regions()
    by_size = sorted(range(len(weights)), key=lambda a: (-weights[a], a))
    first = [next(a for a in by_size if regions[a] == r) for r in np.unique(regions)]
    chosen = (first + [a for a in by_size if a not in first])[:number]
    held = np.bincount(np.array(chosen, dtype=int), minlength=len(weights))
    while len(chosen) < number:
        fullest = int(np.argmax(weights / held))
        chosen.append(fullest)
        held[fullest] += 1
    return chosen
