"""Pages of fair comparison: all areas on one indicator, one area beside similar ones, the model behind it, alarms.

They read what the release holds and compute nothing.
"""

import json

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from throughcare.comparison import VERDICTS, caveats
from throughcare.comparison.funnel import BETWEEN, TOO_FEW
from throughcare.publish import areas, compared, compared_words
from throughcare.publish import comparison_charts as charts
from throughcare.publish.compared import ALL, REFERENCES
from throughcare.web.comparison import found as finding
from throughcare.web.public import listing
from throughcare.web.public.caching import kept
from throughcare.web.public.overviews import file_of


@require_safe
@kept
def everything(request, cut: str | None = None):
    """The indicators that areas are compared on."""
    found = finding.found(cut)
    asked = request.GET.get("area")
    if asked in areas.by_code() and request.GET.get("indicator") in _slugs(found):
        return redirect(found.at("area", asked, request.GET["indicator"]))
    context = {
        "found": found,
        "lines": [_line(found.comparison, d) for d in found.definitions],
        "regions": areas.by_region(),
    }
    return render(request, "comparison/all.jinja", context)


def _slugs(found) -> set[str]:
    return {definition.slug for definition in found.definitions}


def _line(comparison, definition) -> dict[str, object]:
    """One indicator: how many areas have a figure, and how many lie beyond the 95% limits of its funnel."""
    rows = comparison.areas(definition.key)
    adjusted = comparison.funnel(definition.key, True)
    label = "verdict" if adjusted else "funnel"
    sides = [_side(row, label) for row in rows]
    judged = [side for side in sides if side]
    return {
        "definition": definition,
        "period": rows[0]["period"] if rows else "",
        "adjusted": bool(adjusted),
        "judged": len(judged),
        "above": judged.count("above"),
        "below": judged.count("below"),
        "by_chance": round(len(judged) / 20),
    }


# -- one indicator over all areas -----------------------------------------------------------------------------


@require_safe
@kept
def indicator(request, slug: str, cut: str | None = None):
    """One indicator: the funnels of all areas, the slope over deprivation, the areas by name."""
    definition, found = finding.definition(slug), finding.found(cut)
    context = {"definition": definition, "found": found}
    if definition in found.definitions:
        context |= _of_indicator(request, definition, found.comparison)
        context |= _list(request, definition, found, context)
    return render(request, "comparison/indicator.jinja", context)


ORDERS = (
    listing.Order("name", "By name", lambda row: row["name"]),
    listing.Order("region", "By region", lambda row: _region(row)),
    listing.Order("people", "By people", lambda row: _people(row), down=True),
)
"""Never by the share: with intervals as wide as these, that order would be a league table of chance."""
SIDES = {
    "above": "Above the limits",
    "below": "Below the limits",
    "within": "Within the limits",
}


def _list(request, definition, found, context: dict) -> dict[str, object]:
    """The list of areas as the reader asks for it."""
    wanted = listing.asked(request, ORDERS, SIDES)
    group = context["group"]
    given = {"group": group if group != ALL else None}
    label = "verdict" if context["adjusted"] else "funnel"
    return {
        "wanted": wanted,
        "given": given,
        "sides": SIDES,
        "all": len(context["rows"]),
        "listed": listing.listed(
            context["rows"],
            wanted,
            place=lambda row: (row["code"], row["name"]),
            verdict=lambda row: _side(row, label),
        ),
        "list_at": lambda query: found.shown.at(
            "comparison:indicator",
            definition.slug,
            **{**given, **wanted.query, **query},
        ),
        "region_names": areas.region_names(),
        "region_of": lambda code: areas.by_code()[code].region,
    }


def _side(row: dict, label: str) -> str:
    """Above, below or within the limits of a funnel; nothing where an area is withheld or not judged."""
    if row["suppressed"]:
        return ""
    if row[label] == BETWEEN:
        return "within"
    return compared_words.BEYOND.get(row[label], "")


def _people(row: dict) -> float | None:
    return None if row["suppressed"] else row["denominator"]


def _region(row: dict) -> tuple[str, str]:
    return areas.by_code()[row["code"]].region, row["name"]


