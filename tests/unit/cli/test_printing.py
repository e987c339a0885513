"""Tables on a terminal."""

import pytest

from throughcare.cli.printing import print_table

ROWS = [
    {
        "area": "Cambridgeshire",
        "95% interval": "73.9 to 94.5",
        "observed/ expected": 1,
        "funnel": "within the limits",
    },
    {
        "area": "Dorset",
        "95% interval": "[c]",
        "observed/ expected": None,
        "funnel": "within the limits",
    },
]


@pytest.mark.parametrize("width", [40, 50, 60, 80, 200])
def test_no_letter_is_lost_however_narrow_the_terminal(width, monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", str(width))
    print_table(ROWS, list(ROWS[0]), "A title")
    said = capsys.readouterr().out
    assert max(map(len, said.splitlines())) <= width
    letters = sorted("".join(said.replace("─", "").split()))
    texts = [
        "A title",
        *ROWS[0],
        *(str(v) for row in ROWS for v in row.values() if v is not None),
    ]
    assert letters == sorted("".join("".join(texts).split()))


def test_short_cells_stay_on_one_line_where_there_is_room(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "80")
    print_table(ROWS, ["area", "95% interval"], "A title")
    assert "73.9 to 94.5" in capsys.readouterr().out
