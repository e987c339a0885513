"""The store of immutable returns.

    inbox/<id>/       received.json, the original bytes; checked.json and findings.parquet once checked
    returns/<id>/     accepted: original bytes, typed records, findings, receipt.json. Never changed again
    withdrawn/<id>/   taken back by the sender before acceptance
    ledger.jsonl      one line an acceptance; can be rebuilt from the receipts

Acceptance is one atomic rename of a finished folder, then one line in the ledger. The folder is the truth: a
process killed between the two leaves a return that is accepted, and whoever opens the store next adds its line.
"""

import contextlib
import datetime as dt
import fcntl
import hashlib
import json
import os
import re
import shutil
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from throughcare import __version__
from throughcare.dataset import Spec
from throughcare.dataset import form as file_form
from throughcare.warehouse import looking, parquet, records
from throughcare.warehouse.source import Source

from . import files
from .check import Checked, check
from .handed_back import hand_back

FOLDERS = ("inbox", "returns", "withdrawn", "cuts", "work")


class StoreError(Exception):
    """Something a sender or operator can mend. The message is one sentence with a way out."""


class UnknownReturn(StoreError):
    """No return with that id."""


class Refused(StoreError):
    """The return cannot be accepted."""


class NeedsApproval(StoreError):
    """Some records would be left out, and the sender has not agreed to that."""


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
    """What the check of a return said."""

    id: str
    outcome: str
    rows: int
    counts: dict[str, int]
    by_rule: list[dict]
    rejected_records: dict[str, int]
    agencies: list[str]
    at: str

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


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="microseconds")


