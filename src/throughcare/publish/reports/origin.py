"""What a report was made from: the cut and the code."""

import datetime as dt
from dataclasses import dataclass

from throughcare import __version__
from throughcare.warehouse.cut import Cut


@dataclass(frozen=True)
class Origin:
    """A cut and the version of the code that read it."""

    cut: Cut
    code_version: str = __version__

    @property
    def as_of(self) -> dt.date:
        """The day up to which the cut holds data."""
        return self.cut.as_of

    def told(self) -> dict[str, str]:
        """The cut as a report names it."""
        manifest = self.cut.manifest
        return {name: str(manifest[name]) for name in ("name", "as_of", "hash")}
