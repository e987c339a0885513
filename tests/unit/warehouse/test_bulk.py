"""Large files are read by Arrow with the same result as by the engine's stricter reader, or not by Arrow."""

import pytest

from throughcare.dataset import form as file_form
from throughcare.warehouse import bulk, looking
from throughcare.warehouse import load as loading

HEADER = '"FINITIAL","CLIENTID","UNKNOWN","ALCUSE","PC"'
PLAIN = ['"A","1","x","NA","B1"', '"B","2","","3",""', 'C,3,,,"B2"'] * 20


def read(folder, lines, *, large: int, ending: str = "\n"):
    """The rows of a file as loaded with `large` as the least number of rows for Arrow, and what loading told."""
    path = folder / "X0001-20120401-20130331-TREAT-IN-H.csv"
    path.write_text(ending.join([HEADER, *lines, ""]), encoding="utf-8", newline="")
    con = looking.open_workspace(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "LARGE", large)
        loaded = loading.load(con, file_form.inspect(path), folder)
    columns = 'line::bigint, "FINITIAL", "CLIENTID", "ALCUSE", "PC"'
    place = "" if loaded.has_lines else "file_row_number + 2 as line, *"
    source = f"read_parquet('{loaded.path}', file_row_number = true)"
    rows = con.execute(f"select {columns} from (select {place or '*'} from {source})")
    return rows.fetchall(), loaded


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_arrow_reads_what_the_engine_reads(tmp_path, ending):
    (tmp_path / "a").mkdir()
    swift, loaded = read(tmp_path / "a", PLAIN, large=1, ending=ending)
    (tmp_path / "b").mkdir()
    strict, other = read(tmp_path / "b", PLAIN, large=1000, ending=ending)
    assert swift == strict and len(swift) == 60
    assert loaded.known == bulk.Known(
        {"FINITIAL", "CLIENTID", "ALCUSE", "PC"}, {"ALCUSE"}
    )
    assert other.known is None


@pytest.mark.parametrize(
    "odd",
    [
        '"A","1","x","1","B1"x',
        '"A","1","x"y,"1","B1"',
        '"A","1,2","x","1","B1"',
        '"A","1""2","x","1","B1"',
        '"A,"1"","x","1","B1"',
        '"A","1","x","1"',
        '"A","1","x","1","B1","more"',
        '"A","1","x","1","B1',
        'A,1"2,x,1,B1',
        '"A", "1","x","1","B1"',
    ],
)
@pytest.mark.parametrize("place", [0, 30, 60])
def test_a_file_that_is_not_simple_is_left_to_the_stricter_reader(tmp_path, odd, place):
    lines = [*PLAIN[:place], odd, *PLAIN[place:]]
    (tmp_path / "a").mkdir()
    swift, loaded = read(tmp_path / "a", lines, large=1)
    (tmp_path / "b").mkdir()
    strict, other = read(tmp_path / "b", lines, large=1000)
    assert swift == strict
    assert (loaded.ragged, loaded.broken) == (other.ragged, other.broken)
    assert loaded.known is None


def test_quotes_are_looked_at_across_windows(tmp_path, monkeypatch):
    monkeypatch.setattr(bulk, "WINDOW", 3)
    simple, odd = tmp_path / "simple", tmp_path / "odd"
    simple.write_text('h\n"a","b"\n"",c\n')
    odd.write_text('h\n"a","b"\n"",c"d\n')
    assert bulk.quotes_only_around_cells(simple, 2, 2)
    assert not bulk.quotes_only_around_cells(odd, 2, 2)
    assert not bulk.quotes_only_around_cells(simple, 2, 3)
