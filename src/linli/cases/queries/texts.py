"""Texts of the office that replies start from, with the blanks filled."""

from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext

from linli.cases.models import ReplyText
from linli.cases.queries.desks import catalogue
from linli.cases.queries.lists import Row
from linli.cases.rules.texts import filled
from linli.kernel.errors import NotFound
from linli.kernel.streets.models import Street
from linli.kernel.streets.revisions import per_revision

TEXT_COLUMNS = ("名称", "类别", "正文")


@per_revision
def reply_texts(street: Street) -> list[ReplyText]:
    """All of them, those of a category first."""
    rows = ReplyText.objects.filter(street_id=street.pk).select_related("category")
    return list(rows.order_by("category__order", "name"))


def reply_text(street: Street, text_id: UUID) -> ReplyText:
    found = next((row for row in reply_texts(street) if row.pk == text_id), None)
    if found is None:
        raise NotFound
    return found


def texts_for(street: Street, row: Row, due: str) -> list[str]:
    """What a reply to this request may start from, its number, place and date filled in."""
    kinds = {None, *catalogue(street).with_parent(row.case.category_id)}
    blanks = {"编号": row.case.number, "地点": row.place or gettext("您说的地方"), "期限": due}
    return [filled(text.text, blanks) for text in reply_texts(street) if text.category_id in kinds]


def export_reply_texts(street: Street) -> Iterator[tuple[str, ...]]:
    for row in reply_texts(street):
        yield row.name, row.category.code if row.category else "", row.text
