"""Changes to accounts: opening, inviting, changing, closing; passwords, second factors and sessions."""

import datetime as dt
import hashlib
import secrets

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from throughcare.web.accounts import mail, second_factor, sessions
from throughcare.web.accounts.models import BELONGS_TO, Invitation, User
from throughcare.web.audit.actions import record


class AccountError(Exception):
    """Something that cannot be done with an account. The message is one sentence with a way out."""


@transaction.atomic
def open_account(
    *,
    username: str,
    password: str,
    role: str,
    by,
    provider=None,
    area=None,
    region=None,
) -> User:
    """The account of this name with this role and password, made or brought in step."""
    user = User.objects.filter(username=username).first() or User(username=username)
    is_new = user.pk is None
    user.role = role
    user.provider, user.area, user.region = provider, area, region
    if is_new or not user.check_password(password):
        user.set_password(password)
    user.save()
    if is_new:
        record(action="account-opened", target=username, by=by, role=role)
    return user


# -- invitations --------------------------------------------------------------------------------------------------


def hash_of(secret: str) -> str:
    """What is kept of the secret in an invitation's link."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def invite(*, email: str, role: str, organisation, by, name: str = "") -> Invitation:
    """Invite somebody to an account of this role for an organisation (None for England); the link goes by e-mail."""
    email = email.strip().lower()
    if User.objects.filter(username=email).exists():
        raise AccountError("There is an account with this e-mail address already")
    _waiting(email).update(withdrawn_at=timezone.now())
    secret = secrets.token_urlsafe(32)
    field = BELONGS_TO.get(role)
    invitation = Invitation.objects.create(
        email=email,
        name=name.strip(),
        role=role,
        secret_hash=hash_of(secret),
        expires_at=_expiry(),
        by=by,
        **({field: organisation} if field else {}),
    )
    record(
        action="account-invited", target=f"invitation {invitation.pk}", by=by, role=role
    )
    mail.invite(invitation, secret)
    return invitation


def _waiting(email: str):
    return Invitation.objects.filter(
        email=email, used_at__isnull=True, withdrawn_at__isnull=True
    )


def _expiry() -> dt.datetime:
    return timezone.now() + dt.timedelta(days=settings.INVITATION_DAYS)


@transaction.atomic
def send_again(*, invitation: Invitation, by) -> Invitation:
    """A new link in place of the old one, which stops working."""
    if invitation.state not in {"waiting", "expired"}:
        raise AccountError(f"This invitation is {invitation.state} already")
    secret = secrets.token_urlsafe(32)
    invitation.secret_hash = hash_of(secret)
    invitation.sent_at, invitation.expires_at = timezone.now(), _expiry()
    invitation.save()
    record(action="invitation-sent-again", target=str(invitation), by=by)
    mail.invite(invitation, secret)
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by) -> None:
    """The link stops working."""
    if invitation.state not in {"waiting", "expired"}:
        raise AccountError(f"This invitation is {invitation.state} already")
    invitation.withdrawn_at = timezone.now()
    invitation.save()
    record(action="invitation-withdrawn", target=str(invitation), by=by)


def invitation_of(secret: str) -> Invitation | None:
    """The invitation that a link opens; None where it was used, withdrawn, has expired or never was."""
    found = Invitation.objects.filter(secret_hash=hash_of(secret)).first()
    return found if found and found.state == "waiting" else None


@transaction.atomic
def accept_invitation(*, invitation: Invitation, name: str, password: str) -> User:
    """Open the account that was waited for. The link works once: a second try finds it used."""
    used = Invitation.objects.filter(pk=invitation.pk, used_at__isnull=True)
    if not used.update(used_at=timezone.now()):
        raise AccountError("This invitation was used already. Sign in instead")
    user = User(
        username=invitation.email,
        email=invitation.email,
        first_name=name.strip()[:100],
        role=invitation.role,
        provider=invitation.provider,
        area=invitation.area,
        region=invitation.region,
    )
    user.set_password(password)
    user.save()
    record(action="invitation-accepted", target=str(invitation), by=user)
    return user


# -- changes by somebody who manages accounts ---------------------------------------------------------------------


@transaction.atomic
def change_role(*, user: User, role: str, organisation, by) -> None:
    """Give an account another role or organisation. It signs in again: nothing of the old role lives on."""
    old = f"{user.role}, {user.organisation}"
    user.role = role
    for field in set(BELONGS_TO.values()):
        wanted = field == BELONGS_TO.get(role)
        setattr(user, field, organisation if wanted else None)
    user.save()
    sessions.end_all(user)
    record(
        action="account-changed",
        target=user.username,
        by=by,
        old=old,
        new=f"{role}, {user.organisation}",
    )


@transaction.atomic
def close_account(*, user: User, by) -> None:
    """Nobody signs in to it any longer, and who was signed in no longer is. What it did stays known."""
    if user == by:
        raise AccountError(
            "You cannot close your own account. Ask another administrator"
        )
    user.is_active = False
    user.save()
    sessions.end_all(user)
    record(action="account-closed", target=user.username, by=by)


@transaction.atomic
def reopen_account(*, user: User, by) -> None:
    """Let a closed account sign in again, with a new second factor."""
    user.is_active = True
    user.save()
    second_factor.remove(user)
    record(action="account-reopened", target=user.username, by=by)


@transaction.atomic
def reset_second_factor(*, user: User, by) -> None:
    """For somebody who lost app and recovery codes: the next sign-in sets up a new app."""
    if user == by:
        raise AccountError("Set up a new app on the page of your own account instead")
    second_factor.remove(user)
    sessions.end_all(user)
    record(action="second-factor-reset", target=user.username, by=by)
    mail.changed(user, "Your second factor was taken away on request.")


# -- changes by the owner -----------------------------------------------------------------------------------------


@transaction.atomic
def change_password(*, user: User, password: str, how: str) -> None:
    """A new password, after which every session of the account has ended; `how` is `changed` or `reset`."""
    user.set_password(password)
    user.save()
    sessions.end_all(user)
    record(action=f"password-{how}", target=user.username, by=user)
    mail.changed(user, "Your password was changed.")


@transaction.atomic
def set_up_second_factor(*, user: User, secret: str) -> list[str]:
    """Give the own account this authenticator app; the recovery codes, shown once."""
    codes = second_factor.set_up(user, secret)
    record(action="second-factor-set-up", target=user.username, by=user)
    mail.changed(user, "An authenticator app was set up as your second factor.")
    return codes


@transaction.atomic
def renew_recovery_codes(*, user: User) -> list[str]:
    """New recovery codes for the own account; the old ones no longer work."""
    codes = second_factor.renew_recovery_codes(user)
    record(action="recovery-codes-renewed", target=user.username, by=user)
    mail.changed(user, "Your recovery codes were replaced.")
    return codes


@transaction.atomic
def note_signed_in(*, user: User, second_step: str | None) -> None:
    """Somebody signed in; `second_step` is the kind of code given, if any."""
    record(action="signed-in", target=user.username, by=user, second_step=second_step)


@transaction.atomic
def end_sessions(*, user: User, but: str | None = None) -> int:
    """End the sessions of the own account, but the one of the key `but`."""
    ended = sessions.end_all(user, but=but)
    record(action="sessions-ended", target=user.username, by=user, count=ended)
    return ended
