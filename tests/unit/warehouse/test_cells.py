"""What DuckDB reads of a cell in a check is what dataset.typed says of it."""

import ibis
import pytest

from throughcare.dataset import Spec
from throughcare.dataset.typed import typed
from throughcare.warehouse import cells, looking
from throughcare.warehouse.bulk import Known

ODD_DAYS = [
    *("00010101", "00000101", "99991231", "20120229", "20110229", "21000229"),
    *("2012-02-29", "29/02/2012", "29/02-2012", "29-02-2012", "2012/02/29", "1/2/2012"),
    *("20121301", "20120132", "20120100", "2012-1-02", "201201011", "2012010", "abcd"),
    *(" 20120101", "20120101 ", "\t20120101", "\u00a020120101", "NA", "", " ", "na"),
    *("2012 101", "+2012010", "-2012-01-01", "２０１２0101", "20120101\n"),
]
DAYS = [
    f"{year:04}{month:02}{day:02}"
    for year in (1899, 1900, 2000, 2012)
    for month in range(14)
    for day in range(33)
]
NUMBERS = ["0", "007", "28", "999999999", "1000000000", "-1", "+1", "1.0", "1e3", " 5 "]
POSTCODES = ["B1", "B12AB", "b1 2ab", "SW1A 2AA", " ZZ99 ", "NA", ""]
TEXTS = {
    "REFLD": ODD_DAYS + DAYS,
    "ALCDDAYS": NUMBERS + ["NA", "", "x"],
    "PC": POSTCODES,
}


@pytest.mark.parametrize("header", TEXTS)
@pytest.mark.parametrize("is_known", [False, True])
def test_a_cell_is_read_as_the_data_set_says(header, is_known, tmp_path):
    texts = TEXTS[header]
    con = looking.open_workspace(tmp_path)
    con.execute(f"create table raw ({header} varchar)")
    con.executemany("insert into raw values (?)", [(text,) for text in texts])
    field = Spec.at("H").by_header[header]
    wanted = _wanted(field, texts)
    read = [cell for cell in cells.cells(Spec.at("H")) if cell.header == header]
    known = Known({header}, {header}) if is_known else None
    cells.view_typed(con, read, {header}, known)
    query = f'select "{header}", "{field.column}"::varchar from typed_rows'
    assert con.execute(query).fetchall() == wanted


def _wanted(field, texts) -> list[tuple]:
    raw = ibis.memtable({field.header: texts}, schema={field.header: "string"})
    rows = typed([field], raw)
    told = rows.select(field.header, rows[field.column].cast("string"))
    table = ibis.duckdb.connect().to_pyarrow(told)
    return [tuple(row.values()) for row in table.to_pylist()]


def test_answers_refused_are_named_in_the_order_of_the_profile(tmp_path):
    spec = Spec.at("H")
    con = looking.open_workspace(tmp_path)
    columns = ", ".join(
        f'{literal}::varchar as "{f.header}"'
        for f in spec.columns
        for literal in ["' NA '" if f.header in ("OPIUSE", "ALCUSE") else "null"]
    )
    con.execute(f"create table raw as select {columns}")
    cells.view_typed(con, cells.cells(spec), {"OPIUSE", "ALCUSE"}, None)
    told = con.execute('select not_answered, "OPIUSE" from typed_rows').fetchone()
    assert told == ("alcohol_days opiate_days ", None)
