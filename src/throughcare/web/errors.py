"""Faults of a form, and the pages that say a request could not be answered."""

from dataclasses import dataclass

from django.http import HttpResponse, JsonResponse
from django.template import loader
from django.template.exceptions import TemplateDoesNotExist

from throughcare.web.suggesting import suggested

NO_ENTRY = "There is nothing at this address. /api/v1/public/ says what there is."


@dataclass(frozen=True)
class Fault:
    """What is wrong with one field of a form, as the reader is told."""

    field: str
    message: str


def _page(request, status: int, title: str, text: str, near=()) -> HttpResponse:
    context = {"title": title, "text": text, "near": near, "status": status}
    try:
        html = loader.render_to_string("errors/error.jinja", context, request)
    except TemplateDoesNotExist:
        html = f"{title}. {text}"
    return HttpResponse(html, status=status)


def bad_request(request, exception=None):
    return _page(
        request,
        400,
        "We cannot read this request",
        "Go back and try again, or start from the home page.",
    )


def forbidden(request, exception=None):
    return _page(
        request,
        403,
        "Your account may not open this page",
        "If your work needs it, ask the person who opened your account.",
    )


def stale_form(request, reason=""):
    return _page(
        request,
        403,
        "This form is too old to send",
        "Nothing was changed. Open the page again and repeat the last step.",
    )


def not_found(request, exception=None):
    if request.path_info.startswith("/api/"):
        return JsonResponse({"detail": NO_ENTRY}, status=404)
    return _page(
        request,
        404,
        "Page not found",
        "Check the address: a letter may be wrong or missing, or the page may never have been there.",
        suggested(request.path_info),
    )


def broken(request):
    return _page(
        request,
        500,
        "Sorry, there is a fault in the service",
        "Nothing you had sent was lost. Try again later.",
    )
