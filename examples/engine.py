"""Applies a mapping: from the tables of a study to the records of a national return.

A mapping (mappings/*.yaml) names the study's tables and then, in order, the values that a row of each record needs.
A value is one of the forms of forms.py, or is looked up in a table of the study:

    take: age, from: demographics                            the value of the person's row
    earliest / latest / total: when, from: visit, where: {}  over the person's rows
    days: when, from: tlfb, where: {}                        how many different days; none found is 0
    count: when, from: visit, where: {}                      how many rows; none found is 0

`on: {their column: our value}` joins by something else than the person. Conditions may name values of the row, so
that a window of days is two bounds on one column.
"""

from itertools import count
from pathlib import Path

import ibis
import pyarrow as pa
import yaml

from throughcare.dataset import Spec

from . import forms
from .tables import beside, read

FOLDER = Path(__file__).parent / "mappings"
TAKING = {
    "take": "min",
    "earliest": "min",
    "latest": "max",
    "total": "sum",
    "days": "nunique",
    "count": "count",
}


class UnknownCode(ValueError):
    """A mapping gave a code that the list of the data set does not have."""


def mapping(name: str) -> dict:
    """The mapping called `name`. Every scalar is text: `1` is "1" and `Yes` is "Yes", as in the tables."""
    return load(FOLDER / f"{name}.yaml")


def load(path: Path) -> dict:
    return yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)


class Study:
    """A mapping with the tables of one folder."""

    def __init__(self, plan: dict, folder: Path):
        self.plan = plan
        self.con = ibis.duckdb.connect()
        self.tables = read(self.con, folder, plan["tables"])
        self.steps = count(1)
        self.day_zero = plan["day_zero"]
        self.key = plan["person"]["key"]

    def people(self) -> ibis.Table:
        """One row a person with every value of the mapping's `person` part."""
        part = self.plan["person"]
        rows = self.tables[part["rows"]]
        rows = rows.filter(forms.conditions(rows, part.get("where", {})))
        if part.get("numbered"):
            order = ibis.row_number().over(order_by=self.key)
            rows = rows.mutate(**{part["numbered"]: order + 1})
        return self._with(rows.distinct(), part["values"], [self.key])

    def record(self, name: str, people: ibis.Table) -> ibis.Table:
        """One row for each `name` record: the person's values, those of the record, and its number within the person."""
        part = self.plan[name]
        rows, keys = people, [self.key]
        for repeated, numbers in part.get("for_each", {}).items():
            each = ibis.memtable(pa.table({repeated: [int(n) for n in numbers]}))
            rows, keys = rows.cross_join(each), [*keys, repeated]
        rows = self._with(rows, part.get("values", {}), keys)
        rows = rows.filter(forms.conditions(rows, part.get("keep", {})))
        number = ibis.row_number().over(group_by=self.key, order_by=keys)
        return self._kept(rows.mutate(number_within=number))

    def _with(self, rows: ibis.Table, values: dict, keys: list[str]) -> ibis.Table:
        for name, form in values.items():
            rows = self._one(rows, name, form, keys)
        return self._kept(rows)

    def _kept(self, rows: ibis.Table) -> ibis.Table:
        """The rows as a table of their own, so that each value is computed once."""
        return self.con.create_table(f"step_{next(self.steps)}", rows, temp=True)

    def _one(
        self, rows: ibis.Table, name: str, form: forms.Form, keys: list[str]
    ) -> ibis.Table:
        if isinstance(form, dict) and "from" in form and next(iter(form)) in TAKING:
            return self._kept(self._looked_up(rows, name, form, keys))
        return rows.mutate(**{name: forms.value(rows, form, self.day_zero)})

    def _looked_up(
        self, rows: ibis.Table, name: str, form: dict, keys: list[str]
    ) -> ibis.Table:
        theirs = self.tables[form["from"]].rename(lambda column: f"their_{column}")
        on = form.get("on", {self.key: self.key})
        pairs = [
            theirs[f"their_{t}"].cast("string") == rows[o].cast("string")
            for t, o in on.items()
        ]
        found = rows.join(theirs, pairs)
        found = found.filter(
            forms.conditions(found, form.get("where", {}), prefix="their_")
        )
        taken = found.group_by(keys).agg(**{name: _taken(found, form)})
        rows = beside(rows.drop(name) if name in rows.columns else rows, taken, keys)
        blank_is_none = {"days", "count"} & form.keys()
        return rows.mutate(**{name: rows[name].fill_null(0)}) if blank_is_none else rows


def _taken(found: ibis.Table, form: dict) -> ibis.Value:
    word = next(iter(form))
    return getattr(found[f"their_{form[word]}"], TAKING[word])()


def return_rows(study: Study) -> pa.Table:
    """The rows of the national return, columns in the order of the version, values as they are written.

    A row carries the person and the episode, and at most one modality and one outcome profile; the next ones stand on
    further rows with the person and the episode repeated. Raises UnknownCode.
    """
    spec = Spec.at(study.plan["version"])
    people = study.people()
    parts = {"client": _columns(study, spec, people, "episode", [study.key])}
    for name in ("modality", "outcome_profile"):
        if name in study.plan:
            rows = study.record(name, people)
            parts[name] = _columns(
                study, spec, rows, name, [study.key, "number_within"]
            )
    rows = _side_by_side(study, spec, parts).to_pyarrow()
    check_codes(rows, spec)
    return rows


def _columns(
    study: Study, spec: Spec, rows: ibis.Table, name: str, keys: list[str]
) -> ibis.Table:
    columns = study.plan[name]["columns"]
    written = {
        header: _written(forms.value(rows, form, study.day_zero), header)
        for header, form in columns.items()
    }
    unknown = written.keys() - set(spec.layout)
    if unknown:
        raise UnknownCode(
            f"Data set {spec.letter} has no column {', '.join(sorted(unknown))}."
        )
    return rows.select(*keys, **written)


def _written(value: ibis.Value, header: str) -> ibis.Value:
    day = value.strftime("%Y%m%d") if value.type().is_date() else value
    return day.cast("string").fill_null("").name(header)


def _side_by_side(study: Study, spec: Spec, parts: dict) -> ibis.Table:
    keys = [study.key, "number_within"]
    people = parts.pop("client")
    spine = people.select(study.key, number_within=ibis.literal(0, "int64"))
    for rows in parts.values():
        spine = spine.union(rows.select(keys), distinct=True)
    spine = beside(spine, people, [study.key])
    for rows in parts.values():
        spine = beside(spine, rows, keys)
    blank = [h for h in spec.layout if h not in spine.columns]
    filled = {h: spine[h].fill_null("") for h in spec.layout if h not in blank}
    whole = spine.select(*keys, **filled, **{h: ibis.literal("") for h in blank})
    return whole.order_by(
        [whole.CLIENTID.length(), "CLIENTID", "number_within"]
    ).select(*spec.layout)


def check_codes(rows: pa.Table, spec: Spec) -> None:
    """Raises UnknownCode where a coded column holds a value that its list does not have."""
    for header in rows.column_names:
        code_list = spec.by_header[header].codes
        known = {code.code for code in spec.codes(code_list)} if code_list else set()
        strange = set(rows[header].unique().to_pylist()) - known - {""}
        if known and strange:
            raise UnknownCode(
                f"{header}: {', '.join(sorted(strange))} not in the list {code_list}."
            )
