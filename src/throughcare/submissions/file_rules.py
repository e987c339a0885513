"""The rules on the file, run on what reading it has shown, and on columns that are not there."""

import datetime as dt

from throughcare.rules import xml  # noqa: F401  (it registers its rules)
from throughcare.rules.file import FileCase
from throughcare.rules.rule import REGISTRY


def findings(
    checked, entitled: frozenset[str] | None, open_month: dt.date | None = None
) -> list[tuple]:
    """Rows of the table `findings`: rule, name, level, record, row, field, value, message."""
    case = FileCase(
        form=checked.form,
        spec=checked.spec,
        ragged=checked.loaded.ragged,
        broken=checked.loaded.broken,
        out_of_place=checked.loaded.out_of_place,
        agencies=checked.agencies,
        entitled=entitled,
        open_month=open_month,
        limit=_limit,
    )
    rows = []
    for rule in [r for r in REGISTRY if r.kind == "file"]:
        level = checked.plan.file_levels[rule.name]
        for line, header, value in rule.function(case):
            message = rule.message(header)
            rows.append(
                (rule.number, rule.name, level, "row", line, header, value, message)
            )
    return rows + _absent_columns(checked)


def _absent_columns(checked) -> list[tuple]:
    """Expected columns that the file has not at all: told once, on the header row."""
    said = "The column {} is not in the file, so the item counts as blank on every row."
    name = "national_item_left_blank"
    return [
        ("R13", name, "info", "row", 1, header, "", said.format(header))
        for header in checked.plan.absent
    ]


def _limit(name: str, day: dt.date) -> int:
    """A parameter in force on `day`. Read where a rule asks: most files are in force, and the parameters take time."""
    from throughcare import parameters

    return parameters.at(f"limits.{name}", day).value
