"""Pages of releases: when the next ones come, what came, what each changed, and how a release came about."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughcare.publish import areas, calendar, changes
from throughcare.web.public import released
from throughcare.web.public.caching import kept


@require_safe
@kept
def releases(request):
    """The calendar: planned dates with their changes, and everything published."""
    found = calendar.entries(settings.THROUGHCARE_STORE)
    context = {
        "planned": [e for e in found if not e.published],
        "past": [e for e in found if e.published],
        "newest": released.shown().newest,
    }
    return render(request, "public/releases.jinja", context)


@require_safe
@kept
def release(request, cut: str):
    """One release: what it is computed from, what it changed, and all places in it."""
    shown = released.shown(cut)
    held = shown.release
    entries = calendar.entries(settings.THROUGHCARE_STORE)
    entry = next((e for e in entries if e.cut == cut), None)
    if held is None or entry is None:
        raise Http404
    context = {
        "entry": entry,
        "changed": changes.kept(settings.THROUGHCARE_STORE, cut),
        "titles": {d.key: d.title for d in shown.known},
        "regions": areas.by_region(),
        "definitions": shown.known,
    }
    return render(request, "public/release.jinja", shown.context() | context)
