"""On PostgreSQL the database itself refuses to change or delete readings, as it does for events."""

from django.db import migrations

GUARD = """
create trigger audit_reading_rows before update or delete on audit_reading
    for each row execute function audit_event_is_append_only();
create trigger audit_reading_whole before truncate on audit_reading
    for each statement execute function audit_event_is_append_only();
"""
UNGUARD = """
drop trigger audit_reading_whole on audit_reading;
drop trigger audit_reading_rows on audit_reading;
"""


def guard(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(GUARD)


def unguard(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(UNGUARD)


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_reading")]
    operations = [migrations.RunPython(guard, unguard)]
