"""Migrate, then give the application's role exactly the rights it needs, and build the walls."""

from typing import Any

from django.apps import apps
from django.core.management.commands import migrate
from django.db import connections
from psycopg import sql

from linli.kernel.streets.backend.base import SETTING
from linli.kernel.streets.fields import street_key

ROLE = "linli_app"
# No subquery: Citus takes none in a policy. A connection that was told no street sees no row.
WALL = f"current_setting('{SETTING}', true) IN (street_id::text, '*')"
_WITHOUT_WALL = """
SELECT relname FROM pg_class c
WHERE relnamespace = 'public'::regnamespace AND relname = ANY(%s) AND NOT (relrowsecurity
  AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'street_wall'))
"""


class Command(migrate.Command):
    """Runs as the owner of the tables; web and worker act as ``linli_app``."""

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        build_walls(options["database"])
        grant_rights(options["database"])


def build_walls(alias: str) -> None:
    """Row-level security on every street table that has none yet."""
    tables = [model._meta.db_table for model in apps.get_models() if street_key(model)]
    with connections[alias].cursor() as cursor:
        cursor.execute(_WITHOUT_WALL, [tables])
        for (table,) in cursor.fetchall():
            for statement in (
                "ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
                "DROP POLICY IF EXISTS street_wall ON {table}",
                "CREATE POLICY street_wall ON {table} USING ({wall})",
            ):
                named = {"table": sql.Identifier(table), "wall": sql.SQL(WALL)}
                cursor.execute(sql.SQL(statement).format(**named))


def grant_rights(alias: str) -> None:
    """Read and write everywhere, but append-only tables can only be read and added to."""
    append_only = [
        model._meta.db_table for model in apps.get_models() if getattr(model, "append_only", False)
    ]
    role, tables = sql.Identifier(ROLE), sql.SQL(", ").join(map(sql.Identifier, append_only))
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE])
        if cursor.fetchone() is None:
            cursor.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(role))
        for statement in (
            "GRANT {role} TO CURRENT_USER",
            "GRANT USAGE ON SCHEMA public TO {role}",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
            "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}",
            "REVOKE UPDATE, DELETE ON {tables} FROM {role}",
        ):
            cursor.execute(sql.SQL(statement).format(role=role, tables=tables))
