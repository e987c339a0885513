"""A cut: the returns that figures are computed from, named and frozen for good.

Freezing writes a manifest that names one accepted return per provider and data set, with the hashes of its files;
it copies nothing. The analytic tables are derived from it into the cut's folder and can be derived again.
"""

import datetime as dt
import errno
import hashlib
import json
import os
import re
import shutil
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import ibis
from ibis.backends import BaseBackend

from throughcare import __version__, parameters
from throughcare.dataset.spec import SECURE_SETTING, rank

from . import derive, engines, pseudonym
from .chaining import journeys_sql, links_sql
from .failures import ENGINE_CANNOT_WRITE, ENGINE_FAILS, KNOWN, reason
from .source import Source
from .sql import literal

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
TABLES = ("episodes", "modalities", "profiles")
SECURE = "secure_"
"""Begins the names of the tables that hold returns from secure settings."""
STEPS = ("people and episodes", "modalities and profiles", "journeys")


class CutError(Exception):
    """A cut that cannot be made or found. The message is one sentence with a way out."""


def freeze(
    store: Path,
    name: str,
    as_of: dt.date,
    sources: Iterable[Source],
    *,
    person_by_area: bool = False,
    progress: Callable[[str], None] = lambda step: None,
) -> "Cut":
    """Name a cut of the newest accepted returns whose period begins by `as_of`.

    Journeys that ended less than the gap before `as_of` are not final. Raises CutError where the name is taken or
    nothing can be frozen.
    """
    _check_name(store, name)
    chosen = _newest(sources, as_of)
    work = Path(store) / "work" / f"cut.{uuid.uuid4().hex}"
    manifest = _manifest(name, as_of, chosen, person_by_area)
    told = json.dumps(manifest, indent=1, sort_keys=True)
    try:
        work.mkdir(parents=True, mode=0o700)
        (work / "manifest.json").write_text(told)
        _derive(Path(store), work, manifest, progress)
        os.rename(work, Path(store) / "cuts" / name)
    except (OSError, ENGINE_FAILS) as error:
        raise CutError(_why_not(error, name, chosen)) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return Cut.open(store, name)


def _why_not(error: Exception, name: str, chosen: list[Source]) -> str:
    """Why a cut could not be made: a damaged return, another process, or no room."""
    if isinstance(error, OSError) and error.errno in (errno.EEXIST, errno.ENOTEMPTY):
        return f"There is a cut {name} already, made meanwhile. Choose another name."
    damaged = [s.id for s in chosen if s.id in str(error)]
    if damaged and not any(words in str(error) for words in KNOWN):
        return f"The records of the return {damaged[0]} cannot be read: a file of it is damaged. Bring its folder back from a backup; no cut was made."
    if isinstance(error, (OSError, *ENGINE_CANNOT_WRITE)):
        return f"The cut cannot be written: {reason(error)}. Make room and freeze again; nothing was changed."
    raise error


def _check_name(store: Path, name: str) -> None:
    if not NAME.fullmatch(name):
        raise CutError(
            "The name of a cut has letters, digits, dots, dashes and underscores only, as 2012-13-q4."
        )
    if (Path(store) / "cuts" / name).exists():
        raise CutError(
            f"There is a cut {name} already, and cuts do not change. Choose another name."
        )


def _newest(sources: Iterable[Source], as_of: dt.date) -> list[Source]:
    """One return per provider and data set, older versions of the data set first, then in the order of acceptance.

    Where two hold one agency's episode the later in this order counts: the newer version, else the latest accepted.
    """
    newest: dict[tuple[str, str], Source] = {}
    for source in sorted(sources, key=lambda s: s.accepted_at):
        if not source.period_start or source.period_start <= as_of.isoformat():
            newest[source.provider, source.dataset] = source
    if not newest:
        raise CutError(
            f"No accepted return has a period that begins by {as_of}. Submit returns first, or choose a later day."
        )
    return sorted(
        newest.values(), key=lambda s: (rank(s.dataset), s.accepted_at, s.provider)
    )


