"""The tables of an area's page and of the list of indicators, as files at their addresses."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from throughcare.publish import areas, figures, table_files, words
from throughcare.web.public import released
from throughcare.web.public.areas import lines_of, offered_kinds
from throughcare.web.public.caching import kept

NUMBERS = ("numerator", "denominator", "value", "lower", "upper")
OF_AREA = (
    *("code", "name", "indicator", "title", "unit", "period", "period_kind"),
    *(*NUMBERS, "region", "england", "beside_england", "evidence"),
)
OF_LIST = (
    *("indicator", "number", "title", "question", "unit", "numerator", "denominator"),
    *("period", "england", "evidence"),
)


@require_safe
@kept
def of_area(request, code: str, form: str, cut: str | None = None):
    """The newest figure of every indicator in a place beside those of its region and England."""
    code, name = released.place(code)
    shown = released.shown(cut)
    kind = released.kind(request.GET.get("kind"), offered_kinds(shown))
    lines = lines_of(shown, code, kind)
    rows = [_area_row(code, name, kind, line) for line in lines if line["period"]]
    title = f"{name}: the newest figure of every indicator"
    return file_of(rows, OF_AREA, _about(shown, title), f"{code.lower()}-{kind}", form)


def _area_row(code: str, name: str, kind: str, line: dict) -> dict:
    told = line["definition"]
    row = {n: words.cell(line["here"], n) for n in NUMBERS}
    beside = {place: _value(line[place]) for place in ("region", "england")}
    return {
        **{"code": code, "name": name, "indicator": told.slug, "title": told.told},
        **{"unit": _unit(told), "period": line["period"], "period_kind": kind},
        **row,
        **beside,
        "beside_england": line["verdict"],
        "evidence": told.evidence,
    }


def _unit(definition) -> str:
    """The unit in letters: a workbook has no cell of signs alone."""
    return {"%": "per cent", "persons": "people"}.get(definition.unit, definition.unit)


def _value(row: figures.Row | None) -> float | str | None:
    return None if row is None else words.cell(row, "value")


@require_safe
@kept
def of_list(request, form: str, cut: str | None = None):
    """Every indicator of the release with its question, and England's newest figure."""
    shown = released.shown(cut)
    kind = released.kind(None, offered_kinds(shown))
    lines = lines_of(shown, areas.ENGLAND_CODE, kind)
    rows = [_list_row(line) for line in lines]
    return file_of(rows, OF_LIST, _about(shown, "Indicators"), "indicators", form)


def _list_row(line: dict) -> dict:
    told = line["definition"]
    return {
        **{"indicator": told.slug, "number": told.number, "title": told.title},
        **{"question": told.sentence, "unit": _unit(told), "period": line["period"]},
        "numerator": told.numerator,
        "denominator": told.denominator,
        "england": _value(line["here"]),
        "evidence": told.evidence,
    }


def _about(shown, title: str) -> dict[str, object]:
    release = shown.release
    return {
        "title": title,
        "cut": release.cut if release else None,
        "cut_hash": release.hash if release else None,
        "code_version": release.version if release else None,
        "figures_hash": release.mark if release else None,
    }


def file_of(rows, columns, about: dict, name: str, form: str) -> HttpResponse:
    """A table as the answer to a request."""
    made = table_files.made(rows, tuple(columns), about, form)
    response = HttpResponse(made, content_type=table_files.TYPES[form])
    response["Content-Disposition"] = f'inline; filename="{name}.{form}"'
    return response
