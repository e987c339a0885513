"""The question of a request, and its answer from the newest published release."""

from dataclasses import dataclass

from django.conf import settings

from throughcare.publish import builder, definitions, figures
from throughcare.web.errors import Fault
from throughcare.web.public import released


@dataclass(frozen=True)
class Asked:
    """What a request asks, what in it could not be used, and the answer; None where nothing is released."""

    release: figures.Release | None
    offered: dict[str, builder.Measure]
    question: builder.Question | None
    faults: list[Fault]
    answer: builder.Answer | None


def asked(request) -> Asked:
    release = released.release()
    known = [
        d for d in definitions.catalogue().values() if release and release.has(d.key)
    ]
    offered = builder.offered(release, known, settings.THROUGHCARE_STORE)
    question, found = builder.read(request.GET, offered)
    answer = None
    if question:
        answer = builder.answer(release, settings.THROUGHCARE_STORE, question)
    faults = [Fault(fault.field, fault.message) for fault in found]
    return Asked(release, offered, question, faults, answer)