def _manifest(name, as_of, chosen: list[Source], person_by_area: bool) -> dict:
    returns = [
        {
            "no": number,
            "id": s.id,
            "provider": s.provider,
            "dataset": s.dataset,
            "folder": s.folder,
            "files": s.files,
        }
        for number, s in enumerate(chosen, start=1)
    ]
    content = {
        "name": name,
        "as_of": as_of.isoformat(),
        "version": __version__,
        "person_by_area": person_by_area,
        "gap_days": parameters.at("journeys.gap_days", as_of).value,
        "returns": returns,
    }
    told = json.dumps(content, sort_keys=True).encode()
    frozen_at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    return content | {"hash": hashlib.sha256(told).hexdigest(), "frozen_at": frozen_at}


def _derive(store: Path, work: Path, manifest: dict, progress) -> None:
    """Write the analytic tables and the journeys of a manifest into `work`/derived."""
    target = work / "derived"
    target.mkdir()
    con = engines.connect("duckdb", folder=work, memory_limit=None)
    progress(STEPS[0])
    kinds = ("client", "episode", "modality", "outcome_profile")
    read = {kind: _records(con, store, manifest, kind) for kind in kinds}
    several = _is_in_several(con)
    keyed = derive.episodes(
        read["client"],
        read["episode"],
        pseudonym.store_key(store),
        with_area=manifest["person_by_area"],
        several_returns=several,
    )
    keyed = _keep(con, keyed.order_by("episode"), work / "keyed.parquet")
    secure = secure_returns(manifest)
    parts = {"": derive.of_returns(keyed, secure, kept=False)}
    if secure:
        parts[SECURE] = derive.of_returns(keyed, secure)
    progress(STEPS[1])
    for prefix, part in parts.items():
        _write(con, read, part, target, prefix)
    progress(STEPS[2])
    for prefix in parts:
        _chain(con, target, manifest["gap_days"], prefix)
    (work / "keyed.parquet").unlink()
    con.disconnect()
    shutil.rmtree(work / "spill", ignore_errors=True)


def secure_returns(manifest: dict) -> list[int]:
    """Numbers of the returns from secure settings, as their data set says: `K-secure-setting`."""
    of_set = {r["no"]: r["dataset"].partition("-")[2] for r in manifest["returns"]}
    return [number for number, data_set in of_set.items() if data_set == SECURE_SETTING]


def _write(con, read: dict, keyed, target: Path, prefix: str) -> None:
    """Write the analytic tables of episodes that still have their keys."""
    tables = {
        "episodes": derive.without_keys(keyed),
        "modalities": derive.modalities(read["modality"], keyed),
        "profiles": derive.profiles(read["outcome_profile"], keyed),
    }
    for name, table in tables.items():
        _keep(con, table, target / f"{prefix}{name}.parquet")


def _chain(con, target: Path, gap_days: int, prefix: str) -> None:
    """Write the journeys of the episodes in `target`."""

    def path(name: str) -> Path:
        return target / f"{prefix}{name}.parquet"

    def read(name: str):
        return con.read_parquet(path(name), table_name=f"cut_{prefix}{name}")

    _copy(con, links_sql(con, read("episodes"), gap_days), path("links"))
    _copy(con, journeys_sql(con, read("links")), path("journeys"))


def _copy(con, query: str, path: Path) -> None:
    con.raw_sql(f"copy ({query}) to {literal(path)} (format parquet, compression zstd)")


def _is_in_several(con) -> bool:
    """Whether an agency has episodes in more than one return: two data sets, or a file under another's name."""
    found = con.raw_sql(
        "select 1 from episode_records group by agency having min(return_no) < max(return_no) limit 1"
    )
    return found.fetchone() is not None


def _records(con, store: Path, manifest: dict, kind: str):
    """The accepted records of one kind over all returns of the manifest, with `return_no`."""
    paths = {
        str(store / r["folder"] / f"{kind}.parquet"): r["no"]
        for r in manifest["returns"]
    }
    listed = ", ".join("'" + p.replace("'", "''") + "'" for p in paths)
    numbers = ", ".join(
        f"('{p.replace(chr(39), chr(39) * 2)}', {n})" for p, n in paths.items()
    )
    con.raw_sql(
        f"""create or replace temp view {kind}_records as select r.* exclude (filename), n.return_no
            from read_parquet([{listed}], union_by_name = true, filename = true) r
            join (values {numbers}) n(filename, return_no) on r.filename = n.filename"""
    )
    return con.table(f"{kind}_records")


