"""Many senders and readers at once on the real site with a real PostgreSQL: nothing may fail and nothing be lost.

    python -m tests.hardening.load [--senders 50] [--readers 200] [--seconds 120]

Senders send a return by the API, wait for its check, accept it, wait for that and go on to the next. Readers open the result page of their
provider's newest return, its findings, and the history, with some seconds of reading between. Printed: requests, refusals,
and how long each kind of page took (median, and 95 of 100).
"""

import argparse
import datetime as dt
import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import requests

from . import kill
from .kill_site import agree, server

READING = (4.0, 12.0)
"""Seconds between two pages of a reader, at least and at most."""
WORKER_ENDS = 3
"""Seconds within which the site's worker has noticed its end."""
PATIENCE = 120
"""Seconds that a sender waits for the check of a return, and for its acceptance."""


@dataclass
class Seen:
    """What was asked and what came of it; safe for threads."""

    times: dict[str, list[float]] = field(default_factory=dict)
    answers: Counter = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, what: str, answer: requests.Response, seconds: float) -> None:
        with self.lock:
            self.times.setdefault(what, []).append(seconds)
            self.answers[answer.status_code] += 1
            if answer.status_code >= 400:
                self.faults.append(f"{what}: {answer.status_code} {answer.text[:200]}")

    def fail(self, words: str) -> None:
        with self.lock:
            self.faults.append(words)


@dataclass
class Site:
    """The site under load: its address and what was seen of it."""

    address: str
    seen: Seen
    until: float

    @property
    def is_open(self) -> bool:
        return time.monotonic() < self.until

    def ask(self, session: requests.Session, what: str, path: str, **given):
        """A request, timed under the name `what`; None where it could not be made."""
        ask = session.post if given else session.get
        began = time.monotonic()
        try:
            answer = ask(self.address + path, timeout=60, **given)
        except requests.RequestException as fault:
            return self.seen.fail(f"{what}: {type(fault).__name__}")
        self.seen.note(what, answer, time.monotonic() - began)
        return answer


def send_all(site: Site, token: str, returns: list[Path]) -> None:
    """Send returns one after another until the time is over."""
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {token}"
    for path in returns:
        if not site.is_open:
            return
        with open(path, "rb") as file:
            sent = site.ask(session, "send", "/api/v1/returns", files={"file": file})
        if sent is None or not sent.ok:
            return
        _accept(site, session, sent.json()["id"])


def _accept(site: Site, session, return_id: str) -> None:
    """Accept a return once it is checked, and wait until the site says that it is accepted."""
    path = f"/api/v1/returns/{return_id}"
    if _await_state(site, session, path, "check"):
        agreed = {"part": True, "replace_fuller": True}
        site.ask(session, "accept", f"{path}/accept", json=agreed)
        if _await_state(site, session, path, "acceptance"):
            site.seen.accepted.append(return_id)


def _await_state(site: Site, session, path: str, what: str) -> bool:
    """Ask until the check or the acceptance is done; not after the site is closed."""
    patient_until = time.monotonic() + PATIENCE
    while time.monotonic() < patient_until:
        told = site.ask(session, "ask how far", path)
        if told is not None and told.ok and told.json()[what] in ("done", "failed"):
            return told.json()[what] == "done"
        if not site.is_open:
            return False
        time.sleep(2)
    site.seen.fail(f"{path}: no {what} within {PATIENCE} seconds")
    return False


def read_on(site: Site, cookie: dict[str, str], first: str, chance) -> None:
    """Open pages of a provider, `first` the return that it has from the start, until the time is over."""
    session = requests.Session()
    session.cookies.update(cookie)
    pages = {
        "result page": f"/returns/{first}/",
        "history": "/returns/",
        "findings": f"/returns/{first}/findings.json",
    }
    time.sleep(chance.uniform(0, READING[1]))
    while site.is_open:
        what = chance.choice(["result page", *pages])
        site.ask(session, what, pages[what])
        time.sleep(chance.uniform(*READING))


def prepare(folder: Path, database: str, senders: int) -> list[dict]:
    """A site with one provider, account, token and checked return for each sender."""
    from .kill_site import prepare as prepare_site

    prepare_site(folder, database)
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    (folder / "returns").mkdir()
    files = kill.write_returns(folder / "returns", senders * 6)
    own = [files[n * 6 : n * 6 + 6] for n in range(senders)]
    return [_provider(n, paths) for n, paths in enumerate(own)]


