"""The people of each area as each of their providers sees them."""

from dataclasses import dataclass, replace
from functools import cached_property

from throughcare.indicators import Inputs, Period
from throughcare.journeys import build, summarise
from throughcare.publish.reports.measured import Measured
from throughcare.warehouse import engines

BETWEEN = "|"


@dataclass(frozen=True)
class Within:
    """Figures of every pair of area and provider, each query run once for all of them."""

    inputs: Inputs
    gap_days: int

    def row(self, slug: str, period: Period, area: str, provider: str) -> dict:
        """The figure of a provider on the people who live in the area."""
        return self._measured.row(slug, period, area + BETWEEN + provider)

    def providers_of(self, area: str) -> list[str]:
        """Codes of the providers with an episode of somebody who lived in the area."""
        return self._providers.get(area, [])

    @cached_property
    def _providers(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for pair in self._measured.units():
            area, _, provider = pair.partition(BETWEEN)
            found.setdefault(area, []).append(provider)
        return found

    @cached_property
    def _measured(self) -> Measured:
        apart = _as_pairs(self.inputs, self.gap_days)
        return Measured(apart, self.inputs)


def _as_pairs(inputs: Inputs, gap_days: int) -> Inputs:
    """The same tables with area and provider in the place of the area, and each person told apart by both."""
    given = inputs.episodes
    pair = given.area.fill_null("") + BETWEEN + given.agency
    episodes = given.mutate(person=given.person + BETWEEN + pair, area=pair)
    whose = episodes.select("episode", "person")
    chained = build(episodes, gap_days).links
    backend = given.get_backend()
    links = engines.materialise(backend, chained, "links_of_pairs")
    return replace(
        inputs,
        episodes=episodes,
        modalities=inputs.modalities.drop("person").join(whose, "episode"),
        profiles=inputs.profiles.drop("person").join(whose, "episode"),
        links=links,
        journeys=summarise(links),
    )
