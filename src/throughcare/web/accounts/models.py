"""Accounts: who may sign in, as what, and for which organisation."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q

from throughcare.web.organisations.models import Area, Provider


class Role(models.TextChoices):
    """What a person comes to the site to do."""

    DATA_MANAGER = "data-manager", "Data manager"
    COMMISSIONER = "commissioner", "Commissioner"
    ANALYST = "analyst", "National analyst"


class User(AbstractUser):
    """A person with an account. A data manager belongs to one provider, a commissioner to one area."""

    role = models.CharField(max_length=20, choices=Role.choices)
    provider = models.ForeignKey(
        Provider, null=True, blank=True, on_delete=models.PROTECT
    )
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT)

    REQUIRED_FIELDS = ()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="data_manager_has_provider",
                condition=Q(role=Role.DATA_MANAGER, provider__isnull=False)
                | ~Q(role=Role.DATA_MANAGER) & Q(provider__isnull=True),
            ),
            models.CheckConstraint(
                name="commissioner_has_area",
                condition=Q(role=Role.COMMISSIONER, area__isnull=False)
                | ~Q(role=Role.COMMISSIONER) & Q(area__isnull=True),
            ),
        )

    @property
    def organisation(self) -> str:
        """What the person signs in for, in words."""
        if self.provider:
            return f"provider {self.provider.code}"
        return self.area.name if self.area else "England"
