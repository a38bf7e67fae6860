"""PostgreSQL as Django has it, but the database key of a street row is ``(street_id, id)``.

Leans on ``DatabaseSchemaEditor._iter_column_sql``, ``table_sql`` and ``_create_fk_sql`` of
Django 5.2; ``kernel/tests/test_backend.py`` reads the resulting tables back from the catalogue.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.apps import apps
from django.db.backends.postgresql import base, features, operations, schema
from psycopg.pq import TransactionStatus

from linli.kernel.streets import context
from linli.kernel.streets.fields import StreetFK, street_key

# The policy of every street table reads it; see ``migrate`` and decision 14.
SETTING = "linli.street"


class DatabaseFeatures(features.DatabaseFeatures):
    def allows_group_by_selected_pks_on_model(self, model: Any) -> bool:
        """``id`` alone is not the key of a street row, so it cannot stand for the others."""
        return street_key(model) is None and super().allows_group_by_selected_pks_on_model(model)


class DatabaseOperations(operations.DatabaseOperations):
    connection: "DatabaseWrapper"

    def execute_sql_flush(self, sql_list: Iterable[str]) -> None:
        """Emptying tables (between tests) is the owner's work, not the application's."""
        with self.connection.as_owner():
            super().execute_sql_flush(sql_list)


class DatabaseSchemaEditor(schema.DatabaseSchemaEditor):
    sql_create_column_inline_fk = None  # type: ignore[assignment]  # an inline key would miss street_id

    def __enter__(self) -> Any:
        editor = super().__enter__()
        if not self.collect_sql:
            scope = "LOCAL" if self.atomic_migration else ""
            # Without it Citus refuses a migration that touches two kinds of tables; on plain
            # PostgreSQL the name is an unknown setting without effect.
            self.execute(f"SET {scope} citus.multi_shard_modify_mode TO 'sequential'")
        return editor

    def create_model(self, model: Any) -> None:
        field = street_key(model)
        if field is not None:
            # First column: a generated column before it breaks Citus' shard split.
            model._meta.local_fields.remove(field)
            model._meta.local_fields.insert(0, field)
            model._meta._expire_cache()
        super().create_model(model)

    def _iter_column_sql(self, column_db_type: str, params: Any, model: Any, *args: Any) -> Any:
        for part in super()._iter_column_sql(column_db_type, params, model, *args):  # type: ignore[misc]
            if not (part == "PRIMARY KEY" and street_key(model)):
                yield part

    def table_sql(self, model: Any) -> tuple[str, Any]:
        sql, params = super().table_sql(model)
        if street_key(model):
            name = self.quote_name(f"{model._meta.db_table}_pkey")
            key = f'CONSTRAINT {name} PRIMARY KEY ("street_id", "{model._meta.pk.column}")'
            sql = f"{sql.removesuffix(')')}, {key})"
        return sql, params

    def _create_fk_sql(self, model: Any, field: Any, suffix: str) -> Any:
        if not isinstance(field, StreetFK):
            return super()._create_fk_sql(model, field, suffix)  # type: ignore[misc]
        table, target = model._meta.db_table, field.remote_field.model._meta
        columns = ["street_id", field.column]
        name = self._create_index_name(table, columns, suffix="_sfk")  # type: ignore[attr-defined]
        return self.sql_create_fk % {
            "table": self.quote_name(table),
            "name": self.quote_name(name),
            "column": f'"street_id", {self.quote_name(field.column)}',
            "to_table": self.quote_name(target.db_table),
            "to_column": f'"street_id", "{target.pk.column}"',
            "deferrable": self.connection.ops.deferrable_sql(),
        }


@cache
def _street_tables() -> frozenset[str]:
    return frozenset(model._meta.db_table for model in apps.get_models() if street_key(model))


class DatabaseWrapper(base.DatabaseWrapper):
    """``ROLE`` in the settings names the role with fewer rights that web and worker act as.

    What a connection was told of the street is kept on the connection itself, which goes back to
    the pool between requests: with one street it is told once in its life.
    """

    SchemaEditorClass = DatabaseSchemaEditor
    features_class = DatabaseFeatures
    ops_class = DatabaseOperations

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.execute_wrappers.append(self._tell_street)

    def _tell_street(self, execute: Any, sql: Any, params: Any, many: bool, where: Any) -> Any:
        """Only before a statement on street rows, and only when the street is another one."""
        street, told = context.told(), getattr(self.connection, "linli_street", None)
        if street != told and any(table in str(sql) for table in _street_tables()):
            with self.cursor() as cursor:
                cursor.execute("SELECT set_config(%s, %s, false)", [SETTING, street])
            self.connection.linli_street = street
        return execute(sql, params, many, where)

    def _forget_street(self) -> None:
        """PostgreSQL takes a setting back with the transaction or savepoint it was made in."""
        if self.connection is not None:
            self.connection.linli_street = None

    def _rollback(self) -> None:
        self._forget_street()
        super()._rollback()  # type: ignore[misc]

    def _savepoint_rollback(self, sid: str) -> None:
        self._forget_street()
        super()._savepoint_rollback(sid)  # type: ignore[misc]

    def _close(self) -> None:
        """The pool rolls back what comes back to it in the middle of a transaction."""
        status = self.connection and self.connection.info.transaction_status
        if status != TransactionStatus.IDLE:
            self._forget_street()
        super()._close()  # type: ignore[misc]

    def get_connection_params(self) -> dict[str, Any]:
        """The role is part of the connection, so that the worker's own pool has it too."""
        params = super().get_connection_params()
        role = self.settings_dict.get("ROLE")
        return {**params, "options": f"-c role={role}"} if role else params

    @contextmanager
    def as_owner(self) -> Iterator[None]:
        """Step up to the role that signed in: possible only where that is the owner."""
        with self.cursor() as cursor:
            cursor.execute("SET ROLE NONE")
        try:
            yield
        finally:
            with self.cursor() as cursor:
                cursor.execute("RESET ROLE")
