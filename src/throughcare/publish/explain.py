"""Walk a figure back: the cell, its definition, the values filled in, the records, the line of the return.

The records are rows of a provider's own return. Whoever shows them must ask first who may see them; the cell,
the definition and the parameters may be shown to all, the cell protected.
"""

import json

import ibis

from throughcare import __version__, indicators, parameters
from throughcare.dataset.areas import ENGLAND, areas
from throughcare.indicators import from_outside
from throughcare.journeys.substances import GROUPS
from throughcare.publish.protecting import Audience, leaving
from throughcare.warehouse import engines, parquet
from throughcare.warehouse.cut import Cut

SEPARATOR = 1_000_000_000


class NoSuchCell(LookupError):
    """The figure asked for is not in the cut."""


def explain(
    cut: Cut,
    which: str,
    period: str,
    area: str | None = None,
    group: str | None = None,
    *,
    with_records: bool = True,
) -> dict:
    """Everything behind one figure.

    `area`: code of an area, a region or England; None is England. `group`: a substance group, None for all. Keys: `cell`
    (unprotected), `protected_cell`, `definition`, `parameters`, `cut`; with records
    also `records`, `returns` (who accepted them) and `findings` (on the lines of the records).
    """
    indicator, when = _known(which), indicators.Period.parse(period)
    backend = engines.connect("duckdb")
    inputs = cut.inputs(backend)
    wanted = _wanted(area, group)
    by = list(wanted)
    cells = [
        row
        for row in indicators.results(indicator, inputs, when, by=by)
        if all(row[name] == value for name, value in wanted.items())
    ]
    if not cells:
        raise NoSuchCell(_not_found(cut, indicator, period, area, group))
    told = {
        "cell": cells[0] if len(cells) == 1 else cells[0] | {"rows": cells},
        "protected_cell": leaving(cells, Audience.PUBLIC)[0],
        **behind(cut, which, period),
    }
    if with_records:
        told |= _records(cut, backend, indicator, inputs, when, by, wanted)
    return told


def behind(cut: Cut, which: str, period: str) -> dict:
    """What stands behind every figure of an indicator in a period: its definition, the values filled in, the cut."""
    indicator, when = _known(which), indicators.Period.parse(period)
    return {
        "definition": _definition(indicator),
        "parameters": _parameters(indicator, when),
        "cut": _cut(cut),
    }


def _known(which: str) -> indicators.Indicator:
    """The indicator; of one that needs figures from outside, the people it counts."""
    found = from_outside.get(which)
    if found is None:
        return indicators.get(which)
    counted = found.people()
    if counted is None:
        raise NoSuchCell(
            f"{found.title} counts nobody of a cut: its figures are those of `throughcare outside show {found.kinds[0]}`."
        )
    return counted


def _wanted(area: str | None, group: str | None) -> dict[str, str]:
    """The breakdowns that lead to the cell, with their values; a region may be named by its code."""
    wanted = {} if not area or area == ENGLAND[0] else _place(area)
    if group in (None, "", "all"):
        return wanted
    if group not in GROUPS:
        raise NoSuchCell(
            f"There is no substance group {group!r}. Use one of: {', '.join(GROUPS)}."
        )
    return wanted | {"substance_group": group}


def _place(code: str) -> dict[str, str]:
    region = {a.region_code: a.region for a in areas().values()}.get(code)
    if not region and code not in areas():
        raise NoSuchCell(
            f"There is no area {code!r}. Use the code of an upper-tier area, as E08000037, or of a region, as E12000001; without one England is explained."
        )
    return {"region": region} if region else {"area": code}


def _not_found(cut, indicator, period, area, group) -> str:
    known = areas().get(area or "")
    place = known.name if known else area or "England"
    told = f" for the group {group}" if group else ""
    return (
        f"Cut {cut.name} has nobody to count for {indicator.title} in {place} in {period}{told}. "
        "`throughcare measure` with --by area lists the cells there are."
    )


TOLD = (
    "id",
    "slug",
    "title",
    "question",
    "unit",
    "numerator",
    "denominator",
    "exclusions",
    "edges",
    "why",
    "evidence",
    "fields",
    "file",
)


def _definition(indicator) -> dict:
    references = [vars(reference) for reference in indicator.references]
    return {name: getattr(indicator, name) for name in TOLD} | {
        "references": references
    }


