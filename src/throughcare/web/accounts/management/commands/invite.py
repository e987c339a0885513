"""Invites the first administrator of a new service, when nobody can sign in yet to do it."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from throughcare.web.accounts import actions
from throughcare.web.accounts.models import Role
from throughcare.web.organisations.actions import load_areas
from throughcare.web.organisations.models import Region


class Command(BaseCommand):
    help = "Send an invitation for a national administrator to EMAIL."

    def add_arguments(self, parser):
        parser.add_argument("email")

    def handle(self, *args, email: str, **options):
        try:
            validate_email(email)
            if not Region.objects.exists():
                load_areas(by=None)
            invitation = actions.invite(
                email=email, role=Role.ADMINISTRATOR, organisation=None, by=None
            )
        except ValidationError:
            raise CommandError(f"{email} is no e-mail address.") from None
        except actions.AccountError as fault:
            raise CommandError(f"{fault}.") from None
        self.stdout.write(
            f"An invitation is on its way to {email}; its link works until {invitation.expires_at:%d %B %Y, %H:%M} UTC."
        )
