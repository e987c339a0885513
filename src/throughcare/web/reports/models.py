"""The making of a cut's routine reports in the background: asked for, begun, done or failed, with how far it is."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Making(models.Model):
    """One request to make the reports of a cut. Its state is worked out from what has happened."""

    cut = models.CharField(max_length=64)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    begun_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    number = models.PositiveIntegerField(null=True)
    fault = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-asked_at", "-id")
        constraints = (
            models.UniqueConstraint(
                name="one_making_of_a_cut_at_a_time",
                fields=("cut",),
                condition=models.Q(finished_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"reports of {self.cut}: {self.state}"

    @property
    def state(self) -> str:
        """waiting, running, done or failed."""
        if self.fault:
            return "failed"
        if self.finished_at:
            return "done"
        return "running" if self.begun_at else "waiting"
