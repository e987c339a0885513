"""The commands convert and schema from outside: what they print, what they leave, and their exit codes."""

from .test_commands import run

NAME = "X0001-20130401-20130430-TREAT-IN-K"


def test_an_example_goes_to_csv_and_back(tmp_path):
    xml, csv = tmp_path / f"{NAME}.xml", tmp_path / f"{NAME}.csv"
    run("schema", "--dataset", "K", "--example", "--out", xml)
    done = run("convert", xml, csv)
    assert done.stdout.startswith("3 rows of data set K in ")
    again = run("convert", csv, xml, code=2)
    assert "--force" in again.stderr
    run("convert", csv, xml, "--force")
    assert xml.read_text().count("<episode>") == 2


def test_schema_is_printed_where_no_file_is_named():
    done = run("schema", "--dataset", "k-young-people")
    assert done.stdout.startswith("<?xml")
    assert 'fixed="K-young-people"' in done.stdout


def test_what_cannot_be_read_gives_the_same_sentence_as_check(tmp_path):
    path = tmp_path / f"{NAME}.csv"
    path.write_text("name,age\nx,1\n")
    checked = run("check", path, code=2).stderr
    assert run("convert", path, tmp_path / "out.xml", code=2).stderr == checked
    assert not (tmp_path / "out.xml").exists()


def test_wrong_names_and_versions_end_in_a_sentence(tmp_path):
    said = run("schema", "--dataset", "ZZ", code=2).stderr
    assert said.count("\n") == 1 and "There is no data set 'ZZ'" in said
    said = run("convert", tmp_path / "none.csv", tmp_path / "out.xml", code=2).stderr
    assert said.count("\n") == 1 and "cannot be opened" in said
