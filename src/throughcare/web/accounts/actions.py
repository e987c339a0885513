"""Changes to accounts."""

from django.db import transaction

from throughcare.web.accounts.models import User
from throughcare.web.audit.actions import record


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
