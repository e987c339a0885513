"""How complete the accepted records are, for every unit at once. Counts leave here, never a record."""

from dataclasses import dataclass
from functools import cached_property

import ibis

from throughcare.dataset import Field, Spec
from throughcare.warehouse.cut import Cut
from throughcare.warehouse.derive import EPISODE_KEY, number

RECORDS = ("client", "episode", "modality", "outcome_profile")
UNIT_COLUMNS = {"area": "area", "provider": "agency"}


@dataclass(frozen=True)
class Quality:
    """Completeness of a cut's records by `area` or `provider`."""

    cut: Cut
    backend: object
    kind: str

    @cached_property
    def filled(self) -> dict[str, dict[str, tuple[int, int]]]:
        """By unit and header: cells that are filled, and records that should have one filled.

        Asked for are the items that a return may not leave blank without a warning (mark W).
        """
        found: dict[str, dict[str, tuple[int, int]]] = {}
        for kind in RECORDS:
            for row in self._count(kind):
                unit = found.setdefault(row.pop("unit"), {})
                for header in [n for n in row if not n.endswith(":of")]:
                    if row[f"{header}:of"]:
                        unit[header] = (row[header], row[f"{header}:of"])
        return found

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Fields with the mark W of the data sets in the cut, by header."""
        specs = [Spec.at(letter) for letter in self._returns]
        return {
            f.header: f
            for spec in specs
            for f in spec.columns
            if f.required == "W" and f.record in RECORDS
        }

    @cached_property
    def _returns(self) -> dict[str, list[int]]:
        """Numbers of the returns by data set."""
        found: dict[str, list[int]] = {}
        for entry in self.cut.returns.values():
            found.setdefault(entry["dataset"], []).append(entry["no"])
        return found

    def _count(self, kind: str) -> list[dict]:
        wanted = [f for f in self.fields.values() if f.record == kind]
        records = self._placed(kind)
        wanted = [f for f in wanted if f.name in records.columns]
        if not wanted:
            return []
        counts = {}
        for field in wanted:
            asked = records.return_no.isin(self._numbers(field))
            counts[field.header] = records[field.name].count(where=asked)
            counts[f"{field.header}:of"] = records.count(where=asked)
        return records.group_by("unit").agg(**counts).to_pyarrow().to_pylist()

    def _numbers(self, field: Field) -> list[int]:
        """Returns whose data set knows the field."""
        return [
            number
            for letter, numbers in self._returns.items()
            if field.header in Spec.at(letter).by_header
            for number in numbers
        ]

    def _placed(self, kind: str) -> ibis.Table:
        """Records of one kind with the unit they belong to."""
        records = self.cut.records(self.backend, kind)
        keys = ["return_no", *EPISODE_KEY]
        if kind == "client":
            keys.remove("episode_id")
        return records.join(self._keyed.select(*keys, "unit").distinct(), keys)

    @cached_property
    def _keyed(self) -> ibis.Table:
        """Keys of the analytic episodes with their unit."""
        episodes = self.cut.table(self.backend, "episodes")
        units = episodes.select("episode", unit=episodes[UNIT_COLUMNS[self.kind]])
        records = self.cut.records(self.backend, "episode")
        numbered = records.select("return_no", *EPISODE_KEY, episode=number(records))
        return numbered.join(units, "episode").drop("episode")
