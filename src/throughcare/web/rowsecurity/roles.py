"""The role under which the site works on PostgreSQL: it owns nothing, and row security holds for it."""

from django.apps import apps
from psycopg import sql

APPEND_ONLY = ("audit_event", "audit_reading", "audit_seal")
ROLE = "select rolsuper, rolbypassrls from pg_roles where rolname = current_user"
PROTECTED = """
select c.relname, c.relforcerowsecurity, pg_get_userbyid(c.relowner) = current_user
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = current_schema() and c.relrowsecurity
order by c.relname
"""


def faults(connection) -> list[str]:
    """What would let the role of this connection past row security, each in a sentence; empty is safe."""
    with connection.cursor() as cursor:
        cursor.execute(ROLE)
        is_super, bypasses = cursor.fetchone()
        cursor.execute(PROTECTED)
        tables = cursor.fetchall()
    found = ["The role is a superuser."] if is_super else []
    found += ["The role has BYPASSRLS."] if bypasses else []
    for table, is_forced, is_owner in tables:
        found += [f"Row security of {table} is not forced."] if not is_forced else []
        found += [f"The role owns {table}."] if is_owner else []
    return found if tables else [*found, "No table is under row security."]


def prepare(connection, name: str, password: str | None) -> None:
    """Make the role, or bring it in step: it reads and writes rows, and adds to the logs without changing them."""
    role = sql.Identifier(name)
    with connection.cursor() as cursor:
        cursor.execute("select 1 from pg_roles where rolname = %s", [name])
        if not cursor.fetchone():
            cursor.execute(sql.SQL("create role {} login noinherit").format(role))
        for statement in _grants():
            cursor.execute(sql.SQL(statement).format(role))
        if password:
            words = sql.SQL("alter role {} password {}")
            cursor.execute(words.format(role, sql.Literal(password)))


def _grants() -> list[str]:
    tables = {model._meta.db_table for model in apps.get_models()}
    logs = ", ".join(name for name in APPEND_ONLY if name in tables)
    return [
        "grant usage on schema public to {}",
        "grant select, insert, update, delete on all tables in schema public to {}",
        "grant usage, select on all sequences in schema public to {}",
        "alter default privileges in schema public grant select, insert, update, delete on tables to {}",
        "alter default privileges in schema public grant usage, select on sequences to {}",
        f"revoke update, delete, truncate on {logs} from {{}}",
        "revoke insert, update, delete on django_migrations from {}",
    ]
