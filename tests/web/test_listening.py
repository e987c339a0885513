"""The address that a site listens at."""

import http.client
import socket
import threading

import pytest

from throughcare.web import listening

MANY = 300


def answer(environ, start):
    start("200 OK", [("Content-Type", "text/plain")])
    return [b"here"]


@pytest.fixture
def port():
    server = listening.server(answer, "127.0.0.1:0")
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield server.effective_port
    server.close()


def test_many_open_connections_keep_nobody_out(port):
    idle = [socket.create_connection(("127.0.0.1", port)) for _ in range(MANY)]
    reader = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    reader.request("GET", "/")
    assert reader.getresponse().read() == b"here"
    for connection in [*idle, reader]:
        connection.close()


def test_an_address_that_is_taken_is_said_in_a_sentence(port):
    with pytest.raises(listening.CannotListen, match="Address already in use. Stop"):
        listening.server(answer, f"127.0.0.1:{port}")


@pytest.mark.parametrize("address", ["127.0.0.1:none", "no such host:80"])
def test_an_address_that_is_none_is_said_in_a_sentence(address):
    with pytest.raises(listening.CannotListen, match="Cannot listen on"):
        listening.server(answer, address)
