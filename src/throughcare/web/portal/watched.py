"""What is noted of a watched folder, and by whom it is read: when it was looked at, what waits, what became of files."""

import datetime as dt
from typing import TypedDict

from django.utils import timezone

from throughcare.web.organisations import scope
from throughcare.web.portal.models import FolderFile, WatchedFolder

BEING_WRITTEN = "It is being written still: its name ends in .part."
SEEN_ONCE = "It is taken once its size stays the same from one look to the next."
NOT_MOVED = "It could not be read or moved out of the folder, and is not sent again. Take it out by hand."
MOST_WAITING = 100
"""Files that wait of which the page tells the names."""
SILENT_SECONDS = 600
"""Without a look for so long, a folder is taken for one that nobody watches."""


class Waiting(TypedDict):
    """A file that is not taken yet: name, size in bytes, and why."""

    name: str
    bytes: int
    why: str


def note_look(watch, waiting: list[Waiting], fault: str = "") -> None:
    """Keep when a folder was looked at and what waits in it."""
    WatchedFolder.objects.update_or_create(
        folder=str(watch.folder.absolute())[:300],
        provider=watch.by.provider.code,
        defaults={
            "by": watch.by,
            "seconds": watch.seconds,
            "looked_at": timezone.now(),
            "waiting": waiting[:MOST_WAITING],
            "fault": fault[:300],
        },
    )


def note_file(watch, name: str, outcome: str, told: str, return_id: str) -> None:
    """Keep what became of a file."""
    FolderFile.objects.create(
        provider=watch.by.provider.code,
        name=name[:150],
        outcome=outcome,
        sentence=told[:500],
        return_id=return_id,
    )


def seen_by(user, model):
    """Lines of a model that an account may see: of its own providers, all for the administrator."""
    codes = scope.providers_of(user)
    lines = model.objects.all()
    return lines if codes is None else lines.filter(provider__in=codes)


def is_silent(folder: WatchedFolder, now: dt.datetime) -> bool:
    """Whether nobody seems to watch a folder any more."""
    patience = max(SILENT_SECONDS, 3 * folder.seconds)
    return (now - folder.looked_at).total_seconds() > patience
