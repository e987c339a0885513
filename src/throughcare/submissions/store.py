"""The store of immutable returns.

    inbox/<id>/       received.json, the original bytes; checked.json and findings.parquet once checked;
                      corrections.jsonl where its sender corrected records in the page
    returns/<id>/     accepted: original bytes, typed records, findings, receipt.json. Never changed again
    withdrawn/<id>/   taken back by the sender before acceptance
    ledger.jsonl      one line an acceptance; can be rebuilt from the receipts
    confirmations.jsonl   one line a soft check that a person has confirmed

Acceptance is one atomic rename of a finished folder, then one line in the ledger. The folder is the truth: a
process killed between the two leaves a return that is accepted, and whoever opens the store next adds its line.
Returns of one provider and data set are accepted one after the other, so that each is compared with the one before.
"""

import contextlib
import datetime as dt
import fcntl
import hashlib
import os
import re
import shutil
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from throughcare import __version__
from throughcare.dataset import Spec
from throughcare.dataset import form as file_form
from throughcare.warehouse import looking, marks, parquet, records
from throughcare.warehouse.looking import Former
from throughcare.warehouse.marks import Asker
from throughcare.warehouse.pseudonym import store_key
from throughcare.warehouse.source import Source

from . import confirmations, corrections, files, ledger, levels
from .check import Checked, Remembered, check, marks_in, title_of
from .confirmations import Confirmation
from .errors import (
    Damaged,
    NeedsApproval,
    Refused,
    StoreError,
    UnknownReturn,
    WouldVanish,
    writing,
)
from .handed_back import hand_back

FOLDERS = ("inbox", "returns", "withdrawn", "cuts", "work", ".turns")
SEND_AGAIN = "Nothing was accepted; make room, then send it again"


@dataclass(frozen=True)
class Received:
    """A return as it arrived. `period_start` and `period_end` are None where the name does not say them."""

    id: str
    name: str
    provider: str
    dataset: str
    sha256: str
    size: int
    at: str
    by: str
    period_start: str | None = None
    period_end: str | None = None


@dataclass(frozen=True)
class Result:
    """What the check of a return said.

    `counts`: findings by level, without the warnings that are confirmed, which `confirmed` counts. `former`: the last
    accepted return that it was compared with. `vanishing`: what would be missing, in words, where that is much.
    `software`: rows by the software that they say made them.
    """

    id: str
    outcome: str
    rows: int
    counts: dict[str, int]
    by_rule: list[dict]
    rejected_records: dict[str, int]
    agencies: list[str]
    at: str
    confirmed: int = 0
    former: str | None = None
    vanishing: str = ""
    entitled: list[str] | None = None
    software: dict[str, int] = field(default_factory=dict)

    @property
    def approvals(self) -> tuple[str, ...]:
        """What the sender must agree to before it can be accepted: `part`, `replace-fuller`."""
        asked = {"part": self.outcome == "part", "replace-fuller": self.vanishing}
        return tuple(name for name, needed in asked.items() if needed)

    @property
    def records(self) -> int:
        return self.rows


@dataclass(frozen=True)
class Receipt:
    """Proof of acceptance, kept in the return's folder."""

    id: str
    name: str
    provider: str
    dataset: str
    sha256: str
    period_start: str | None
    period_end: str | None
    rows: int
    records: dict[str, int]
    rejected_records: dict[str, int]
    counts: dict[str, int]
    by_rule: list[dict]
    part: bool
    received_at: str
    received_by: str
    accepted_at: str
    accepted_by: str
    version: str
    files: dict[str, str] = field(default_factory=dict)
    confirmed: int = 0
    former: str | None = None
    vanishing: str = ""
    software: dict[str, int] = field(default_factory=dict)


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="microseconds")