def _of_indicator(request, definition, comparison) -> dict[str, object]:
    group, groups = finding.group(request, comparison, definition.key)
    rows = comparison.areas(definition.key, group)
    crude = comparison.funnel(definition.key, False, group)
    adjusted = comparison.funnel(definition.key, True, group)
    slope = comparison.rows("slopes", indicator=definition.key)
    return {
        "group": group,
        "groups": groups,
        "period": rows[0]["period"],
        "rows": rows,
        "adjusted": adjusted,
        "has_card": comparison.card(definition.key) is not None,
        "sentences": compared_words.of_areas(rows, crude, adjusted),
        "widened": compared_words.widened(comparison.told, adjusted or crude),
        "funnels": [
            _funnel(definition, rows, one, group) for one in (adjusted, crude) if one
        ],
        "slope": slope,
        "slope_sentence": compared_words.slope(slope, definition.told)
        if slope
        else comparison.told["slopes"].get(definition.key, ""),
        "credit": _credit(comparison, "deprivation"),
        "caveats": caveats.of(adjusted is not None),
        "VERDICTS": VERDICTS,
    }


def _funnel(definition, rows, found, group, here=None, near=frozenset()) -> dict:
    """A funnel as drawings, with its heading and the sentence that says the same."""
    told = compared_words.funnel(rows, found, here)
    heading = "Adjusted for case-mix" if found["adjusted"] else "As counted"
    drawings = charts.funnel(
        rows,
        found,
        title=f"{definition.told}, {found['period']}: funnel of areas, {heading.lower()}",
        summary=told,
        here=here,
        near=near,
        ident="adjusted" if found["adjusted"] else "counted",
    )
    return {"heading": heading, "sentence": told, "drawings": drawings}


def _credit(comparison, *names: str) -> list[str]:
    known = comparison.told["characteristics"]
    return sorted({line for n in names if n in known for line in known[n]["credit"]})


@require_safe
@kept
def indicator_data(request, slug: str, form: str, cut: str | None = None):
    """The comparison of all areas on one indicator, all substance groups, at the address of its page."""
    definition, found = finding.definition(slug), finding.found(cut)
    comparison = found.comparison
    rows = comparison.rows("areas", indicator=definition.key) if comparison else []
    about = _about(definition, found, rows)
    if comparison:
        about["slope"] = comparison.rows("slopes", indicator=definition.key)
        about["funnels"] = comparison.rows("funnels", indicator=definition.key)
    return file_of(rows, compared.SCHEMAS["areas"].names, about, slug, form)


# -- one area -------------------------------------------------------------------------------------------------


@require_safe
@kept
def area(request, code: str, slug: str, cut: str | None = None):
    """One area: its funnel, the gap, the areas like it, who is treated there, its direction of travel."""
    here = finding.area(code)
    definition, found = finding.definition(slug), finding.found(cut)
    context = {"definition": definition, "found": found, "area": here}
    if definition in found.definitions:
        group, groups = finding.group(request, found.comparison, definition.key)
        row = found.comparison.find(definition.key, code, group)
        context |= {"group": group, "groups": groups}
        if row:
            context |= _of_area(definition, found.comparison, row, group)
    return render(request, "comparison/area.jinja", context)


def _of_area(definition, comparison, row: dict, group: str) -> dict[str, object]:
    near = comparison.similar(row["code"], group)
    codes = frozenset(n["neighbour"] for n in near)
    rows = comparison.areas(definition.key, group)
    crude = comparison.funnel(definition.key, False, group)
    adjusted = comparison.funnel(definition.key, True, group)
    used = adjusted if adjusted and row["ratio"] is not None else crude
    used_for = comparison.told["similar"].get("used", [])
    return {
        "row": row,
        "period": row["period"],
        "adjusted": adjusted,
        "sentences": compared_words.of_area(row, definition.told),
        "widened": compared_words.widened(comparison.told, used),
        "funnel": _funnel(definition, rows, used, group, row["code"], codes),
        "gaps": [compared_words.gap(row, ref) for ref in REFERENCES],
        "how_similar": compared_words.how_similar(comparison),
        "similar": sorted(
            (r for r in rows if r["code"] in codes), key=lambda r: r["name"]
        ),
        "credit": _credit(comparison, *used_for),
        "complexity": _complexity(comparison, definition, row["code"]),
        "caveats": caveats.of(row["verdict"] is not None),
        "VERDICTS": VERDICTS,
        **_travel(definition, comparison, row),
    }


def _complexity(comparison, definition, code: str) -> list[tuple[dict, dict]]:
    """The area's people by complexity beside England's; nothing for an area whose figure is kept back."""
    both = [
        {
            row["complexity"]: row
            for row in comparison.rows("complexity", indicator=definition.key, code=c)
        }
        for c in (code, areas.ENGLAND_CODE)
    ]
    if not both[0]:
        return []
    return [(both[0].get(name), row) for name, row in both[1].items()]


