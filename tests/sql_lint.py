"""Reads every statement of the tests: what would fan out or fail on Citus fails here.

On street tables a statement must bind ``street_id`` to a value, join street tables by
``street_id``, never lock without a street and never write ``street_id`` in an UPDATE. A fan-out is
allowed where the code declares it (``streets.context.fan_out``). Regular expressions suffice: the
ORM writes very regular SQL.
"""

import re
from functools import lru_cache
from typing import Any

from linli.kernel.streets import context
from linli.kernel.streets.fields import street_key

_TABLE = re.compile(r'(?:FROM|JOIN|UPDATE) "(\w+)"(?: (?:AS )?"?([A-Z]\w*)"?)?')
_KEYWORDS = {"SET", "WHERE", "INNER", "LEFT", "ORDER", "GROUP", "LIMIT", "FOR", "USING", "ON"}
_EQUAL = re.compile(r'("?\w+"?)\."street_id" = \(?("?\w+"?)\."street_id"')
_LOCK = re.compile(r"FOR (?:NO KEY )?(?:UPDATE|SHARE)")
_SETS_STREET = re.compile(r'^UPDATE "\w+" SET [^?]*?"street_id" = .* WHERE')


class UnscopedSqlError(AssertionError):
    """A statement on street rows that does not name its street."""


def watch(execute: Any, sql: str, params: Any, many: bool, where: Any) -> Any:
    """An execute wrapper for ``connection.execute_wrapper``."""
    if isinstance(sql, str) and not context.is_fan_out():
        for fault in faults(sql, street_tables()):
            raise UnscopedSqlError(f"{fault}: {sql}")
    return execute(sql, params, many, where)


@lru_cache
def street_tables() -> frozenset[str]:
    from django.apps import apps

    return frozenset(m._meta.db_table for m in apps.get_models() if street_key(m))


@lru_cache(maxsize=4000)
def faults(sql: str, tables: frozenset[str]) -> tuple[str, ...]:
    """What a statement does that the data rules forbid."""
    if not sql.startswith(("SELECT", "UPDATE", "DELETE", "(")):
        return ()
    aliases = _aliases(sql, tables)
    bound = _reached(sql, {alias for alias in aliases if _is_bound(sql, alias)}, aliases)
    loose = aliases - bound
    found = []
    if loose and _LOCK.search(sql):
        found.append("locks rows without a street")
    elif loose:
        found.append(f"reads {', '.join(sorted(loose))} of every street")
    if _SETS_STREET.match(sql):
        found.append("writes street_id")
    return tuple(found)


def _aliases(sql: str, tables: frozenset[str]) -> set[str]:
    found = set()
    for table, alias in _TABLE.findall(sql):
        if table in tables:
            found.add(alias if alias and alias not in _KEYWORDS else f'"{table}"')
    return found


def _is_bound(sql: str, alias: str) -> bool:
    pattern = re.escape(alias) + r'\."street_id"\s*(= \(?(%s|\d+)|IN \()'
    return re.search(pattern, sql) is not None


def _reached(sql: str, bound: set[str], aliases: set[str]) -> set[str]:
    """Bound aliases and all that are equal to them in ``street_id``."""
    pairs = _EQUAL.findall(sql)
    grown = True
    while grown:
        more = {b for a, b in pairs if a in bound} | {a for a, b in pairs if b in bound}
        grown = not (more & aliases) <= bound
        bound = bound | (more & aliases)
    return bound
