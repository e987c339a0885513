"""Accounts: who may sign in, as what, and for which organisation."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q

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
        if self.provider:
            return f"provider {self.provider.code}"
        place = self.area or self.region
        return place.name if place else "England"
