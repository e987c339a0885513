"""Pages of the public site with ten simulated years of every indicator in 152 areas, asked of the site alone.

Each page is asked for once, so that none comes from a memory of answers; two readers at a time, one a core. The time
is that from the request to the last byte, over HTTP.
"""

import http.client
import os
import random
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil

from .files import WORK
from .measuring import MB, Failed
from .result import Result

ALLOWED = 0.05
"""Seconds for the slowest page but one in twenty."""
PAGES = 600
READERS = 2
YEARS = 10
SEED = 11
GROUPS = ("all", "opiate", "non_opiate_only", "non_opiate_and_alcohol", "alcohol_only")
WAIT = 60


def measure(pages: int = PAGES) -> list[Result]:
    """The 95th percentile of page times, and the same of pages that have not changed since."""
    store = _store()
    port = _free_port()
    listen = f"127.0.0.1:{port}"
    command = [sys.executable, "-m", "throughcare.web.public.serve_alone"]
    environment = os.environ | {"THROUGHCARE_MODE": "demo"}
    server = psutil.Popen(
        [*command, "--store", str(store), "--listen", listen],
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait(port, server)
        addresses = _addresses(pages)
        first = _read(port, addresses)
        again = _read(port, addresses, [mark for _, mark in first])
        memory = server.memory_info().rss / MB
    finally:
        server.terminate()
        server.wait()
    return [
        _result("public_pages_p95", [s for s, _ in first], memory),
        _result("public_pages_unchanged_p95", [s for s, _ in again], memory),
    ]


def _result(name: str, seconds: list[float], memory: float) -> Result:
    p95 = sorted(seconds)[int(len(seconds) * 0.95)]
    return Result(name, p95 / ALLOWED, p95, memory, "0.05 s", 1.0)


def _read(port: int, addresses: list[str], marks=None) -> list[tuple[float, str]]:
    """Seconds and mark of each page, by readers that take turns."""
    marks = marks or [""] * len(addresses)
    shares = [
        (port, addresses[n::READERS], marks[n::READERS], "304" if marks[0] else "200")
        for n in range(READERS)
    ]
    with ThreadPoolExecutor(READERS) as pool:
        found = list(pool.map(lambda share: _reader(*share), shares))
    told: list = [None] * len(addresses)
    for number, part in enumerate(found):
        told[number::READERS] = part
    return told


def _reader(port: int, addresses, marks, expected: str) -> list[tuple[float, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=WAIT)
    found = []
    for address, mark in zip(addresses, marks, strict=True):
        start = time.perf_counter()
        connection.request("GET", address, headers={"If-None-Match": mark})
        answer = connection.getresponse()
        answer.read()
        spent = time.perf_counter() - start
        if str(answer.status) != expected:
            raise Failed(f"{address} answered {answer.status}, not {expected}.")
        found.append((spent, answer.getheader("ETag")))
    return found


def _addresses(count: int) -> list[str]:
    """Different pages as readers open them: mostly an indicator of an area, then areas, then indicators."""
    from throughcare.publish import areas, definitions

    draw = random.Random(SEED)
    slugs = list(definitions.catalogue())
    codes = [area.code for area in areas.all_areas()]
    kinds = ("year", "quarter", "rolling")
    shapes = (
        [
            lambda: (
                f"/areas/{draw.choice(codes)}/{draw.choice(slugs)}/?kind={draw.choice(kinds)}"
            )
        ]
        * 6
        + [lambda: f"/areas/{draw.choice(codes)}/?kind={draw.choice(kinds)}"] * 2
        + [
            lambda: (
                f"/indicators/{draw.choice(slugs)}/?kind={draw.choice(kinds)}&sort={draw.choice(('name', 'value', 'region'))}"
            )
        ]
        * 2
    )
    found: dict[str, None] = {}
    while len(found) < count:
        found[draw.choice(shapes)()] = None
    return list(found)


def _store() -> Path:
    """A store that holds one release: every indicator, ten years, eight quarters and rolling years, made up."""
    from throughcare.publish import definitions, figures

    store = WORK / f"public-{YEARS}-{len(definitions.catalogue())}"
    if not figures.names(store):
        told = {"as_of": "2014-06-30", "hash": "ab" * 32, "version": "bench"}
        figures.write(store, "bench", _rows(), **told)
        beside = figures.folder(store, "bench") / figures.PUBLISHED
        beside.write_text('{"at": "2014-11-06T09:30:00+00:00"}')
    return store


def _rows() -> list[dict]:
    from throughcare.indicators import periods
    from throughcare.publish import areas
    from throughcare.publish.definitions import catalogue

    draw = random.Random(SEED)
    over = [(p.name, "year") for p in periods.years(2014 - YEARS, 2013)]
    over += [(p.name, "quarter") for p in periods.quarters(2012, 2013)]
    over += [(p.name, "rolling") for p in periods.rolling_quarterly(2012, 2013)]
    regions = areas.region_names().items()
    places = [("england", areas.ENGLAND_CODE, areas.ENGLAND_NAME)]
    places += [("region", code, name) for code, name in regions]
    places += [("area", a.code, a.name) for a in areas.all_areas()]
    return [
        _row(draw, definition, period, place, group)
        for definition in catalogue().values()
        for place in places
        for period in over
        for group in GROUPS
    ]


def _row(draw: random.Random, definition, period, place, group: str) -> dict:
    geography, code, name = place
    value = draw.uniform(5, 80)
    size = 5 * draw.randrange(10, 400)
    share = {"numerator": round(size * value / 100), "denominator": size}
    limits = {"value": value, "lower": value * 0.9, "upper": value * 1.1}
    if not definition.is_share:
        share, limits = {"numerator": size}, {"value": float(size)}
    return {
        "indicator": definition.key,
        "period": period[0],
        "period_kind": period[1],
        "geography": geography,
        "code": code,
        "name": name,
        "substance_group": group,
        "part": definition.part,
        **share,
        **limits,
        "suppressed": False,
    }


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def _wait(port: int, server: psutil.Popen) -> None:
    """Until the site answers, and has read its release."""
    end = time.monotonic() + WAIT
    while time.monotonic() < end and server.poll() is None:
        try:
            _reader(port, ["/areas/E92000001/", "/indicators/"], ["", ""], "200")
            return
        except OSError:
            time.sleep(0.2)
    raise Failed("The public site did not answer.")
