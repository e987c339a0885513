"""What every report must say about itself."""

from throughcare.publish.reports.document import Unit

RESTRICTED = (
    "Restricted: counts are not rounded and small ones are shown. Not for publication."
)
SMALL_QUARTER = (
    "A quarter rests on small numbers; twelve months say more (indicators.md F)."
)
NOT_ADJUSTED = (
    "Nothing is adjusted for the needs of the people treated: a difference is a question, not a verdict "
    "(indicators.md F)."
)
OWN_EPISODES = (
    "Counted from this provider's episodes alone: people it shares with others count as its own, and a return to "
    "another provider is not seen as a re-presentation."
)


def of(unit: Unit, *own: str) -> tuple[str, ...]:
    """The notes of a report: its own, what a provider's figures leave out, and who may see it."""
    about_providers = (OWN_EPISODES,) if unit.kind == "provider" else ()
    return (*own, *about_providers, RESTRICTED)
