"""Pages around the API: what it offers, its description for programs, and the tokens of a provider."""

import json

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from throughcare.web.api import actions
from throughcare.web.api.models import Token
from throughcare.web.api.service import PREFIX, api
from throughcare.web.errors import Fault
from throughcare.web.organisations import scope


def described() -> dict:
    """The OpenAPI description."""
    return api.get_openapi_schema(path_prefix=PREFIX)


@require_safe
def openapi(request):
    """The description of the API for programs."""
    text = json.dumps(described(), indent=1, default=str)
    return HttpResponse(text, content_type="application/json")


@require_safe
def about(request):
    """The API in words: each operation, what it takes and what it answers."""
    operations = [
        {"method": method.upper(), "path": path, **told}
        for path, methods in described()["paths"].items()
        for method, told in methods.items()
    ]
    return render(request, "api/about.jinja", {"operations": operations})


@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request):
    """Tokens of the own provider; a new one shows its secret this once."""
    faults, secret = [], None
    if request.method == "POST":
        name = request.POST.get("name", "").strip()[:60]
        if name:
            _, secret = actions.make_token(name=name, by=request.user)
        else:
            faults = [Fault("name", "Enter the name of the program that will use it")]
    context = {
        "faults": faults,
        "secret": secret,
        "tokens": _own(request.user).select_related("by", "provider"),
        "provider": scope.provider_of(request.user),
    }
    return render(request, "api/tokens.jinja", context, status=422 if faults else 200)


def _own(user):
    return Token.objects.filter(provider__code__in=scope.providers_of(user) or ())


@require_POST
def revoke(request, token_id: int):
    """End a token of the own provider."""
    token = _own(request.user).filter(pk=token_id).first()
    if token is None:
        raise Http404
    actions.revoke_token(token=token, by=request.user)
    messages.success(request, f"The token {token.name} no longer works.")
    return redirect("api:tokens")
