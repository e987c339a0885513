"""Makes the PostgreSQL role under which the site works. Run it as the owner of the tables, after `migrate`."""

import os

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from throughcare.web.rowsecurity import roles


class Command(BaseCommand):
    help = "Make the PostgreSQL role NAME for the site, or bring it in step. Its password comes from ROLE_PASSWORD."

    def add_arguments(self, parser):
        parser.add_argument("name")

    def handle(self, *args, name: str, **options):
        if connection.vendor != "postgresql":
            raise CommandError("DATABASE names no PostgreSQL: SQLite has no roles.")
        roles.prepare(connection, name, os.environ.get("ROLE_PASSWORD"))
        self.stdout.write(
            f"The role {name} is ready. Let the site's DATABASE name it, and keep the owner's for `migrate`."
        )
