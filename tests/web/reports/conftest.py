"""A store with a real cut of simulated returns and a run of its reports."""

import datetime as dt
import shutil

import pytest

from throughcare.publish.reports import run
from throughcare.simulate import England
from throughcare.submissions import Store, cut_sources
from throughcare.warehouse.cut import Cut, freeze


@pytest.fixture(scope="session")
def frozen(tmp_path_factory):
    """A store with the cut `spring`, and the run 1 of its reports."""
    folder = tmp_path_factory.mktemp("frozen")
    paths = England(people=300, seed=3, dataset="K").write_returns(folder / "returns")
    store = Store(folder / "store")
    for path in paths:
        store.accept(store.receive(path, by="test").id, by="test", part=True)
    day = dt.date(2014, 6, 30)
    cut = freeze(folder / "store", "spring", day, cut_sources(store))
    run.make(cut, by="test")
    return cut


@pytest.fixture
def cut(frozen, tmp_path, settings):
    """The site works on a copy of that store."""
    settings.THROUGHCARE_STORE = tmp_path / "store"
    shutil.copytree(frozen.store, settings.THROUGHCARE_STORE)
    return Cut.open(settings.THROUGHCARE_STORE, frozen.name)


@pytest.fixture
def made(cut):
    return run.Run.open(cut)


@pytest.fixture
def own(made, users):
    """Codes of a provider and of an area in the run, given to the data manager and to the commissioner."""
    from throughcare.web.organisations.models import Area

    provider = next(e.code for e in made.entries if e.unit_kind == "provider")
    area = next(e.code for e in made.entries if e.unit_kind == "area")
    manager, commissioner = users["data-manager"], users["commissioner"]
    manager.provider.code = provider
    manager.provider.save()
    commissioner.area = Area.objects.get(code=area)
    commissioner.save()
    return {"provider": provider, "area": area}
