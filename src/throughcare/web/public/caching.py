"""Pages that change with a release alone: a browser keeps them, and asks again whether they are still the same.

A page of somebody who is signed in, or has a session, is never kept (middleware.BrowserRules).
"""

import hashlib
import json
from functools import wraps

from django.conf import settings
from django.http import HttpResponseNotModified
from django.utils.cache import patch_cache_control

from throughcare import __version__
from throughcare.publish import calendar, figures
from throughcare.web.jinja import build
from throughcare.web.public import released


def kept(view):
    """Give the answers of a view a mark of what they were made from, and say 304 to who has the same."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if not _is_anybody(request):
            return view(request, *args, **kwargs)
        mark = _mark(request)
        if _has(request, mark):
            return _marked(HttpResponseNotModified(), mark)
        response = view(request, *args, **kwargs)
        return _marked(response, mark) if response.status_code == 200 else response

    return wrapped


def _is_anybody(request) -> bool:
    return settings.SESSION_COOKIE_NAME not in request.COOKIES


def state() -> str:
    """A mark of all that public pages are made from: figures, calendar of releases, code, build of the assets."""
    store = settings.THROUGHCARE_STORE
    release = released.release()
    told = [
        release and (release.cut, release.mark, release.published),
        figures.names(store),
        calendar.mark(store),
        __version__,
        build(),
        settings.DEMO,
    ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _mark(request) -> str:
    text = f"{state()} {request.get_full_path()}"
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def _has(request, mark: str) -> bool:
    """Whether the browser has this very answer (RFC 9110 13.1.2: a weak comparison)."""
    told = request.headers.get("If-None-Match", "")
    known = {one.strip().removeprefix("W/") for one in told.split(",")}
    return mark in known or "*" in known


def _marked(response, mark: str):
    response["ETag"] = mark
    patch_cache_control(response, public=True, max_age=settings.PUBLIC_FRESH_SECONDS)
    return response
