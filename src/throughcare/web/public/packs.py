"""Packs and bulletins of a release: the list, a document as a page, and its files."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughcare.publish import areas
from throughcare.publish.packs import kept
from throughcare.publish.reports import FORMS
from throughcare.publish.reports.shown import shown as told_of
from throughcare.web.public import released
from throughcare.web.public.caching import kept as kept_by_readers

TYPES = {
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "json": "application/json",
}


@require_safe
def packs(request, cut: str | None = None):
    """The bulletin and the packs of all areas, or how far their making is."""
    shown = released.shown(cut)
    context = {"regions": areas.by_region(), "state": _state(shown), "files": _forms()}
    return render(request, "public/packs.jinja", shown.context() | context)


def _state(shown) -> kept.State:
    if shown.release is None:
        return kept.State("missing")
    return kept.state(settings.THROUGHCARE_STORE, shown.release.cut)


def _forms() -> list[str]:
    """Forms of a file; on a site of files alone those that it holds."""
    return [f for f in FORMS if not settings.IS_STATIC or f in settings.PUBLIC_FORMS]


@require_safe
def pack(request, code: str, cut: str | None = None):
    """The pack of an area as a page."""
    if code not in areas.by_code():
        raise Http404
    return _page(request, code, cut, ("pack-file", code))


@require_safe
def bulletin(request, cut: str | None = None):
    """The statistical bulletin of England as a page."""
    return _page(request, areas.ENGLAND_CODE, cut, ("bulletin-file",))


def _page(request, code: str, cut: str | None, address: tuple[str, ...]):
    shown = released.shown(cut)
    context = shown.context() | {"state": _state(shown), "code": code}
    if context["state"].name == "ready":
        document = kept.document(settings.THROUGHCARE_STORE, shown.release.cut, code)
        links = {form: shown.at(*address, form) for form in _forms()}
        context |= {"report": told_of(document), "links": links}
    return render(request, "public/pack.jinja", context)


@require_safe
@kept_by_readers
def pack_file(request, code: str, form: str, cut: str | None = None):
    """The pack of an area as a file."""
    if code not in areas.by_code():
        raise Http404
    return _file(code, form, cut)


@require_safe
@kept_by_readers
def bulletin_file(request, form: str, cut: str | None = None):
    """The bulletin as a file."""
    return _file(areas.ENGLAND_CODE, form, cut)


def _file(code: str, form: str, cut: str | None) -> HttpResponse:
    shown = released.shown(cut)
    if _state(shown).name != "ready":
        raise Http404
    document = kept.document(settings.THROUGHCARE_STORE, shown.release.cut, code)
    response = HttpResponse(FORMS[form](document), content_type=TYPES[form])
    name = f"{document.kind}-{code.lower()}-{document.period}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
