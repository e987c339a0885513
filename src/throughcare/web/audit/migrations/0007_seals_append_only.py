"""On PostgreSQL the database itself refuses to change or delete seals."""

from django.db import migrations

GUARD = """
create trigger audit_seal_rows before update or delete on audit_seal
    for each row execute function audit_event_is_append_only();
create trigger audit_seal_whole before truncate on audit_seal
    for each statement execute function audit_event_is_append_only();
"""
UNGUARD = """
drop trigger audit_seal_whole on audit_seal;
drop trigger audit_seal_rows on audit_seal;
"""


def guard(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(GUARD)


def unguard(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(UNGUARD)


class Migration(migrations.Migration):
    dependencies = [("audit", "0006_seal")]
    operations = [migrations.RunPython(guard, unguard)]
