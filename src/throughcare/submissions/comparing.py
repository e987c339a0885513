"""A return beside the one before it: records that are new, changed, gone, or open again.

Both are read as they were sent, with corrections; records are matched by the keys of the data set (dataset.md section 2).
"""

from dataclasses import dataclass
from pathlib import Path

from throughcare.dataset import Spec
from throughcare.dataset import form as file_form
from throughcare.warehouse import beside, overlay

from . import corrections

KINDS = ("new", "changed", "gone", "reopened")


@dataclass(frozen=True)
class Comparison:
    """`counts`: by record and kind of difference, `same` among them. `listed`: kind, record, row, keys, fields, changes (field, was, now)."""

    former: str
    former_name: str
    counts: dict[str, dict[str, int]]
    listed: list[dict]

    def count(self, kind: str) -> int:
        return sum(counts.get(kind, 0) for counts in self.counts.values())


def former_of(store, id: str):
    """The accepted return before this one, or None: that of its provider and data set accepted last before it."""
    received = store.received(id)
    receipts = [
        r
        for r in store.receipts()
        if (r.provider, r.dataset) == (received.provider, received.dataset)
    ]
    own = next((r for r in receipts if r.id == id), None)
    earlier = [r for r in receipts if own is None or r.accepted_at < own.accepted_at]
    return earlier[-1] if earlier else None


def compare(store, id: str, former: str | None = None) -> Comparison | None:
    """This return beside its former one; None where there is none."""
    from .check import _load, _workspace
    from .papers import original_of

    before = store.received(former) if former else former_of(store, id)
    if before is None:
        return None
    with _workspace() as (folder, con):
        tables = []
        for n, which in enumerate((before.id, id)):
            received, place = store.received(which), store.folder(which)
            spec = Spec.at(received.dataset)
            own = Path(folder) / str(n)
            own.mkdir()
            form = file_form.inspect(original_of(place), received.name)
            loaded = _load(con, form, spec, own)
            tables.append(overlay.lay_over(con, loaded, corrections.in_force(place)))
        counts, listed = beside.differences(con, spec, *tables)
    return Comparison(before.id, before.name, counts, listed)
