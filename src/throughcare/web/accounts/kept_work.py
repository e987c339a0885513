"""What somebody typed into a form that could not be sent, because the session was over or had to be confirmed.

It is kept encrypted, for the writer only and for a few hours, and shown in the form again after signing in. Files and
passwords are not kept. Nothing is saved by it: the writer looks at the form and sends it again.
"""

import base64
import datetime as dt
import hashlib
import hmac
import json

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.http import QueryDict
from django.utils import timezone

from throughcare.web.accounts.models import KeptWork

NEVER = {"csrfmiddlewaretoken", "password", "again", "code", "next"}
LONGEST = 50_000
"""Characters of a form; a longer one is not kept."""
PAGES = 20
"""Forms kept for one account, the newest."""


def keep(user, page: str, sent: QueryDict) -> bool:
    """Keep the text fields of a form for its page; True where there was something to keep."""
    fields = {name: sent.getlist(name) for name in sent if name not in NEVER}
    text = json.dumps(fields)
    if not any(any(values) for values in fields.values()) or len(text) > LONGEST:
        return False
    _forget_old(user)
    KeptWork.objects.update_or_create(
        user=user,
        page=page[:200],
        defaults={
            "sealed": _cipher().encrypt(text.encode()).decode(),
            "at": timezone.now(),
        },
    )
    return True


def of(user, page: str) -> QueryDict | None:
    """What this account typed on a page and could not send, as a form sends it."""
    kept = KeptWork.objects.filter(user=user, page=page[:200], at__gt=_since()).first()
    if kept is None:
        return None
    try:
        fields = json.loads(_cipher().decrypt(kept.sealed.encode()))
    except InvalidToken:  # the key was changed
        return None
    found = QueryDict(mutable=True)
    for name, values in fields.items():
        found.setlist(name, values)
    found._mutable = False
    return found


def forget(user, page: str) -> None:
    """The form was sent, or its writer wants it empty."""
    KeptWork.objects.filter(user=user, page=page[:200]).delete()


def _forget_old(user) -> None:
    KeptWork.objects.filter(at__lte=_since()).delete()
    newest = KeptWork.objects.filter(user=user).order_by("-at").values("pk")
    KeptWork.objects.filter(pk__in=[row["pk"] for row in newest[PAGES - 1 :]]).delete()


def _since() -> dt.datetime:
    return timezone.now() - dt.timedelta(seconds=settings.KEPT_WORK_SECONDS)


def _cipher() -> Fernet:
    """A key of its own, made from the secret key of the site."""
    key = hmac.new(settings.SECRET_KEY.encode(), b"kept work", hashlib.sha256)
    return Fernet(base64.urlsafe_b64encode(key.digest()))
