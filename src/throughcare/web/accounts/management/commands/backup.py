"""Writes database and store into one file."""

import os
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from throughcare.web.backups import backup, databases


def key_of(environment) -> str | None:
    """The key from BACKUP_KEY; in service there has to be one."""
    key = environment.get("BACKUP_KEY") or None
    if key is None and not settings.DEMO:
        raise CommandError(
            "Set BACKUP_KEY: in service backups are encrypted. Make a key with: python -m throughcare.web.manage make_key"
        )
    return key


class Command(BaseCommand):
    help = "Write database and store into FILE, encrypted with BACKUP_KEY. A file that is there is never overwritten."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--store", type=Path, help="default: the site's own store")

    def handle(self, *args, file: Path, store: Path | None, **options):
        key = key_of(os.environ)
        try:
            manifest = backup.write(file, store or settings.THROUGHCARE_STORE, key=key)
        except (backup.BackupFault, databases.DatabaseFault) as fault:
            raise CommandError(str(fault)) from None
        told = "encrypted" if key else "not encrypted"
        self.stdout.write(f"{len(manifest['files'])} files in {file}, {told}.")
