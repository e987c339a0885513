"""The organisations that people sign in for: providers of treatment and the areas that commission it."""

from django.db import models


class Provider(models.Model):
    """A treatment provider, known by its agency code (AGNCY) in the returns."""

    code = models.CharField(max_length=8, unique=True)
    name = models.CharField(max_length=100, blank=True)

    def __str__(self) -> str:
        return self.name or self.code


class Area(models.Model):
    """One of the 152 upper-tier local authorities of 2018, filled from dataset/areas.csv."""

    code = models.CharField(max_length=9, unique=True)
    name = models.CharField(max_length=60)
    region = models.CharField(max_length=30)

    def __str__(self) -> str:
        return self.name
