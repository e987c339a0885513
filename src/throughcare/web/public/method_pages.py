"""Pages of methods: how every figure is defined and computed, written by the code that computes it."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughcare.publish import methods
from throughcare.web.public import released
from throughcare.web.public.caching import kept


@require_safe
@kept
def all_methods(request):
    """Every definition in a line, protection, and where statistics are told."""
    context = {
        "indicators": methods.by_slug(),
        "counts": methods.counts_by_evidence(),
        "protection": methods.protection(),
        "described": methods.described,
    }
    shown = released.shown()
    return render(request, "public/methods.jinja", shown.context() | context)


@require_safe
@kept
def method(request, slug: str):
    """One definition with everything that it rests on."""
    indicator = methods.by_slug().get(slug)
    if indicator is None:
        raise Http404
    shown = released.shown()
    context = {
        "slug": slug,
        "indicator": indicator,
        "formula": methods.formula(indicator),
        "part": methods.shown_part(indicator),
        "values": methods.values(indicator),
        "described": methods.described,
        "has_figures": bool(shown.release and shown.release.has(indicator.slug)),
    }
    return render(request, "public/method.jinja", shown.context() | context)


@require_safe
@kept
def statistics(request):
    """Every statistic with the paper it follows."""
    context = {"statistics": methods.all_statistics()}
    return render(request, "public/statistics.jinja", context)
