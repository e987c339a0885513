"""Check a file: its form, then its rows. Nothing is stored here."""

import contextlib
import datetime as dt
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from throughcare.dataset import Spec
from throughcare.dataset import form as file_form
from throughcare.submissions import file_rules, levels
from throughcare.warehouse import looking, marks, overlay
from throughcare.warehouse.checking import Plan, plan
from throughcare.warehouse.load import Loaded, load
from throughcare.warehouse.looking import Former
from throughcare.warehouse.marks import Asker

from .confirmations import Confirmation
from .errors import writing

NO_CHANGES: Mapping[str, str] = {}
AS_SENT: Mapping[tuple[int, str], str] = {}
REJECTIONS = ("reject-file", "reject-record", "reject-field")
STEPS = (
    "reading the file",
    "reading its rows",
    "looking for faults",
    "writing findings",
)


@dataclass(frozen=True)
class Remembered:
    """What a store knows when a file comes: the last accepted return, and the soft checks that were confirmed."""

    former: Former | None = None
    asker: Asker | None = None
    confirmations: tuple[Confirmation, ...] = ()


NOTHING = Remembered()


@dataclass
class Checked:
    """What a check found. `con` holds the tables `findings`, `found`, `looked` and the view `raw` while it is open.

    `vanishing`: how much of the last accepted return is missing, in words, where that is clearly much (F07).
    """

    form: file_form.FileForm
    spec: Spec
    loaded: Loaded
    plan: Plan
    con: object
    agencies: dict[str, int]
    remembered: Remembered = NOTHING
    by_rule: list[dict] = field(default_factory=list)
    episodes_left: int = 0
    vanishing: str = ""

    @property
    def counts(self) -> dict[str, int]:
        """Findings by level, without those that are confirmed."""
        counts: dict[str, int] = {}
        for entry in self.by_rule:
            asked = entry["count"] - entry["confirmed"]
            counts[entry["level"]] = counts.get(entry["level"], 0) + asked
        return counts

    @property
    def confirmed(self) -> int:
        """Soft checks that a person has confirmed before."""
        return sum(entry["confirmed"] for entry in self.by_rule)

    @property
    def former_id(self) -> str | None:
        """The return that this one was compared with."""
        return self.remembered.former and self.remembered.former.id

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
        """Every finding in the order of the file: rule, level, row, field, value, message.

        Row 0 is about something that is not in the file. A confirmed one has also `confirmed`: by whom, why and when.
        """
        rows = self.con.execute(
            """select rule, level, "row", field, value, message, confirmed from findings
               order by "row", rule, field, name, value"""
        )
        known = {c.id: c.told for c in self.remembered.confirmations}
        names = ("rule", "level", "row", "field", "value", "message")
        return [
            dict(zip(names, row))
            | ({"confirmed": known[row[-1]]} if row[-1] in known else {})
            for row in rows.fetchall()
        ]


@contextlib.contextmanager
def check(
    path: Path,
    *,
    name: str | None = None,
    dataset: str | None = None,
    submitted_on: dt.date,
    entitled: frozenset[str] | None = None,
    remembered: Remembered = NOTHING,
    open_month: dt.date | None = None,
    changed_levels: Mapping[str, str] = NO_CHANGES,
    corrected: Mapping[tuple[int, str], str] = AS_SENT,
    progress: Callable[[str], None] = lambda step: None,
):
    """Check the file at `path`; yields `Checked` and cleans up after.

    `dataset`: the version or data set, as H, K-young-people or young-people; the rest the file says. `submitted_on`: the day of sending, which
    no event may follow. `entitled`: agency codes that the sender may submit for. `remembered`: what the file is
    compared with. `open_month`: first day of the month that is open for reports, where that is known.
    `changed_levels`: levels that an operator has changed, by the rule's name. `corrected`: values that are read in
    place of what was sent, by line and header. Raises dataset.file.Unreadable, and
    NotWritable where there is no room for the work.
    """
    progress(STEPS[0])
    form = file_form.inspect(path, name)
    spec = file_form.spec_of(form, dataset)
    file_form.refuse_without_header(form, spec)
    with _workspace() as (folder, con):
        with writing("The file cannot be checked", NO_ROOM):
            progress(STEPS[1])
            loaded = _load(con, form, spec, folder)
            loaded = overlay.lay_over(con, loaded, corrected)
            form = loaded.form or form
            made = levels.apply(
                plan(spec.slug, _known(form, spec), submitted_on), changed_levels
            )
            looking.view_raw(con, loaded, made, submitted_on)
            progress(STEPS[2])
            looking.look(con, made, loaded.rows)
            looking.look_back(con, made, remembered.former)
            checked = Checked(
                form, spec, loaded, made, con, looking.agencies(con), remembered
            )
            told = file_rules.findings(checked, entitled, open_month)
            _describe(checked, told)
            progress(STEPS[3])
        yield checked


