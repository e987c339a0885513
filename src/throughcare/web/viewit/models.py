"""Reports that somebody saved: the address of a question under a name of their own."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class SavedReport(models.Model):
    """A question of the report builder, kept for its owner alone. It holds no figure: those come from the release."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(max_length=80)
    query = models.TextField(max_length=8000)
    saved_at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return f"saved report {self.pk}"
