"""After a freeze: cuts that have no reports yet get them, without anybody asking."""

from django.conf import settings

from throughcare.web.reports.actions import ask_for_new_cuts
from throughcare.web.work.schedule import every

SECONDS_BETWEEN_LOOKS = 20


@every(SECONDS_BETWEEN_LOOKS)
def reports_of_new_cuts() -> None:
    ask_for_new_cuts(store=settings.THROUGHCARE_STORE)


@every(SECONDS_BETWEEN_LOOKS)
def packs_of_releases() -> None:
    from throughcare.web.reports.actions import ask_for_packs

    ask_for_packs(store=settings.THROUGHCARE_STORE)
