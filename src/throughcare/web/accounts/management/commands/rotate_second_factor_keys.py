"""Encrypts every seed of a second factor again with the newest key."""

from django.core.management.base import BaseCommand

from throughcare.web.accounts import second_factor


class Command(BaseCommand):
    help = "Encrypt every seed again with the first of SECOND_FACTOR_KEYS; the others can then be taken away."

    def handle(self, *args, **options):
        count = second_factor.rotate_keys()
        self.stdout.write(f"{count} seeds are encrypted with the newest key.")
