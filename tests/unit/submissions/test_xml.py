"""XML returns: read as their rows in CSV would be, and whatever is odd or hostile ends in findings or one sentence."""

import csv
import datetime as dt

import pytest

from throughcare.dataset.file import Unreadable
from throughcare.submissions.check import check

TODAY = dt.date(2012, 10, 1)
NAME = "X0001-20120901-20120930-TREAT-IN-H.xml"
ROOT = '<submission agency="X0001" data-set="H">'
CLIENT = """<AGNCY>X0001</AGNCY><CLIENTID>1</CLIENTID><FINITIAL>A</FINITIAL><SINITIAL>B</SINITIAL>
<DOB>19800131</DOB><SEX>F</SEX>"""
EPISODE = """<EPISODID>1</EPISODID><CONSENT>Y</CONSENT><REFLD>20120402</REFLD><TRIAGED>20120405</TRIAGED>
<DRUG1>1101</DRUG1><DAT>A09B</DAT><LA>00CH</LA>"""
MODALITY = "<modality><MODAL>2</MODAL><MODID>{}</MODID><REFMODDT>20120405</REFMODDT><FAOMODDT>20120406</FAOMODDT></modality>"
SOUND = f"{ROOT}\n<client>\n{CLIENT}\n<episode>\n{EPISODE}\n</episode>\n</client>\n</submission>\n"
QUIET = ("R13", "X12", "L08")
"""Rules on what is blank, which the small records here do not fill in."""


@pytest.fixture
def checked(tmp_path):
    """Rows, and findings as (rule, row), of a file with this content, but for what is blank."""

    def checked(content: bytes | str, name=NAME, dataset=None):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        with check(path, submitted_on=TODAY, dataset=dataset) as result:
            told = [f for f in result.findings() if f["rule"] not in QUIET]
            return result.loaded.rows, [(f["rule"], f["row"]) for f in told]

    return checked


BOMB = (
    '<!DOCTYPE submission [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>\n' + SOUND
)
OUTSIDE = '<!DOCTYPE submission SYSTEM "http://127.0.0.1/x.dtd">\n' + SOUND


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (BOMB, "Line 1: the XML has a document type declaration"),
        (f'<?xml version="1.0"?>\n<!-- a -->\n{OUTSIDE}', "Line 3: .*DOCTYPE"),
        (SOUND.replace("19800131", "&a;"), "Line 4: .*entity that is not known"),
        (SOUND.replace("00CH", "B & Q"), "Line 7: .*ampersand"),
        (SOUND.replace("00CH", "a < b"), "Line 7: .*Write"),
        (SOUND[:250], "cut short. Export it again"),
        (SOUND[: SOUND.index("</submission>")], "cut short"),
        (SOUND.replace("</SEX>", "</DOB>"), "Line 4: .*end tag of another"),
        (SOUND + "more", "Line 11: something follows"),
        (SOUND.replace("1101", "\x01"), "control character"),
        (SOUND.replace("<SEX>", "<![CDATA[<SEX>"), r"CData section not finished\)\."),
        (SOUND.encode().replace(b"1101", b"\xe9\xe9"), "Line 7: .*not UTF-8"),
        (f'<?xml version="1.0" encoding="klingon"?>{SOUND}', "klingon"),
        (f'<?xml version="1.0" encoding="UTF-16"?>{SOUND}', "UTF-16"),
        (SOUND.replace("submission", "return"), "root element of the XML is return"),
        (SOUND.replace("<submission", '<submission xmlns="urn:x"'), "namespace"),
        (SOUND.replace("<submission", "<x:submission"), "cannot be read|namespace"),
        ("<!DOCTYPE html><html></html>", "web page"),
        ("<submission agency", "does not begin with the start tag"),
        ("<!-- " + "x" * 100_000 + " -->" + SOUND, "does not begin with the start tag"),
        (SOUND.replace('data-set="H"', 'data-set="K"'), "says data set H .* says K"),
        ("AGNCY,CLIENTID\n1,2\n", "named .xml"),
        ("", "empty"),
    ],
)
def test_what_is_no_xml_return_ends_in_one_sentence(checked, content, sentence):
    with pytest.raises(Unreadable, match=sentence) as told:
        checked(content)
    assert "\n" not in str(told.value) and len(str(told.value)) < 400


