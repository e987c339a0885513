"""Prints the second-factor code of the moment for a demonstration account."""

from django.core.management.base import BaseCommand, CommandError

from throughcare.web.accounts import second_factor
from throughcare.web.accounts.models import User


class Command(BaseCommand):
    help = "Print the code of the moment for an account of the demonstration. In service there is no such thing."

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, *args, username: str, **options):
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no account {username}.")
        try:
            code = second_factor.demo_code(user)
        except second_factor.OnlyInDemonstration as fault:
            raise CommandError(str(fault)) from None
        self.stdout.write(code or f"{username} set up an app of its own.")