class Store:
    """A folder of returns, safe for several processes at once."""

    def __init__(
        self,
        path: Path,
        *,
        today: Callable[[], dt.date] = dt.date.today,
        open_month: Callable[[], dt.date | None] = lambda: None,
    ):
        """`open_month`: the first day of the month that is open for reports, where that is known (F08)."""
        self.path = Path(path)
        self.today = today
        self.open_month = open_month
        for name in FOLDERS:
            (self.path / name).mkdir(parents=True, exist_ok=True, mode=0o700)
        self._sweep()

    def _sweep(self) -> None:
        """Clear away work that a killed process left behind a day ago or longer."""
        yesterday = time.time() - 24 * 3600
        for folder in (self.path / "work").iterdir():
            with contextlib.suppress(OSError):
                if folder.stat().st_mtime < yesterday:
                    shutil.rmtree(folder)

    # -- receive ------------------------------------------------------------------------------------------

    def receive(
        self,
        source: Path,
        *,
        name: str | None = None,
        by: str,
        dataset: str | None = None,
    ) -> Received:
        """Keep the bytes of `source`. Receiving the same file twice gives the same id and changes nothing.

        The same bytes under another period, provider or data set are another return. Raises dataset.form.Unreadable
        for a file that is no return at all, NotWritable where the store has no room.
        """
        form = file_form.inspect(source, name)
        letter = Spec.at(dataset or file_form.guess_version(form)).slug
        file_form.refuse_without_header(form, Spec.at(letter))
        _refuse_broken(form)
        received = self._describe(form, letter, by)
        if not self._known(received.id):
            with writing("The return cannot be kept in the store", SEND_AGAIN):
                self._keep(form, received)
        if (self.path / "returns" / received.id).exists():
            shutil.rmtree(self.path / "inbox" / received.id, ignore_errors=True)
        return self.received(received.id)

    def _describe(self, form, letter: str, by: str) -> Received:
        name = form.file_name
        provider = name.agency if name else _first_agency(form)
        first, last = (name.first, name.last) if name else (None, None)
        told = f"{form.sha256} {letter} {provider} {first} {last}"
        mark = hashlib.sha256(told.encode()).hexdigest()
        return Received(
            id=f"{_plain(provider)}-{letter}-{mark[:16]}",
            name=Path(form.name).name,
            provider=provider,
            dataset=letter,
            sha256=form.sha256,
            size=form.size,
            at=_now(),
            by=by,
            period_start=first.isoformat() if first else None,
            period_end=last.isoformat() if last else None,
        )

    def _keep(self, form, received: Received) -> None:
        with self._work(received.id) as folder:
            files.copy_whole(form.path, folder / f"original{form.suffix}")
            files.write_json(folder / "received.json", asdict(received))
            self._move(folder, self.path / "inbox" / received.id)

    def _work_folder(self, id: str) -> Path:
        folder = self.path / "work" / f"{id}.{uuid.uuid4().hex}"
        folder.mkdir(mode=0o700)
        return folder

    @contextlib.contextmanager
    def _work(self, id: str) -> Iterator[Path]:
        """A folder for unfinished files, gone afterwards unless it was moved to its place."""
        folder = self._work_folder(id)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _move(self, folder: Path, target: Path) -> None:
        """One atomic rename. Where another process was first, its folder stands and this one goes."""
        try:
            os.rename(folder, target)
        except OSError:
            if not target.exists():
                raise
            shutil.rmtree(folder)
        files.flush_folder(target.parent)

    def _known(self, id: str) -> bool:
        return any((self.path / place / id).exists() for place in ("inbox", "returns"))

    def folder(self, id: str) -> Path:
        """Where a return stands. Raises UnknownReturn."""
        if re.fullmatch(r"[A-Za-z0-9-]+", id):
            for place in ("returns", "inbox", "withdrawn"):
                if (self.path / place / id).is_dir():
                    return self.path / place / id
        raise UnknownReturn(
            f"There is no return {id[:60]!r} in this store. The history lists those there are."
        )

    def received(self, id: str) -> Received:
        try:
            return _received(self.folder(id))
        except Damaged:  # accepted meanwhile, so it stands elsewhere
            return _received(self.folder(id))

    # -- check --------------------------------------------------------------------------------------------

    def check(
        self,
        id: str,
        *,
        entitled: frozenset[str] | None = None,
        progress: Callable[[str], None] = lambda step: None,
    ) -> Result:
        """Look for faults and keep the findings. A return that is accepted already keeps its result."""
        folder = self.folder(id)
        if (folder / "receipt.json").exists():
            return self.result(id)
        with (
            writing("The findings cannot be kept in the store", SEND_AGAIN),
            self._checked(id, entitled, progress) as checked,
            self._work(id) as work,
        ):
            looking.write_findings(checked.con, work / "findings.parquet")
            os.replace(work / "findings.parquet", folder / "findings.parquet")
            result = self._result(id, checked, entitled)
            files.write_json(folder / "checked.json", asdict(result))
        return result

    def _checked(self, id: str, entitled=None, progress=lambda step: None):
        received = self.received(id)
        return check(
            original_of(self.folder(id)),
            name=received.name,
            dataset=received.dataset,
            submitted_on=self.today(),
            entitled=entitled,
            remembered=self.remembered(received.provider, received.dataset),
            open_month=self.open_month(),
            changed_levels=levels.levels(self.path, self.today()),
            corrected=corrections.in_force(self.folder(id)),
            progress=progress,
        )

    def checking(self, source: Path, *, name: str | None = None, dataset=None):
        """Check a file against what the store knows of its provider, without receiving it; yields `Checked`."""
        form = file_form.inspect(source, name)
        letter = Spec.at(dataset or file_form.guess_version(form)).slug
        told = self._describe(form, letter, by="")
        return check(
            source,
            name=name,
            dataset=letter,
            submitted_on=self.today(),
            remembered=self.remembered(told.provider, letter),
            open_month=self.open_month(),
            changed_levels=levels.levels(self.path, self.today()),
        )

    def remembered(self, provider: str, dataset: str) -> Remembered:
        """What the store knows of a provider and data set: the last accepted return and the confirmed soft checks."""
        before = self.last_accepted(provider, dataset)
        known = confirmations.read(self._confirmations, provider, dataset)
        asker = self._asker(provider, dataset) if known else None
        return Remembered(self._former(before), asker, tuple(known))

    def _former(self, receipt: Receipt | None) -> Former | None:
        if receipt is None:
            return None
        until = receipt.period_end or receipt.accepted_at[:10]
        folder = self.path / "returns" / receipt.id
        return Former(receipt.id, folder, dt.date.fromisoformat(until))

    def _asker(self, provider: str, dataset: str) -> Asker:
        return Asker(store_key(self.path), provider, dataset)

    def _result(self, id: str, checked: Checked, entitled=None) -> Result:
        return Result(
            id=id,
            outcome=checked.outcome,
            rows=checked.loaded.rows,
            counts=checked.counts,
            by_rule=checked.by_rule,
            rejected_records=records.count_rejected(checked.con, checked.spec),
            agencies=list(checked.agencies),
            at=_now(),
            confirmed=checked.confirmed,
            former=checked.former_id,
            vanishing=checked.vanishing,
            entitled=None if entitled is None else sorted(entitled),
            software=looking.software(checked.con, checked.plan),
        )

    def result(self, id: str) -> Result:
        """The result of the last check, with what was confirmed since. Raises StoreError where there was none."""
        path = self.folder(id) / "checked.json"
        if not path.exists():
            raise StoreError(
                f"The return {id} has not been checked yet. Check it first."
            )
        return self._with_confirmed(Result(**_known(Result, _read(path))))

    def _with_confirmed(self, result: Result) -> Result:
        """Warnings confirmed after the check leave the count of warnings."""
        later = [c for c in self._confirmed_in(result.id) if c.at > result.at]
        if not later:
            return result
        counts = dict(result.counts)
        counts["warn"] = counts.get("warn", 0) - len(later)
        by_rule = [
            entry | {"confirmed": entry.get("confirmed", 0) + _said_of(entry, later)}
            for entry in result.by_rule
        ]
        return replace(
            result,
            counts=counts,
            by_rule=by_rule,
            confirmed=result.confirmed + len(later),
        )

    def findings(
        self, id: str, *, rule=None, level=None, row=None, limit=100, offset=0
    ) -> list[dict]:
        """Findings in the order of the file: rule, level, row, field, value, message, title, confirmed.

        Row 0 is about something that is not in the file, row 1 about the header or the file as a whole. `confirmed`
        says by whom, why and when a soft check was confirmed; None where it was not.
        """
        rows = self._query_findings(
            id,
            'rule, level, "row", field, value, message, name, confirmed',
            {"rule": rule, "level": level, "row": row},
            'order by "row", rule, field, name, value limit ? offset ?',
            [limit, offset],
        )
        names = ("rule", "level", "row", "field", "value", "message")
        known = {c.id: c.told for c in self._confirmations_for(id)}
        return [
            dict(zip(names, found))
            | {"title": title_of(found[6]), "confirmed": known.get(found[7])}
            for found in rows
        ]

    def count_findings(self, id: str, *, rule=None, level=None, row=None) -> int:
        wanted = {"rule": rule, "level": level, "row": row}
        return self._query_findings(id, "count(*)", wanted, "", [])[0][0]

    def _query_findings(self, id, columns, wanted, tail, more) -> list[tuple]:
        given = {name: value for name, value in wanted.items() if value is not None}
        where = " and ".join(f'"{name}" = ?' for name in given) or "true"
        later = self._confirmed_in(id)
        secret = store_key(self.path) if later else ""
        return parquet.rows(
            self.folder(id) / "findings.parquet",
            f"select {columns} from ({marks.with_confirmed(later, secret)}) where {where} {tail}",
            [*given.values(), *more],
        )

    # -- confirm ------------------------------------------------------------------------------------------

    @property
    def _confirmations(self) -> Path:
        return self.path / "confirmations.jsonl"

    def _confirmations_for(self, id: str) -> list[Confirmation]:
        received = self.received(id)
        return confirmations.read(
            self._confirmations, received.provider, received.dataset
        )

    def _confirmed_in(self, id: str) -> list[Confirmation]:
        """The soft checks that were confirmed on this very return."""
        return [c for c in self._confirmations_for(id) if c.return_id == id]

    def confirm(
        self,
        id: str,
        rule: str,
        row: int,
        field: str,
        *,
        by: str,
        why: str,
        value: str | None = None,
    ) -> list[Confirmation]:
        """Confirm the warnings of a rule (number or name) on a field of a row; they are not asked again until a value changes.

        `value` chooses among several, as on row 0. A warning that is confirmed already keeps its first confirmation.
        Raises StoreError for a rejection, or where there is no such warning.
        """
        if not why.strip():
            raise StoreError(
                "Say why the value is right: a reason is kept with each confirmation."
            )
        found = self._to_confirm(id, rule, row, field, value)
        known = {c.id: c for c in self._confirmations_for(id)}
        made = [known[c] for *_, c in found if c]
        for name in dict.fromkeys(n for _, n, _, c in found if not c):
            numbers = {(v, number) for number, n, v, c in found if n == name and not c}
            marked = self._marks(id, name, field, row)
            for seen, number in sorted(numbers):
                made.append(
                    self._remember(
                        id, number, name, field, row, seen, marked[seen], by, why
                    )
                )
        return made

    def _to_confirm(self, id, rule, row, field, value) -> list[tuple]:
        """Number, name, value and confirmation of the warnings meant."""
        if not (self.folder(id) / "findings.parquet").exists():
            self.check(id)
        found = self._query_findings(
            id,
            "rule, name, value, confirmed, level",
            {"row": row, "field": field},
            "order by value",
            [],
        )
        meant = [f for f in found if rule in f[:2] and (value is None or value == f[2])]
        warnings = [f[:4] for f in meant if f[4] == "warn"]
        place = f"{rule} on row {row} at {field or 'no field'} of the return {id}"
        if meant and not warnings:
            raise StoreError(
                f"{place} is no warning but {meant[0][4]}; only a warning can be confirmed."
            )
        if not warnings:
            raise StoreError(
                f"There is no finding {place}. Check the file to see its findings."
            )
        if value is None and len({f[2] for f in warnings}) > 1:
            raise StoreError(
                f"There are {len(warnings)} findings {place}; say which by its value."
            )
        return warnings

    def _marks(self, id: str, name: str, field: str, row: int) -> dict[str, str]:
        received = self.received(id)
        return marks_in(
            original_of(self.folder(id)),
            name=received.name,
            dataset=received.dataset,
            submitted_on=self.today(),
            findings=self.folder(id) / "findings.parquet",
            asker=self._asker(received.provider, received.dataset),
            asked=(name, field, row),
            corrected=corrections.in_force(self.folder(id)),
        )

    def _remember(
        self, id, number, name, field, row, seen, mark, by, why
    ) -> Confirmation:
        received = self.received(id)
        made = Confirmation(
            id=uuid.uuid4().hex,
            provider=received.provider,
            dataset=received.dataset,
            rule=number,
            name=name,
            field=field,
            mark=mark,
            seen=marks.seen(store_key(self.path), seen),
            return_id=id,
            row=row,
            by=by,
            why=why.strip(),
            at=_now(),
        )
        with (
            self._locked(),
            writing("The confirmation cannot be kept", "Make room, then confirm again"),
        ):
            confirmations.add(self._confirmations, made)
        return made

    def handed_back(self, id: str) -> Path:
        """The original file with an error column, made when first asked for."""
        folder, received = self.folder(id), self.received(id)
        target = self._work_folder(id) / f"{Path(received.name).stem}-findings.csv"
        form = file_form.inspect(original_of(folder), received.name)
        form = form.for_version(Spec.at(received.dataset))
        hand_back(form, folder / "findings.parquet", target)
        return target

    # -- accept -------------------------------------------------------------------------------------------

    def accept(
        self, id: str, *, by: str, part: bool = False, replace_fuller: bool = False
    ) -> Receipt:
        """Take the return into the national data set. Accepting twice gives the first receipt again.

        `part`: the sender agrees that rejected records are left out. `replace_fuller`: the sender agrees that it takes
        the place of a clearly fuller return. Raises Refused, NeedsApproval, WouldVanish or NotWritable.
        """
        received = self.received(id)
        with self._turn(received.provider, received.dataset):
            return self._accept(id, by, part, replace_fuller)

    def _accept(self, id: str, by: str, part: bool, replace_fuller: bool) -> Receipt:
        folder = self.folder(id)
        if (folder / "receipt.json").exists():
            self.repair()
            return self._receipt(folder)
        self._refuse_withdrawn(folder)
        with (
            writing("The return cannot be accepted", SEND_AGAIN),
            self._checked(id, self._entitled(id)) as checked,
            self._work(id) as work,
        ):
            result = self._result(id, checked)
            _may_accept(result, part, replace_fuller)
            receipt = self._write_return(work, id, by, checked, result)
            files.flush_files(work)
            self._move(work, self.path / "returns" / id)
        with contextlib.suppress(OSError):  # the folder is the truth; the line follows
            self.repair()
        shutil.rmtree(self.path / "inbox" / id, ignore_errors=True)
        return receipt

    @staticmethod
    def _refuse_withdrawn(folder: Path) -> None:
        if folder.parent.name == "withdrawn":
            raise StoreError(
                f"The return {folder.name} was withdrawn. Send its file again to use it."
            )

    def _entitled(self, id: str) -> frozenset[str] | None:
        """The agencies that the sender may submit for, as at the last check."""
        path = self.folder(id) / "checked.json"
        known = _read(path).get("entitled") if path.exists() else None
        return None if known is None else frozenset(known)

    @contextlib.contextmanager
    def _turn(self, provider: str, dataset: str):
        """One acceptance of a provider and data set at a time; a killed process gives its turn up."""
        with _lock(self.path / ".turns" / f"{_plain(provider)}-{dataset}"):
            yield

    def _write_return(
        self, work: Path, id, by, checked: Checked, result: Result
    ) -> Receipt:
        received = self.received(id)
        inbox = self.path / "inbox" / id
        sent = original_of(inbox)
        files.copy_whole(sent, work / sent.name)
        if (inbox / corrections.FILE).exists():
            files.copy_whole(inbox / corrections.FILE, work / corrections.FILE)
        files.write_json(work / "received.json", asdict(received))
        files.write_json(work / "checked.json", asdict(result))
        looking.write_findings(checked.con, work / "findings.parquet")
        kept = records.write_records(checked.con, checked.plan, checked.spec, work)
        receipt = Receipt(
            id=id,
            name=received.name,
            provider=received.provider,
            dataset=received.dataset,
            sha256=received.sha256,
            period_start=received.period_start,
            period_end=received.period_end,
            rows=result.rows,
            records=kept,
            rejected_records=result.rejected_records,
            counts=result.counts,
            by_rule=result.by_rule,
            part=result.outcome == "part",
            received_at=received.at,
            received_by=received.by,
            accepted_at=_now(),
            accepted_by=by,
            version=__version__,
            files=_hashes(work),
            confirmed=result.confirmed,
            former=result.former,
            vanishing=result.vanishing,
            software=result.software,
        )
        files.write_json(work / "receipt.json", asdict(receipt))
        return receipt

    def withdraw(self, id: str, *, by: str) -> None:
        """Take back a return that is not accepted yet. Raises StoreError where it is."""
        folder = self.folder(id)
        if (folder / "receipt.json").exists():
            raise StoreError(
                f"The return {id} is accepted; send a corrected one, which replaces it."
            )
        self._refuse_withdrawn(folder)
        files.write_json(folder / "withdrawn.json", {"at": _now(), "by": by})
        target = self.path / "withdrawn" / id
        if target.exists():
            shutil.rmtree(target)
        self._move(folder, target)

    # -- ledger -------------------------------------------------------------------------------------------

    @property
    def _ledger(self) -> Path:
        return self.path / "ledger.jsonl"

    def ledger(self) -> list[dict]:
        """The acceptances on record, oldest first. A damaged line is passed over; `repair` writes it anew."""
        return ledger.read(self._ledger, *IN_LEDGER)

    def waiting(self) -> list[str]:
        """Returns that are received and neither accepted nor withdrawn, in order."""
        return sorted(
            path.name
            for path in (self.path / "inbox").iterdir()
            if (path / "received.json").exists()
            and not (self.path / "returns" / path.name).exists()
        )

    def repair(self) -> None:
        """Bring the ledger level with the folders: every accepted return has its line, once, and is in no inbox."""
        for left in (self.path / "inbox").iterdir():
            if (self.path / "returns" / left.name).is_dir():
                shutil.rmtree(left, ignore_errors=True)
        with self._locked():
            known = {line["id"] for line in self.ledger()}
            folders = [
                f for f in (self.path / "returns").iterdir() if f.name not in known
            ]
            missing = [r for r in map(_readable_receipt, folders) if r]
            for receipt in sorted(missing, key=_age):
                ledger.append(self._ledger, _line(receipt))

    def rebuild_ledger(self) -> None:
        """Write the ledger anew from the receipts."""
        receipts = self.receipts()
        with self._locked():
            self._ledger.unlink(missing_ok=True)
            for receipt in receipts:
                ledger.append(self._ledger, _line(receipt))

    def mend(self) -> list[str]:
        """Make damaged receipts and ledger lines anew from what stands beside them; says what was mended.

        Raises Damaged where a return has to come back from a backup.
        """
        known = {line["id"]: line for line in self.ledger()}
        mended = []
        for folder in sorted((self.path / "returns").iterdir()):
            if _readable_receipt(folder) is None:
                receipt = _receipt_anew(folder, known.get(folder.name, {}))
                files.write_json(folder / "receipt.json", asdict(receipt))
                mended.append(f"The receipt of the return {folder.name} is made anew.")
        self.repair()
        added = len({line["id"] for line in self.ledger()} - known.keys())
        told = f"The ledger has {added} line{'s' if added > 1 else ''} more."
        return [*mended, told] if added else mended

    @contextlib.contextmanager
    def _locked(self):
        with _lock(self.path / ".lock"):
            yield

    def receipts(self) -> list[Receipt]:
        """Receipts of all accepted returns, oldest acceptance first. Raises Damaged where one cannot be read."""
        found = [self._receipt(folder) for folder in (self.path / "returns").iterdir()]
        return sorted(found, key=_age)

    @staticmethod
    def _receipt(folder: Path) -> Receipt:
        return _as_receipt(_read(folder / "receipt.json"), folder)

    def last_accepted(self, provider: str, dataset: str) -> Receipt | None:
        """The newest accepted return of one provider and data set."""
        folders = (self.path / "returns").glob(f"{_plain(provider)}-{dataset}-*")
        found = [self._receipt(folder) for folder in folders]
        same = [r for r in found if (r.provider, r.dataset) == (provider, dataset)]
        return max(same, key=_age, default=None)

    def current(self) -> dict[tuple[str, str], Receipt]:
        """The newest accepted return of each provider and data set: the one that a cut takes."""
        return _newest(self.receipts())

    def history(self, provider: str | None = None) -> list[dict]:
        """Every return with its state, newest first; of one provider, where one is asked for."""
        those = f"{_plain(provider)}-*" if provider is not None else "*"
        folders = (self.path / "returns").glob(those)
        sound = [r for r in map(_readable_receipt, folders) if r]
        current = {r.id for r in _newest(sound).values()}
        entries = [
            self._entry(path, current)
            for place in ("inbox", "returns", "withdrawn")
            for path in (self.path / place).glob(those)
            if (path / "received.json").exists()
            and not (place == "inbox" and (self.path / "returns" / path.name).exists())
        ]
        wanted = [e for e in entries if provider in (None, e["provider"])]
        return sorted(wanted, key=lambda e: (e["at"], e["id"]), reverse=True)

    def _entry(self, folder: Path, current: set[str]) -> dict:
        kept = ("id", "name", "provider", "dataset", "by", "at")
        try:
            received = _read(folder / "received.json")
            entry = {k: received[k] for k in kept}
            entry |= {k: received.get(k) for k in ("period_start", "period_end")}
            return entry | {"rows": None, "counts": {}} | _state(folder, current)
        except (Damaged, KeyError):
            return _damaged_entry(folder)