def test_a_version_that_nobody_says(checked):
    content = SOUND.replace(' data-set="H"', "")
    with pytest.raises(Unreadable, match="Neither the file's name nor its root"):
        checked(content, "whatever.xml")
    assert checked(content, "whatever.xml", dataset="H") == (1, [("F01", 1)])


@pytest.mark.parametrize(
    "content",
    [
        SOUND,
        SOUND.replace("\n", ""),
        SOUND.replace("\n", "\r\n"),
        "\ufeff" + SOUND,
        '<?xml version="1.0" encoding="UTF-8"?>\n<!-- sent -->\n' + SOUND,
        ('<?xml version="1.0" encoding="UTF-16"?>' + SOUND).encode("utf-16"),
        ('<?xml version="1.0" encoding="windows-1252"?>' + SOUND).encode("cp1252"),
        SOUND.replace("<client>", "<!-- </client> --><client>"),
        SOUND.replace("00CH", "<![CDATA[00CH]]>"),
        SOUND.replace("00CH", "&#48;0CH"),
        SOUND.replace("<SEX>F</SEX>", "<SEX>\n  F\n</SEX>"),
        SOUND.replace("</client>", "</client >"),
        SOUND.replace("</episode>", "<modality/><top><TOPID/></top></episode>"),
        SOUND.replace(
            "<submission",
            '<submission xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="H.xsd"',
        ),
    ],
)
def test_forms_that_xml_allows(checked, content):
    assert checked(content) == (1, [])


def test_a_row_for_each_modality_and_profile_that_stand_together(checked):
    """The n-th of each kind share a row; a row has the line of the first element that it adds."""
    episode = f"""<episode>
{EPISODE.replace(chr(10), "")}
{MODALITY.format(1)}
{MODALITY.format(1)}
{MODALITY.format(2).replace("20120406", "20120431")}
<top><TOPDATE>20120406</TOPDATE><TOPID>1</TOPID></top>
</episode>"""
    content = f"{ROOT}\n<client>{CLIENT.replace(chr(10), '')}\n{episode}\n</client>\n</submission>"
    rows, found = checked(content)
    assert rows == 3
    assert ("R14", 7) in found
    assert ("T01", 2) in found


def test_records_on_one_line_are_numbered_like_the_rows_of_a_csv(checked):
    two = SOUND.replace("\n", "").replace(
        "</episode>",
        f"{MODALITY.format(1)}{MODALITY.format(2).replace('20120406', '20120431')}</episode>",
    )
    rows, found = checked(two)
    assert rows == 2
    assert ("R14", 3) in found


def test_lines_far_down_are_exact(checked):
    clients = "".join(
        f"<client>\n{CLIENT.replace('>1<', f'>{n}<')}\n<episode>\n{EPISODE}\n</episode>\n</client>\n"
        for n in range(12_000)
    )
    content = (
        f"{ROOT}\n{clients}<client>\n<AGNCY>X0001</AGNCY>\n</client>\n</submission>\n"
    )
    rows, found = checked(content)
    assert rows == 12_001
    assert ("R11", content[: content.rindex("<client>")].count("\n") + 1) in found


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("<SEX>F</SEX>", "<SEX>F</SEX><SEX>M</SEX>", [("F06", 4)]),
        ("<SEX>F</SEX>", "<SEX>F</SEX><DRUG1>1101</DRUG1>", [("F06", 4)]),
        ("</client>", "</client><modality/>", [("F06", 9)]),
        ("</client>", "<client></client></client>", [("F06", 9)]),
        ("</client>", "<top><TOPID>1</TOPID></top></client>", [("F06", 9)]),
        ("<LA>00CH</LA>", "<LA><CODE>00CH</CODE></LA>", [("F06", 7), ("X04", 2)]),
        ("<SEX>F</SEX>", "<SEX>F</SEX><SHOESIZE>9</SHOESIZE>", [("F02", 1)]),
        ("<SEX>F</SEX>", "<SEX>F</SEX><x:y xmlns:x='urn:x'/>", [("F02", 1)]),
        ('agency="X0001"', 'agency="X0002"', [("F01", 1)]),
    ],
)
def test_elements_that_do_not_belong_are_findings(checked, before, after, expected):
    rows, found = checked(SOUND.replace(before, after))
    assert rows == 1
    assert sorted(found) == sorted(expected)


