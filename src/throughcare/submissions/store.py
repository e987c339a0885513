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
import os
import shutil
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

from throughcare import __version__
from throughcare.dataset import Spec
from throughcare.dataset import form as file_form
from throughcare.warehouse import looking, records
from throughcare.warehouse.looking import Former
from throughcare.warehouse.marks import Asker
from throughcare.warehouse.pseudonym import store_key
from throughcare.warehouse.source import Source

from . import (
    acceptances,
    arrival,
    confirmations,
    confirming,
    corrections,
    files,
    found,
    history,
    levels,
    papers,
)
from .check import Checked, Remembered, check, title_of
from .confirmations import Confirmation
from .errors import (
    Damaged,
    NeedsApproval,
    Refused,
    StoreError,
    WouldVanish,
    writing,
)
from .folders import Folders
from .handed_back import hand_back
from .papers import Receipt, Received, Result

SEND_AGAIN = "Nothing was accepted; make room, then send it again"
KEEPING = "keeping its records"
"""The step of an acceptance that follows those of a check."""


def _silent(step: str) -> None:
    """Progress that nobody follows."""


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
        self.folders = Folders(path)
        self.path = self.folders.path
        self.today = today
        self.open_month = open_month

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

        The same bytes under another period, provider or data set are another return. Raises dataset.file.Unreadable
        for a file that is no return at all, NotWritable where the store has no room.
        """
        form = file_form.inspect(source, name)
        letter = arrival.letter_of(form, dataset)
        file_form.refuse_without_header(form, Spec.at(letter))
        arrival.refuse_broken(form)
        received = arrival.describe(form, letter, by)
        if not self.folders.hold(received.id):
            with writing("The return cannot be kept in the store", SEND_AGAIN):
                self._keep(form, received)
        if (self.path / "returns" / received.id).exists():
            self.folders.leave_inbox(received.id)
        return self.received(received.id)

    def _keep(self, form, received: Received) -> None:
        with self.folders.unfinished(received.id) as folder:
            files.copy_whole(form.path, folder / f"original{form.suffix}")
            files.write_json(folder / "received.json", asdict(received))
            self.folders.move(folder, "inbox", received.id)

    def folder(self, id: str) -> Path:
        """Where a return stands. Raises UnknownReturn."""
        return self.folders.of(id)

    def received(self, id: str) -> Received:
        try:
            return papers.received_in(self.folder(id))
        except Damaged:  # accepted meanwhile, so it stands elsewhere
            return papers.received_in(self.folder(id))

    # -- check --------------------------------------------------------------------------------------------

    def check(
        self,
        id: str,
        *,
        entitled: frozenset[str] | None = None,
        progress: Callable[[str], None] = _silent,
    ) -> Result:
        """Look for faults and keep the findings. A return that is accepted already keeps its result."""
        folder = self.folder(id)
        if (folder / "receipt.json").exists():
            return self.result(id)
        with (
            writing("The findings cannot be kept in the store", SEND_AGAIN),
            self._checked(id, entitled, progress) as checked,
            self.folders.unfinished(id) as work,
        ):
            looking.write_findings(checked.con, work / "findings.parquet")
            os.replace(work / "findings.parquet", folder / "findings.parquet")
            result = self._result(id, checked, entitled)
            files.write_json(folder / "checked.json", asdict(result))
        return result

    def _checked(self, id: str, entitled=None, progress=_silent):
        received = self.received(id)
        return check(
            papers.original_of(self.folder(id)),
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
        letter = arrival.letter_of(form, dataset)
        told = arrival.describe(form, letter, by="")
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
        known = self._confirmations(provider, dataset)
        asker = self.asker(provider, dataset) if known else None
        return Remembered(self._former(before), asker, tuple(known))

    def _former(self, receipt: Receipt | None) -> Former | None:
        if receipt is None:
            return None
        until = receipt.period_end or receipt.accepted_at[:10]
        folder = self.path / "returns" / receipt.id
        return Former(receipt.id, folder, dt.date.fromisoformat(until))

    def asker(self, provider: str, dataset: str) -> Asker:
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
            at=papers.now(),
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
        return self._with_confirmed(papers.result_in(path.parent))

    def _with_confirmed(self, result: Result) -> Result:
        """Warnings confirmed after the check leave the count of warnings."""
        later = [c for c in self.confirmed_in(result.id) if c.at > result.at]
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
        self, id: str, *, rule="", level="", row=None, limit=100, offset=0
    ) -> list[dict]:
        """Findings in the order of the file: rule, level, row, field, value, message, title, confirmed.

        Row 0 is about something that is not in the file, row 1 about the header or the file as a whole. `confirmed`
        says by whom, why and when a soft check was confirmed; None where it was not.
        """
        wanted = found.Wanted(rule=rule, level=level, row=row)
        told = found.findings(self, id, wanted, limit=limit, offset=offset)
        return [{k: v for k, v in one.items() if k != "name"} for one in told]

    def count_findings(self, id: str, *, rule="", level="", row=None) -> int:
        return found.count(self, id, found.Wanted(rule=rule, level=level, row=row))

    # -- confirm ------------------------------------------------------------------------------------------

    def confirmations_for(self, id: str) -> list[Confirmation]:
        """What was confirmed of this provider and data set, on any return."""
        received = self.received(id)
        return self._confirmations(received.provider, received.dataset)

    def _confirmations(self, provider: str, dataset: str) -> list[Confirmation]:
        return confirmations.read(self.path / confirmations.FILE, provider, dataset)

    def confirmed_in(self, id: str) -> list[Confirmation]:
        """The soft checks that were confirmed on this very return."""
        return [c for c in self.confirmations_for(id) if c.return_id == id]

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
        return confirming.confirm(
            self, id, rule, row, field, by=by, why=why, value=value
        )

    def handed_back(self, id: str) -> Path:
        """The original file with an error column, made when first asked for."""
        folder, received = self.folder(id), self.received(id)
        target = (
            self.folders.unfinished_folder(id)
            / f"{Path(received.name).stem}-findings.csv"
        )
        form = file_form.inspect(papers.original_of(folder), received.name)
        form = form.for_version(Spec.at(received.dataset))
        hand_back(form, folder / "findings.parquet", target)
        return target

    # -- accept -------------------------------------------------------------------------------------------

    def accept(
        self,
        id: str,
        *,
        by: str,
        part: bool = False,
        replace_fuller: bool = False,
        progress: Callable[[str], None] = _silent,
    ) -> Receipt:
        """Take the return into the national data set. Accepting twice gives the first receipt again.

        `part`: the sender agrees that rejected records are left out. `replace_fuller`: the sender agrees that it takes
        the place of a clearly fuller return. Raises Refused, NeedsApproval, WouldVanish or NotWritable.
        """
        received = self.received(id)
        with self._turn(received.provider, received.dataset):
            return self._accept(id, by, part, replace_fuller, progress)

    def _accept(
        self, id: str, by: str, part: bool, replace_fuller: bool, progress
    ) -> Receipt:
        folder = self.folder(id)
        if (folder / "receipt.json").exists():
            self.repair()
            return papers.receipt_in(folder)
        self._refuse_withdrawn(folder)
        with (
            writing("The return cannot be accepted", SEND_AGAIN),
            self._checked(id, self._entitled(id), progress) as checked,
            self.folders.unfinished(id) as work,
        ):
            result = self._result(id, checked)
            _may_accept(result, part, replace_fuller)
            progress(KEEPING)
            receipt = self._write_return(work, id, by, checked, result)
            files.flush_files(work)
            self.folders.move(work, "returns", id)
        with contextlib.suppress(OSError):  # the folder is the truth; the line follows
            self.repair()
        self.folders.leave_inbox(id)
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
        known = papers.read(path).get("entitled") if path.exists() else None
        return None if known is None else frozenset(known)

    def _turn(self, provider: str, dataset: str):
        return self.folders.turn(provider, dataset)

    def _write_return(
        self, work: Path, id, by, checked: Checked, result: Result
    ) -> Receipt:
        received = self.received(id)
        inbox = self.path / "inbox" / id
        sent = papers.original_of(inbox)
        files.copy_whole(sent, work / sent.name)
        if (inbox / corrections.FILE).exists():
            files.copy_whole(inbox / corrections.FILE, work / corrections.FILE)
        files.write_json(work / "received.json", asdict(received))
        files.write_json(work / "checked.json", asdict(result))
        looking.write_findings(checked.con, work / "findings.parquet")
        kept = records.write_records(checked.con, checked.plan, checked.spec, work)
        receipt = papers.receipt_for(
            received,
            result,
            work,
            records=kept,
            part=result.outcome == "part",
            accepted_at=papers.now(),
            accepted_by=by,
            version=__version__,
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
        files.write_json(folder / "withdrawn.json", {"at": papers.now(), "by": by})
        target = self.path / "withdrawn" / id
        if target.exists():
            shutil.rmtree(target)
        self.folders.move(folder, "withdrawn", id)

    # -- ledger -------------------------------------------------------------------------------------------

    def ledger(self) -> list[dict]:
        """The acceptances on record, oldest first. A damaged line is passed over; `repair` writes it anew."""
        return acceptances.lines(self.path)

    def waiting(self) -> list[str]:
        """Returns that are received and neither accepted nor withdrawn, in order."""
        return self.folders.waiting()

    def repair(self) -> None:
        """Bring the ledger level with the folders: every accepted return has its line, once, and is in no inbox."""
        acceptances.clear_inbox(self.path)
        with self.locked():
            acceptances.add_missing(self.path)

    def rebuild_ledger(self) -> None:
        """Write the ledger anew from the receipts."""
        receipts = self.receipts()
        with self.locked():
            acceptances.write_anew(self.path, receipts)

    def mend(self) -> list[str]:
        """Make damaged receipts and ledger lines anew from what stands beside them; says what was mended.

        Raises Damaged where a return has to come back from a backup.
        """
        known = {line["id"] for line in self.ledger()}
        mended = acceptances.mend_receipts(self.path)
        self.repair()
        added = len({line["id"] for line in self.ledger()} - known)
        told = f"The ledger has {added} line{'s' if added > 1 else ''} more."
        return [*mended, told] if added else mended

    def locked(self):
        """Alone with the files of the store that are added to."""
        return self.folders.locked()

    def receipts(self) -> list[Receipt]:
        """Receipts of all accepted returns, oldest acceptance first. Raises Damaged where one cannot be read."""
        accepted = map(papers.receipt_in, (self.path / "returns").iterdir())
        return sorted(accepted, key=lambda r: r.age)

    def last_accepted(self, provider: str, dataset: str) -> Receipt | None:
        """The newest accepted return of one provider and data set."""
        folders = (self.path / "returns").glob(f"{papers.plain(provider)}-{dataset}-*")
        return papers.newest(map(papers.receipt_in, folders)).get((provider, dataset))

    def current(self) -> dict[tuple[str, str], Receipt]:
        """The newest accepted return of each provider and data set: the one that a cut takes."""
        return papers.newest(self.receipts())

    def history(self, provider: str | None = None) -> list[dict]:
        """Every return with its state, newest first; of one provider, where one is asked for."""
        return history.entries(self.path, provider)


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


def _said_of(entry: dict, confirmed: list[Confirmation]) -> int:
    """How many of them are of the rule that an entry counts."""
    return sum(1 for c in confirmed if title_of(c.name) == entry["title"])


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