def _plain(provider: str) -> str:
    """A provider's code as it may stand in the name of a folder."""
    return re.sub(r"[^A-Za-z0-9]", "", provider)[:12] or "unknown"


def _age(receipt: Receipt) -> tuple[str, str]:
    return receipt.accepted_at, receipt.id


def _newest(receipts: list[Receipt]) -> dict[tuple[str, str], Receipt]:
    """The newest receipt of each provider and data set."""
    return {(r.provider, r.dataset): r for r in sorted(receipts, key=_age)}


def _damaged_entry(folder: Path) -> dict:
    """What the history says of a return whose files cannot be read: its id tells provider and data set."""
    provider, dataset, _ = f"{folder.name}--".split("-", 2)
    told = {"id": folder.name, "provider": provider, "dataset": dataset}
    blank = dict.fromkeys(("name", "by", "at"), "")
    blank |= dict.fromkeys(("period_start", "period_end", "rows"))
    return told | blank | {"counts": {}, "state": "damaged"}


def _state(folder: Path, current: set[str]) -> dict:
    if (folder / "receipt.json").exists():
        receipt = _read(folder / "receipt.json")
        state = "accepted-in-part" if receipt["part"] else "accepted"
        if folder.name not in current:
            state = "superseded"
        told = {"at": receipt["accepted_at"], "by": receipt["accepted_by"]}
        return told | {
            "state": state,
            "rows": receipt["rows"],
            "counts": receipt["counts"],
        }
    if (folder / "withdrawn.json").exists():
        return _read(folder / "withdrawn.json") | {"state": "withdrawn"}
    if (folder / "checked.json").exists():
        result = _read(folder / "checked.json")
        state = "refused" if result["outcome"] == "refused" else "checked"
        return {"state": state, "rows": result["rows"], "counts": result["counts"]}
    return {"state": "received"}


