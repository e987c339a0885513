"""Figures as files, at the address of their page: CSV, JSON, ODS, XLSX."""

from dataclasses import asdict
from functools import lru_cache

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from throughcare.publish import tables, workbooks
from throughcare.web.public import released
from throughcare.web.public.caching import kept_file

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
WORKBOOKS_KEPT = 32
"""Workbooks of all areas held in memory: one takes a second or more to write."""


@require_safe
@kept_file
def of_area(request, code: str, slug: str, form: str, cut: str | None = None):
    """The figures of one indicator and place, of all kinds of periods."""
    code, _ = released.place(code)
    definition, shown = released.definition(slug), released.shown(cut)
    rows = shown.release.rows(definition.key, code=code) if shown.release else []
    about = _about(definition, shown.release)
    return _file(_made(rows, about, form), f"{slug}-{code.lower()}", form)


@require_safe
@kept_file
def of_all(request, slug: str, form: str, cut: str | None = None):
    """The figures of one indicator in every place; a workbook has those of one kind of period."""
    definition, shown = released.definition(slug), released.shown(cut)
    release = shown.release
    about = _about(definition, release)
    if release is None:
        return _file(_made([], about, form), f"{slug}-england", form)
    if form in ("csv", "json"):
        rows = release.rows(definition.key)
        return _file(_made(rows, about, form), f"{slug}-all-areas", form)
    kind = released.kind(request.GET.get("kind"), release.kinds(definition.key))
    made = _workbook(release, definition, kind, form)
    return _file(made, f"{slug}-all-areas-{kind}", form)


@lru_cache(maxsize=WORKBOOKS_KEPT)
def _workbook(release, definition, kind: str, form: str) -> bytes:
    rows = release.rows(definition.key, period_kind=kind)
    return _made(rows, _about(definition, release), form)


def _about(definition, release) -> dict[str, object]:
    return {
        "indicator": definition.slug,
        "title": definition.title,
        "definition": definition.sentence,
        "unit": definition.unit,
        "evidence": definition.evidence,
        "how_sure": definition.how_sure,
        "references": [asdict(reference) for reference in definition.references],
        "cut": release.cut if release else None,
        "cut_hash": release.hash if release else None,
        "code_version": release.version if release else None,
        "published": release.published if release else None,
        "figures_hash": release.mark if release else None,
    }


def _made(rows, about: dict[str, object], form: str) -> str | bytes:
    makers = {
        "csv": lambda: tables.figures_csv(rows, str(about["evidence"])),
        "json": lambda: tables.figures_json(rows, about),
        "xlsx": lambda: workbooks.to_xlsx(rows, about),
        "ods": lambda: workbooks.to_ods(rows, about),
    }
    return makers[form]()


def _file(made: str | bytes, name: str, form: str) -> HttpResponse:
    response = HttpResponse(made, content_type=TYPES[form])
    response["Content-Disposition"] = f'inline; filename="{name}.{form}"'
    return response
