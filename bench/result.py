"""What a measurement says, and its target."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Result:
    """`ratio` is `seconds` over the seconds of `against`, or over the seconds allowed where `against` is a time.

    `target` is the highest ratio, `memory_target` the highest peak in MB; None where a measurement only informs.
    """

    name: str
    ratio: float
    seconds: float
    peak_mb: float
    against: str
    target: float | None = None
    memory_target: float | None = None

    @property
    def is_met(self) -> bool | None:
        if self.target is None and self.memory_target is None:
            return None
        fast = self.target is None or self.ratio <= self.target
        small = self.memory_target is None or self.peak_mb <= self.memory_target
        return fast and small

    def entry(self) -> dict:
        """The entry of results.json."""
        kept = asdict(self)
        kept.pop("target")
        kept.pop("memory_target")
        return kept
