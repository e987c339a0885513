"""S62: the service opens no connection of its own to anywhere but its database and its mail server."""

import ast
import socket
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

import throughcare
from tests.web import made_up
from tests.web.test_permissions import ARGUMENTS, POST_ONLY
from throughcare.web.accounts import policy

CALLERS = {"requests", "httpx", "urllib3", "aiohttp", "urllib.request", "http.client"}
PAGES = ("/", f"/areas/{made_up.AREA}/{made_up.SHARE}/", "/sign-in/", "/health/")


@pytest.fixture
def no_network(monkeypatch, db):
    """Every try to reach an address is noted and refused; the database of the tests is open by now."""
    tried = []

    def refused(*told, **_):
        tried.append(told)
        raise OSError("no connection is allowed here")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket.socket, "connect_ex", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    return tried


def test_refusal_notices_a_connection(no_network):
    with pytest.raises(OSError, match="no connection is allowed"):
        socket.create_connection(("127.0.0.1", 9))
    assert len(no_network) == 1


def test_s62_public_pages_open_no_connection(no_network, client, store):
    assert [client.get(page).status_code for page in PAGES] == [200] * len(PAGES)
    assert no_network == []


def test_s62_sending_a_return_opens_no_connection(
    no_network, as_role, own_file, store, at_once
):
    browser = as_role("data-manager")
    sent = SimpleUploadedFile(own_file.name, own_file.read_bytes())
    answer = browser.post("/returns/", {"file": sent}, follow=True)
    assert answer.status_code == 200 and answer.redirect_chain
    assert no_network == []


def imported(path: Path) -> set[str]:
    """Names that a file imports: `a.b` of `import a.b`, `a` and `a.b` of `from a import b`."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{n.name}" for n in node.names)}
    return found


def test_s62_no_client_of_the_web_is_imported():
    root = Path(throughcare.__file__).parent
    users = {
        path.relative_to(root).as_posix(): sorted(imported(path) & CALLERS)
        for path in root.rglob("*.py")
        if imported(path) & CALLERS
    }
    assert users == {}


@pytest.mark.parametrize("role", sorted(policy.EVERYBODY))
def test_s62_no_page_of_any_role_opens_a_connection(no_network, role, as_role, store):
    client, asked = as_role(role), 0
    for page, roles in policy.PAGES.items():
        if role in roles and page not in POST_ONLY and not policy.is_for_tokens(page):
            client.get(reverse(page, args=ARGUMENTS.get(page, [])))
            asked += 1
    assert asked > 40 and no_network == []
