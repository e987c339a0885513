"""The twenty rules as this project has them."""

import datetime as dt
import tempfile
from collections import Counter
from pathlib import Path

from . import OURS, SPEC, rules

DAY = dt.date(2013, 4, 15)


def checked(path: str):
    """Loads the file; the work is typing its rows and looking for the faults."""
    from throughcare.dataset import form as file_form
    from throughcare.warehouse import looking
    from throughcare.warehouse.checking import plan
    from throughcare.warehouse.load import load

    folder = tempfile.mkdtemp(prefix="throughcare-bench-")
    con = looking.open_workspace(Path(folder))
    form = file_form.inspect(Path(path))
    loaded = load(con, form, Path(folder))
    made = plan(SPEC.slug, frozenset(form.header), DAY)
    looking.view_raw(con, loaded, made, DAY)
    faults, sql = _compiled()

    def work():
        found = Counter(fault for _, fault, _ in con.execute(sql).fetchall())
        return [found.get(place, 0) for place in range(len(faults))]

    return work


def blanks_counted(path: str):
    """Loads the file; the work is the least that a pass over the cells of the twenty rules can be: counting blanks."""
    from throughcare.dataset import form as file_form
    from throughcare.warehouse import looking
    from throughcare.warehouse.load import load
    from throughcare.warehouse.sql import literal, name

    folder = Path(tempfile.mkdtemp(prefix="throughcare-bench-"))
    con = looking.open_workspace(folder)
    loaded = load(con, file_form.inspect(Path(path)), folder)
    counts = ", ".join(f"count({name(header)})" for _, header in rules())
    sql = f"select {counts} from read_parquet({literal(loaded.path)})"
    return lambda: len(con.execute(sql).fetchone())


def _compiled():
    """The faults in the order of the twenty rules, and the query that looks for them."""
    import ibis

    from throughcare.rules import findings
    from throughcare.rules.catalogue import limits
    from throughcare.warehouse.cells import TYPED_ROWS
    from throughcare.warehouse.checking import as_sql

    known = {(f.rule.name, f.field.header): f for f in findings.faults(SPEC)}
    faults = [
        next(
            known[name, header]
            for name in OURS[kind].split()
            if (name, header) in known
        )
        for kind, header in rules()
    ]
    rows = ibis.table(findings.typed_schema(SPEC), name=TYPED_ROWS)
    return faults, as_sql(findings.faults_on_rows(SPEC, rows, faults, limits(DAY)))
