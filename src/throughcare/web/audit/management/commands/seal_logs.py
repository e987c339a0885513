"""Seals the logs of changes and readings, or says whether the seals still fit. Run it daily."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from throughcare.web.audit import seals
from throughcare.web.audit.models import Seal


class Command(BaseCommand):
    help = "Seal what the logs hold; with --check, say whether every seal still fits."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true")
        parser.add_argument(
            "--to", type=Path, help="file in another place that each seal is added to"
        )

    def handle(self, *args, check: bool, to: Path | None, **options):
        if check:
            self._check()
            return
        one = seals.seal()
        line = f"{one.at.isoformat()} {one.events} {one.readings} {one.hash}"
        if to:
            with to.open("a", encoding="utf-8") as file:
                file.write(line + "\n")
        self.stdout.write(line)

    def _check(self) -> None:
        broken = seals.broken()
        if broken:
            raise CommandError(
                f"The logs were changed before {broken[0].at:%d %B %Y, %H:%M} UTC: {len(broken)} seals no longer fit."
            )
        self.stdout.write(f"{Seal.objects.count()} seals fit.")
