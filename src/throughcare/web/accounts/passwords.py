"""What a password may be: long enough, not of the words of this service, not one that is known to have leaked."""

import bisect
import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError

from throughcare.publish import areas

WORDS = ("throughcare", "ndtms", "password", "treatment", "national drug")
"""Words that a stranger would try first on this service."""
REST = 6
"""A password is refused where fewer characters than these remain beside such words."""


class LengthValidator:
    """Between the fewest and the most characters, whatever they are."""

    def __init__(self, shortest: int, longest: int):
        self.shortest, self.longest = shortest, longest

    def validate(self, password, user=None):
        if len(password) < self.shortest:
            raise ValidationError(
                f"Your password must have {self.shortest} characters or more"
            )
        if len(password) > self.longest:
            raise ValidationError(
                f"Your password must have {self.longest} characters or fewer"
            )

    def get_help_text(self):
        return f"Use {self.shortest} characters or more. Three or four random words are easy to remember."


class ContextValidator:
    """Not a word of this service, an area or the own provider, with a few characters around it."""

    def validate(self, password, user=None):
        if is_mostly(_plain(password), _words_of(user)):
            raise ValidationError(
                "Your password is too easy to guess: it is little more than a name that belongs to this service"
            )

    def get_help_text(self):
        return "Do not use the name of the service, an area or your provider."


def _plain(text: str) -> str:
    """Lower case, with the usual disguises of letters taken off and all else left out."""
    shown = text.casefold().translate(str.maketrans("013457@$", "oieastas"))
    return "".join(c for c in shown if c.isalnum())


@cache
def _names() -> frozenset[str]:
    named = {_plain(a.name) for a in areas.all_areas()} | {_plain(w) for w in WORDS}
    return frozenset(named | {_plain(n) for n in areas.region_names().values()})


def _words_of(user) -> frozenset[str]:
    provider = getattr(user, "provider", None)
    own = {_plain(provider.code), _plain(provider.name)} if provider else set()
    return frozenset(word for word in _names() | own if len(word) > 3)


def is_mostly(password: str, words: frozenset[str]) -> bool:
    """Whether little more than one of the words, however often, makes up the password.

    >>> is_mostly("leedsleeds2oi2", frozenset({"leeds"})), is_mostly("leedsquietriver", frozenset({"leeds"}))
    (True, False)
    """
    held = (word for word in words if word in password)
    return any(len(password.replace(word, "")) < REST for word in held)


class LeakedValidator:
    """Not in the list of leaked passwords that LEAKED_PASSWORDS names: sorted SHA-1 hashes, one a line.

    Lines may go on with `:` and a count, as the public lists do. Without a list nothing is refused here.
    """

    def validate(self, password, user=None):
        path = settings.LEAKED_PASSWORDS
        if path and is_listed(password, Path(path)):
            raise ValidationError(
                "This password has leaked from another service. Choose one that you use nowhere else"
            )

    def get_help_text(self):
        return "Choose a password that you use nowhere else."


def is_listed(password: str, path: Path) -> bool:
    """Whether the hash of a password is a line of a sorted file; reads a few dozen lines of it, not the whole."""
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
    with path.open("rb") as file:
        lines = _Lines(file, path.stat().st_size)
        place = bisect.bisect_left(lines, wanted)
        return place < len(lines) and lines[place] == wanted


class _Lines:
    """A sorted file as a sequence over byte offsets: the item at an offset is the first whole line after it."""

    def __init__(self, file, size: int):
        self.file, self.size = file, size

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, place: int) -> str:
        self.file.seek(max(place - 1, 0))
        if place:
            self.file.readline()
        line = self.file.readline().decode().strip()
        return line.partition(":")[0].upper() or "~"