def _read(path: Path) -> dict:
    """A JSON file of the store. Raises Damaged where it is gone or no longer whole."""
    try:
        told = files.read_json(path)
    except (ValueError, FileNotFoundError):
        told = None
    if not isinstance(told, dict):
        raise Damaged(
            f"{path.name} of the return {path.parent.name} is damaged. Nothing else is; `throughcare mend` makes a receipt anew, other files come back from a backup."
        )
    return told


def _as_receipt(told: dict, folder: Path) -> Receipt:
    try:
        return Receipt(**told)
    except TypeError:
        raise Damaged(
            f"The receipt of the return {folder.name} is damaged, or of a newer version of this program. `throughcare mend` makes it anew."
        ) from None


def _readable_receipt(folder: Path) -> Receipt | None:
    try:
        return _as_receipt(_read(folder / "receipt.json"), folder)
    except Damaged:
        return None


def _receipt_anew(folder: Path, line: dict) -> Receipt:
    """A receipt from what was received, what the check said, the records kept and the ledger line, if there is one."""
    received, result = (
        _received(folder),
        Result(**_known(Result, _read(folder / "checked.json"))),
    )
    if _sha256(original_of(folder)) != line.get("sha256", received.sha256):
        raise Damaged(
            f"The original file of the return {folder.name} has changed. Bring the folder back from a backup."
        )
    kept = {p.stem: parquet.count(p) for p in sorted(folder.glob("*.parquet"))}
    kept.pop("findings", None)
    return Receipt(
        id=folder.name,
        name=received.name,
        provider=received.provider,
        dataset=received.dataset,
        sha256=received.sha256,
        period_start=received.period_start,
        period_end=received.period_end,
        rows=result.rows,
        records=kept,
        rejected_records=result.rejected_records,
        counts=result.counts,
        by_rule=result.by_rule,
        part=line.get("part", result.outcome == "part"),
        received_at=received.at,
        received_by=received.by,
        accepted_at=line.get("accepted_at", result.at),
        accepted_by=line.get("accepted_by", received.by),
        version=line.get("version", "not known"),
        files=_hashes(folder),
        confirmed=result.confirmed,
        former=result.former,
        vanishing=result.vanishing,
        software=result.software,
    )