class Store:
    """A folder of returns, safe for several processes at once."""

    def __init__(self, path: Path, *, today: Callable[[], dt.date] = dt.date.today):
        self.path = Path(path)
        self.today = today
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

        Raises dataset.form.Unreadable for a file that is no return at all.
        """
        form = file_form.inspect(source, name)
        letter = (dataset or file_form.guess_version(form)).upper()
        file_form.refuse_without_header(form, Spec.at(letter))
        received = self._describe(form, letter, by)
        if not self._known(received.id):
            self._keep(form, received)
        if (self.path / "returns" / received.id).exists():
            shutil.rmtree(self.path / "inbox" / received.id, ignore_errors=True)
        return self.received(received.id)

    def _describe(self, form, letter: str, by: str) -> Received:
        name = form.file_name
        provider = name.agency if name else _first_agency(form)
        first, last = (name.first, name.last) if name else (None, None)
        mark = hashlib.sha256(f"{form.sha256} {letter} {provider}".encode()).hexdigest()
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
        folder = self._work_folder(received.id)
        files.copy_whole(form.path, folder / "original.csv")
        files.write_json(folder / "received.json", asdict(received))
        self._move(folder, self.path / "inbox" / received.id)

    def _work_folder(self, id: str) -> Path:
        folder = self.path / "work" / f"{id}.{uuid.uuid4().hex}"
        folder.mkdir(mode=0o700)
        return folder

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
            return Received(**files.read_json(self.folder(id) / "received.json"))
        except FileNotFoundError:  # accepted meanwhile, so it stands elsewhere
            return Received(**files.read_json(self.folder(id) / "received.json"))

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
        with self._checked(id, entitled, progress) as checked:
            work = self._work_folder(id)
            looking.write_findings(checked.con, work / "findings.parquet")
            os.replace(work / "findings.parquet", folder / "findings.parquet")
            shutil.rmtree(work)
            result = self._result(id, checked)
            files.write_json(folder / "checked.json", asdict(result))
        return result

    def _checked(self, id: str, entitled=None, progress=lambda step: None):
        received = self.received(id)
        before = self.last_accepted(received.provider, received.dataset)
        previous = before and self.path / "returns" / before.id / "client.parquet"
        return check(
            self.folder(id) / "original.csv",
            name=received.name,
            dataset=received.dataset,
            submitted_on=self.today(),
            entitled=entitled,
            previous_clients=previous,
            progress=progress,
        )

    def _result(self, id: str, checked: Checked) -> Result:
        return Result(
            id=id,
            outcome=checked.outcome,
            rows=checked.loaded.rows,
            counts=checked.counts,
            by_rule=checked.by_rule,
            rejected_records=records.count_rejected(checked.con, checked.spec),
            agencies=list(checked.agencies),
            at=_now(),
        )

    def result(self, id: str) -> Result:
        """The result of the last check. Raises StoreError where there was none."""
        path = self.folder(id) / "checked.json"
        if not path.exists():
            raise StoreError(
                f"The return {id} has not been checked yet. Check it first."
            )
        return Result(**files.read_json(path))

    def findings(
        self, id: str, *, rule=None, level=None, row=None, limit=100, offset=0
    ) -> list[dict]:
        """Findings in the order of the file: rule, level, row, field, value, message, title."""
        rows = self._query_findings(
            id,
            'rule, level, "row", field, value, message, name',
            {"rule": rule, "level": level, "row": row},
            'order by "row", rule, field, name limit ? offset ?',
            [limit, offset],
        )
        names = ("rule", "level", "row", "field", "value", "message", "title")
        return [
            dict(zip(names, found)) | {"title": found[6].replace("_", " ").capitalize()}
            for found in rows
        ]

    def count_findings(self, id: str, *, rule=None, level=None, row=None) -> int:
        wanted = {"rule": rule, "level": level, "row": row}
        return self._query_findings(id, "count(*)", wanted, "", [])[0][0]

    def _query_findings(self, id, columns, wanted, tail, more) -> list[tuple]:
        given = {name: value for name, value in wanted.items() if value is not None}
        where = " and ".join(f'"{name}" = ?' for name in given) or "true"
        return parquet.rows(
            self.folder(id) / "findings.parquet",
            f"select {columns} from {{file}} where {where} {tail}",
            [*given.values(), *more],
        )

    def handed_back(self, id: str) -> Path:
        """The original file with an error column, made when first asked for."""
        folder = self.folder(id)
        received = self.received(id)
        target = self._work_folder(id) / f"{Path(received.name).stem}-findings.csv"
        form = file_form.inspect(folder / "original.csv", received.name)
        hand_back(form, folder / "findings.parquet", target)
        return target

    # -- accept -------------------------------------------------------------------------------------------

    def accept(self, id: str, *, by: str, part: bool = False) -> Receipt:
        """Take the return into the national data set. Accepting twice gives the first receipt again.

        `part`: the sender agrees that rejected records are left out. Raises Refused or NeedsApproval.
        """
        try:
            return self._accept(id, by, part)
        except Exception:
            if not (self.path / "returns" / id).is_dir():
                raise
            return self._accept(id, by, part)  # another process was first

    def _accept(self, id: str, by: str, part: bool) -> Receipt:
        folder = self.folder(id)
        if (folder / "receipt.json").exists():
            self.repair()
            return Receipt(**files.read_json(folder / "receipt.json"))
        with self._checked(id) as checked:
            result = self._result(id, checked)
            _may_accept(result, part)
            work = self._work_folder(id)
            try:
                receipt = self._write_return(work, id, by, checked, result)
            except BaseException:
                shutil.rmtree(work, ignore_errors=True)
                raise
        files.flush_files(work)
        self._move(work, self.path / "returns" / id)
        self.repair()
        shutil.rmtree(self.path / "inbox" / id, ignore_errors=True)
        return receipt

    def _write_return(
        self, work: Path, id, by, checked: Checked, result: Result
    ) -> Receipt:
        received = self.received(id)
        inbox = self.path / "inbox" / id
        files.copy_whole(inbox / "original.csv", work / "original.csv")
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
            files={p.name: _sha256(p) for p in sorted(work.iterdir())},
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
        """The acceptances on record, oldest first. A line that a kill cut short is passed over."""
        if not self._ledger.exists():
            return []
        return list(_whole_lines(self._ledger.read_bytes()))

    def repair(self) -> None:
        """Bring the ledger level with the folders: every accepted return has its line, once."""
        with self._locked():
            known = {line["id"] for line in self.ledger()}
            folders = (self.path / "returns").iterdir()
            missing = [self._receipt(f) for f in folders if f.name not in known]
            for receipt in sorted(missing, key=_age):
                self._append(receipt)

    def rebuild_ledger(self) -> None:
        """Write the ledger anew from the receipts."""
        with self._locked():
            self._ledger.unlink(missing_ok=True)
            for receipt in self.receipts():
                self._append(receipt)

    def _append(self, receipt: Receipt) -> None:
        kept = (
            "id",
            "provider",
            "dataset",
            "sha256",
            "accepted_at",
            "accepted_by",
            "part",
        )
        line = json.dumps({k: getattr(receipt, k) for k in kept}, sort_keys=True)
        with open(self._ledger, "ab") as file:
            if file.tell() and not _ends_with_newline(self._ledger):
                file.write(b"\n")
            file.write(line.encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())

    @contextlib.contextmanager
    def _locked(self):
        with open(self.path / ".lock", "w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def receipts(self) -> list[Receipt]:
        """Receipts of all accepted returns, oldest acceptance first."""
        found = [self._receipt(folder) for folder in (self.path / "returns").iterdir()]
        return sorted(found, key=_age)

    @staticmethod
    def _receipt(folder: Path) -> Receipt:
        return Receipt(**files.read_json(folder / "receipt.json"))

    def last_accepted(self, provider: str, dataset: str) -> Receipt | None:
        """The newest accepted return of one provider and data set."""
        folders = (self.path / "returns").glob(f"{_plain(provider)}-{dataset}-*")
        found = [self._receipt(folder) for folder in folders]
        return max((r for r in found if r.provider == provider), key=_age, default=None)

    def current(self) -> dict[tuple[str, str], Receipt]:
        """The newest accepted return of each provider and data set: the one that a cut takes."""
        return {(r.provider, r.dataset): r for r in self.receipts()}

    def history(self, provider: str | None = None) -> list[dict]:
        """Every return with its state, newest first."""
        current = {r.id for r in self.current().values()}
        entries = [
            self._entry(path, current)
            for place in ("inbox", "returns", "withdrawn")
            for path in (self.path / place).iterdir()
            if (path / "received.json").exists()
        ]
        wanted = [e for e in entries if provider in (None, e["provider"])]
        return sorted(wanted, key=lambda e: (e["at"], e["id"]), reverse=True)

    def _entry(self, folder: Path, current: set[str]) -> dict:
        received = files.read_json(folder / "received.json")
        entry = {
            k: received[k] for k in ("id", "name", "provider", "dataset", "by", "at")
        }
        entry |= {k: received.get(k) for k in ("period_start", "period_end")}
        return entry | {"rows": None, "counts": {}} | _state(folder, current)


def _plain(provider: str) -> str:
    """A provider's code as it may stand in the name of a folder."""
    return re.sub(r"[^A-Za-z0-9]", "", provider)[:12] or "unknown"