def _provider(number: int, paths: list[Path]) -> dict:
    from throughcare.web.accounts import second_factor
    from throughcare.web.accounts.actions import open_account
    from throughcare.web.api.actions import make_token
    from throughcare.web.governance import exports
    from throughcare.web.organisations.actions import add_provider
    from throughcare.web.portal import accepting, own
    from throughcare.web.rowsecurity.context import ALL, seeing

    with seeing(ALL):
        code = paths[0].name.split("-")[0]
        provider = add_provider(code=code, by=None) if number else _first(code)
        agree(provider)
        user = open_account(
            username=f"manager{number}",
            password="correct horse battery",
            role="data-manager",
            by=None,
            provider=provider,
        )
        second_factor.set_up(user, second_factor.demo_secret(user))
        token, secret = make_token(name="load", by=user)
        received = own.store().receive(paths[0], by=user.username)
        own.store().check(received.id)
        accepting.accept(return_id=received.id, part=True, replace_fuller=True, by=user)
        exports.open_for(
            by=user,
            page="portal:findings",
            path=f"/returns/{received.id}/findings.json",
            purpose="check",
            words="",
        )
        cookie = _signed_in(user)
    return {
        "token": secret,
        "cookie": cookie,
        "first": received.id,
        "returns": paths[1:],
    }


def _first(code: str):
    from throughcare.web.organisations.models import Provider

    return Provider.objects.get(code=code)


def _signed_in(user) -> dict[str, str]:
    """The cookie of a session in which password and code were given just now."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user)
    session = client.session
    session["factor"] = True
    session["proved"] = session["began"] = session["seen"] = int(time.time())
    session.save()
    return {settings.SESSION_COOKIE_NAME: session.session_key}


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def under_load(
    address: str, known: list[dict], readers: int, seconds: float, seed: int
) -> Seen:
    """Let senders and readers work on the site for so many seconds."""
    chance = random.Random(seed)
    site = Site(address, Seen(), time.monotonic() + seconds)
    threads = [
        threading.Thread(target=send_all, args=(site, one["token"], one["returns"]))
        for one in known
    ]
    for number in range(readers):
        one = known[number % len(known)]
        own = random.Random(chance.random())
        given = (site, one["cookie"], one["first"], own)
        threads.append(threading.Thread(target=read_on, args=given))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return site.seen


def look_at_store(known: list[dict], seen: Seen) -> int:
    """How many returns were accepted; raises kill.Broken where one that was told accepted is missing or not whole."""
    from throughcare.web.audit.models import Event
    from throughcare.web.portal import own
    from throughcare.web.portal.settling import settle_audit
    from throughcare.web.rowsecurity.context import ALL, seeing

    kept = own.store()
    receipts = kept.receipts()
    for receipt in receipts:
        kill.look_at(kept.folder(receipt.id))
    with seeing(ALL):
        settle_audit(younger_than=dt.timedelta())
        told = Event.objects.filter(action="return-accepted")
        noted = sorted(told.values_list("target", flat=True))
    in_store = sorted(receipt.id for receipt in receipts)
    told_accepted = {one["first"] for one in known} | set(seen.accepted)
    if in_store != noted or not told_accepted <= set(in_store):
        raise kill.Broken(
            f"{len(told_accepted)} were told accepted, {len(in_store)} are in the store, {len(noted)} in the audit"
        )
    return len(in_store)


def measured(seen: Seen) -> list[str]:
    """A line a kind of request: how many, the median and 95 of 100, in seconds."""
    lines = []
    for what, times in sorted(seen.times.items()):
        ordered = sorted(times)
        middle, most = (ordered[int(p * (len(ordered) - 1))] for p in (0.5, 0.95))
        lines.append(
            f"{what:<14}{len(times):>6,}   median {middle:6.2f} s   p95 {most:6.2f} s"
        )
    return lines


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    asked.add_argument("--senders", type=int, default=50)
    asked.add_argument("--readers", type=int, default=200)
    asked.add_argument("--seconds", type=float, default=120)
    asked.add_argument("--seed", type=int, default=7)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="load-") as name:
        folder = Path(name)
        with server("postgresql", folder) as database:
            known = prepare(folder, database, given.senders)
            print(f"{given.senders} senders, {given.readers} readers", flush=True)
            listen = f"127.0.0.1:{_free_port()}"
            serve = [sys.executable, "-m", "throughcare.web.serve", listen]
            log = open(folder / "site.log", "w")
            site = subprocess.Popen(serve, env=os.environ, stdout=log, stderr=log)
            try:
                _await(f"http://{listen}")
                seen = under_load(
                    f"http://{listen}", known, given.readers, given.seconds, given.seed
                )
            finally:
                site.terminate()
                site.wait()
                time.sleep(WORKER_ENDS)
                log.close()
            accepted = look_at_store(known, seen)
    print("\n".join(measured(seen)))
    print(f"{accepted} returns accepted, each whole and noted once.")
    print(f"answers: {dict(sorted(seen.answers.items()))}")
    for fault in seen.faults[:10]:
        print("fault:", fault)
    return 1 if seen.faults else 0


def _await(address: str) -> None:
    """Wait until the site answers."""
    for _ in range(600):
        try:
            requests.get(address + "/health/", timeout=5)
            return
        except requests.RequestException:
            time.sleep(0.1)
    raise kill.Broken("The site did not start within a minute")


if __name__ == "__main__":
    sys.exit(main())
