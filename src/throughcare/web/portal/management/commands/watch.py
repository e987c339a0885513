"""Sends the files that a provider's system puts into a folder.

python -m throughcare.web.manage watch FOLDER --as USERNAME [--every SECONDS] [--data-set SLUG] [--once]
"""

import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from throughcare.web.accounts.models import User
from throughcare.web.portal.uploads import data_sets_that_are_read
from throughcare.web.portal.watching import Watch
from throughcare.web.rowsecurity.context import of_providers, seeing


class Command(BaseCommand):
    help = "Send complete files of a folder as returns; each goes to done or refused, its findings beside it."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument("--as", dest="username", required=True)
        parser.add_argument("--every", type=float, default=5)
        parser.add_argument(
            "--data-set", dest="data_set", choices=data_sets_that_are_read()
        )
        parser.add_argument("--once", action="store_true")

    def handle(self, *, folder, username, every, once, data_set=None, **options):
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None or user.provider is None:
            raise CommandError(
                f"{username} is no data manager with an account. Name one."
            )
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}. Make it first.")
        watch = Watch(folder, user, every, data_set)
        with seeing(of_providers({user.provider.code})):
            self._watch(watch, every, once)

    def _watch(self, watch, every: float, once: bool) -> None:
        looks = 0
        while not (once and looks >= 2):  # a second look tells which files are complete
            if looks:
                time.sleep(every)
            for line in watch.look():
                self.stdout.write(line)
            looks += 1
