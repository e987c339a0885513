"""Slows down guessing, per account and address, so that a stranger cannot lock anybody out.

Tries are rows, so that every process of the site counts the same ones. They name nobody: their keys are keyed hashes.
"""

import datetime as dt
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from throughcare.web.accounts.models import Try


@dataclass(frozen=True)
class Limit:
    """At most `tries` within the time of settings.THROTTLE_SECONDS, for each of `keys`."""

    kind: str
    keys: tuple[str, ...]
    tries: int

    def _hash(self, key: str) -> str:
        return salted_hmac(
            "throttle", f"{self.kind} {key}", algorithm="sha256"
        ).hexdigest()

    def _hashes(self) -> list[str]:
        return [self._hash(key) for key in self.keys]

    def is_reached(self) -> bool:
        """True when one of the keys has used up its tries."""
        return any(_recent(key).count() >= self.tries for key in self._hashes())

    def count(self) -> None:
        """Note one try, and forget those that no longer count."""
        Try.objects.filter(at__lt=_since()).delete()
        Try.objects.bulk_create(Try(key=key) for key in self._hashes())

    def forget(self) -> None:
        """Start again."""
        Try.objects.filter(key__in=self._hashes()).delete()


def _since() -> dt.datetime:
    return timezone.now() - dt.timedelta(seconds=settings.THROTTLE_SECONDS)


def _recent(key: str):
    return Try.objects.filter(key=key, at__gte=_since())


def address_of(request) -> str:
    """Where a request came from, behind as many proxies as ALLAUTH_TRUSTED_PROXY_COUNT says."""
    return get_adapter().get_client_ip(request)


def sign_in(request, username: str) -> Limit:
    """Wrong passwords for one account from one address."""
    who = f"{address_of(request)} {username.lower()}"
    return Limit("sign-in", (who,), settings.SIGN_IN_TRIES)


def from_address(request) -> Limit:
    """Wrong passwords from one address, whatever the accounts."""
    return Limit("address", (address_of(request),), settings.ADDRESS_TRIES)


def code(user) -> Limit:
    """Wrong codes for an account: only who knows its password gets so far."""
    return Limit("code", (str(user.pk),), settings.CODE_TRIES)


def reset(request, username: str) -> Limit:
    """Password resets asked for one account from one address."""
    who = f"{address_of(request)} {username.lower()}"
    return Limit("reset", (who,), settings.RESET_TRIES)
