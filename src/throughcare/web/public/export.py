"""The public site as files: every page as HTML with relative links, CSV and JSON beside, for any host or none.

python -m throughcare.web.public.export --out DIR [--store DIR] [--area CODE ...] [--replace]

Pages are asked of the site itself and followed link by link, so the files hold what the site shows. What needs a
server (search, sorting by link, the API, explanations) is left out of them, as are the figures of old releases. The folder appears whole or not at all.
"""

import argparse
import multiprocessing
import os
import posixpath
import re
import shutil
import sys
import uuid
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from html import escape, unescape
from pathlib import Path
from urllib.parse import parse_qsl, urljoin, urlsplit

LINK = re.compile(r'(?P<before> (?:href|src)=")(?P<address>[^"]*)"')
LEFT_OUT = re.compile(
    r"^/(api|search|sign-in|cuts|health)/|/explain|^/releases/[^/]+/(areas|indicators|packs|bulletin|compare|alarms)[/.]"
)
SCRIPT = re.compile(r"\s*<script[^>]*></script>")
FILES = (".csv", ".json")
"""Files of figures that are written beside the pages; workbooks take a second each, and CSV opens in the same programs."""


WORKERS = 2
SHARE = 40
"""Addresses that a process takes at a time."""


class NotExported(Exception):
    """The site cannot be written. The message is one sentence with a way out."""


def file_of(address: str) -> str:
    """The file of a page by its address on the site.

    >>> file_of("/"), file_of("/areas/E08000035/"), file_of("/indicators/x/?kind=quarter&period=2012-13-Q1")
    ('index.html', 'areas/E08000035/index.html', 'indicators/x/kind-quarter-period-2012-13-Q1.html')
    >>> file_of("/indicators/x.csv"), file_of("/static/build/throughcare.css?v=1")
    ('indicators/x.csv', 'static/build/throughcare.css')
    >>> file_of("/areas/E08000035.csv?kind=quarter")
    'areas/E08000035-kind-quarter.csv'
    """
    parts = urlsplit(address)
    path = parts.path.lstrip("/")
    asked = sorted(parse_qsl(parts.query))
    name = "-".join(re.sub(r"[^A-Za-z0-9.-]", "_", w) for pair in asked for w in pair)
    if path and not path.endswith("/"):
        stem, suffix = posixpath.splitext(path)
        return f"{stem}-{name}{suffix}" if name and suffix in FILES else path
    return f"{path}{name or 'index'}.html"


def is_kept(address: str, areas: frozenset[str] | None) -> bool:
    """Whether a page is written: not what needs a server, and of areas only those asked for."""
    path = urlsplit(address).path
    if LEFT_OUT.search(path):
        return False
    code = re.match(r"/areas/(E\d{8})[/.]", path)
    return not code or areas is None or code[1] in areas


def rewritten(
    html: str, page: str, keep: Callable[[str], bool]
) -> tuple[str, list[str]]:
    """The page with links that lead to files beside it, and the addresses that they stand for.

    A link to what is not written becomes one to the nearest page that is: the list that has it is on this very page.
    """
    found: list[str] = []
    here = posixpath.dirname(file_of(page))

    def replace(match: re.Match) -> str:
        address = unescape(match["address"])
        if address.startswith("#") or urlsplit(address).scheme:
            return match[0]
        target = urljoin(page, address)
        if not keep(target):
            return f'{match["before"]}#maincontent"'
        plain = target.partition("#")[0]
        found.append(plain)
        anchor = f"#{target.partition('#')[2]}" if "#" in target else ""
        relative = posixpath.relpath(file_of(plain), here or ".")
        return f'{match["before"]}{escape(relative + anchor)}"'

    return LINK.sub(replace, SCRIPT.sub("", html)), found


def export(
    out: Path,
    *,
    areas: Iterable[str] | None = None,
    replace: bool = False,
    progress: Callable[[int, int], None] = lambda done, known: None,
    pool: ProcessPoolExecutor | None = None,
) -> int:
    """Write the site into `out`, whole or not at all; gives the number of files. `progress(done, known so far)`.

    The processes of `pool`, which have the site set up, write the pages; without it this one does.
    """
    out = Path(out).resolve()
    if out.exists() and not replace:
        raise NotExported(
            f"{out} is there already. Choose another folder, or add --replace."
        )
    work = out.with_name(f"{out.name}.{uuid.uuid4().hex}.part")
    try:
        work.mkdir(parents=True)
        share = partial(_write_many, work, frozenset(areas) if areas else None)
        written = _written(share, progress, pool.map if pool else map)
        _put(work, out)
    except OSError as fault:
        raise NotExported(f"The site cannot be written: {fault.strerror}.") from None
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return written


