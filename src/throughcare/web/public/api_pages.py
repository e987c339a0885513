"""The public API in words, and its description for programs."""

import json

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughcare.web.public import released
from throughcare.web.public.caching import kept
from throughcare.web.public.service import LARGEST_PAGE, PREFIX, api


def described() -> dict:
    """The OpenAPI description."""
    return api.get_openapi_schema(path_prefix=PREFIX)


@require_safe
@kept
def openapi(request):
    text = json.dumps(described(), indent=1, default=str)
    return HttpResponse(text, content_type="application/json")


@require_safe
@kept
def about(request):
    """Each operation, what it takes and what it answers."""
    operations = [
        {"method": method.upper(), "path": path, **told}
        for path, methods in described()["paths"].items()
        for method, told in methods.items()
    ]
    shown = released.shown()
    context = {
        "operations": operations,
        "largest": LARGEST_PAGE,
        "example": shown.known[0].slug if shown.known else "in-treatment",
    }
    return render(request, "public/api.jinja", shown.context() | context)
