"""A published release with comparisons beside its figures, over the indicators that there are."""

import pytest

from tests.unit.publish import made_up_comparison as made_up
from throughcare.publish import compared, definitions

CATALOGUE = definitions.catalogue


@pytest.fixture(scope="session")
def comparison():
    return made_up.comparison()


@pytest.fixture
def compared_store(store, monkeypatch, comparison):
    """The store of the other tests, with comparisons."""
    monkeypatch.setattr(definitions, "catalogue", CATALOGUE)
    folder = compared.folder(store, "made-up")
    folder.mkdir()
    compared.write(comparison, folder)
    return store