def _put(work: Path, out: Path) -> None:
    """Put the finished folder in the place of the old one."""
    old = out.with_name(f"{out.name}.{uuid.uuid4().hex}.old")
    if out.exists():
        os.rename(out, old)
    os.rename(work, out)
    shutil.rmtree(old, ignore_errors=True)


def _written(share, progress, spread) -> int:
    """Follow the links, a share of addresses at a time; `spread` calls `share` with each, as `map` does."""
    known, waiting = {"/"}, ["/"]
    done = 0
    while waiting:
        shares = [waiting[n : n + SHARE] for n in range(0, len(waiting), SHARE)]
        waiting = []
        for written, found in spread(share, shares):
            new = [address for address in found if address not in known]
            known.update(new)
            waiting += new
            done += written
            progress(done, len(known))
    return done


def _write_many(work: Path, areas, addresses: list[str]) -> tuple[int, list[str]]:
    """Write these pages and files; how many, and the addresses they lead to."""
    ask = _asker()
    found: dict[str, None] = {}
    for address in addresses:
        found.update(dict.fromkeys(_write(work, address, ask(address), areas)))
    return len(addresses), list(found)


def _write(work: Path, address: str, answer, areas) -> list[str]:
    """Write one page or file; gives the addresses it leads to."""
    target = work / file_of(address)
    target.parent.mkdir(parents=True, exist_ok=True)
    if not answer["Content-Type"].startswith("text/html"):
        target.write_bytes(_bytes(answer))
        return []
    html, found = rewritten(
        answer.content.decode(), address, lambda a: is_kept(a, areas)
    )
    target.write_text(html, encoding="utf-8")
    return found


def _bytes(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def _asker():
    """A function from an address of the site to its answer. Raises NotExported where a page is not found."""
    from django.test import Client

    client = Client(headers={"host": _host()})

    def ask(address: str):
        answer = client.get(address)
        if answer.status_code != 200:
            raise NotExported(
                f"The page {address} answered {answer.status_code}. Nothing was written."
            )
        return answer

    return ask


def _host() -> str:
    from django.conf import settings

    return settings.ALLOWED_HOSTS[0]


def main(arguments: list[str] | None = None) -> int:
    """Write the site with progress, or say in one sentence why not."""
    asked = _arguments(arguments)
    from throughcare.web.environment import SettingMissing
    from throughcare.web.public import serve_alone

    try:
        serve_alone.prepare(asked.store)
        count = _with_progress(asked)
    except (NotExported, SettingMissing) as fault:
        print(fault, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped; nothing was written.", file=sys.stderr)
        return 130
    print(f"{count:,} files in {asked.out}. Open {Path(asked.out) / 'index.html'}.")
    return 0


def _with_progress(asked) -> int:
    from django.conf import settings
    from rich.progress import Progress

    from throughcare.publish import figures

    known = figures.names(settings.THROUGHCARE_STORE)
    if not known:
        raise NotExported(
            f"No release is published in {settings.THROUGHCARE_STORE}: throughcare release publish."
        )
    with Progress(transient=True) as bar, _pool(asked.store) as pool:
        task = bar.add_task("Writing pages", total=None)
        return export(
            asked.out,
            areas=asked.area,
            replace=asked.replace,
            progress=lambda done, known: bar.update(task, completed=done, total=known),
            pool=pool,
        )


def _pool(store: str | None) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(
        WORKERS, mp_context=context, initializer=_set_up, initargs=(store,)
    )


def _set_up(store: str | None) -> None:
    """Make the site of this process one of files."""
    from throughcare.web.public import serve_alone

    serve_alone.prepare(store)
    from django.conf import settings

    settings.IS_STATIC = True
    settings.SECURE_SSL_REDIRECT = False
    settings.PUBLIC_FORMS = tuple(form.lstrip(".") for form in FILES)


def _arguments(arguments: list[str] | None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", required=True, help="the folder to write")
    parser.add_argument("--store", help="the store with the releases")
    parser.add_argument(
        "--area",
        action="append",
        metavar="CODE",
        help="write the pages of this place; can be given more than once; else of all",
    )
    parser.add_argument("--replace", action="store_true", help="replace the folder")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
