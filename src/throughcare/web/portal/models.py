"""Checks and acceptances of returns in the background, letters about returns that are due, and watched folders."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from throughcare.submissions.check import STEPS
from throughcare.submissions.store import KEEPING


class Work(models.Model):
    """Something asked for a return that a worker does. Its state is worked out from what has happened."""

    STEPS = STEPS

    return_id = models.CharField(max_length=80, db_index=True)
    provider = models.CharField(max_length=12)
    way = models.CharField(max_length=10, default="page")
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    begun_at = models.DateTimeField(null=True)
    step = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True
        ordering = ("-asked_at", "-id")

    @property
    def state(self) -> str:
        """waiting, running, done or failed."""
        if self.fault:
            return "failed"
        if self.finished_at:
            return "done"
        return "running" if self.begun_at else "waiting"

    @property
    def steps(self) -> list[tuple[str, str]]:
        """Each step in words, and whether it is done, under way or to come."""
        here = self.step if self.begun_at else -1
        return [(text, _place(n, here)) for n, text in enumerate(self.STEPS)]


class Check(Work):
    """One request to check a return. `entitled`: the agency codes that it may hold."""

    entitled = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"check of {self.return_id}: {self.state}"


class Acceptance(Work):
    """One request to accept a return, with what its sender agreed to."""

    STEPS = (*STEPS, KEEPING)

    part = models.BooleanField(default=False)
    replace_fuller = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"acceptance of {self.return_id}: {self.state}"


def _place(step: int, here: int) -> str:
    if step == here:
        return "now"
    return "done" if step < here else "to come"


class Reminder(models.Model):
    """A letter to a data manager that the return of a month, named by its first day, is due."""

    provider = models.CharField(max_length=12)
    month = models.DateField()
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-sent_at", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=("provider", "month", "to"), name="one_reminder_a_month"
            )
        ]

    def __str__(self) -> str:
        return f"reminder of {self.provider} for {self.month:%Y-%m}"


class WatchedFolder(models.Model):
    """A folder whose files are sent by themselves: when it was last looked at, and what waits in it.

    `waiting`: name, size in bytes and why, a file; `fault`: why the folder could not be read.
    """

    folder = models.CharField(max_length=300)
    provider = models.CharField(max_length=12)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    seconds = models.FloatField()
    looked_at = models.DateTimeField(default=timezone.now)
    waiting = models.JSONField(default=list)
    fault = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("provider", "folder")
        constraints = [
            models.UniqueConstraint(
                fields=("folder", "provider"), name="one_line_a_watched_folder"
            )
        ]

    def __str__(self) -> str:
        return f"watched folder {self.folder} of {self.provider}"


class FolderFile(models.Model):
    """What became of a file of a watched folder: `taken`, with its return and findings, or `refused`, with the reason."""

    TAKEN, REFUSED = "taken", "refused"

    provider = models.CharField(max_length=12)
    name = models.CharField(max_length=150)
    at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=10)
    sentence = models.CharField(max_length=500)
    return_id = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.name}: {self.outcome}"
