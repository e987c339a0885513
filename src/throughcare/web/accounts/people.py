"""Which accounts and invitations somebody may manage, and the form in which a role and its organisation are chosen."""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q

from throughcare.web.accounts import policy
from throughcare.web.accounts.models import BELONGS_TO, Invitation, Role, User
from throughcare.web.errors import Fault
from throughcare.web.organisations import scope
from throughcare.web.organisations.models import Area, Provider, Region


def is_national(manager) -> bool:
    return manager.role == policy.ADMINISTRATOR


def _theirs(manager) -> Q:
    """What belongs to the organisations of somebody who manages accounts."""
    if is_national(manager):
        return Q()
    return Q(provider__code__in=scope.providers_of(manager))


def accounts_of(manager, words: str = "", role: str = ""):
    """Accounts that somebody manages, by username; with the words in name or organisation, and of the role, if given."""
    found = User.objects.filter(_theirs(manager)).select_related(
        "provider", "area", "region"
    )
    if role:
        found = found.filter(role=role)
    for word in words.split():
        found = found.filter(_holds(word))
    return found.order_by("-is_active", "username")


def _holds(word: str) -> Q:
    fields = ("username", "first_name", "last_name", "provider__code")
    fields += ("provider__name", "area__name", "region__name")
    told = Q()
    for field in fields:
        told |= Q(**{f"{field}__icontains": word})
    return told


def invitations_of(manager):
    """Invitations that wait or have expired, which somebody manages."""
    open_ones = Q(used_at__isnull=True, withdrawn_at__isnull=True)
    found = Invitation.objects.filter(_theirs(manager), open_ones)
    return found.select_related("provider", "area", "region", "by")


def roles_for(manager) -> list[Role]:
    """Roles that somebody may give to an account."""
    return list(Role) if is_national(manager) else [Role.DATA_MANAGER]


@dataclass
class Chosen:
    """A role and its organisation as a form says them; `faults` where it does not."""

    role: str
    organisation: Provider | Area | Region | None
    faults: list[Fault]


def chosen(sent, manager) -> Chosen:
    """The role and organisation of a form, within what the manager may give."""
    role = sent.get("role", "") if is_national(manager) else Role.DATA_MANAGER
    if role not in roles_for(manager):
        return Chosen("", None, [Fault("role", "Select what the person will do")])
    if not is_national(manager):
        return Chosen(role, scope.provider_of(manager), [])
    field = BELONGS_TO.get(role)
    if field is None:
        return Chosen(role, None, [])
    return _organisation(role, field, sent.get(field, "").strip())


def _organisation(role: str, field: str, code: str) -> Chosen:
    models = {"provider": Provider, "area": Area, "region": Region}
    asks = {
        "provider": "Enter the agency code of a provider that is in the list of organisations",
        "area": "Select the area of the commissioner",
        "region": "Select the region of the regional lead",
    }
    found = models[field].objects.filter(code__iexact=code).first() if code else None
    faults = [] if found else [Fault(field, asks[field])]
    if field == "provider" and found:
        found = scope.successor_of(found, dt.date.today())
    return Chosen(role, found, faults)


def email_of(sent) -> tuple[str, list[Fault]]:
    """The e-mail address of a form, and what is wrong with it."""
    email = sent.get("email", "").strip()
    try:
        validate_email(email)
    except ValidationError:
        text = "Enter an e-mail address like name@example.org"
        return email, [Fault("email", text)]
    return email, []
