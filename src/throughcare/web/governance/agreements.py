"""The data-sharing agreement that a named person accepts before a provider's first return is taken in (security.md S51)."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.db import transaction

from throughcare.submissions import StoreError
from throughcare.web.audit.actions import record
from throughcare.web.governance.models import Agreement
from throughcare.web.organisations.models import Provider

DRAFT = Path(__file__).with_name("agreement.txt")


class NotAgreed(StoreError):
    """A return of a provider that has not accepted the agreement."""


def text() -> str:
    """The agreement: the operator's, or the draft that comes with the service."""
    return Path(settings.AGREEMENT or DRAFT).read_text(encoding="utf-8")


def text_hash() -> str:
    return hashlib.sha256(text().encode()).hexdigest()


def of(provider: Provider) -> Agreement | None:
    """The acceptance of today's text; None where it is missing, or was of another text."""
    return Agreement.objects.filter(provider=provider, text_hash=text_hash()).first()


def need(codes: Iterable[str]) -> None:
    """Refuse where none of these agency codes, of one sender, has accepted."""
    accepted = Agreement.objects.filter(provider__code__in=codes, text_hash=text_hash())
    if not accepted.exists():
        raise NotAgreed(
            "Nobody has accepted the data-sharing agreement for this provider yet. "
            "A data manager accepts it on the page of returns; then send the file again"
        )


@transaction.atomic
def accept(*, provider: Provider, name: str, position: str, by) -> Agreement:
    """Accept today's text for a provider; it stays accepted until the text changes."""
    made = Agreement.objects.create(
        provider=provider,
        text_hash=text_hash(),
        name=name[:100],
        position=position[:100],
        by=by,
    )
    record(
        action="agreement-accepted",
        target=provider.code,
        by=by,
        text=made.text_hash[:12],
    )
    return made
