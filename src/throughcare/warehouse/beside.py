"""Two raw tables of one sender beside each other, record by record."""

from throughcare.dataset import Spec

from .load import Loaded
from .overlay import columns_of, rows_with_lines
from .sql import literal, name

KEYS = {
    "client": ("AGNCY", "CLIENTID"),
    "episode": ("AGNCY", "CLIENTID", "EPISODID"),
    "modality": ("AGNCY", "CLIENTID", "EPISODID", "MODID"),
    "review": ("AGNCY", "CLIENTID", "EPISODID", "SUBMID"),
    "time_in_treatment": ("AGNCY", "CLIENTID", "EPISODID", "TITID"),
    "outcome_profile": ("AGNCY", "CLIENTID", "EPISODID", "TOPID"),
}
"""The keys of each record, by national header; a record whose keys a version lacks is passed over."""
ENDED = "DISD"


def differences(con, spec: Spec, former: Loaded, now: Loaded):
    """Counts by record and kind, and the records that differ: kind, record, row, keys, fields, changes.

    A change is what a field was and what it is: field, was, now; None where it is blank.
    """
    counts, listed = {}, []
    for record, keys in KEYS.items():
        there = set(columns_of(con, former)) & set(columns_of(con, now))
        if not set(keys) <= there:
            continue
        content = [
            f.header
            for f in spec.columns
            if f.record == record and f.header in there and f.header not in keys
        ]
        _pair(con, record, keys, content, former, now)
        told = con.execute(
            f"select kind, count(*) from pair_{record} group by 1"
        ).fetchall()
        counts[record] = dict(told)
        listed += _listed(con, record, keys, content)
    return counts, listed


def _pair(con, record, keys, content, former, now) -> None:
    """The table `pair_<record>`: one line a key, what it was and what it is."""
    for which, loaded in (("was", former), ("is", now)):
        con.execute(
            f"create or replace temp table {which}_{record} as {_records(keys, content, loaded)}"
        )
    same = (
        " and ".join(f'w."{h}" is not distinct from i."{h}"' for h in content) or "true"
    )
    reopened = (
        f"when coalesce(w.\"{ENDED}\", '') <> '' and coalesce(i.\"{ENDED}\", '') = '' then 'reopened'"
        if ENDED in content and record == "episode"
        else ""
    )
    on = " and ".join(f'w."{k}" = i."{k}"' for k in keys)
    told = ", ".join(f'coalesce(i."{k}", w."{k}") as "{k}"' for k in keys)
    changed = ", ".join(
        f"""case when w.line is not null and i.line is not null and w."{h}" is distinct from i."{h}" then '{h}' end"""
        for h in content
    )
    changes = ", ".join(
        f"""{{'field': '{h}', 'was': w."{h}", 'now': i."{h}"}}""" for h in content
    )
    con.execute(
        f"""create or replace temp table pair_{record} as select {told}, coalesce(i.line, w.line) as line,
            case when w.line is null then 'new' when i.line is null then 'gone' {reopened}
            when {same} then 'same' else 'changed' end as kind, concat_ws(' ', {changed or "''"}) as fields,
            case when w.line is not null and i.line is not null then [c for c in [{changes}] if c.was is distinct from c.now] else [] end as changes
            from was_{record} w full join is_{record} i on {on}"""
    )


def _records(keys, content, loaded: Loaded) -> str:
    """The first row of each key."""
    columns = ", ".join(
        f"nullif(trim({name(h)}), '') as {name(h)}" for h in (*keys, *content)
    )
    parted = ", ".join(name(k) for k in keys)
    given = " and ".join(f"{name(k)} is not null" for k in keys)
    return f"""select * from (select line_of_row as line, {columns} from {rows_with_lines(loaded)}) where {given}
        qualify row_number() over (partition by {parted} order by line) = 1"""


def _listed(con, record, keys, content) -> list[dict]:
    rows = con.execute(
        f"""select kind, {literal(record)} as record, line, concat_ws(' / ', {", ".join(f'"{k}"' for k in keys[1:])}) as keys, fields, changes
            from pair_{record} where kind <> 'same' order by kind, line, keys"""
    ).fetchall()
    names = ("kind", "record", "row", "keys", "fields", "changes")
    return [dict(zip(names, row)) for row in rows]
