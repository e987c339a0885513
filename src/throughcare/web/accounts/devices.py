"""The devices on which an account is signed in, in words."""

import re

SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)
BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)


def described(session, request) -> dict[str, object]:
    """A session as its owner knows it: browser and system, where from, since when."""
    return {
        "id": session.pk,
        "device": named(session.user_agent),
        "address": session.ip,
        "since": session.created_at,
        "seen": session.last_seen_at,
        "is_here": session.session_key == request.session.session_key,
    }


def named(agent: str) -> str:
    """
    >>> named("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
    'Firefox on Linux'
    >>> named("curl/8")
    'Unknown browser'
    """
    browser = next(
        (name for mark, name in BROWSERS if re.search(re.escape(mark), agent)), ""
    )
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    if not browser:
        return f"Unknown browser on {system}" if system else "Unknown browser"
    return f"{browser} on {system}" if system else browser
