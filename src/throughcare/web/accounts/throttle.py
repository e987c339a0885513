"""Slows down guessing of passwords, per account and address, so that a stranger cannot lock anybody out."""

import hashlib

from django.conf import settings
from django.core.cache import cache

WAIT_SECONDS = 15 * 60


def _key(request, username: str) -> str:
    who = f"{request.META.get('REMOTE_ADDR', '')} {username.lower()}"
    return "sign-in:" + hashlib.sha256(who.encode()).hexdigest()


def is_slowed(request, username: str) -> bool:
    """True when this account was tried too often from this address."""
    return cache.get(_key(request, username), 0) >= settings.SIGN_IN_TRIES


def count_failure(request, username: str) -> None:
    """Note one wrong password."""
    key = _key(request, username)
    if not cache.add(key, 1, WAIT_SECONDS):
        cache.incr(key)


def forget(request, username: str) -> None:
    """Start again after the right password."""
    cache.delete(_key(request, username))
