"""The public site without a database: served, and written as files whose links all lead somewhere."""

import os
import re
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.web import made_up
from tests.web.browser import CHROMIUM, faults_of
from throughcare.publish import areas, figures
from throughcare.web.public import export
from throughcare.web.public.export import NotExported, file_of, is_kept, rewritten

SLUG, KEY = "completion-of-exits", "completion_of_exits"
OTHER = "E06000001"
ASKED = """
import json, sys
from throughcare.web.public import serve_alone
serve_alone.prepare(sys.argv[1])
from django.db import connection
from django.db.utils import DatabaseError
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
def reaches():
    try:
        connection.cursor()
    except (DatabaseError, ImproperlyConfigured):
        return False
    return True
client = Client(headers={"host": "127.0.0.1"})
answers = {a: client.get(a) for a in sys.argv[2:]}
print(json.dumps({
    "reaches": reaches(),
    "statuses": {a: r.status_code for a, r in answers.items()},
    "sign_in": [a for a, r in answers.items() if b"/sign-in/" in r.content],
    "cookies": [a for a, r in answers.items() if r.cookies],
}))
"""


@pytest.fixture(scope="module")
def own_store(tmp_path_factory):
    """A store that holds nothing but a release of one real indicator."""
    store = tmp_path_factory.mktemp("alone")
    rows = [r for r in made_up.rows() if r["indicator"] == "successful_completions"]
    told = {"as_of": "2013-06-30", "hash": "ab" * 32, "version": "0.1.0"}
    figures.write(store, "alone", [r | {"indicator": KEY} for r in rows], **told)
    (figures.folder(store, "alone") / "published.json").write_text("{}")
    return store


def run(module: list[str], *words) -> subprocess.CompletedProcess:
    """A process whose database cannot be reached."""
    told = {k: v for k, v in os.environ.items() if not k.startswith("DJANGO_")}
    told |= {"DATABASE": "postgresql://nobody@127.0.0.1:1/none"}
    return subprocess.run(
        [sys.executable, *module, *map(str, words)],
        capture_output=True,
        text=True,
        env=told,
        check=False,
    )


def test_served_with_a_database_that_cannot_be_reached(own_store):
    import json

    page = f"/areas/{made_up.AREA}/{SLUG}/"
    opens = [
        "/",
        page,
        f"{page}?kind=quarter",
        f"{page[:-1]}.csv",
        f"/indicators/{SLUG}/",
    ]
    opens += [
        "/search/?q=le",
        "/methods/",
        "/releases/",
        "/releases/alone/",
        "/health/",
    ]
    opens += [
        "/api/v1/public/",
        f"/api/v1/public/figures/{SLUG}",
        f"/releases/alone{page}",
    ]
    shut = ["/sign-in/", "/returns/", "/cuts/", "/nowhere/"]
    done = run(["-c", ASKED], own_store, *opens, *shut)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["reaches"] is False
    assert {told["statuses"][a] for a in opens} == {200}
    assert {told["statuses"][a] for a in shut} == {404}
    assert told["sign_in"] == [] and told["cookies"] == []


def test_serving_without_a_store_is_refused_in_one_sentence(tmp_path):
    module = ["-m", "throughcare.web.public.serve_alone"]
    done = run(module, "--store", tmp_path / "none")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "There is no store at" in done.stderr
    elsewhere = run(module, "--store", tmp_path, "--listen", "0.0.0.0:0")
    assert "listens on this machine only" in elsewhere.stderr


# -- as files ---------------------------------------------------------------------------------------------------

LINK = re.compile(r' (?:href|src)="([^"]*)"')
IDENT = re.compile(r' id="([^"]*)"')


@pytest.fixture(scope="module")
def site(own_store, tmp_path_factory):
    """The site as files, with two areas."""
    out = tmp_path_factory.mktemp("exported") / "site"
    module = ["-m", "throughcare.web.public.export"]
    places = ("--area", made_up.AREA, "--area", OTHER)
    done = run(module, "--store", own_store, "--out", out, *places)
    assert done.returncode == 0, done.stderr
    assert "files in" in done.stdout
    return out


def test_every_link_leads_to_a_file_and_a_place_in_it(site):
    pages = {path: path.read_text("utf-8") for path in site.rglob("*.html")}
    assert len(pages) > 40
    idents = {path: set(IDENT.findall(text)) for path, text in pages.items()}
    broken = []
    for path, text in pages.items():
        for link in LINK.findall(text):
            parts = urlsplit(link)
            target = path if not parts.path else path.parent / unquote(parts.path)
            target = Path(os.path.normpath(target))
            if parts.scheme or parts.path.startswith("/") or not target.is_file():
                broken.append((path.name, link))
            elif parts.fragment and parts.fragment not in idents.get(target, ()):
                broken.append((path.name, link))
    assert broken == []


class Quiet(SimpleHTTPRequestHandler):
    """The server of files that comes with Python, without its log."""

    def log_message(self, *told):
        pass


