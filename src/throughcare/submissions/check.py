"""Check a file: its form, then its rows. Nothing is stored here."""

import contextlib
import datetime as dt
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from throughcare.dataset import Spec
from throughcare.dataset import form as file_form
from throughcare.submissions import file_rules
from throughcare.warehouse import looking
from throughcare.warehouse.checking import Plan, plan
from throughcare.warehouse.load import Loaded, load

REJECTIONS = ("reject-file", "reject-record", "reject-field")
STEPS = (
    "reading the file",
    "reading its rows",
    "looking for faults",
    "writing findings",
)


@dataclass
class Checked:
    """What a check found. `con` holds the tables `findings`, `found`, `looked` and the view `raw` while it is open."""

    form: file_form.FileForm
    spec: Spec
    loaded: Loaded
    plan: Plan
    con: object
    agencies: dict[str, int]
    by_rule: list[dict] = field(default_factory=list)
    episodes_left: int = 0

    @property
    def counts(self) -> dict[str, int]:
        """Findings by level."""
        counts: dict[str, int] = {}
        for entry in self.by_rule:
            counts[entry["level"]] = counts.get(entry["level"], 0) + entry["count"]
        return counts

    @property
    def outcome(self) -> str:
        """What acceptance would give: `accepted`, `part` (some records are left out) or `refused`."""
        if self.counts.get("reject-file") or not self.episodes_left:
            return "refused"
        return "part" if self.counts.get("reject-record") else "accepted"

    @property
    def has_rejections(self) -> bool:
        return any(self.counts.get(level) for level in REJECTIONS)

    @property
    def provider(self) -> str:
        """The agency in the file's name, else the one with most rows."""
        name = self.form.file_name
        return name.agency if name else next(iter(self.agencies), "unknown")

    def findings(self) -> list[dict]:
        """Every finding in the order of the file: rule, level, row, field, value, message."""
        rows = self.con.execute(
            """select rule, level, "row", field, value, message from findings order by "row", rule, field, name"""
        )
        names = ("rule", "level", "row", "field", "value", "message")
        return [dict(zip(names, row)) for row in rows.fetchall()]


@contextlib.contextmanager
def check(
    path: Path,
    *,
    name: str | None = None,
    dataset: str | None = None,
    submitted_on: dt.date,
    entitled: frozenset[str] | None = None,
    previous_clients: Path | None = None,
    open_month: dt.date | None = None,
    progress: Callable[[str], None] = lambda step: None,
):
    """Check the file at `path`; yields `Checked` and cleans up after.

    `dataset`: the version letter, else the file's name or header says. `submitted_on`: the day of sending, which
    no event may follow. `entitled`: agency codes that the sender may submit for. `open_month`: first day of the
    month that is open for reports, where that is known. Raises dataset.form.Unreadable.
    """
    progress(STEPS[0])
    form = file_form.inspect(path, name)
    spec = Spec.at(dataset.upper() if dataset else file_form.guess_version(form))
    file_form.refuse_without_header(form, spec)
    with tempfile.TemporaryDirectory(prefix="throughcare-") as folder:
        con = looking.open_workspace(folder)
        progress(STEPS[1])
        loaded = load(con, form, folder)
        made = plan(spec.letter, frozenset(form.header), submitted_on)
        looking.view_raw(con, loaded, made, submitted_on)
        looking.know_clients(con, previous_clients)
        progress(STEPS[2])
        looking.look(con, made, loaded.rows)
        checked = Checked(form, spec, loaded, made, con, looking.agencies(con))
        looking.describe_findings(
            con, made, file_rules.findings(checked, entitled, open_month)
        )
        checked.by_rule = _by_rule(con)
        checked.episodes_left = _rows_left(con, loaded)
        progress(STEPS[3])
        try:
            yield checked
        finally:
            con.close()


def _by_rule(con) -> list[dict]:
    return [
        {
            "rule": rule,
            "title": name.replace("_", " ").capitalize(),
            "level": level,
            "count": count,
        }
        for rule, name, level, count in looking.summary(con)
    ]


def _rows_left(con, loaded: Loaded) -> int:
    """Rows on which neither client nor episode is rejected."""
    rejected = con.execute(
        """select count(distinct "row") from findings where level = 'reject-record' and record in ('client', 'episode')"""
    ).fetchone()[0]
    return loaded.rows - rejected
