"""The one way to change state."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from django.db import connection, transaction

from linli import sheets
from linli.kernel.actor import Actor
from linli.kernel.errors import Refused
from linli.kernel.streets import context, revisions

Params = ParamSpec("Params")
Result = TypeVar("Result")

_JOURNAL = ("kernel_event", "kernel_delivery", "kernel_seal", "procrastinate_jobs")


class UnrecordedWriteError(RuntimeError):
    """A programming fault: an action changed rows and recorded no event."""


def action(verb: Callable[Params, Result]) -> Callable[Params, Result]:
    """One thing that somebody does: one transaction, in the actor's street, never unrecorded.

    The verb is called with keywords only; ``actor`` is always one of them.
    """

    @wraps(verb)
    def done(*args: Params.args, **kwargs: Params.kwargs) -> Result:
        actor = cast(Actor, kwargs["actor"])
        watch = _Watch()
        with (
            context.in_street(actor.street_id),
            transaction.atomic(),
            connection.execute_wrapper(watch),
        ):
            result = verb(*args, **kwargs)
            if watch.wrote and not watch.recorded:
                raise UnrecordedWriteError(verb.__qualname__)
        return result

    return done


def tried_out(act: Callable[[], Result]) -> Result:
    """What an action would come to: it is done, told, and taken back."""
    with revisions.forgetting(), transaction.atomic():
        result = act()
        transaction.set_rollback(True)
    return result


def each_row(rows: sheets.Rows, act: Callable[[int, sheets.Fields], sheets.Line]) -> sheets.Report:
    """An import is the verb of one thing, row by row; a row that is refused costs no other."""
    lines: list[sheets.Line] = []
    refused: list[sheets.Remark] = []
    for number, record in rows:
        try:
            with transaction.atomic():
                lines.append(act(number, sheets.Fields(record)))
        except (Refused, sheets.BadCell) as fault:
            refused.append(sheets.Remark(number, fault.reason))
    return sheets.report(lines, refused)


class _Watch:
    """Sees the SQL of an action: did it write, and did it record an event?"""

    def __init__(self) -> None:
        self.wrote = self.recorded = False

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            self.recorded |= sql.startswith('INSERT INTO "kernel_event"')
            self.wrote |= not any(table in sql[:60] for table in _JOURNAL)
        return execute(sql, params, many, context)
