"""The letters that the site sends: each is short, names nobody in treatment, and says what to do if it was unexpected."""

import logging
import threading
from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse

log = logging.getLogger("throughcare.mail")
UNEXPECTED = "If you did not expect this, do nothing: without the link nothing happens."


def invite(invitation, secret: str) -> None:
    """The link with which an invited person opens their account."""
    link = settings.SITE_ADDRESS + reverse("accounts:invitation", args=[secret])
    _send(
        invitation.email,
        "Your account with Throughcare",
        f"You are invited to Throughcare as {invitation.get_role_display().lower()}, "
        f"{invitation.organisation}.\n\nChoose your password here, once, before "
        f"{invitation.expires_at:%d %B %Y, %H:%M} UTC:\n{link}\n\n{UNEXPECTED}",
    )


def reset(user, path: str) -> None:
    """The link with which a person chooses a new password."""
    minutes = settings.PASSWORD_RESET_TIMEOUT // 60
    _send(
        user.email,
        "A new password for Throughcare",
        f"Choose a new password here within {minutes} minutes:\n"
        f"{settings.SITE_ADDRESS}{path}\n\n{UNEXPECTED}",
    )


def changed(user, what: str) -> None:
    """Tell the owner of an account that something of its safety changed."""
    if user.email:
        _send(
            user.email,
            "Your Throughcare account was changed",
            f"{what}\n\nIf this was not you, tell the administrator of Throughcare at once.",
        )


def _send(to: str, subject: str, text: str) -> None:
    later(partial(_post, to, subject, text))


def later(job: Callable[[], None]) -> None:
    """After the transaction and beside the answer, so that its time does not tell whether a letter is sent."""
    transaction.on_commit(threading.Thread(target=job).start)


def _post(to: str, subject: str, text: str) -> None:
    try:
        send_mail(subject, text, None, [to])
    except OSError:
        log.exception("mail-not-sent")
