"""An accepted return, as a cut names it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """An accepted return that a cut may name. `files` are SHA-256 hashes by file name."""

    id: str
    provider: str
    dataset: str
    folder: str
    accepted_at: str
    period_start: str | None
    files: dict[str, str]
