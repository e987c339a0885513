"""Who did what, and when. Rows are added and never changed."""

from django.conf import settings
from django.db import models


class AuditIsAppendOnly(RuntimeError):
    """Somebody tried to change or delete what the audit says."""


class EventQuerySet(models.QuerySet):
    def update(self, **changes):
        raise AuditIsAppendOnly("Audit events cannot be changed.")

    def delete(self):
        raise AuditIsAppendOnly("Audit events cannot be deleted.")


class Event(models.Model):
    """One thing that somebody did. `by` is empty for what the system did itself."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    action = models.CharField(max_length=60, db_index=True)
    target = models.CharField(max_length=200)
    detail = models.JSONField(default=dict)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-id")

    def save(self, *args, **options):
        if self.pk is not None:
            raise AuditIsAppendOnly("Audit events cannot be changed.")
        super().save(*args, **options)

    def delete(self, *args, **options):
        raise AuditIsAppendOnly("Audit events cannot be deleted.")

    def __str__(self) -> str:
        return f"{self.action} {self.target}"
