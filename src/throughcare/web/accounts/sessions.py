"""A session from the right password to its end: the second step, how fresh it is, and every session of an account.

began    when the person signed in; a session ends some hours later, however busy
seen     when the last request came; a session ends some minutes after it
proved   when the password, and the code where there is one, were last given
factor   True once a second factor was given in this session
pending  who has given the right password and not yet the code
"""

import time

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.utils.crypto import constant_time_compare

from throughcare.web.accounts.models import User

SEEN_EVERY = 20
"""Seconds between two notes of the last request: writing one at each would cost every page a write."""


def now() -> int:
    return int(time.time())


# -- signing in ---------------------------------------------------------------------------------------------------


def begin(request, user, *, with_factor: bool) -> None:
    """Sign the person in under a new session key."""
    login(request, user)
    request.session.pop("pending", None)
    request.session["began"] = request.session["seen"] = now()
    prove(request, with_factor=with_factor)


def prove(request, *, with_factor: bool) -> None:
    """Note that the person has just shown who they are; the session gets a new key, with what it now may do."""
    request.session.cycle_key()
    request.session["proved"] = now()
    request.session["factor"] = with_factor
    note_client(request)


def await_code(request, user, next: str) -> None:
    """Remember the right password until the code is given; nobody is signed in yet."""
    request.session.cycle_key()
    request.session["pending"] = {
        "user": user.pk,
        "hash": user.get_session_auth_hash(),
        "at": now(),
        "next": next,
    }


def awaited(request) -> tuple[User, str] | None:
    """Who gave the right password a short while ago, and the page they asked for."""
    pending = request.session.get("pending")
    if not pending or now() - pending["at"] > settings.SECOND_STEP_SECONDS:
        return None
    user = User.objects.filter(pk=pending["user"], is_active=True).first()
    same = user and constant_time_compare(user.get_session_auth_hash(), pending["hash"])
    return (user, pending["next"]) if same else None


# -- while it lasts -----------------------------------------------------------------------------------------------


def why_over(session) -> str | None:
    """`idle` or `long` where a session has come to its end, else None."""
    if now() - session.get("seen", now()) > settings.SESSION_IDLE_SECONDS:
        return "idle"
    if now() - session.get("began", now()) > settings.SESSION_ABSOLUTE_SECONDS:
        return "long"
    return None


def left(session) -> dict[str, int]:
    """Seconds until a session ends if nothing is asked (`idle`), and at the latest (`long`)."""
    idle = session.get("seen", now()) + settings.SESSION_IDLE_SECONDS - now()
    long = session.get("began", now()) + settings.SESSION_ABSOLUTE_SECONDS - now()
    return {"idle": max(0, min(idle, long)), "long": max(0, long)}


def note_request(request) -> None:
    """Move on the time of the last request."""
    session = request.session
    session.setdefault("began", now())
    if now() - session.get("seen", 0) >= SEEN_EVERY:
        session["seen"] = now()
        note_client(request)


def note_client(request) -> None:
    """Keep the list of the account's sessions: where from and with which browser."""
    UserSession.objects.create_from_request(request)


def is_fresh(session) -> bool:
    """True when the password was given so lately that a sensitive act need not ask for it."""
    return now() - session.get("proved", 0) <= settings.FRESH_SECONDS


def has_factor(session) -> bool:
    return bool(session.get("factor"))


# -- all of an account --------------------------------------------------------------------------------------------


def of(user) -> list[UserSession]:
    """The sessions of an account that still hold, the latest first."""
    held = UserSession.objects.purge_and_list(user)
    return sorted(held, key=lambda one: one.last_seen_at, reverse=True)


def end_all(user, *, but: str | None = None) -> int:
    """End every session of the account, on every device, but the one of this key; says how many."""
    ended = [one for one in of(user) if one.session_key != but]
    for one in ended:
        one.end()
    return len(ended)
