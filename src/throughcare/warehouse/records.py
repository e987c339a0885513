"""Accepted records: what is left of a return once rejected records are out and rejected fields are blank.

A rejected client takes its episodes along, a rejected episode its modalities, reviews and profiles; a rejected
modality only itself. Of a record repeated on several rows the first row counts.
"""

from pathlib import Path

from throughcare.dataset import Spec
from throughcare.dataset.spec import KEYS

from .checking import Plan
from .looking import SMALL
from .sql import literal

PARENTS = {"client": ("client",), "episode": ("client", "episode")}
KEPT_OF_A_REFUSAL = ("client_agency", "client_client_id", "episode_consent")


def key_columns(spec: Spec, record: str) -> list[str]:
    """Where the key of a record stands in the typed rows."""
    return [_column(spec, record, name) for name in KEYS[record]]


def _column(spec: Spec, record: str, name: str) -> str:
    own = f"{record}_{name}"
    for owner in (own, f"episode_{name}", f"client_{name}"):
        if owner in spec.by_column:
            return owner
    raise KeyError(own)


def prepare(con, plan: Plan, spec: Spec) -> None:
    """The view `accepted_rows`: typed rows with rejected fields blank and refusals emptied; and the rejected keys."""
    blanked = dict(
        con.execute(
            """select field, list(distinct fault) from found join looked using (fault)
               where level = 'reject-field' and field <> 'PC' and field <> 'CONSENT' group by field"""
        ).fetchall()
    )
    columns = ", ".join(_cell(field, blanked) for field in spec.columns)
    rows = con.execute("select count(*) from raw").fetchone()[0]
    kind = "table" if rows < SMALL else "view"
    con.execute(
        f"create or replace temp {kind} accepted_rows as select line, not_answered, {columns} from ({plan.typed_sql})"
    )
    for record in ("client", "episode"):
        _reject(con, spec, record)


def _cell(field, blanked: dict[str, list[int]]) -> str:
    column = f'"{field.column}"'
    value = column
    if field.header in blanked:
        faults = ", ".join(str(f) for f in blanked[field.header])
        value = f"case when line in (select line from found where fault in ({faults})) then null else {value} end"
    if field.column not in KEPT_OF_A_REFUSAL:
        value = f"case when episode_consent = 'N' then null else {value} end"
    return value if value == column else f"{value} as {column}"


def _reject(con, spec: Spec, record: str) -> None:
    keys = key_columns(spec, record)
    chosen = ", ".join(f'r."{k}"' for k in keys)
    con.execute(
        f"""create or replace temp table rejected_{record} as select distinct {chosen} from accepted_rows r
            where line in ({_rejected_lines(record)}) and {" and ".join(f'r."{k}" is not null' for k in keys)}"""
    )


def _rejected_lines(record: str) -> str:
    return f"select \"row\" from findings where level = 'reject-record' and record = '{record}'"


def record_sql(spec: Spec, record: str) -> str:
    """The accepted records of one kind: `line` and the columns of `Spec.record_names`, one row a key.

    A record whose key is not whole is the same as another one only where all of it is the same.
    """
    columns = {n: _column(spec, record, n) for n in spec.record_names(record)}
    chosen = ", ".join(f'"{c}" as "{n}"' for n, c in columns.items())
    if record == "outcome_profile":
        chosen += ", not_answered"
    return f"""select line, {chosen} from accepted_rows r where {_kept(spec, record)}
        qualify row_number() over (partition by {_same_record(spec, record)} order by line) = 1 order by line"""


def _same_record(spec: Spec, record: str) -> str:
    keys = ", ".join(f'"{k}"' for k in key_columns(spec, record))
    own = key_columns(spec, record)[-1]
    told = ", ".join(f'"{f.column}"' for f in spec.of(record))
    return f'{keys}, case when "{own}" is null then hash(row({told})) end'


def _kept(spec: Spec, record: str) -> str:
    parts = []
    if record not in ("client", "episode"):
        filled = " or ".join(f'"{f.column}" is not null' for f in spec.of(record))
        parts.append(f"({filled})")
    for level in dict.fromkeys((*PARENTS.get(record, ("client", "episode")), record)):
        parts.append(f"line not in ({_rejected_lines(level)})")
    for parent in PARENTS.get(record, ("client", "episode")):
        same = " and ".join(f'x."{k}" = r."{k}"' for k in key_columns(spec, parent))
        parts.append(f"not exists (from rejected_{parent} x where {same})")
    return " and ".join(parts)


def write_records(con, plan: Plan, spec: Spec, folder: Path) -> dict[str, int]:
    """One Parquet file a record kind in `folder`; returns how many of each."""
    prepare(con, plan, spec)
    counts = {}
    for record in spec.records:
        target = literal(Path(folder) / f"{record}.parquet")
        con.execute(
            f"copy ({record_sql(spec, record)}) to {target} (format parquet, compression zstd)"
        )
        counts[record] = con.execute(
            f"select coalesce(sum(num_rows), 0)::bigint from parquet_file_metadata({target})"
        ).fetchone()[0]
    return counts


def count_rejected(con, spec: Spec) -> dict[str, int]:
    """Rows with a rejected record, by kind of record."""
    return dict(
        con.execute(
            """select record, count(distinct "row") from findings where level = 'reject-record' group by 1"""
        ).fetchall()
    )
