"""What is asked before data move or cannot be taken back: a second person, a purpose, an agreement, a lawful basis."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from throughcare.web.organisations.models import Provider


def _by(**options) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        **options,
    )


class Proposal(models.Model):
    """An act that one person asked for and another has to do; `told` is what the act needs to know."""

    act = models.CharField(max_length=40)
    told = models.JSONField()
    by = _by()
    at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    decided_by = _by(null=True)
    decided_at = models.DateTimeField(null=True)
    done = models.BooleanField(null=True)

    class Meta:
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"proposal {self.pk}"

    @property
    def state(self) -> str:
        """waiting, done, refused or expired."""
        if self.decided_at:
            return "done" if self.done else "refused"
        return "waiting" if timezone.now() < self.expires_at else "expired"


class Export(models.Model):
    """A file of records that an account may download until `expires_at`, and what it said it is for."""

    by = _by()
    page = models.CharField(max_length=60)
    path = models.CharField(max_length=300)
    purpose = models.CharField(max_length=40)
    words = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"export {self.pk}"


class Agreement(models.Model):
    """A named person accepted the data-sharing agreement of this text for a provider."""

    provider = models.ForeignKey(
        Provider, on_delete=models.PROTECT, related_name="agreements"
    )
    text_hash = models.CharField(max_length=64)
    name = models.CharField(max_length=100)
    position = models.CharField(max_length=100)
    by = _by(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"agreement {self.pk}"


class Disclosure(models.Model):
    """Data that regularly leave the service, or did: to whom, what for, and on which lawful basis."""

    recipient = models.CharField(max_length=200)
    purpose = models.CharField(max_length=300)
    basis = models.CharField(max_length=300)
    fields = models.CharField(max_length=500)
    rests_on = models.CharField(max_length=10)
    since = models.DateField()
    until = models.DateField(null=True)
    by = _by()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("until", "recipient", "id")

    def __str__(self) -> str:
        return f"disclosure {self.pk}"
