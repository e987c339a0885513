"""A sender confirms a warning: the value is right. It is not asked again until the value changes."""

import uuid
from dataclasses import dataclass

from throughcare.warehouse import marks
from throughcare.warehouse.pseudonym import store_key

from . import confirmations, corrections, found, papers
from .check import marks_in
from .confirmations import Confirmation
from .errors import StoreError, writing


@dataclass(frozen=True)
class Meant:
    """A warning that is meant: the rule's number and name, the value seen, and the id of its confirmation or None."""

    number: str
    name: str
    value: str
    confirmed: str | None


def confirm(
    store, id: str, rule: str, row: int, field: str, *, by, why: str, value=None
) -> list[Confirmation]:
    """Confirm the warnings of a rule on a field of a row; one that is confirmed already keeps its first confirmation."""
    if not why.strip():
        raise StoreError(
            "Say why the value is right: a reason is kept with each confirmation."
        )
    meant = _meant(store, id, rule, row, field, value)
    known = {c.id: c for c in store.confirmations_for(id)}
    made = [known[w.confirmed] for w in meant if w.confirmed]
    asked = [w for w in meant if not w.confirmed]
    for name in dict.fromkeys(w.name for w in asked):
        mark_of = _marks(store, id, name, field, row)
        for seen, number in sorted(
            {(w.value, w.number) for w in asked if w.name == name}
        ):
            told = {"rule": number, "name": name, "field": field, "row": row}
            made.append(
                _remember(store, id, told, seen, mark_of[seen], by, why.strip())
            )
    return made


def _meant(store, id, rule, row, field, value) -> list[Meant]:
    """The warnings meant. Raises StoreError where there is none, or where it is not clear which."""
    if not (store.folder(id) / "findings.parquet").exists():
        store.check(id)
    columns = "rule, name, value, confirmed, level, field"
    those = [
        (f, level)
        for *f, level, at in found.values_of(store, id, columns, found.Wanted(row=row))
        if rule in f[:2] and value in (None, f[2]) and at == field
    ]
    warnings = [Meant(*f) for f, level in those if level == "warn"]
    place = f"{rule} on row {row} at {field or 'no field'} of the return {id}"
    if those and not warnings:
        raise StoreError(
            f"{place} is no warning but {those[0][1]}; only a warning can be confirmed."
        )
    if not warnings:
        raise StoreError(
            f"There is no finding {place}. Check the file to see its findings."
        )
    if value is None and len({w.value for w in warnings}) > 1:
        raise StoreError(
            f"There are {len(warnings)} findings {place}; say which by its value."
        )
    return warnings


def _marks(store, id: str, name: str, field: str, row: int) -> dict[str, str]:
    """The mark of each value seen, by which it is known again."""
    received, folder = store.received(id), store.folder(id)
    return marks_in(
        papers.original_of(folder),
        name=received.name,
        dataset=received.dataset,
        submitted_on=store.today(),
        findings=folder / "findings.parquet",
        asker=store.asker(received.provider, received.dataset),
        asked=(name, field, row),
        corrected=corrections.in_force(folder),
    )


def _remember(store, id, told: dict, seen: str, mark: str, by, why) -> Confirmation:
    received = store.received(id)
    made = Confirmation(
        id=uuid.uuid4().hex,
        provider=received.provider,
        dataset=received.dataset,
        mark=mark,
        seen=marks.seen(store_key(store.path), seen),
        return_id=id,
        by=by,
        why=why,
        at=papers.now(),
        **told,
    )
    no_room = writing(
        "The confirmation cannot be kept", "Make room, then confirm again"
    )
    with store.locked(), no_room:
        confirmations.add(store.path / confirmations.FILE, made)
    return made
