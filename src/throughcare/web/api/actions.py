"""Making, finding and revoking tokens."""

import datetime as dt
import hashlib
import secrets

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from throughcare.web.api.models import Token
from throughcare.web.audit.actions import record
from throughcare.web.organisations import scope

PREFIX = "tc_"
"""What every token begins with, so that scanners of secrets know one."""
NOTED_EVERY = dt.timedelta(minutes=1)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def make_token(*, name: str, by) -> tuple[Token, str]:
    """A new token of the provider of a data manager, and its secret, which is not kept."""
    secret = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        provider=scope.provider_of(by),
        name=name,
        secret_hash=_hash(secret),
        by=by,
        expires_at=timezone.now() + dt.timedelta(days=settings.API_TOKEN_DAYS),
    )
    record(action="token-made", target=f"token-{token.pk}", by=by, name=name)
    return token, secret


@transaction.atomic
def revoke_token(*, token: Token, by) -> None:
    """End a token at once."""
    record(action="token-revoked", target=f"token-{token.pk}", by=by)
    Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())


def token_of(secret: str) -> Token | None:
    """The token in force with this secret."""
    found = (
        Token.objects.select_related("provider", "by")
        .filter(secret_hash=_hash(secret))
        .first()
    )
    if found is None or found.state != "in force":
        return None
    now = timezone.now()
    if found.used_at is None or now - found.used_at > NOTED_EVERY:
        Token.objects.filter(pk=found.pk).update(used_at=now)
    return found