def _keep(con, table, path: Path):
    con.to_parquet(table, path, compression="zstd")
    return con.read_parquet(path)


def _is_older(name: str, columns: Iterable[str]) -> bool:
    """Whether an analytic table was written before it had all the columns that it has now."""
    carried = (
        *derive.CARRIED,
        *derive.CARRIED_OF_CLIENT,
        *derive.CARRIED_NUMBERS,
        *derive.CARRIED_DATES,
    )
    needed = {"episodes": set(carried), "links": {"place", *carried}}
    return not needed.get(name.removeprefix(SECURE), set()) <= set(columns)


@dataclass(frozen=True)
class Cut:
    """A frozen cut of a store."""

    store: Path
    name: str
    manifest: dict

    @classmethod
    def open(cls, store: Path, name: str) -> "Cut":
        """The cut called `name`. Raises CutError where there is none."""
        folder = Path(store) / "cuts" / name
        if not NAME.fullmatch(name) or not (folder / "manifest.json").exists():
            known = ", ".join(cls.names(store)) or "none yet"
            raise CutError(
                f"There is no cut {name[:64]!r} in this store. Cuts: {known}."
            )
        return cls(
            Path(store), name, json.loads((folder / "manifest.json").read_text())
        )

    @staticmethod
    def names(store: Path) -> list[str]:
        """Every cut of a store, by name."""
        found = (Path(store) / "cuts").glob("*/manifest.json")
        return sorted(path.parent.name for path in found)

    @property
    def folder(self) -> Path:
        return self.store / "cuts" / self.name

    @property
    def as_of(self) -> dt.date:
        return dt.date.fromisoformat(self.manifest["as_of"])

    @cached_property
    def returns(self) -> dict[int, dict]:
        """The returns of the manifest by their number in the cut."""
        return {r["no"]: r for r in self.manifest["returns"]}

    def derive_again(self) -> None:
        """Write the analytic tables anew from the returns that the manifest names."""
        work = self.store / "work" / f"cut.{uuid.uuid4().hex}"
        work.mkdir(parents=True, mode=0o700)
        try:
            _derive(self.store, work, self.manifest, lambda step: None)
            shutil.rmtree(self.folder / "derived", ignore_errors=True)
            os.rename(work / "derived", self.folder / "derived")
        finally:
            shutil.rmtree(work, ignore_errors=True)

    def table(self, backend: BaseBackend, name: str) -> ibis.Table:
        """One of the analytic tables, read by `backend`; derived again where it is gone."""
        path = self.folder / "derived" / f"{name}.parquet"
        if not path.exists():
            self.derive_again()
        found = backend.read_parquet(path, table_name=f"cut_{name}")
        if _is_older(name, found.columns):
            self.derive_again()
            found = backend.read_parquet(path, table_name=f"cut_{name}")
        return found

    def records(self, backend: BaseBackend, kind: str) -> ibis.Table:
        """The accepted records of one kind (`client`, `episode` ...) over all returns of the cut, with `return_no`.

        They hold identifiers: counts may leave, rows may not.
        """
        return _records(backend, self.store, self.manifest, kind)

    def inputs(self, backend: BaseBackend):
        """What indicators are computed from. On Spark the journeys are built there, from the episodes."""
        from throughcare.indicators import Inputs

        from .reading import reading_of

        told = {"as_of": self.as_of, "reading": reading_of(backend)}
        secure = None
        if secure_returns(self.manifest):
            tables = self._tables(backend, SECURE)
            secure = Inputs(**tables, **told, is_secure=True)
        return Inputs(**self._tables(backend), **told, secure=secure)

    def _tables(self, backend: BaseBackend, prefix: str = "") -> dict[str, ibis.Table]:
        """The analytic tables and the journeys of the community, or of secure settings."""
        from throughcare.journeys import build

        tables = {name: self.table(backend, prefix + name) for name in TABLES}
        if backend.name == "pyspark":
            chains = build(tables["episodes"], self.manifest["gap_days"])
            links, journeys = chains.links.cache(), chains.journeys.cache()
        else:
            links, journeys = (
                self.table(backend, prefix + n) for n in ("links", "journeys")
            )
        return tables | {"links": links, "journeys": journeys}
