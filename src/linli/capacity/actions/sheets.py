"""What can be booked, from a sheet: the verbs of one resource, row by row."""

from collections.abc import Sequence

from linli.capacity import queries, rules
from linli.capacity.actions.setup import open_resource, set_hours
from linli.capacity.models import Resource
from linli.capacity.rules import LONGEST_DAY, LONGEST_NAME, WEEKDAYS, Cut, Kind, Opening
from linli.kernel import clock
from linli.kernel.action import action, each_row
from linli.kernel.actor import Actor
from linli.kernel.errors import Refused
from linli.kernel.streets.models import Street
from linli.people import queries as people
from linli.sheets import BadCell, Difference, Fields, Line, Report, Rows
from linli.words import N_, Reason

_DAYS = range(len(WEEKDAYS))


@action
def import_resources(*, actor: Actor, rows: Rows) -> Report:
    """New names are opened, known ones get the hours of the sheet from its day on where these
    differ; what the sheet leaves out stays."""
    street = Street.objects.get(pk=actor.street_id)
    today = street.day(clock.now())
    units = {unit.code: unit for unit in people.directory(street).organisations.values()}
    every = Resource.objects.filter(street_id=street.pk)
    known = {(one.organisation_id, one.name): one for one in every}

    def take(number: int, row: Fields) -> Line:
        unit, name = row.one("单位", units), row.text("名称", most=LONGEST_NAME, must=True)
        kind = row.word("种类", Kind)
        if unit is None or kind is None:
            column = "种类" if unit else "单位"
            raise BadCell("cell_empty", N_("“%(column)s”列是空的，请填上。"), column)
        since = max(row.day("从哪天起") or today, today)
        resource = known.get((unit.pk, name))
        is_new = resource is None
        if resource is None:
            resource = open_resource(actor=actor, organisation=unit, kind=kind, name=name)
            known[unit.pk, name] = resource
        elif resource.kind != kind:
            text = N_("“%(name)s”已经是%(kind)s，种类不能改；请换个名称新增。")
            params = {"name": name, "kind": Kind(resource.kind).word}
            raise Refused(Reason("resource_kind", text, params, field="kind"))
        was = queries.week_on(street, resource.pk, since).openings
        week = _week(row, rules.cut_of(was))
        changed = () if is_new else _differences(was, week)
        if changed or is_new:
            set_hours(actor=actor, resource_id=resource.pk, week=week, since=since)
        return Line(number, name, is_new, tuple(changed))

    return each_row(rows, take)


def _week(row: Fields, was: Cut) -> list[Opening]:
    """Seven cells, cut as the row says or else as before."""
    minutes, phone, internal = map(row.number, ("每号分钟", "电话留号", "现场留号"))
    cut = Cut(
        was.minutes if minutes is None else minutes,
        was.phone if phone is None else phone,
        was.internal if internal is None else internal,
    )
    found = rules.read_week({day: row.text(WEEKDAYS[day], most=LONGEST_DAY) for day in _DAYS}, cut)
    if isinstance(found, Reason):
        raise Refused(found)
    return found


def _differences(was: Sequence[Opening], week: Sequence[Opening]) -> list[Difference]:
    before, after = rules.written_week(was), rules.written_week(week)
    found = [
        Difference(WEEKDAYS[day], before[day], after[day])
        for day in _DAYS
        if before[day] != after[day]
    ]
    old, new = rules.cut_of(was), rules.cut_of(week)
    if week and old != new:
        numbers = zip(
            ("每号分钟", "电话留号", "现场留号"),
            ((old.minutes, new.minutes), (old.phone, new.phone), (old.internal, new.internal)),
            strict=True,
        )
        found += [Difference(name, str(a), str(b)) for name, (a, b) in numbers if a != b]
    return found
