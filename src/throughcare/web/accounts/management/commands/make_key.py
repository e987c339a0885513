"""Makes a key for SECOND_FACTOR_KEYS or BACKUP_KEY."""

from cryptography.fernet import Fernet
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Print a new key of 32 bytes in URL-safe base 64."
    requires_system_checks = ()

    def handle(self, *args, **options):
        self.stdout.write(Fernet.generate_key().decode())