@pytest.fixture
def served(site):
    """The address of the site as files behind the plainest server there is."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


AS_FILES = [
    "/",
    f"/areas/{made_up.AREA}/",
    f"/areas/{made_up.AREA}/{SLUG}/",
    f"/areas/{made_up.AREA}/{SLUG}/kind-quarter.html",
    f"/indicators/{SLUG}/",
    "/indicators/",
    "/compare/",
    "/alarms/",
    "/packs/",
    "/methods/",
    "/releases/",
    "/help/",
    "/about/",
    "/accessibility/",
]


@pytest.mark.skipif(not CHROMIUM.exists(), reason="there is no Chromium")
def test_files_open_in_a_browser_without_a_fault_or_a_missing_asset(chromium, served):
    page = chromium.new_context().new_page()
    faults = []
    page.on("console", lambda told: faults.append(f"{page.url}: {told.text}"))
    page.on("pageerror", lambda told: faults.append(f"{page.url}: {told}"))
    page.on("requestfailed", lambda asked: faults.append(asked.url))
    page.on(
        "response",
        lambda r: faults.append(f"{r.url}: {r.status}") if r.status >= 400 else None,
    )
    found = faults_of(page, served, AS_FILES, status=200)
    styled = page.evaluate("getComputedStyle(document.querySelector('header')).color")
    page.context.close()
    assert found + faults == []
    assert styled == "rgb(255, 255, 255)"


def test_pages_need_no_script_and_hold_the_figures_of_the_site(site, own_store):
    page = (site / f"areas/{made_up.AREA}/{SLUG}/index.html").read_text("utf-8")
    assert "<script" not in page and "<form" not in page
    release = figures.read(own_store, "alone")
    found = release.find(KEY, made_up.AREA, "2012-13")
    assert f"{found.value:.1f}%" in page
    for kind in ("quarter", "rolling"):
        assert (site / f"areas/{made_up.AREA}/{SLUG}/kind-{kind}.html").is_file()
    for form in ("csv", "json"):
        assert (site / f"areas/{made_up.AREA}/{SLUG}.{form}").stat().st_size > 1000
        assert (site / f"indicators/{SLUG}.{form}").is_file()


def test_only_the_places_asked_for_are_written_beside_england_and_regions(site):
    found = {path.name for path in (site / "areas").iterdir() if path.is_dir()}
    above = {areas.ENGLAND_CODE, *areas.region_names()}
    assert found - above == {made_up.AREA, OTHER}


def test_a_folder_that_is_there_is_not_touched(own_store, tmp_path):
    (tmp_path / "kept").write_text("mine")
    module = ["-m", "throughcare.web.public.export"]
    done = run(module, "--store", own_store, "--out", tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]
    none = run(module, "--store", tmp_path, "--out", tmp_path / "site")
    assert "No release is published" in none.stderr


def test_a_fault_midway_leaves_nothing(client, db, store, tmp_path, monkeypatch):
    asked = []

    def stops(address):
        asked.append(address)
        if len(asked) > 3:
            raise NotExported("The page answered 500.")
        return client.get(address)

    monkeypatch.setattr(export, "_asker", lambda: stops)
    with pytest.raises(NotExported, match="500"):
        export.export(tmp_path / "site")
    assert list(tmp_path.glob("*site*")) == []


def test_links_are_made_relative_and_what_is_not_written_stays_on_the_page():
    html = '<a href="/areas/E1/?kind=quarter#x">a</a><a href="/search/">b</a><a href="#y">c</a>'
    made, found = rewritten(html, "/indicators/z/", lambda a: is_kept(a, None))
    assert 'href="../../areas/E1/kind-quarter.html#x"' in made
    assert '<a href="#maincontent">b' in made and '<a href="#y">c' in made
    assert found == ["/areas/E1/?kind=quarter"]


@pytest.mark.parametrize(
    "address", ["/api/v1/public/", "/search/?q=a", f"/areas/{OTHER}/x/explain/"]
)
def test_what_needs_a_server_is_left_out(address):
    assert not is_kept(address, None)


def test_names_of_files_have_no_letters_that_a_host_would_not_take():
    name = file_of("/indicators/x/?period=../../etc&kind=a b")
    assert re.fullmatch(r"indicators/x/[A-Za-z0-9._-]+\.html", name)


def test_browser_rules_of_the_public_site_alone_are_those_of_the_whole_site(settings):
    """Two settings, one policy: only what is answered over plain http differs."""
    from throughcare.web.public import alone_settings

    named = [n for n in vars(alone_settings) if n.startswith(("SECURE_", "X_FRAME"))]
    same = [n for n in named if n != "SECURE_REDIRECT_EXEMPT"]
    assert len(same) >= 6
    alone = {name: getattr(alone_settings, name) for name in same}
    assert alone == {name: getattr(settings, name) for name in same}
