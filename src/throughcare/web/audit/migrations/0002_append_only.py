"""On PostgreSQL the database itself refuses to change or delete audit events, whoever asks."""

from django.db import migrations

GUARD = """
create function audit_event_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'Audit events cannot be changed or deleted.';
end $$;
create trigger audit_event_rows before update or delete on audit_event
    for each row execute function audit_event_is_append_only();
create trigger audit_event_whole before truncate on audit_event
    for each statement execute function audit_event_is_append_only();
"""
UNGUARD = """
drop trigger audit_event_whole on audit_event;
drop trigger audit_event_rows on audit_event;
drop function audit_event_is_append_only();
"""


def guard(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(GUARD)


def unguard(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(UNGUARD)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
