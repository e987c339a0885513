"""Faults of a form, and the pages that say a request could not be answered."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.template import loader
from django.template.exceptions import TemplateDoesNotExist


@dataclass(frozen=True)
class Fault:
    """What is wrong with one field of a form, as the reader is told."""

    field: str
    message: str


def _page(request, status: int, title: str, text: str) -> HttpResponse:
    context = {"title": title, "text": text}
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
    return _page(
        request,
        404,
        "Page not found",
        "Check the address, or find an area or indicator from the home page.",
    )


def broken(request):
    return _page(
        request,
        500,
        "Sorry, there is a fault in the service",
        "Nothing you had sent was lost. Try again later.",
    )
