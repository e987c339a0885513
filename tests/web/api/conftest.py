"""A program with a token of the data manager's provider."""

import pytest
from django.test import Client

from throughcare.web.api.actions import make_token


@pytest.fixture
def manager(own_file, users, store):
    return users["data-manager"]


@pytest.fixture
def token(manager):
    return make_token(name="case system", by=manager)


@pytest.fixture
def program(token):
    """A client that shows the token and has no session."""
    return Client(headers={"Authorization": f"Bearer {token[1]}"})
