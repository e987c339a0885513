"""Accounts: who may sign in, as what, and for which organisation."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils import timezone

from throughcare.web.accounts import policy
from throughcare.web.organisations.models import Area, Provider, Region


class Role(models.TextChoices):
    """What a person comes to the site to do."""

    DATA_MANAGER = policy.DATA_MANAGER, "Data manager"
    COMMISSIONER = policy.COMMISSIONER, "Commissioner"
    REGIONAL_LEAD = policy.REGIONAL_LEAD, "Regional lead"
    ANALYST = policy.ANALYST, "National analyst"
    RECORD_ANALYST = policy.RECORD_ANALYST, "National analyst, records"
    ADMINISTRATOR = policy.ADMINISTRATOR, "National administrator"


BELONGS_TO = {
    Role.DATA_MANAGER: "provider",
    Role.COMMISSIONER: "area",
    Role.REGIONAL_LEAD: "region",
}
"""The kind of organisation that a role signs in for; the others sign in for England."""


def organisation_of(holder) -> str:
    """What an account or an invitation is for, in words."""
    if holder.provider:
        return f"provider {holder.provider.code}"
    place = holder.area or holder.region
    return place.name if place else "England"


def _belongs(role: Role, field: str) -> Q:
    """This role has the organisation, and no other role has it."""
    has = Q(role=role, **{f"{field}__isnull": False})
    return has | ~Q(role=role) & Q(**{f"{field}__isnull": True})


class User(AbstractUser):
    """A person with an account. A data manager belongs to a provider, a commissioner to an area, a lead to a region."""

    role = models.CharField(max_length=20, choices=Role.choices)
    provider = models.ForeignKey(
        Provider, null=True, blank=True, on_delete=models.PROTECT
    )
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT)
    region = models.ForeignKey(Region, null=True, blank=True, on_delete=models.PROTECT)

    REQUIRED_FIELDS = ()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="data_manager_has_provider",
                condition=_belongs(Role.DATA_MANAGER, "provider"),
            ),
            models.CheckConstraint(
                name="commissioner_has_area",
                condition=_belongs(Role.COMMISSIONER, "area"),
            ),
            models.CheckConstraint(
                name="regional_lead_has_region",
                condition=_belongs(Role.REGIONAL_LEAD, "region"),
            ),
        )

    @property
    def organisation(self) -> str:
        """What the person signs in for, in words."""
        return organisation_of(self)


class Try(models.Model):
    """One try that is counted to slow down guessing; `key` is a keyed hash of what was tried from where."""

    key = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)


class KeptWork(models.Model):
    """A form that could not be sent, encrypted, for its writer alone; see `accounts/kept_work.py`."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    page = models.CharField(max_length=200)
    sealed = models.TextField()
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="one_form_kept_a_page", fields=("user", "page")
            ),
        )

    def __str__(self) -> str:
        return f"kept form {self.pk}"


class Invitation(models.Model):
    """An account that waits for its owner: the link that was sent by e-mail opens it once, until it expires.

    Only a hash of the link's secret is kept.
    """

    email = models.EmailField()
    name = models.CharField(max_length=100, blank=True)
    role = models.CharField(max_length=20, choices=Role.choices)
    provider = models.ForeignKey(Provider, null=True, on_delete=models.PROTECT)
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT)
    region = models.ForeignKey(Region, null=True, on_delete=models.PROTECT)
    secret_hash = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-sent_at", "-id")

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    @property
    def state(self) -> str:
        """What became of it: waiting, accepted, withdrawn or expired."""
        if self.used_at:
            return "accepted"
        if self.withdrawn_at:
            return "withdrawn"
        return "waiting" if timezone.now() < self.expires_at else "expired"

    @property
    def organisation(self) -> str:
        return organisation_of(self)
