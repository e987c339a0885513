"""Acts that cannot be undone are asked for by one person and done by another (security.md S28).

What cannot be undone is what other people see or what is gone: a merger shows records to another provider at once,
though it can be taken back. A release has its own second person (`publish.publication.approve`).
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from throughcare.web.audit.actions import record
from throughcare.web.governance.models import Proposal
from throughcare.web.organisations import actions as organisations
from throughcare.web.organisations.models import Provider


class ProposalError(Exception):
    """Something that stands against an act. The message is one sentence with a way out."""


@dataclass(frozen=True)
class Act:
    """`words` says what would be done, `do` does it; both get what was told when it was asked for."""

    words: Callable[[dict], str]
    do: Callable[..., object]


def _merger(told: dict) -> str:
    day = dt.date.fromisoformat(told["on"])
    return (
        f"Merge provider {told['provider']} into {told['successor']} from {day:%d %B %Y}. "
        f"The people of {told['successor']} then see the returns of {told['provider']}."
    )


def _merge(told: dict, by) -> None:
    try:
        organisations.merge(
            provider=Provider.objects.get(code=told["provider"]),
            successor=Provider.objects.get(code=told["successor"]),
            on=dt.date.fromisoformat(told["on"]),
            by=by,
        )
    except organisations.OrganisationError as fault:
        raise ProposalError(str(fault)) from fault


ACTS = {"merge": Act(_merger, _merge)}


def words(proposal: Proposal) -> str:
    return ACTS[proposal.act].words(proposal.told)


@transaction.atomic
def ask(*, act: str, told: dict, by) -> Proposal:
    """Ask for an act; one that waits with the same words is given again."""
    waiting = Proposal.objects.filter(
        act=act, told=told, decided_at=None, expires_at__gt=timezone.now()
    ).first()
    if waiting:
        return waiting
    until = timezone.now() + dt.timedelta(days=settings.PROPOSAL_DAYS)
    made = Proposal.objects.create(act=act, told=told, by=by, expires_at=until)
    record(action=f"{act}-asked-for", target=str(made), by=by, **told)
    return made


@transaction.atomic
def decide(*, proposal: Proposal, do: bool, by) -> None:
    """Do what another person asked for, or refuse it; who asked may only take the own wish back."""
    locked = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if locked.state != "waiting":
        raise ProposalError(f"This is {locked.state} already. Ask for it anew")
    if do and locked.by_id == by.pk:
        raise ProposalError(
            "You asked for this yourself, so somebody else has to do it. Ask another administrator"
        )
    locked.decided_by, locked.decided_at, locked.done = by, timezone.now(), do
    locked.save()
    outcome = "confirmed" if do else "refused"
    record(action=f"{locked.act}-{outcome}", target=str(locked), by=by, **locked.told)
    if do:
        ACTS[locked.act].do(locked.told, by)
