"""The organisations that people sign in for, and how they belong together over time.

Relations and mergers carry dates and are never deleted: who sees what on a day is worked out from them.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class Provider(models.Model):
    """A treatment provider, known by its agency code (AGNCY) in the returns."""

    code = models.CharField(max_length=8, unique=True)
    name = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name or self.code


class Region(models.Model):
    """One of the nine regions of England, filled from dataset/areas.csv."""

    code = models.CharField(max_length=9, unique=True)
    name = models.CharField(max_length=30)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Area(models.Model):
    """One of the 152 upper-tier local authorities of 2018, filled from dataset/areas.csv."""

    code = models.CharField(max_length=9, unique=True)
    name = models.CharField(max_length=60)
    region = models.CharField(max_length=30)

    def __str__(self) -> str:
        return self.name


class Partnership(models.Model):
    """The local body that plans treatment for an area. `code` is its DAT code, blank where it is not known."""

    area = models.OneToOneField(Area, on_delete=models.PROTECT)
    name = models.CharField(max_length=100)
    code = models.CharField(max_length=8, blank=True)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                name="partnership_code_once",
                fields=("code",),
                condition=~Q(code=""),
            ),
        )

    def __str__(self) -> str:
        return self.name


class RelationQuerySet(models.QuerySet):
    def at(self, day):
        """Relations in force on a day; `until` is the first day on which one no longer holds."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)


class Relation(models.Model):
    """A provider works for a partnership from `since` up to, and without, `until`."""

    provider = models.ForeignKey(
        Provider, on_delete=models.PROTECT, related_name="relations"
    )
    partnership = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, related_name="relations"
    )
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = RelationQuerySet.as_manager()

    class Meta:
        ordering = ("-since", "id")
        constraints = (
            models.CheckConstraint(
                name="relation_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.provider} for {self.partnership} since {self.since}"


class MergerQuerySet(models.QuerySet):
    def at(self, day):
        """Mergers that have happened by a day and were not taken back."""
        return self.filter(undone_at__isnull=True, on__lte=day)


class Merger(models.Model):
    """`provider` became part of `successor` on a day. Nothing is moved: taking it back restores what was."""

    provider = models.ForeignKey(
        Provider, on_delete=models.PROTECT, related_name="mergers"
    )
    successor = models.ForeignKey(
        Provider, on_delete=models.PROTECT, related_name="absorbed"
    )
    on = models.DateField()
    made_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = MergerQuerySet.as_manager()

    class Meta:
        ordering = ("-on", "id")
        constraints = (
            models.UniqueConstraint(
                name="provider_merges_once",
                fields=("provider",),
                condition=Q(undone_at__isnull=True),
            ),
            models.CheckConstraint(
                name="provider_merges_into_another",
                condition=~Q(provider=F("successor")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.provider} into {self.successor} on {self.on}"
