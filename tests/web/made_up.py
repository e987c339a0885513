"""A release, definitions and returns that are made up, in the shapes the site reads."""

import datetime as dt
import json
import random

from throughcare.publish import areas, figures
from throughcare.publish.definitions import Definition, Reference

PROVIDER = "N0852"
OTHER_PROVIDER = "N0999"
AREA = "E08000035"
SUPPRESSED_AREA = "E09000001"
YEARS = ("2008-09", "2009-10", "2010-11", "2011-12", "2012-13")
QUARTERS = ("2012-13-Q3", "2012-13-Q4")
ROLLING = ("12m-to-2012-12", "12m-to-2013-03")
KINDS = dict.fromkeys(YEARS, "year") | dict.fromkeys(QUARTERS, "quarter")
KINDS |= dict.fromkeys(ROLLING, "rolling")
GROUPS = ("all", "opiate", "non_opiate_only", "alcohol_only")
SHARE, COUNT = "successful-completions", "number-in-treatment"


def catalogue() -> dict[str, Definition]:
    share = Definition(
        slug=SHARE,
        title="Successful completions of all leaving",
        sentence="Of the people whose latest journey ended in the period, how many completed treatment.",
        numerator="People whose latest journey in the period ended with completion",
        denominator="People whose latest journey ended in the period",
        exclusions=("Journeys that are still open.",),
        unit="%",
        evidence="memory",
        references=(
            Reference("indicators.md C4a", "completed of all leaving", "verified"),
            Reference("indicators.md A2", "the 21 days", "memory"),
        ),
    )
    count = Definition(
        slug=COUNT,
        title="Number in treatment",
        sentence="How many people were in treatment in the period.",
        numerator="People with a journey that overlaps the period",
        denominator="",
        exclusions=(),
        unit="persons",
        evidence="verified",
        references=(Reference("indicators.md B1", "counted once", "verified"),),
    )
    return {SHARE: share, COUNT: count}


def places() -> list[tuple[str, str, str]]:
    regions = [("region", code, name) for code, name in areas.region_names().items()]
    return [
        ("england", areas.ENGLAND_CODE, areas.ENGLAND_NAME),
        *regions,
        *(("area", area.code, area.name) for area in areas.all_areas()),
    ]


def rows(more: float = 0) -> list[dict]:
    """Every place, period and group; the City of London is withheld. `more` is added to every share."""
    draw = random.Random(7)
    return [
        _row(draw, slug, period, place, group, more)
        for slug in (SHARE, COUNT)
        for place in places()
        for period in KINDS
        for group in GROUPS
    ]


def _row(draw, slug, period, place, group, more) -> dict:
    geography, code, name = place
    row = {
        "indicator": slug.replace("-", "_"),
        "period": period,
        "period_kind": KINDS[period],
        "geography": geography,
        "code": code,
        "name": name,
        "substance_group": group,
        "part": "all",
    }
    numbers = ("numerator", "denominator", "value", "lower", "upper")
    if code == SUPPRESSED_AREA:
        return row | dict.fromkeys(numbers) | {"suppressed": True}
    size = 90_000 if geography == "england" else draw.randrange(200, 2000)
    value = draw.uniform(25, 60) + more
    found = (round(size * value / 100), size, value, value - 3, value + 3)
    if slug == COUNT:
        found = (size, None, size, None, None)
    return row | dict(zip(numbers, found, strict=True)) | {"suppressed": False}


def release(
    store, name: str = "made-up", as_of: str = "2013-06-30", *, more=0, is_out=True
) -> None:
    """A cut and its release in `store`; `more` as in `rows`."""
    folder = store / "cuts" / name
    folder.mkdir(parents=True)
    manifest = {
        "name": name,
        "as_of": as_of,
        "hash": "ab" * 32,
        "version": "0.1.0",
        "returns": [{"no": 1, "id": "N0852-H-1"}],
    }
    (folder / "manifest.json").write_text(json.dumps(manifest))
    told = {"as_of": as_of, "hash": "ab" * 32, "version": "0.1.0"}
    figures.write(store, name, rows(more), **told)
    if is_out:
        (folder / "release/published.json").write_text("{}")


LINES = 60
"""Lines of the own provider behind every figure: more than one page holds."""


def explain(cut, slug, period, area, group, *, with_records) -> dict:
    """Lines, returns and findings of two providers; the other's speak of line 99 and of a secret."""
    own = [_line("N0852-H-1", PROVIDER, line) for line in range(17, 17 + LINES)]
    return {
        "cell": {"numerator": 3, "denominator": 9},
        "definition": {},
        "parameters": [
            {
                "name": "journeys.gap_days",
                "value": 21,
                "unit": "day",
                "since": "2004-04-01",
                "evidence": "memory",
                "reference": "indicators.md A2",
            },
            {
                "name": "waiting_times.custody_referral_sources",
                "value": ["13", "14"],
                "unit": "code",
                "since": "2004-04-01",
                "evidence": "memory",
                "reference": "indicators.md B4",
            },
        ],
        "records": [*own, _line("N0999-H-1", OTHER_PROVIDER, 99999)],
        "returns": [
            _return("N0852-H-1", PROVIDER, "own-manager"),
            _return("N0999-H-1", OTHER_PROVIDER, "secret-manager"),
        ],
        "findings": [
            _finding("N0852-H-1", PROVIDER, 18, "Own message"),
            _finding("N0852-H-1", PROVIDER, 76, "Message of the last line"),
            _finding("N0999-H-1", OTHER_PROVIDER, 18, "Secret message"),
        ],
    }


def _line(return_id: str, provider: str, line: int) -> dict:
    return {
        "return_id": return_id,
        "provider": provider,
        "line": line,
        "journey": "j1",
        "numerator": 1,
        "denominator": 1,
        "triaged": dt.date(2012, 5, 3),
        "discharged": None,
    }


def _return(id: str, provider: str, by: str) -> dict:
    return {
        "id": id,
        "name": f"{provider}-20120401-20130331-TREAT-IN-H.csv",
        "provider": provider,
        "dataset": "H",
        "sha256": "cd" * 32,
        "accepted_at": "2013-04-02T10:11:12+00:00",
        "accepted_by": by,
        "part": True,
        "counts": {},
    }


def _finding(return_id: str, provider: str, row: int, message: str) -> dict:
    return {
        "return_id": return_id,
        "provider": provider,
        "row": row,
        "rule": "X02",
        "level": "warn",
        "field": "TRIAGED",
        "message": message,
    }
