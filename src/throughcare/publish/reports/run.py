"""A run of the routine reports of a cut: made once, dated, hashed, and never changed.

A run is a folder STORE/cuts/<cut>/reports/<number> with one JSON file a report and a manifest of their hashes. A later
run, as after a change of code, gets the next number; the earlier ones stay. The manifest names the site that the files of
its reports link to, so that these have the same bytes each time.
"""

import datetime as dt
import json
import os
import shutil
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from throughcare import __version__
from throughcare.publish.reports import FORMS
from throughcare.publish.reports.document import Report
from throughcare.publish.reports.links import Links
from throughcare.publish.reports.making import Maker
from throughcare.warehouse.cut import Cut


@dataclass(frozen=True)
class Entry:
    """One report of a run, as the manifest names it."""

    kind: str
    unit_kind: str
    code: str
    name: str
    title: str
    period: str
    hash: str
    file: str


@dataclass(frozen=True)
class Run:
    """The reports of a cut as they were made at one time."""

    folder: Path
    number: int
    made_at: str
    made_by: str
    code_version: str
    entries: tuple[Entry, ...]
    site: str = ""

    @classmethod
    def open(cls, cut: Cut, number: int | None = None) -> "Run":
        """A run by its number, else the latest. Raises LookupError where there is none."""
        known = numbers(cut)
        if not known or (number and number not in known):
            raise LookupError(
                f"Cut {cut.name} has no such reports yet: throughcare report all --cut {cut.name} makes them."
            )
        folder = _folder(cut) / str(number or known[-1])
        told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        entries = tuple(Entry(**entry) for entry in told.pop("entries"))
        return cls(folder=folder, entries=entries, **told)

    def report(self, entry: Entry) -> Report:
        """A report as it was made."""
        return Report.from_json((self.folder / entry.file).read_text(encoding="utf-8"))

    @property
    def path(self) -> str:
        """Where a site shows the run."""
        return f"/reports/{self.folder.parent.parent.name}/{self.number}"

    def file(self, entry: Entry, form: str, site: str = "") -> bytes:
        """A report as a file. Its links lead to the site that the run names, else to `site`, else there are none."""
        to = self.site or site
        links = Links.to(to, self.path) if to else None
        return FORMS[form](self.report(entry), links)

    def find(self, kind: str, unit_kind: str, code: str) -> Entry | None:
        """The report of a kind on a unit."""
        wanted = (kind, unit_kind, code)
        found = (e for e in self.entries if (e.kind, e.unit_kind, e.code) == wanted)
        return next(found, None)

    def changed(self, cut: Cut) -> list[Entry]:
        """Reports that would not be the same if they were made again now."""
        maker = Maker(cut)
        return [
            entry
            for entry in self.entries
            if maker.report(entry.kind, entry.unit_kind, entry.code).hash != entry.hash
        ]


def make(
    cut: Cut,
    *,
    by: str,
    site: str = "",
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Run:
    """Make every report of a cut and keep them as its next run; all of them or none.

    `site`: the address that links in files of the reports begin with. Raises links.NoSite.
    """
    site = Links.to(site).site if site else ""
    number = max(numbers(cut), default=0) + 1
    work = cut.store / "work" / f"reports.{uuid.uuid4().hex}"
    work.mkdir(parents=True, mode=0o700)
    try:
        entries = _write_all(Maker(cut), work, progress)
        manifest = {
            "number": number,
            "made_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            "made_by": by,
            "code_version": __version__,
            "site": site,
            "entries": [asdict(entry) for entry in entries],
        }
        (work / "manifest.json").write_text(json.dumps(manifest, indent=1))
        _folder(cut).mkdir(exist_ok=True, mode=0o700)
        os.rename(work, _folder(cut) / str(number))
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return Run.open(cut, number)


def numbers(cut: Cut) -> list[int]:
    """The runs of a cut, oldest first."""
    found = _folder(cut).glob("*/manifest.json")
    return sorted(int(path.parent.name) for path in found)


def links_of(cut: Cut, report: Report, site: str) -> Links:
    """Links of a report to the newest run that keeps one of its kind and unit, if any. Raises links.NoSite."""
    for number in reversed(numbers(cut)):
        made = Run.open(cut, number)
        if made.find(report.kind, report.unit.kind, report.unit.code):
            return Links.to(site, made.path)
    return Links.to(site)


def _folder(cut: Cut) -> Path:
    return cut.folder / "reports"


def _write_all(maker: Maker, work: Path, progress) -> list[Entry]:
    asked = maker.all_asked()
    entries = []
    for done, (kind, unit_kind, code) in enumerate(asked, start=1):
        report = maker.report(kind, unit_kind, code)
        entries.append(_write(report, work / f"{done:05}.json"))
        progress(done, len(asked))
    return entries


def _write(report: Report, file: Path) -> Entry:
    file.write_text(report.to_json(), encoding="utf-8")
    return Entry(
        kind=report.kind,
        unit_kind=report.unit.kind,
        code=report.unit.code,
        name=report.unit.name,
        title=report.title,
        period=report.period,
        hash=report.hash,
        file=file.name,
    )
