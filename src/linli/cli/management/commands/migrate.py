"""Migrate, then give the application's role exactly the rights it needs."""

from typing import Any

from django.apps import apps
from django.core.management.commands import migrate
from django.db import connections
from psycopg import sql

ROLE = "linli_app"


class Command(migrate.Command):
    """Runs as the owner of the tables; web and worker act as ``linli_app``."""

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        grant_rights(options["database"])


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
