"""How a published cell came about: down to the cell for the public, down to the line for the sender's own returns."""

from django.conf import settings
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughcare.warehouse.cut import Cut
from throughcare.web.accounts.policy import DATA_MANAGER, role_of
from throughcare.web.public import released

SHOWN = 200
"""Lines of a sender's own returns on one page; the JSON at the same address has them all."""


@require_safe
def page(request, code: str, slug: str):
    """The explanation as a page."""
    told = _told(request, code, slug)
    told["shown"] = told["records"][:SHOWN]
    return render(request, "public/explain.jinja", told)


@require_safe
def data(request, code: str, slug: str):
    """The explanation as JSON."""
    told = _told(request, code, slug)
    names = ("indicator", "place", "period", "cell", "parameters", "cut", "records")
    return JsonResponse(
        {name: told[name] for name in names},
        json_dumps_params={"default": str, "indent": 1},
    )


def _told(request, code: str, slug: str) -> dict[str, object]:
    code, name = released.place(code)
    definition = released.definition(slug)
    release = released.release()
    period = request.GET.get("period", "")
    group = request.GET.get("group", "all")
    row = release and release.find(definition.key, code, period, group, definition.part)
    if not row:
        raise Http404
    cut = Cut.open(settings.THROUGHCARE_STORE, release.cut)
    return {
        "code": code,
        "name": name,
        "definition": definition,
        "indicator": slug,
        "place": {"code": code, "name": name},
        "period": period,
        "group": group,
        "release": release,
        "row": row,
        "cell": row.as_dict(),
        "cut": {
            "name": release.cut,
            "as_of": release.as_of,
            "hash": release.hash,
            "code_version": release.version,
        },
        "is_sender": is_sender(request.user),
        **_behind(request.user, cut, definition.key, period, code, group),
    }


def _behind(user, cut, slug, period, code, group) -> dict[str, object]:
    """Parameters for everybody; records of the user's own provider only. The true count stays inside."""
    told = explained(cut, slug, period, code, group, with_records=is_sender(user))
    return {
        "parameters": told.get("parameters", []),
        "records": own_records(user, told.get("records", [])),
    }


def explained(cut, slug, period, code, group, *, with_records: bool) -> dict:
    """The walk back from a cell; empty where the cell is no single area or England."""
    from throughcare.publish.explain import NoSuchCell, explain  # loads the engines

    try:
        return explain(
            cut,
            slug,
            period,
            code,
            None if group == "all" else group,
            with_records=with_records,
        )
    except NoSuchCell:
        return {}


def is_sender(user) -> bool:
    return role_of(user) == DATA_MANAGER


def own_records(user, records: list[dict]) -> list[dict]:
    """The records that this user may see: those their own provider sent."""
    if not is_sender(user):
        return []
    return [record for record in records if record["provider"] == user.provider.code]