def _age(receipt: Receipt) -> tuple[str, str]:
    return receipt.accepted_at, receipt.id


def _state(folder: Path, current: set[str]) -> dict:
    if (folder / "receipt.json").exists():
        receipt = files.read_json(folder / "receipt.json")
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
        return files.read_json(folder / "withdrawn.json") | {"state": "withdrawn"}
    if (folder / "checked.json").exists():
        result = files.read_json(folder / "checked.json")
        state = "refused" if result["outcome"] == "refused" else "checked"
        return {"state": state, "rows": result["rows"], "counts": result["counts"]}
    return {"state": "received"}


def _may_accept(result: Result, part: bool) -> None:
    if result.outcome == "refused":
        raise Refused(
            f"The return {result.id} is refused: the file is rejected, or no record is left. Correct it and send it again."
        )
    if result.outcome == "part" and not part:
        raise NeedsApproval(
            f"Some records of the return {result.id} would be left out. Approve that (--accept-part), or correct them and send it again."
        )


def _first_agency(form) -> str:
    """The agency on the first row of a file whose name does not say it."""
    import csv
    import io

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


def _whole_lines(content: bytes) -> Iterator[dict]:
    for line in content.split(b"\n"):
        try:
            yield json.loads(line)
        except ValueError:
            continue


def _ends_with_newline(path: Path) -> bool:
    with open(path, "rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


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
