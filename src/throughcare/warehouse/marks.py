"""Marks of soft checks: a keyed hash that tells whether the same question was confirmed before.

    mark = hash(provider, data set, rule, field, keys of the record, values that the rule looks at)

under the secret of the store, so that no value can be found by trying. A finding about something that is not in the
file has its keys in its value.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from throughcare.dataset.spec import KEYS

from .sql import literal, name, values

LENGTH = 40
"""Characters of a mark: 160 bits."""
SEPARATOR = "chr(31)"


@dataclass(frozen=True)
class Asker:
    """Whose findings are marked, and under which secret."""

    secret: str
    provider: str
    dataset: str


def mark_known(con, spec, plan, asker: Asker | None, known: Iterable) -> None:
    """Give the table `findings` the column `confirmed`: the id of the confirmation of each warning that has one.

    `known`: confirmations with `id`, `name`, `field` and `mark`; of several with one mark the last counts.
    """
    con.execute("alter table findings add column confirmed varchar")
    latest = {c.mark: c for c in known}
    if not latest or asker is None:
        return
    pairs = sorted({(c.name, c.field) for c in latest.values()})
    _keep_marks(con, spec, plan, asker, pairs)
    rows = values((c.mark, c.id) for c in latest.values())
    con.execute("create or replace temp table confirmations (mark varchar, id varchar)")
    con.execute(f"insert into confirmations values {rows}")
    con.execute(
        """update findings f set confirmed = c.id from marks m join confirmations c using (mark)
           where f.level = 'warn' and f.name = m.name and f.field = m.field and f."row" = m."row" and f.value = m.value"""
    )


def marks_of(con, spec, plan, asker: Asker, rule: str, field: str, row: int) -> dict:
    """Marks of the warnings of one rule (its name) on a field of a row, by the value seen."""
    _keep_marks(con, spec, plan, asker, [(rule, field)], f'and f."row" = {int(row)}')
    return dict(con.execute("select value, mark from marks").fetchall())


def _keep_marks(con, spec, plan, asker, pairs, more: str = "") -> None:
    """The table `marks` (name, field, row, value, mark) of the warnings of these rules on these fields."""
    told = " union all ".join(_marks(spec, plan, asker, n, f, more) for n, f in pairs)
    con.execute(f"create or replace temp table marks as {told}")


def _marks(spec, plan, asker: Asker, rule: str, field: str, more: str) -> str:
    fixed = [
        literal(part)
        for part in ("confirmation", asker.provider, asker.dataset, rule, field)
    ]
    headers = _looked_at(spec, plan, rule, field)
    cells = [f"coalesce(trim(r.{name(header)}), '')" for header in headers]
    on_row = f"concat_ws({SEPARATOR}, {', '.join([*fixed, *cells])})"
    on_file = f"concat_ws({SEPARATOR}, {', '.join([*fixed, 'f.value'])})"
    text = f"case when r.line is null then {on_file} else {on_row} end"
    secret = literal(asker.secret)
    hashed = f"sha256({secret} || sha256({secret} || {text}))"
    return f"""select f.name, f.field, f."row", f.value, left({hashed}, {LENGTH}) as mark
        from findings f left join raw r on r.line = f."row"
        where f.level = 'warn' and f.name = {literal(rule)} and f.field = {literal(field)} {more}"""


def _looked_at(spec, plan, rule: str, field: str) -> list[str]:
    """Headers of the keys of the record and of the values that a rule looks at, in a fixed order."""
    looked = next((f for f in plan.looked if (f.name, f.field) == (rule, field)), None)
    if looked is None:
        return []
    headers = [*key_headers(spec, looked.record), field, *looked.fields]
    return [h for h in dict.fromkeys(headers) if h in spec.by_header]


def key_headers(spec, record: str) -> list[str]:
    """Headers of the keys of a record."""
    found = []
    for key in KEYS.get(record, KEYS["episode"]):
        owners = (record, "episode", "client")
        found += [
            f.header
            for owner in owners
            for f in spec.columns
            if (f.record, f.name) == (owner, key)
        ][:1]
    return found


def seen(secret: str, value: str) -> str:
    """A keyed hash of the value that a finding shows."""
    inner = hashlib.sha256((secret + value).encode()).hexdigest()
    return hashlib.sha256((secret + inner).encode()).hexdigest()[:LENGTH]


def with_confirmed(later: Iterable, secret: str) -> str:
    """A query over findings in `{file}` with `confirmed`: as kept with them, or by one of `later`, made since."""
    kept = "select * from {file} union all by name select null::varchar as confirmed where false"
    rows = [(c.name, c.row, c.field, c.seen, c.id) for c in later]
    if not rows:
        return kept
    hashed = f"sha256({literal(secret)} || sha256({literal(secret)} || f.value))"
    return f"""select f.* exclude (confirmed), coalesce(f.confirmed, c.id) as confirmed from ({kept}) f
        left join (values {values(rows)}) c(name, "row", field, seen, id) on f.level = 'warn' and f.name = c.name
        and f."row" = c."row" and f.field = c.field and left({hashed}, {LENGTH}) = c.seen"""
