"""Ask for the routine reports of a cut to be made, in the background."""

from functools import partial

from django.db import IntegrityError, transaction

from throughcare.web.audit.actions import record
from throughcare.web.reports import tasks
from throughcare.web.reports.models import Making


def ask_for_reports(*, cut: str, by) -> Making:
    """Queue the making of a cut's reports. While one is under way there is no second: that one is given."""
    under_way = Making.objects.filter(cut=cut, finished_at__isnull=True).first()
    if under_way:
        return under_way
    try:
        with transaction.atomic():
            making = Making.objects.create(cut=cut, asked_by=by)
            record(action="reports-asked-for", target=cut, by=by)
            transaction.on_commit(lambda: tasks.make_reports.enqueue(making.pk))
    except IntegrityError:
        return Making.objects.get(cut=cut, finished_at__isnull=True)
    return making


def ask_for_new_cuts(*, store) -> list[Making]:
    """Ask for the reports of cuts that have none, as after a freeze; gives what was asked for."""
    from throughcare.publish.reports import run
    from throughcare.warehouse.cut import Cut

    known = set(Making.objects.values_list("cut", flat=True))
    missing = [name for name in Cut.names(store) if name not in known]
    return [
        ask_for_reports(cut=name, by=None)
        for name in missing
        if not run.numbers(Cut.open(store, name))
    ]


def ask_for_packs(*, store) -> list[str]:
    """Ask for the packs and bulletins of published releases that have none, the newest first; gives their cuts."""
    from throughcare.publish import figures
    from throughcare.publish.packs import kept

    asked = [cut for cut in reversed(figures.names(store)) if kept.ask(store, cut)]
    for cut in asked:
        with transaction.atomic():
            record(action="packs-asked-for", target=cut, by=None)
            transaction.on_commit(partial(tasks.make_packs.enqueue, cut))
    return asked
