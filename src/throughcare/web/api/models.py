"""Tokens with which a sender's own programs use the API."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from throughcare.web.organisations.models import Provider


class Token(models.Model):
    """A token of one provider. Its secret is shown once; only a hash of it is kept."""

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    secret_hash = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-made_at", "-id")

    def __str__(self) -> str:
        return f"token {self.pk} of {self.provider.code}"

    @property
    def state(self) -> str:
        """What it can be used for still: in force, expired, revoked, or out of force with its maker's account."""
        if self.revoked_at:
            return "revoked"
        if timezone.now() >= self.expires_at:
            return "expired"
        return "in force" if self.by.is_active else "maker's account is closed"
