"""S43: a backup of database and store is encrypted, complete, refuses to overwrite, and is put back: the drill."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from cryptography.fernet import Fernet

from tests import postgresql
from throughcare.web.backups import backup, sealed

MANAGE = ["-m", "throughcare.web.manage"]
KEY = Fernet.generate_key().decode()
FILL = """
import django; django.setup()
from throughcare.web.accounts.actions import open_account
from throughcare.web.audit.actions import record_read
from throughcare.web.organisations.actions import add_provider
from throughcare.web.rowsecurity.context import ALL, seeing
user = open_account(username="manager", password="x", role="data-manager", by=None, provider=add_provider(code="N0852", by=None))
with seeing(ALL):
    record_read(by=user, page="portal:return", provider="N0852", return_id="N0852-H-1", rows=[17])
"""
COUNT = """
import django, json; django.setup()
from throughcare.web.accounts.models import User
from throughcare.web.audit.models import Event, Reading
from throughcare.web.rowsecurity.context import ALL, seeing
with seeing(ALL):
    print(json.dumps([User.objects.count(), Event.objects.count(), Reading.objects.get().rows]))
"""
FILES = {
    "ledger.jsonl": b'{"id": "a"}\n',
    "pseudonym.key": b"k" * 32,
    "returns/a/original.csv": b'"AGNCY"\n' * 200_000,
    "returns/a/receipt.json": b"{}",
    "inbox/b/received.json": b"{}",
    "cuts/first/manifest.json": b"{}",
    "work/half/original.csv": b"not finished",
}


def run(arguments: list[str], home: Path, *, fails: bool = False, **more: str) -> str:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("DJANGO_")}
    environment = kept | {
        "THROUGHCARE_HOME": str(home),
        "THROUGHCARE_STORE": str(home / "store"),
        "THROUGHCARE_MODE": "demo",
        "DJANGO_SETTINGS_MODULE": "throughcare.web.settings",
        "BACKUP_KEY": KEY,
        **more,
    }
    done = subprocess.run(
        [sys.executable, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert (done.returncode != 0) is fails, done.stderr[-3000:]
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


def fill(home: Path, **more: str) -> None:
    """A database and a store with something in them."""
    run([*MANAGE, "migrate", "--verbosity=0"], home, **more)
    run(["-c", FILL], home, **more)
    for name, content in FILES.items():
        path = home / "store" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def held(store: Path) -> dict[str, bytes]:
    return {
        path.relative_to(store).as_posix(): path.read_bytes()
        for path in store.rglob("*")
        if path.is_file()
    }


FINISHED = {n: c for n, c in FILES.items() if not n.startswith("work/")}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A home with data, and its backup."""
    home = tmp_path_factory.mktemp("home")
    fill(home)
    file = home / "site.backup"
    said = run([*MANAGE, "backup", str(file)], home)
    assert "encrypted" in said and "not encrypted" not in said
    return home, file


def test_s43_drill_on_sqlite_brings_everything_back(made, tmp_path):
    home, file = made
    assert "are back" in run([*MANAGE, "restore", str(file)], tmp_path)
    assert held(tmp_path / "store") == FINISHED
    assert run(["-c", COUNT], tmp_path) == run(["-c", COUNT], home)


def test_s43_nothing_is_readable_without_the_key(made, tmp_path):
    _, file = made
    assert b"AGNCY" not in file.read_bytes() and b"manager" not in file.read_bytes()
    other = Fernet.generate_key().decode()
    for key, told in ((other, "key is another one"), ("", "set BACKUP_KEY")):
        said = run(
            [*MANAGE, "restore", str(file)], tmp_path, fails=True, BACKUP_KEY=key
        )
        assert told in said
    assert not (tmp_path / "store").exists()


def test_s43_data_is_not_restored_over_without_force(made, tmp_path):
    _, file = made
    fill(tmp_path)
    (tmp_path / "store/ledger.jsonl").write_bytes(b"mine")
    restore = [*MANAGE, "restore", str(file)]
    assert "give --force" in run(restore, tmp_path, fails=True)
    assert (tmp_path / "store/ledger.jsonl").read_bytes() == b"mine"
    run([*restore, "--force"], tmp_path)
    assert held(tmp_path / "store") == FINISHED
    aside = list(tmp_path.glob("store.before-*"))
    assert [(one / "ledger.jsonl").read_bytes() for one in aside] == [b"mine"]


def test_s43_accounts_alone_are_not_restored_over_either(made, tmp_path):
    _, file = made
    fill(tmp_path)
    said = run(
        [*MANAGE, "restore", str(file), "--store", str(tmp_path / "empty")],
        tmp_path,
        fails=True,
    )
    assert "The database holds accounts" in said


def test_s43_backup_is_never_written_over_another(made):
    home, file = made
    before = file.read_bytes()
    assert "exists already" in run([*MANAGE, "backup", str(file)], home, fails=True)
    assert file.read_bytes() == before


def test_s43_service_asks_for_a_key(in_service):
    assert "backups are encrypted" in in_service["backup_without_key"]