def _travel(definition, comparison, row: dict) -> dict[str, object]:
    rows = comparison.rows("travel", indicator=definition.key, code=row["code"])
    told = compared_words.travel(rows, row["name"])
    drawings = charts.travel(
        rows,
        title=f"{definition.told}, {row['name']}, by quarter",
        summary=told,
    )
    return {"travel": rows, "travel_sentence": told, "travel_charts": drawings}


@require_safe
@kept
def area_data(request, code: str, slug: str, form: str, cut: str | None = None):
    """The area and the areas like it, all substance groups, at the address of its page."""
    here = finding.area(code)
    definition, found = finding.definition(slug), finding.found(cut)
    comparison = found.comparison
    rows = comparison.rows("areas", indicator=definition.key) if comparison else []
    if comparison:
        groups = {row["substance_group"] for row in rows}
        near = {
            (group, n["neighbour"])
            for group in groups
            for n in comparison.similar(code, group)
        }
        rows = [
            row
            for row in rows
            if row["code"] == code or (row["substance_group"], row["code"]) in near
        ]
        rows.sort(key=lambda r: (r["code"] != code, r["substance_group"] != ALL))
    about = _about(definition, found, rows) | {"area": here.code}
    if comparison:
        wanted = {"indicator": definition.key, "code": code}
        about["similar"] = comparison.similar(code)
        about["how_similar"] = compared_words.how_similar(comparison)
        about["travel"] = comparison.rows("travel", **wanted)
        about["complexity"] = comparison.rows("complexity", **wanted)
    name = f"{slug}-{code.lower()}-compared"
    return file_of(rows, compared.SCHEMAS["areas"].names, about, name, form)


# -- the model, and alarms ------------------------------------------------------------------------------------


@require_safe
@kept
def case_mix(request, slug: str, cut: str | None = None):
    """The card of the case-mix model of an indicator."""
    definition, model = _model(slug, cut)
    context = {
        "definition": definition,
        "found": finding.found(cut),
        "card": model["card"],
        "period": model["period"],
    }
    return render(request, "comparison/case_mix.jinja", context)


@require_safe
@kept
def case_mix_data(request, slug: str, cut: str | None = None):
    """The card as JSON."""
    definition, model = _model(slug, cut)
    told = {"indicator": definition.slug, "period": model["period"], **model["card"]}
    return _json(told, f"{slug}-case-mix.json")


def _model(slug: str, cut: str | None) -> tuple:
    definition, found = finding.definition(slug), finding.found(cut)
    if found.comparison is None or found.comparison.card(definition.key) is None:
        raise Http404
    return definition, found.comparison.told["models"][definition.key]


@require_safe
@kept
def alarms(request, cut: str | None = None):
    """What rose where."""
    found = finding.found(cut)
    context: dict[str, object] = {"found": found}
    if found.comparison:
        rows, told = found.comparison.tables["alarms"], found.comparison.told["alarms"]
        context |= {
            "rows": rows,
            "told": told,
            "sentences": compared_words.of_alarms(rows, told),
            "by_chance": compared_words.by_chance(told),
            "highlights": [compared_words.alarm(r) for r in rows if _is_wide(r)],
            "caveats": compared_words.ALARM_CAVEATS,
        }
    return render(request, "comparison/alarms.jinja", context)


def _is_wide(row: dict) -> bool:
    return row["geography"] != "area"


@require_safe
@kept
def alarms_data(request, form: str, cut: str | None = None):
    """The alarms at the address of their page."""
    found = finding.found(cut)
    rows = found.comparison.tables["alarms"] if found.comparison else []
    about = {"title": "What rose where", **_release(found.release)}
    if found.comparison:
        about |= {"watched": found.comparison.told["alarms"]}
        about["cannot_say"] = list(compared_words.ALARM_CAVEATS)
    return file_of(rows, compared.SCHEMAS["alarms"].names, about, "alarms", form)


# -- files ----------------------------------------------------------------------------------------------------


def _about(definition, found, rows: list[dict]) -> dict[str, object]:
    is_adjusted = any(row["verdict"] not in (None, TOO_FEW) for row in rows)
    return {
        "indicator": definition.slug,
        "title": definition.title,
        "unit": definition.unit,
        "evidence": definition.evidence,
        **_release(found.release),
        "verdicts": VERDICTS,
        "cannot_say": list(caveats.of(is_adjusted)),
        "how": found.comparison.told["overdispersion"] if found.comparison else None,
    }


def _release(release) -> dict[str, object]:
    return {
        "cut": release.cut if release else None,
        "cut_hash": release.hash if release else None,
        "code_version": release.version if release else None,
    }


def _json(told: dict, name: str) -> HttpResponse:
    text = json.dumps(told, ensure_ascii=False, indent=1)
    response = HttpResponse(text, content_type="application/json")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
