"""Findings of the rules on journeys over the tables of a cut, kept with the cut as derived Parquet.

A finding goes back to the provider whose return holds the line. No column has an identifier: `person` is the pseudonym
of the cut, `row` the line in the return, where the sender finds the record.
"""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import ibis
from ibis.backends import BaseBackend

from throughcare.rules import across_agencies
from throughcare.rules.catalogue import catalogue, level, limits
from throughcare.rules.rule import Rule

from . import engines, parquet
from .cut import Cut
from .sql import literal, name, values

NAME = "findings"
COLUMNS = (
    "provider",
    "return_id",
    "row",
    "rule",
    "name",
    "level",
    "field",
    "value",
    "message",
    "person",
    "journey",
    "episode",
)


def rules() -> list[Rule]:
    """The rules on journeys, in the order of their numbers."""
    return [rule for rule in catalogue() if rule.kind == "journey"]


def asked(rule: Rule, given: dict) -> ibis.Table:
    """Findings of one rule: return_no, line, person, journey, episode, value."""
    return rule.function(**{needed: given[needed] for needed in rule.needs})


def prepare(backend: BaseBackend, tables: dict, as_of) -> dict:
    """What the rules look at, from the tables `episodes`, `modalities`, `profiles` and `links` of a cut."""
    day, numbers = ibis.literal(as_of), limits(as_of)
    linked = across_agencies.linked(tables["episodes"], tables["links"], day)
    linked = engines.materialise(backend, linked, "linked_episodes")
    records = (tables["modalities"], tables["profiles"])
    journeys = across_agencies.summed(linked, *records, numbers, day)
    begun = across_agencies.structured(linked, records[0], numbers, day)
    return {
        "episodes": linked,
        "journeys": engines.materialise(backend, journeys, "summed_journeys"),
        "begun": begun,
        "profiles": records[1],
        "limits": numbers,
        "as_of": day,
    }


def find(cut: Cut, changed_levels: Mapping[str, str] = {}) -> Path:
    """The findings of a cut as a Parquet file, made when first asked for.

    `changed_levels`: levels that an operator has changed, by the rule's name.
    """
    path = cut.folder / "derived" / f"{NAME}.parquet"
    if not path.exists():
        with tempfile.TemporaryDirectory(dir=cut.store / "work") as work:
            made = _write(cut, Path(work), changed_levels)
            path.parent.mkdir(exist_ok=True)
            os.replace(made, path)
            shutil.rmtree(Path(work) / "spill", ignore_errors=True)
    return path


def _write(cut: Cut, work: Path, changed_levels: Mapping[str, str]) -> Path:
    con = engines.connect("duckdb", folder=work)
    given = prepare(con, _tables(cut, con), cut.as_of)
    con.raw_sql(
        "create temp table returns (return_no integer, provider varchar, return_id varchar)"
    )
    senders = [(n, r["provider"], r["id"]) for n, r in cut.returns.items()]
    con.raw_sql(f"insert into returns values {values(senders)}")
    told = " union all ".join(
        _told(rule, ibis.to_sql(asked(rule, given)), cut, changed_levels)
        for rule in rules()
    )
    chosen = ", ".join(name(column) for column in COLUMNS)
    path = work / f"{NAME}.parquet"
    con.raw_sql(
        f"""copy (select {chosen} from ({told}) f join returns using (return_no)
            order by provider, return_id, "row", rule, name, value, episode)
            to {literal(path)} (format parquet, compression zstd)"""
    )
    con.disconnect()
    return path


def _tables(cut: Cut, con) -> dict:
    """The tables of the cut; derived again where they are from before TOPCC was carried."""
    episodes = cut.table(con, "episodes")
    if across_agencies.CLAIM not in episodes.columns:
        cut.derive_again()
        episodes = cut.table(con, "episodes")
    others = {n: cut.table(con, n) for n in ("modalities", "profiles", "links")}
    return {"episodes": episodes, **others}


def _told(rule: Rule, sql: str, cut: Cut, changed_levels: Mapping[str, str]) -> str:
    shown = rule.fields[0]
    said = {
        "rule": rule.number,
        "name": rule.name,
        "level": changed_levels.get(rule.name) or level(rule, cut.as_of),
        "field": shown,
        "message": rule.message(shown),
    }
    columns = ", ".join(f"{literal(v)} as {name(k)}" for k, v in said.items())
    return f'select *, line as "row", {columns} from ({sql})'


def rows(
    cut: Cut, *, provider: str | None = None, rule: str | None = None
) -> list[dict]:
    """Findings of a cut in the order of provider, return and row; `rule` by number or name."""
    path = find(cut)
    wanted = {"provider": provider, "rule": rule}
    given = {k: v for k, v in wanted.items() if v is not None}
    kinds = {"provider": '"provider" = ?', "rule": "? in (rule, name)"}
    where = " and ".join(kinds[k] for k in given) or "true"
    found = parquet.rows(
        path, f"select * from {{file}} where {where}", list(given.values())
    )
    return [dict(zip(COLUMNS, row)) for row in found]
