"""Requests as rows with the columns an import knows; personal data leaves masked."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from linli.cases.models import Case, Reporter
from linli.cases.queries.desks import Catalogue, catalogue
from linli.cases.rules.words import Channel, Kind, State, Urgency
from linli.kernel import personal
from linli.kernel.streets.models import Street
from linli.people import queries as people
from linli.places import queries as places
from linli.rights import queries as rights

CASE_COLUMNS = (
    *("工单编号", "工单生成时间", "诉求内容", "工单类型", "来源", "工单类别"),
    *("一级分类", "二级分类", "状态", "主办单位", "截止时间", "办结时间"),
    *("社区", "网格", "诉求地址", "经度", "纬度"),
    *("是否匿名", "姓名", "联系电话", "原系统", "原编号"),
)
LIST_COLUMNS = tuple(
    column
    for column in CASE_COLUMNS
    if column not in ("诉求内容", "诉求地址", "经度", "纬度", "是否匿名", "姓名", "联系电话")
)
CONTACT_COLUMNS = ("工单编号", "二级分类", "状态", "诉求地址", "姓名", "联系电话")
MOST_CONTACTS = 2000
_LISTED = [CASE_COLUMNS.index(column) for column in LIST_COLUMNS]
_CHUNK = 1000


def export_cases(street: Street) -> Iterator[tuple[Any, ...]]:
    """Every request, oldest first, in chunks: a large office does not fill the memory."""
    return _table(street, Case.objects.filter(street_id=street.pk).order_by("id"))


def export_rows(street: Street, found: QuerySet[Case]) -> Iterator[tuple[Any, ...]]:
    """The found requests with LIST_COLUMNS: what, where and when, nothing of a person."""
    return (tuple(row[place] for place in _LISTED) for row in _table(street, found))


def contacts(street: Street, cases: Sequence[Case]) -> Iterator[tuple[Any, ...]]:
    """Names and phones in full, one row for each who raised a request and left a phone."""
    tree, reporters = catalogue(street), _reporters(street, cases)
    for case in cases:
        _, matter = _category(tree, case.category_id)
        what = (case.number, matter, State(case.state).word, case.address)
        yield from ((*what, one.name, one.phone) for one in reporters[case.pk] if one.phone)


def without_blocked(street: Street, cases: Sequence[Case]) -> list[Case]:
    """Those that nobody raised whose data is blocked."""
    reporters = _reporters(street, cases)
    raised = {case: {one.account_id for one in ones} for case, ones in reporters.items()}
    everybody = {account_id for ids in raised.values() for account_id in ids if account_id}
    blocked = rights.blocked(street.pk, everybody)
    return [case for case in cases if not blocked & raised.get(case.pk, set())]


def cases_features(street: Street) -> Iterator[dict[str, Any]]:
    """Every request as a feature of GeoJSON; one without a point has no geometry."""
    for row in export_cases(street):
        named = dict(zip(CASE_COLUMNS, row, strict=True))
        lon, lat = named.pop("经度"), named.pop("纬度")
        point = {"type": "Point", "coordinates": [lon, lat]} if lat is not None else None
        yield {"type": "Feature", "properties": named, "geometry": point}


def _table(street: Street, found: QuerySet[Case]) -> Iterator[tuple[Any, ...]]:
    rows = found.iterator(_CHUNK)
    while cases := list(islice(rows, _CHUNK)):
        yield from _rows(street, cases)


def _rows(street: Street, cases: Sequence[Case]) -> Iterator[tuple[Any, ...]]:
    zone = ZoneInfo(street.zone)
    tree, directory, atlas = catalogue(street), people.directory(street), places.atlas(street)
    reporters = _reporters(street, cases)
    for case in cases:
        community = atlas.areas.get(case.community_id) if case.community_id else None
        grid = atlas.grids.get(case.grid_id) if case.grid_id else None
        yield (
            case.number,
            _local(case.registered_at, zone),
            case.text,
            Kind(case.kind).word,
            Channel(case.channel).word,
            Urgency(case.urgency).word,
            *_category(tree, case.category_id),
            State(case.state).word,
            directory.organisation_name(case.owner_id),
            _local(case.due_at, zone),
            _local(case.ended_at, zone),
            community.name if community else "",
            grid.name if grid else "",
            *(case.address, case.lon, case.lat),
            *_person(reporters[case.pk]),
            *(case.source, case.external_id),
        )


def _reporters(street: Street, cases: Sequence[Case]) -> dict[UUID, list[Reporter]]:
    by_case: dict[UUID, list[Reporter]] = defaultdict(list)
    ids = [case.pk for case in cases]
    for reporter in Reporter.objects.filter(street_id=street.pk, case_id__in=ids).order_by("id"):
        by_case[reporter.case_id].append(reporter)
    return by_case


def _person(reporters: Sequence[Reporter]) -> tuple[str, str, str]:
    """The first who raised it: anonymous or not, name and phone masked."""
    if not reporters:
        return "", "", ""
    first = reporters[0]
    is_anonymous = "是" if first.is_anonymous else "否"
    return is_anonymous, personal.masked_name(first.name), personal.masked_phone(first.phone)


def _category(tree: Catalogue, category_id: UUID | None) -> tuple[str, str]:
    """Class and matter; a matter closed since keeps its row, but not its name here."""
    matter = tree.by_id.get(category_id) if category_id else None
    if matter is None:
        return "", ""
    top = tree.by_id.get(matter.parent_id) if matter.parent_id else None
    return (top.name, matter.name) if top else (matter.name, "")


def _local(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    return moment.astimezone(zone) if moment else None
