"""The second factor: codes of an authenticator app, and recovery codes for when it is lost.

The codes are those of django-allauth. Its seeds are kept encrypted with the first of SECOND_FACTOR_KEYS and read with
any of them, so that a key can be replaced: put a new one first, run `rotate_keys`, take the old one away.
"""

import base64
import hashlib
import hmac

from allauth.mfa.adapter import DefaultMFAAdapter, get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import transaction

from throughcare.web.accounts import policy

APP, RECOVERY = Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES
SECRETS = ("secret", "seed")
"""What is kept encrypted: the seed of the app and that of the recovery codes."""


class Adapter(DefaultMFAAdapter):
    """Keeps seeds encrypted, and names an account by its username."""

    def encrypt(self, text: str) -> str:
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _keys().decrypt(encrypted_text.encode()).decode()

    def get_totp_label(self, user) -> str:
        return user.username


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.SECOND_FACTOR_KEYS])


def is_required(user) -> bool:
    """True for those whom some page shows a person's record, or who manage such accounts."""
    return user.role in policy.SEES_PERSONS


def is_set_up(user) -> bool:
    return Authenticator.objects.filter(user=user, type=APP).exists()


def check(user, code: str) -> str | None:
    """Use up a code of the user's app, or a recovery code; says which it was, None where it is neither.

    Either works once.
    """
    digits = "".join(code.split())
    for kept in Authenticator.objects.filter(user=user, type__in=(APP, RECOVERY)):
        if kept.wrap().validate_code(digits):
            kept.record_usage()
            return kept.type
    return None


def new_secret() -> str:
    """A fresh seed for an app, 32 characters of base 32."""
    return totp.generate_totp_secret()


def is_code_of(secret: str, code: str) -> bool:
    return totp.validate_totp_code(secret, "".join(code.split()))


def address_of(user, secret: str) -> str:
    """The `otpauth://` address that an app reads from the square code."""
    return get_adapter().build_totp_url(user, secret)


def drawing_of(address: str) -> str:
    """The square code as SVG, to be put into the page."""
    svg = get_adapter().build_totp_svg(address)
    return svg[svg.index("<svg") :]


@transaction.atomic
def set_up(user, secret: str) -> list[str]:
    """Give the account this app in place of any other; the new recovery codes, ten of eight digits."""
    remove(user)
    totp.TOTP.activate(user, secret)
    return RecoveryCodes.activate(user).generate_codes()


@transaction.atomic
def renew_recovery_codes(user) -> list[str]:
    """Ten new recovery codes; the old ones no longer work."""
    Authenticator.objects.filter(user=user, type=RECOVERY).delete()
    return RecoveryCodes.activate(user).generate_codes()


def recovery_codes_left(user) -> int:
    kept = Authenticator.objects.filter(user=user, type=RECOVERY).first()
    return len(kept.wrap().get_unused_codes()) if kept else 0


def remove(user) -> None:
    """Take away every factor of the account: it sets up a new one at the next sign-in."""
    Authenticator.objects.filter(user=user).delete()


@transaction.atomic
def rotate_keys() -> int:
    """Encrypt every seed again with the first key; says how many."""
    kept = list(Authenticator.objects.select_for_update())
    for authenticator in kept:
        for name in SECRETS:
            if name in authenticator.data:
                old = authenticator.data[name].encode()
                authenticator.data[name] = _keys().rotate(old).decode()
        authenticator.save(update_fields=["data"])
    return len(kept)


# -- the demonstration --------------------------------------------------------------------------------------------


class OnlyInDemonstration(RuntimeError):
    """Known seeds and shown codes exist in the demonstration only."""


def _only_in_demonstration() -> None:
    if not settings.DEMO:
        raise OnlyInDemonstration(
            "Codes are shown in the demonstration only: THROUGHCARE_MODE is not demo."
        )


def demo_secret(user) -> str:
    """The seed of a demonstration account, made from the secret key of this machine."""
    _only_in_demonstration()
    key = settings.SECRET_KEY.encode()
    made = hmac.new(key, f"demo {user.username}".encode(), hashlib.sha256).digest()
    return base64.b32encode(made[:20]).decode()


def demo_code(user) -> str:
    """The code of the moment for a demonstration account; empty where it set up an app of its own."""
    _only_in_demonstration()
    secret = demo_secret(user)
    kept = Authenticator.objects.filter(user=user, type=APP).first()
    if not kept or get_adapter().decrypt(kept.data["secret"]) != secret:
        return ""
    counter = next(totp.yield_hotp_counters_from_time())
    return totp.format_hotp_value(totp.hotp_value(secret, counter))
