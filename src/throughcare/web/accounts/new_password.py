"""Choosing a password: what is wrong with the two fields of the form, in words."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from throughcare.web.errors import Fault


def faults_of(sent, user=None) -> list[Fault]:
    """What keeps `password` and `again` of a form from being the new password of this user."""
    password, again = sent.get("password", ""), sent.get("again", "")
    if not password:
        return [Fault("password", "Enter a new password")]
    try:
        validate_password(password, user)
    except ValidationError as fault:
        return [Fault("password", fault.messages[0].removesuffix("."))]
    if password != again:
        return [Fault("again", "Enter the same password twice")]
    return []