def test_items_that_the_root_leaves_out_are_absent_once(checked, tmp_path):
    """Without `items` a blank item is asked for on each row; with it, what is not listed is told once."""
    items = "AGNCY CLIENTID FINITIAL SINITIAL DOB SEX EPISODID CONSENT REFLD TRIAGED DRUG1 DAT LA"
    path = tmp_path / NAME
    path.write_text(SOUND.replace("<submission", f'<submission items="{items}"'))
    with check(path, submitted_on=TODAY) as result:
        assert result.form.header == tuple(items.split())
        blank = {(f["row"], f["level"]) for f in result.findings()}
    assert blank == {(1, "info")}


@pytest.mark.parametrize(
    ("inside", "sentence"),
    [
        ("<SEX>" + "x" * 10_001 + "</SEX>", "longer than 10,000 characters"),
        ("<SEX>" + "x" * 9_000_000 + "</SEX>", "no whole client in 8 MB"),
        ("<a>" * 10_000 + "</a>" * 10_000, "nested too deep"),
        ("<a>" * 20 + "</a>" * 20, "more than 16 deep"),
        (EPISODE * 60_000, "no whole client in 8 MB"),
        ("".join(f"<X{n}/>" for n in range(2_001)), "more than 2,000 elements"),
    ],
)
def test_limits(checked, inside, sentence):
    with pytest.raises(Unreadable, match=sentence):
        checked(SOUND.replace("<SEX>F</SEX>", inside))


def test_elements_out_of_place_are_told_up_to_a_number(checked):
    _, found = checked(SOUND.replace("</client>", "</client>" + "<top/>" * 12_000))
    assert len([f for f in found if f[0] == "F06"]) == 10_000


def test_a_gigabyte_on_one_line_is_given_up_early(tmp_path):
    path = tmp_path / NAME
    with open(path, "wb") as file:
        file.write(f"{ROOT}<client><SEX>".encode())
        file.truncate(1_000_000_000)
    with pytest.raises(Unreadable):
        with check(path, submitted_on=TODAY):
            pass


def test_a_return_without_clients(checked):
    assert checked(f"{ROOT}</submission>") == (0, [("F02", 1)])
    assert checked('<submission data-set="H"/>') == (0, [("F02", 1)])


def test_an_xml_return_goes_through_the_store(store, tmp_path):
    path = tmp_path / NAME
    odd = SOUND.replace("</client>", "</client>\n<client/>").replace("1101", "=cmd()")
    path.write_text(odd)
    received = store.receive(path, by="a sender")
    assert (received.provider, received.dataset) == ("X0001", "H")
    assert (store.folder(received.id) / "original.xml").read_bytes() == odd.encode()
    store.check(received.id)
    path.write_text(SOUND)
    receipt = store.accept(store.receive(path, by="a sender").id, by="a sender")
    assert receipt.records["episode"] == 1
    kept = store.folder(receipt.id) / "original.xml"
    assert kept.read_text() == SOUND
    assert receipt.files["original.xml"] == receipt.sha256


def test_a_broken_xml_return_is_not_received(store, tmp_path):
    path = tmp_path / NAME
    path.write_text(SOUND[:-5])
    with pytest.raises(Unreadable, match="cut short"):
        store.receive(path, by="a sender")
    assert store.history() == []


def test_handed_back_as_rows_with_the_line_of_the_xml(store, tmp_path):
    path = tmp_path / NAME
    path.write_text(
        SOUND.replace("1101", "").replace("</client>", "</client>\n<modality/>")
    )
    received = store.receive(path, by="a sender")
    store.check(received.id)
    with open(store.handed_back(received.id), newline="") as file:
        header, row, stray = csv.reader(file)
    assert header[-2:] == ["LINE", "FINDINGS"]
    assert row[-2] == "2" and "R08" in row[-1]
    assert stray[-2] == "10" and stray[-1].startswith("F06")
    assert row[header.index("SEX")] == "F"
