"""Pages that anybody may read around the figures: the way in, search, and what stands behind them."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from throughcare.publish import areas, figures, sentences
from throughcare.web.public import released
from throughcare.web.public.areas import FIRST
from throughcare.web.public.caching import kept
from throughcare.web.public.indicators import matching, of_england
from throughcare.web.suggesting import suggested


@require_safe
@kept
def home(request):
    """Find an area by name, or from the list."""
    shown = released.shown()
    context = {
        "regions": areas.by_region(),
        "definitions": shown.known,
        "told": [_first(shown, d) for d in shown.known if d.slug in FIRST],
    }
    return render(request, "public/home.jinja", shown.context() | context)


def _first(shown, definition) -> tuple:
    """England's newest figure of an indicator in a sentence."""
    row = of_england(shown.release, definition)
    told = sentences.headline(definition.told, definition.unit, row, None, None)
    return definition, told[0]


@require_safe
@kept
def search(request):
    """Areas, regions and indicators by name; one match opens at once."""
    words = request.GET.get("q", "").strip()[:100]
    shown = released.shown()
    places = [(a.code, a.name, a.region) for a in areas.search(words)]
    places += [(code, name, "Region") for code, name in _regions(words)]
    measures = matching(shown.known, words) if words else []
    if len(places) + len(measures) == 1:
        if places:
            return redirect("public:area", places[0][0])
        return redirect("public:indicator", measures[0].slug)
    near = [] if places or measures else suggested(words)
    context = {"words": words, "found": places, "measures": measures, "near": near}
    return render(request, "public/search.jinja", shown.context() | context)


def _regions(words: str) -> list[tuple[str, str]]:
    """Regions, and England, whose name holds every word."""
    wanted = words.casefold().split()
    every = {areas.ENGLAND_CODE: areas.ENGLAND_NAME} | areas.region_names()
    return [
        (code, name)
        for code, name in every.items()
        if wanted and all(word in name.casefold() for word in wanted)
    ]


@require_safe
@kept
def about(request):
    return render(request, "public/about.jinja", released.shown().context())


@require_safe
@kept
def accessibility(request):
    return render(request, "public/accessibility.jinja")


@require_safe
def health(request):
    """For a monitor: the service answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def cuts(request):
    """For the analyst: every cut, the returns in it, and which one is published."""
    from throughcare.warehouse.cut import Cut  # loads the engines

    store = settings.THROUGHCARE_STORE
    found = [Cut.open(store, name) for name in Cut.names(store)]
    context = {"cuts": found[::-1], "released": figures.names(store)}
    return render(request, "public/cuts.jinja", context)