def _received(folder: Path) -> Received:
    return Received(**_known(Received, _read(folder / "received.json")))


def _known(kind, told: dict) -> dict:
    """The values that `kind` has a field for."""
    return {k: v for k, v in told.items() if k in kind.__dataclass_fields__}


IN_LEDGER = (
    "id",
    "provider",
    "dataset",
    "sha256",
    "accepted_at",
    "accepted_by",
    "part",
)


def _line(receipt: Receipt) -> dict:
    """An acceptance as the ledger tells it."""
    return {k: getattr(receipt, k) for k in (*IN_LEDGER, "version")}


def _may_accept(result: Result, part: bool, replace_fuller: bool) -> None:
    if result.outcome == "refused":
        raise Refused(
            f"The return {result.id} is refused: the file is rejected, or no record is left. Correct it and send it again."
        )
    if result.vanishing and not replace_fuller:
        raise WouldVanish(
            f"The return {result.id} would replace a fuller one: {result.vanishing} (F07 and L05 list them). "
            "Approve that (--replace-fuller), or send an export that holds them."
        )
    if result.outcome == "part" and not part:
        raise NeedsApproval(
            f"Some records of the return {result.id} would be left out. Approve that (--accept-part), or correct them and send it again."
        )


@contextlib.contextmanager
def _lock(path: Path):
    with open(path, "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _said_of(entry: dict, confirmed: list[Confirmation]) -> int:
    """How many of them are of the rule that an entry counts."""
    return sum(1 for c in confirmed if title_of(c.name) == entry["title"])


def _refuse_broken(form) -> None:
    """An XML return is read to its end before it is kept. Raises dataset.form.Unreadable."""
    if form.root is not None:
        from throughcare.warehouse.load_xml import refuse_broken

        refuse_broken(form)


def original_of(folder: Path) -> Path:
    """The file of a return as it was sent."""
    xml = folder / "original.xml"
    return xml if xml.exists() else folder / "original.csv"


def _first_agency(form) -> str:
    """The agency on the first row of a file whose name does not say it."""
    import csv
    import io

    if form.root is not None:
        from throughcare.warehouse.load_xml import first_agency

        return first_agency(form) or "unknown"
    if "AGNCY" not in form.header:
        return "unknown"
    with open(form.path, "rb") as binary:
        text = io.TextIOWrapper(binary, encoding=form.encoding, errors="replace")
        rows: Iterator[list[str]] = csv.reader(text)
        next(rows, None)
        row = next(rows, [])
    place = form.header.index("AGNCY")
    return row[place].strip() if len(row) > place and row[place].strip() else "unknown"


def _sha256(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of every file but the receipt, by name."""
    paths = sorted(p for p in folder.iterdir() if p.name != "receipt.json")
    return {p.name: _sha256(p) for p in paths}


def cut_sources(store: Store) -> list[Source]:
    """The accepted returns of a store, as a cut names them."""
    return [
        Source(
            id=r.id,
            provider=r.provider,
            dataset=r.dataset,
            folder=f"returns/{r.id}",
            accepted_at=r.accepted_at,
            period_start=r.period_start,
            files=r.files,
        )
        for r in store.receipts()
    ]
