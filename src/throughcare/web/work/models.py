"""Which workers are alive: each leaves a sign of life every few seconds."""

from django.db import models


class Beat(models.Model):
    """The last sign of life of a worker."""

    worker = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.worker} at {self.at}"
