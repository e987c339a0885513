"""Pages that change with a release alone: a browser keeps them, and asks again whether they are still the same.

A page of somebody who is signed in, or has a session, is never kept (middleware.BrowserRules). CSV and JSON of figures at the
address of a release are made from that release alone: a later release leaves their mark as it is, and a browser that has them
does not ask again for a day. A page at such an address says when it is superseded, and so is kept as any other.
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

SETTLED_FORMS = ("csv", "json")


def kept(view):
    """Give the answers of a view a mark of what they were made from, and say 304 to who has the same."""
    return _kept(view, lambda cut, form: None)


def kept_file(view):
    """As `kept`, of a view whose CSV and JSON at the address of a release (argument `cut`) are made from it alone."""
    return _kept(view, _settled)


def _kept(view, settled_at):
    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if not _is_anybody(request):
            return view(request, *args, **kwargs)
        told = settled_at(kwargs.get("cut"), kwargs.get("form"))
        mark, settled = _mark(request, told or state()), told is not None
        if _has(request, mark):
            return _marked(HttpResponseNotModified(), mark, settled)
        response = view(request, *args, **kwargs)
        if response.status_code != 200:
            return response
        return _marked(response, mark, settled)

    return wrapped


def _settled(cut: str | None, form: str) -> str | None:
    """What a file is made from if it stays as it is; None for any other.

    A workbook carries the moment at which it was written; a demonstration is made anew under the same names.
    """
    stays = cut is not None and form in SETTLED_FORMS and not settings.DEMO
    return state_of(cut) if stays else None


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
    return _hash(told)


def state_of(cut: str) -> str:
    """A mark of what the files of figures of a release are made from: its figures, and the code that words them."""
    release = released.shown(cut).release
    return _hash([release.cut, release.mark, release.published, __version__])


def _hash(told: list) -> str:
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _mark(request, state: str) -> str:
    text = f"{state} {request.get_full_path()}"
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def _has(request, mark: str) -> bool:
    """Whether the browser has this very answer (RFC 9110 13.1.2: a weak comparison)."""
    told = request.headers.get("If-None-Match", "")
    known = {one.strip().removeprefix("W/") for one in told.split(",")}
    return mark in known or "*" in known


def _marked(response, mark: str, settled: bool):
    """`immutable` (RFC 8246): not asked for again while it is fresh, even when the page is loaded anew."""
    response["ETag"] = mark
    if settled:
        seconds = settings.PUBLIC_SETTLED_SECONDS
        patch_cache_control(response, public=True, max_age=seconds, immutable=True)
    else:
        fresh = settings.PUBLIC_FRESH_SECONDS
        patch_cache_control(response, public=True, max_age=fresh)
    return response