def _parameters(indicator, when) -> list[dict]:
    """The values in force at the start of the period."""
    values = [parameters.at(name, when.start) for name in indicator.parameters]
    return [vars(v) | {"since": v.since.isoformat()} for v in values]


def _cut(cut: Cut) -> dict:
    kept = ("name", "as_of", "hash", "frozen_at", "version")
    return {k: cut.manifest[k] for k in kept} | {"code_version": __version__}


def _records(cut: Cut, backend, indicator, inputs, when, by, wanted) -> dict:
    """The episodes behind the contributions, with the line of the return that each came from."""
    geography = next((g for g in ("area", "region") if g in by), "england")
    counted = indicator.contributions(inputs, when, geography)
    for name, value in wanted.items():
        counted = counted.filter(counted[name] == value)
    held = inputs.secure if indicator.of_secure else inputs
    rows = backend.to_pyarrow(_with_lines(counted, held)).to_pylist()
    records = [_record(cut, row) for row in rows]
    used = {r["return_id"]: r["return_no"] for r in records}
    for record in records:
        del record["return_no"]
    returns = [_accepted(cut, no) for no in sorted(set(used.values()))]
    findings = [
        {"provider": r["provider"], "return_id": r["id"]} | finding
        for r in returns
        for finding in findings_on(cut, r["id"], _lines_of(records, r["id"]))
    ]
    return {"records": records, "returns": returns, "findings": findings}


def _lines_of(records: list[dict], return_id: str) -> list[int]:
    return sorted({r["line"] for r in records if r["return_id"] == return_id})


def _with_lines(counted, inputs):
    """One row an episode of each contribution; for an intervention, the row of the intervention."""
    links = inputs.links
    of_journey = counted.filter(counted.modality.isnull())
    episodes = of_journey.join(
        links.select("person", "journey", "episode", "triaged", "discharged"),
        ["person", "journey"],
    ).select(
        "person",
        "journey",
        "numerator",
        "denominator",
        "triaged",
        "discharged",
        record="episode",
        kind=ibis.literal("episode"),
    )
    of_intervention = counted.filter(counted.modality.notnull())
    modalities = of_intervention.join(
        inputs.modalities.select("modality", "referred", "first_offered"), "modality"
    ).select(
        "person",
        "journey",
        "numerator",
        "denominator",
        triaged="referred",
        discharged="first_offered",
        record="modality",
        kind=ibis.literal("modality"),
    )
    both = episodes.union(modalities)
    return both.order_by("person", "journey", "record")


def _record(cut: Cut, row: dict) -> dict:
    number, line = divmod(row["record"], SEPARATOR)
    source = cut.returns[number]
    dates = (
        ("referred", "first_offered")
        if row["kind"] == "modality"
        else ("triaged", "discharged")
    )
    return {
        "return_no": number,
        "return_id": source["id"],
        "provider": source["provider"],
        "line": line,
        "person": row["person"],
        "journey": row["journey"],
        "numerator": _whole(row["numerator"]),
        "denominator": _whole(row["denominator"]),
        dates[0]: row["triaged"],
        dates[1]: row["discharged"],
    }


def _accepted(cut: Cut, number: int) -> dict:
    """Who accepted a return, when, with what hash, and what was found in it."""
    source = cut.returns[number]
    folder = cut.store / source["folder"]
    receipt = json.loads((folder / "receipt.json").read_text(encoding="utf-8"))
    kept = (
        "id",
        "name",
        "provider",
        "dataset",
        "sha256",
        "accepted_at",
        "accepted_by",
        "part",
        "counts",
    )
    return {k: receipt[k] for k in kept}


def findings_on(cut: Cut, return_id: str, lines: list[int]) -> list[dict]:
    """What the rules said about some lines of a return: row, rule, level, field, message."""
    source = next(r for r in cut.manifest["returns"] if r["id"] == return_id)
    path = cut.store / source["folder"] / "findings.parquet"
    rows = parquet.rows(
        path,
        """select "row", rule, level, field, message from {file}
           where "row" in (select unnest(?)) order by all""",
        [lines],
    )
    return [
        dict(zip(("row", "rule", "level", "field", "message"), row)) for row in rows
    ]


def _whole(number: float | None) -> int | float | None:
    return int(number) if number is not None and number == int(number) else number
