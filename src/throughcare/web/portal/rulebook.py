"""The rules on the site: the list with a filter, a page for each, test files and XML schemas for suppliers."""

import io
import json
import zipfile
from functools import cache

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughcare import parameters
from throughcare.dataset import Spec, versions
from throughcare.publish import tables
from throughcare.rules import listing
from throughcare.rules.catalogue import catalogue
from throughcare.submissions.levels import changes, levels
from throughcare.web.portal.own import store
from throughcare.web.portal.words import LEVELS


def _asked(request):
    given = {k: request.GET.get(k, "").strip()[:60] for k in ("version", "level", "q")}
    version = given["version"] if given["version"] in versions() else ""
    spec = Spec.at(version) if version else None
    place = store()
    rules = listing.listed(place.today(), spec, levels(place.path, place.today()))
    words = given["q"].casefold().split()
    found = [
        rule
        for rule in rules
        if given["level"] in ("", rule["level"])
        and all(word in " ".join(rule.values()).casefold() for word in words)
    ]
    return given | {"version": version}, rules, found


@require_safe
def rules(request):
    """Every rule, those of a version, of a level, or about a word."""
    given, all_rules, found = _asked(request)
    context = {
        "given": given,
        "rules": found,
        "total": len(all_rules),
        "versions": list(versions()),
        "levels": LEVELS,
        "with_files": _with_files(),
    }
    return render(request, "portal/rules.jinja", context)


@require_safe
def rules_file(request, form: str):
    """The list as CSV or JSON."""
    _, _, found = _asked(request)
    is_csv = form == "csv"
    text = (
        tables.to_csv(found, listing.COLUMNS) if is_csv else json.dumps(found, indent=1)
    )
    kind = "text/csv; charset=utf-8" if is_csv else "application/json"
    return _file(f"rules.{form}", text, kind)


@require_safe
def rule(request, name: str):
    """One rule: what is wrong, what to do, its level and why, and what it looks at."""
    found = next((r for r in catalogue() if r.name == name), None)
    if found is None:
        raise Http404
    place = store()
    told = listing.listed(place.today(), None, levels(place.path, place.today()))
    context = {
        "rule": found,
        "told": next(r for r in told if r["name"] == name),
        "levels": LEVELS,
        "parameter": parameters.at(found.parameter, place.today()),
        "changes": [c for c in changes(place.path) if c.name == name],
    }
    return render(request, "portal/rule.jinja", context)


@require_safe
def examples(request, version: str):
    """Returns of made-up people for testing a supplier's program: one sound, one for each rule."""
    from throughcare.simulate.examples import files

    if version not in _with_files():
        raise Http404
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in files(version):
            archive.writestr(path, text)
    return _file(f"test-files-{version}.zip", out.getvalue(), "application/zip")


@cache
def _with_files() -> dict[str, str]:
    """The versions and data sets of which there are test files, with their title."""
    from throughcare.simulate.examples import sets_with_files

    return {spec.slug: spec.title for spec in sets_with_files()}


@require_safe
def schema(request, version: str):
    """The XML schema of a version. Element names are this project's own."""
    from throughcare.publish.xml_schema import schema as xsd

    if version not in versions():
        raise Http404
    return _file(f"return-{version}.xsd", xsd(Spec.at(version)), "application/xml")


def _file(name: str, content, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
