"""Putting tables under row security: a step for migrations, and the check that no table with such rows is left out."""

from django.db.migrations.operations import RunPython

SEES = "current_setting('throughcare.sees', true)"
MAY_SEE = f"({SEES} = '*' or position(',' || {{column}} || ',' in {SEES}) > 0)"
"""NULL, and so no row, where nothing was told."""


def protect(table: str, column: str) -> RunPython:
    """A migration step: rows of `table` are seen and written only by those who may see the agency code in `column`."""
    rule = MAY_SEE.format(column=column)

    def on(apps, editor):
        if editor.connection.vendor == "postgresql":
            editor.execute(f"alter table {table} enable row level security")
            editor.execute(f"alter table {table} force row level security")
            editor.execute(
                f"create policy own_providers on {table} using ({rule}) with check ({rule})"
            )

    def off(apps, editor):
        if editor.connection.vendor == "postgresql":
            editor.execute(f"drop policy own_providers on {table}")
            editor.execute(f"alter table {table} no force row level security")
            editor.execute(f"alter table {table} disable row level security")

    return RunPython(on, off)
