"""Puts database and store back from a backup."""

import os
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from throughcare.web.backups import backup, databases


class Command(BaseCommand):
    help = "Put database and store back from FILE. Over data it needs --force; the store that was there is kept beside."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--store", type=Path, help="default: the site's own store")
        parser.add_argument("--force", action="store_true")

    def handle(self, *args, file: Path, store: Path | None, force: bool, **options):
        try:
            manifest = backup.put_back(
                file,
                store or settings.THROUGHCARE_STORE,
                key=os.environ.get("BACKUP_KEY") or None,
                force=force,
            )
        except (backup.BackupFault, databases.DatabaseFault) as fault:
            raise CommandError(str(fault)) from None
        count = len(manifest["files"])
        self.stdout.write(f"{count} files as of {manifest['at']} are back.")
