"""Texts of the office that replies start from."""

from typing import Any
from uuid import UUID

from linli.cases.actions.setup import require_setup
from linli.cases.models import Category, ReplyText
from linli.cases.rules.texts import why_not_blanks
from linli.cases.rules.words import SetupEvent
from linli.kernel import events, locks
from linli.kernel.action import action, each_row
from linli.kernel.actor import Actor
from linli.kernel.errors import Refused
from linli.kernel.streets import revisions
from linli.sheets import Difference, Fields, Line, Report, Rows


@action
def set_reply_text(
    *, actor: Actor, name: str, text: str, category_id: UUID | None = None
) -> ReplyText:
    """A text under its name, for one category or all; the same name is the same text anew."""
    require_setup(actor)
    refused = why_not_blanks(text)
    if refused:
        raise Refused(refused)
    known, _ = ReplyText.objects.update_or_create(
        street_id=actor.street_id, name=name, defaults={"text": text, "category_id": category_id}
    )
    revisions.move_on(actor.street_id)
    events.record(actor, SetupEvent.TEXT_SET, known)
    return known


@action
def remove_reply_text(*, actor: Actor, text_id: UUID) -> ReplyText:
    """No reply starts from it any more; what was written stays written."""
    require_setup(actor)
    (known,) = locks.take(ReplyText, actor.street_id, text_id)
    events.record(actor, SetupEvent.TEXT_REMOVED, known)
    ReplyText.objects.filter(street_id=actor.street_id, pk=text_id).delete()
    revisions.move_on(actor.street_id)
    return known


@action
def import_reply_texts(*, actor: Actor, rows: Rows) -> Report:
    """Known names get what the sheet says, new ones are added; what it leaves out stays."""
    street_id = actor.street_id
    known = {row.name: row for row in ReplyText.objects.filter(street_id=street_id)}
    found = list(Category.objects.filter(street_id=street_id))
    categories = {row.name: row for row in found} | {row.code: row for row in found}

    def take(number: int, row: Fields) -> Line:
        name, category = row.text("名称", most=20, must=True), row.one("类别", categories)
        given: dict[str, Any] = {
            "text": row.text("正文", most=500, must=True),
            "category_id": category.pk if category else None,
        }
        before, columns = known.get(name), {"text": "正文", "category_id": "类别"}
        changed = [key for key in given if before and getattr(before, key) != given[key]]
        if before is None or changed:
            known[name] = set_reply_text(actor=actor, name=name, **given)
        return Line(number, name, before is None, tuple(Difference(columns[k]) for k in changed))

    return each_row(rows, take)
