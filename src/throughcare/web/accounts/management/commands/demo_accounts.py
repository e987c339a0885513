"""Opens one account a role for the demonstration, and prints how to sign in."""

import secrets

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from throughcare.publish import areas
from throughcare.web.accounts import second_factor
from throughcare.web.accounts.actions import open_account
from throughcare.web.accounts.models import Role
from throughcare.web.governance import agreements
from throughcare.web.organisations.actions import add_provider, load_areas
from throughcare.web.organisations.models import Area, Region


class Command(BaseCommand):
    help = "Open one account a role for the demonstration. Running it again changes nothing."

    def add_arguments(self, parser):
        parser.add_argument(
            "--provider", required=True, help="agency code of the data manager"
        )
        parser.add_argument(
            "--area",
            default=areas.all_areas()[0].code,
            help="area code of the commissioner",
        )

    def handle(self, *args, provider: str, area: str, **options):
        if not settings.DEMO:
            raise CommandError("Demonstration accounts are not opened in service.")
        if not Region.objects.exists():
            load_areas(by=None)
        theirs = Area.objects.filter(code=area).first()
        if theirs is None:
            raise CommandError(f"There is no area {area}.")
        password = demo_password()
        scopes = {
            Role.DATA_MANAGER: {"provider": add_provider(code=provider, by=None)},
            Role.COMMISSIONER: {"area": theirs},
            Role.REGIONAL_LEAD: {"region": Region.objects.get(name=theirs.region)},
            Role.ANALYST: {},
            Role.RECORD_ANALYST: {},
            Role.ADMINISTRATOR: {},
        }
        _agree(scopes[Role.DATA_MANAGER]["provider"])
        for role, scope in scopes.items():
            user = open_account(
                username=role.value, password=password, role=role, by=None, **scope
            )
            asks = second_factor.is_required(user)
            if asks and not second_factor.is_set_up(user):
                second_factor.set_up(user, second_factor.demo_secret(user))
            step = "; a second step, which shows its code" if asks else ""
            self.stdout.write(
                f"{user.username:14} {password}  {user.get_role_display()}, {user.organisation}{step}"
            )


def _agree(provider) -> None:
    """The made-up provider has accepted the agreement."""
    if agreements.of(provider) is None:
        agreements.accept(
            provider=provider, name="Made up", position="Demonstration", by=None
        )


def demo_password() -> str:
    """The password of all demonstration accounts on this machine, made up at first use."""
    path = settings.HOME / "password"
    if not path.is_file():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(9), encoding="utf-8")
    return path.read_text(encoding="utf-8")
