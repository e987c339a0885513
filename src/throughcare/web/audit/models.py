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


class Reading(models.Model):
    """Somebody looked at records of people: in which return, on which rows, on which page, and why.

    `rows` lists the row numbers shown; empty where the whole return was shown or downloaded. The row numbers lead to a
    record only through the store, so this log itself names nobody who is in treatment.
    """

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    page = models.CharField(max_length=60)
    provider = models.CharField(max_length=8, db_index=True)
    return_id = models.CharField(max_length=80, db_index=True)
    rows = models.JSONField(default=list)
    reason = models.CharField(max_length=200, blank=True)
    address = models.GenericIPAddressField(null=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-id")

    def save(self, *args, **options):
        if self.pk is not None:
            raise AuditIsAppendOnly("The log of readings cannot be changed.")
        super().save(*args, **options)

    def delete(self, *args, **options):
        raise AuditIsAppendOnly("The log of readings cannot be deleted.")

    def __str__(self) -> str:
        return f"{self.page} {self.return_id}"


class Seal(models.Model):
    """A hash over the lines of both logs up to a moment, and over the seal before it: a change behind it shows."""

    at = models.DateTimeField()
    events = models.IntegerField()
    readings = models.IntegerField()
    hash = models.CharField(max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ("at", "id")

    def save(self, *args, **options):
        if self.pk is not None:
            raise AuditIsAppendOnly("A seal cannot be changed.")
        super().save(*args, **options)

    def delete(self, *args, **options):
        raise AuditIsAppendOnly("A seal cannot be deleted.")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.hash[:12]}"
