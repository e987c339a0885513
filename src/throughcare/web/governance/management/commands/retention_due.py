"""Lists what has been kept for as long as its class of record says. It removes nothing."""

import datetime as dt

from django.core.management.base import BaseCommand

from throughcare.web.governance import retention
from throughcare.web.portal.own import store
from throughcare.web.rowsecurity.context import ALL, seeing


class Command(BaseCommand):
    help = "List records whose period of retention is over; nothing is removed."

    def add_arguments(self, parser):
        parser.add_argument(
            "--on",
            type=dt.date.fromisoformat,
            default=None,
            help="the day to look from, as 2026-11-23; today where it is missing",
        )

    def handle(self, *args, on: dt.date | None, **options):
        day = on or dt.date.today()
        with seeing(ALL):
            found = retention.due(store(), day)
        for one in found:
            self.stdout.write(f"{one.since}  {one.kind:32} {one.what}")
        self.stdout.write(f"{len(found)} due on {day}.")
