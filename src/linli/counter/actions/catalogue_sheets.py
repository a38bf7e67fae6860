"""The catalogue from a sheet: the verbs of one item, row by row."""

from linli.counter.actions.catalogue import add_item, change_item, close_item, reopen_item
from linli.counter.models import Item, ItemVersion
from linli.counter.queries.catalogue import ITEM_COLUMNS, content_of
from linli.counter.rules import catalogue_text
from linli.counter.rules.catalogue import Content, Kind
from linli.kernel import clock
from linli.kernel.action import action, each_row
from linli.kernel.actor import Actor
from linli.kernel.errors import Refused
from linli.kernel.streets.models import Street
from linli.people.models import Organisation
from linli.sheets import Difference, Fields, Line, Report, Rows

_TEXTS = {
    name: column
    for name, column in ITEM_COLUMNS.items()
    if name not in ("code", "unit", "kind", "is_open", "since")
}
_LENGTHS = {"name": 60, "department_name": 60, "result": 60, "words": 200, "promised": 20}
_MOST, _SHORT = 8000, 60
_MUST = ("name", "department_name")


@action
def import_items(*, actor: Actor, rows: Rows) -> Report:
    """New codes are added, known ones get a new version where the sheet says something else; what
    it leaves empty stays."""
    street_id = actor.street_id
    items = {item.code: item for item in Item.objects.filter(street_id=street_id)}
    units = {unit.code: unit for unit in Organisation.objects.filter(street_id=street_id)}
    versions = ItemVersion.objects.filter(street_id=street_id).select_related("item")
    today = Street.objects.get(pk=street_id).day(clock.now())
    last = {version.item.code: version for version in versions.order_by("number")}

    def take(number: int, row: Fields) -> Line:
        code = row.text("代码", most=20, must=True)
        item, known = items.get(code), last.get(code)
        content = _content(row, content_of(known) if known else None)
        unit, is_open = row.one("单位代码", units), row.yes("开办")
        department_id = unit.pk if unit else known.department_id if known else None
        since = max(row.day("从哪天起") or today, today)
        if item is None or known is None:
            items[code] = add_item(
                actor=actor, code=code, since=since, content=content, department_id=department_id
            )
            return Line(number, content.name, is_new=True)
        differences = _differences(content_of(known), content)
        if department_id != known.department_id:
            differences.append(Difference("单位代码"))
        if differences:
            last[code] = change_item(
                actor=actor,
                item_id=item.pk,
                since=since,
                content=content,
                department_id=department_id,
            )
        if is_open is not None and is_open != item.is_open:
            verb = reopen_item if is_open else close_item
            items[code] = verb(actor=actor, item_id=item.pk)
            differences.append(Difference("开办", *(("否", "是") if is_open else ("是", "否"))))
        return Line(number, content.name, differences=tuple(differences))

    return each_row(rows, take)


def _content(row: Fields, known: Content | None) -> Content:
    """What the row says over what is known; a new item needs a name, a department and a kind."""
    texts: dict[str, str] = {}
    for name, column in _TEXTS.items():
        text = row.text(
            column, most=_LENGTHS.get(name, _MOST), must=known is None and name in _MUST
        )
        if text:
            texts[name] = text
    kind = row.word("类型", Kind)
    if kind or known is None:
        texts["kind"] = (kind or Kind.PASSED_UP).value
    try:
        return catalogue_text.read(texts, known)
    except catalogue_text.Unreadable as fault:
        raise Refused(fault.reason) from fault


def _differences(known: Content, content: Content) -> list[Difference]:
    before, after = catalogue_text.written(known), catalogue_text.written(content)
    changed = [name for name in after if before[name] != after[name]]
    return [_difference(ITEM_COLUMNS[name], before[name], after[name]) for name in changed]


def _difference(column: str, before: str, after: str) -> Difference:
    is_short = max(len(before), len(after)) < _SHORT
    return Difference(column, before, after) if is_short else Difference(column)
