"""The rules on the file, run on what reading it has shown, and on columns that are not there."""

import datetime as dt

from throughcare import parameters


def findings(checked, entitled: frozenset[str] | None, day: dt.date) -> list[tuple]:
    """Rows of the table `findings`: rule, name, level, record, row, field, value, message."""
    from throughcare.rules.file import FileCase
    from throughcare.rules.rule import REGISTRY

    case = FileCase(
        form=checked.form,
        spec=checked.spec,
        ragged=checked.loaded.ragged,
        broken=checked.loaded.broken,
        agencies=checked.agencies,
        entitled=entitled,
    )
    rows = []
    for rule in [r for r in REGISTRY if r.kind == "file"]:
        level = parameters.at(rule.parameter, day).value
        for line, header, value in rule.function(case):
            message = rule.message(header)
            rows.append(
                (rule.number, rule.name, level, "row", line, header, value, message)
            )
    return rows + _absent_columns(checked)


def _absent_columns(checked) -> list[tuple]:
    """Expected columns that the file has not at all: told once, on the header row."""
    from throughcare.rules.every_field import expected_fields

    absent = [
        f for f in expected_fields(checked.spec) if f.header not in checked.form.header
    ]
    written = set(checked.spec.layout)
    return [
        (
            "R13",
            "national_item_left_blank",
            "info",
            "row",
            1,
            f.header,
            "",
            f"The column {f.header} is not in the file, so the item counts as blank on every row.",
        )
        for f in absent
        if f.header in written
    ]