def _known(form: file_form.FileForm, spec: Spec) -> frozenset[str]:
    """The columns that a plan asks about. What else a file has makes no other plan: compiling one takes seconds."""
    return frozenset(file_form.known_headers(form.header, spec))


def _load(con, form: file_form.FileForm, spec: Spec, folder: Path) -> Loaded:
    if form.root is None:
        return load(con, form, folder)
    from throughcare.warehouse.load_xml import load_xml

    return load_xml(form, spec, folder)


NO_ROOM = "It needs room for the work, about the size of the file, in the folder TMPDIR; make room and check it again"


@contextlib.contextmanager
def _workspace():
    """A folder for the work and an engine that spills into it."""
    with tempfile.TemporaryDirectory(prefix="throughcare-") as folder:
        con = looking.open_workspace(folder)
        try:
            yield folder, con
        finally:
            con.close()


def _describe(checked: Checked, on_file: list[tuple]) -> None:
    """Findings with words and confirmations, and what they come to."""
    con, known = checked.con, checked.remembered
    looking.describe_findings(con, checked.plan, on_file)
    marks.mark_known(con, checked.spec, checked.plan, known.asker, known.confirmations)
    checked.by_rule = _by_rule(con)
    checked.episodes_left = _rows_left(con, checked.loaded)
    checked.vanishing = _vanishing(con)


def _vanishing(con) -> str:
    """What F07 says is missing, where it says so."""
    told = con.execute(
        "select value from findings where name = 'clearly_less_than_the_last_return'"
    )
    return next((row[0] for row in told.fetchall()), "")


def marks_in(
    path: Path,
    *,
    name: str,
    dataset: str,
    submitted_on: dt.date,
    findings: Path,
    asker: Asker,
    asked: tuple[str, str, int],
    corrected: Mapping[tuple[int, str], str] = AS_SENT,
) -> dict[str, str]:
    """Marks by value seen of the warnings asked for: a rule's name, a field and a row of the file at `path`.

    `findings`: the findings kept of that file.
    """
    form, spec = file_form.inspect(path, name), Spec.at(dataset)
    with _workspace() as (folder, con), writing("The file cannot be read", NO_ROOM):
        loaded = overlay.lay_over(con, _load(con, form, spec, folder), corrected)
        form = loaded.form or form
        made = plan(spec.slug, _known(form, spec), submitted_on)
        looking.view_raw(con, loaded, made, submitted_on)
        looking.take_findings(con, findings)
        return marks.marks_of(con, spec, made, asker, *asked)


def title_of(rule: str) -> str:
    """A rule's name as a heading."""
    return rule.replace("_", " ").capitalize()


def _by_rule(con) -> list[dict]:
    return [
        {
            "rule": rule,
            "title": title_of(name),
            "level": level,
            "count": count,
            "confirmed": confirmed,
        }
        for rule, name, level, count, confirmed in looking.summary(con)
    ]


def _rows_left(con, loaded: Loaded) -> int:
    """Rows on which neither client nor episode is rejected."""
    rejected = con.execute(
        """select count(distinct "row") from findings where level = 'reject-record' and record in ('client', 'episode')"""
    ).fetchone()[0]
    return loaded.rows - rejected