@pytest.fixture(scope="module")
def databases(tmp_path_factory):
    """Two empty databases on a server from the wheel, and where its programs are."""
    with postgresql.server(tmp_path_factory.mktemp("backups") / "data") as server:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            for name in ("one", "two"):
                connection.execute(f"create database {name}")
            host, port = connection.info.host, connection.info.port
            version = connection.info.server_version // 10_000
        place = f"host={quote(host, safe='')}&port={port}"
        yield {
            "one": f"postgresql://postgres@/one?{place}",
            "two": f"postgresql://postgres@/two?{place}",
            "programs": str(_programs(version)),
        }


def _programs(version: int) -> Path:
    """Where the wheel keeps pg_dump and its like."""
    root = postgresql.PACKAGE
    known = (root / f"pginstall{version}/bin", root / "pginstall/bin")
    return next(folder for folder in known if folder.is_dir())


def test_s43_drill_on_postgresql_brings_everything_back(databases, tmp_path):
    here, there = tmp_path / "here", tmp_path / "there"
    first = {
        "DATABASE": databases["one"],
        "POSTGRESQL_PROGRAMS": databases["programs"],
    }
    second = first | {"DATABASE": databases["two"]}
    fill(here, **first)
    run([*MANAGE, "backup", str(tmp_path / "b")], here, **first)
    run([*MANAGE, "restore", str(tmp_path / "b")], there, **second)
    assert held(there / "store") == FINISHED
    told = run(["-c", COUNT], there, **second)
    assert told == run(["-c", COUNT], here, **first) and json.loads(told)[2] == [17]
    guards = "select count(*) from pg_trigger where tgname like 'audit_%'"
    forced = "select relforcerowsecurity from pg_class where relname = 'audit_reading'"
    with psycopg.connect(databases["two"]) as connection:
        assert connection.execute(guards).fetchone() == (6,)
        assert connection.execute(forced).fetchone() == (True,)
    again = run(
        [*MANAGE, "restore", str(tmp_path / "b")], tmp_path / "x", fails=True, **second
    )
    assert "The database holds accounts" in again


# -- the stream ---------------------------------------------------------------------------------------------------


def sealed_bytes(text: bytes) -> bytes:
    out = io.BytesIO()
    writer = sealed.Writer(out, KEY)
    writer.write(text)
    writer.finish()
    return out.getvalue()


def opened(content: bytes) -> bytes:
    return io.BufferedReader(sealed.Reader(io.BytesIO(content), KEY)).read()


PIECE = sealed.PIECE
LENGTHS = [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE + 7]


@pytest.mark.parametrize("length", LENGTHS)
def test_s43_stream_gives_back_what_was_written(length):
    text = os.urandom(length)
    assert opened(sealed_bytes(text)) == text


@pytest.mark.parametrize(
    "change", ["flip", "cut off", "piece missing", "pieces swapped"]
)
def test_s43_changed_stream_is_refused(change):
    whole = sealed_bytes(os.urandom(2 * PIECE + 9))
    start, size = len(sealed.HEAD) + 7, PIECE + sealed.TAG
    head, pieces = whole[:start], [whole[start + i * size :][:size] for i in range(3)]
    broken = {
        "flip": head
        + pieces[0][:-1]
        + bytes([pieces[0][-1] ^ 1])
        + b"".join(pieces[1:]),
        "cut off": head + pieces[0] + pieces[1],
        "piece missing": head + pieces[0] + pieces[2],
        "pieces swapped": head + pieces[1] + pieces[0] + pieces[2],
    }[change]
    with pytest.raises(sealed.Broken):
        opened(broken)


def test_s43_damage_is_named_and_nothing_is_touched(tmp_path, monkeypatch, db):
    store = tmp_path / "store"
    store.mkdir()
    (store / "ledger.jsonl").write_bytes(b"{}")
    monkeypatch.setattr(
        backup.databases, "copy_to", lambda path: path.write_bytes(b"d")
    )
    monkeypatch.setattr(
        backup, "_without_twins", lambda files: files | {"store/x": "0"}
    )
    backup.write(tmp_path / "b", store, key=None)
    with pytest.raises(backup.BackupFault, match="damaged at store/x"):
        backup.put_back(tmp_path / "b", tmp_path / "new", key=None, force=True)
    assert not (tmp_path / "new").exists()


def test_s43_return_accepted_while_copying_counts_once():
    files = {"store/inbox/a/x": "1", "store/returns/a/x": "1", "store/inbox/b/x": "2"}
    assert set(backup._without_twins(files)) == {"store/returns/a/x", "store/inbox/b/x"}


def test_s43_failed_backup_leaves_no_half_file(tmp_path, monkeypatch, db):
    def fails(path):
        raise backup.databases.DatabaseFault("no database")

    monkeypatch.setattr(backup.databases, "copy_to", fails)
    with pytest.raises(backup.databases.DatabaseFault):
        backup.write(tmp_path / "b", tmp_path / "store", key=KEY)
    assert list(tmp_path.iterdir()) == []
