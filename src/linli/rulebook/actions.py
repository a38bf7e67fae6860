"""Changing a rule or the working calendar."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Max

from linli import sheets
from linli.kernel import clock, events
from linli.kernel.action import action, each_row
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Refused
from linli.kernel.models import Event
from linli.kernel.streets import revisions
from linli.kernel.streets.models import Street
from linli.rulebook import access, queries, rules
from linli.rulebook.access import Verb
from linli.rulebook.models import CalendarDay, Rule
from linli.rulebook.rules import DayKind, NamedDay, RulebookEvent
from linli.sheets import Difference, Line, Remark, Report
from linli.words import N_, Reason

_Worked = tuple[str, time | None]


@action
def set_rule(*, actor: Actor, key: str, value: Mapping[str, Any], valid_from: date) -> Rule:
    """A rule changes from a day on; what was promised before keeps the version it was made under.

    Only the system may enter a rule that is in force already (import of what an office has).
    """
    access.require(actor, Verb.SET_RULE)
    reason = rules.why_not_rule(key, value)
    if reason is None and actor.kind is not ActorKind.SYSTEM:
        reason = rules.why_not_since(valid_from, _today(actor))
    if reason:
        raise Refused(reason)
    # Moving the revision locks the street's row: two administrators get two version numbers.
    revisions.move_on(actor.street_id)
    rows = Rule.objects.filter(street_id=actor.street_id, key=key)
    version = (rows.aggregate(last=Max("version"))["last"] or 0) + 1
    rule: Rule = Rule.objects.create(
        street_id=actor.street_id, key=key, version=version, valid_from=valid_from, value=value
    )
    after = {"key": key, "version": version, "valid_from": valid_from.isoformat()}
    events.record(actor, RulebookEvent.RULE_SET, rule, after=after)
    return rule


@action
def set_days(*, actor: Actor, days: Sequence[NamedDay]) -> int:
    """Days off and make-up days are entered or corrected; returns how many were new or changed."""
    access.require(actor, Verb.SET_DAYS)
    reason = rules.why_not_days(days)
    if reason:
        raise Refused(reason)
    before = {day: (row.kind, row.name, row.closes_at) for day, row in _rows(actor, days).items()}
    changed = [
        named
        for named in days
        if before.get(named.day) != (named.kind, named.name, named.closes_at)
    ]
    if changed:
        _write_days(actor, changed, {day: (was[0], was[2]) for day, was in before.items()})
    return len(changed)


@action
def import_days(*, actor: Actor, rows: sheets.Rows) -> Report:
    """Take over a sheet of one year's notice (日期, 类型, 名称); a bad row is refused alone."""
    days: dict[date, tuple[int, NamedDay]] = {}
    refused: list[Remark] = []
    for number, row in rows:
        named = rules.named_day(row)
        if isinstance(named, Reason):
            refused.append(Remark(number, named))
        elif named.day in days:
            refused.append(Remark(number, rules.day_twice(named.day)))
        else:
            days[named.day] = (number, named)
    known = _rows(actor, [named for _, named in days.values()])
    set_days(actor=actor, days=[named for _, named in days.values()])
    lines = [_day_line(number, named, known.get(named.day)) for number, named in days.values()]
    return sheets.report(lines, refused)


@action
def import_rules(*, actor: Actor, rows: sheets.Rows) -> Report:
    """A sheet of single amounts: each rule that changes gets one new version."""
    access.require(actor, Verb.SET_RULE)
    street, today = Street.objects.get(pk=actor.street_id), _today(actor)
    known = {(item.key.value, item.name): item for item in rules.every_item()}
    before = {key: queries.rule_at(street, key, clock.now()).value for key in rules.RuleKey}
    values, since = dict(before), dict.fromkeys(rules.RuleKey, today)

    def take(number: int, row: sheets.Fields) -> Line:
        key, name = row.text("规则", must=True), row.text("项目", must=True)
        item, day = known.get((key, name)), row.day("生效日期")
        if item is None:
            text = N_("“%(column)s”列的“%(cell)s”没有这一项；请照导出的表填。")
            raise sheets.BadCell("no_item", text, "项目", cell=name)
        was, amount = item.said(before[item.key]), item.read(row)
        changed = rules.checked(item, values[item.key], amount)
        if item.of(changed) == item.of(before[item.key]):
            return Line(number, item.word)
        late = rules.why_not_since(day or today, today)
        if late:
            raise Refused(late)
        values[item.key] = changed
        since[item.key] = max(since[item.key], day or today)
        difference = Difference("数值", "".join(was), "".join(item.said(changed)))
        return Line(number, item.word, differences=(difference,))

    report = each_row(rows, take)
    for key in rules.RuleKey:
        if values[key] != before[key]:
            set_rule(actor=actor, key=key, value=values[key], valid_from=since[key])
    return report


def _day_line(number: int, named: NamedDay, before: CalendarDay | None) -> Line:
    day = named.day.isoformat()
    if before is None:
        return Line(number, day, is_new=True)
    pairs = [
        Difference("类型", DayKind(before.kind).word, named.kind.word),
        Difference("名称", before.name, named.name),
        Difference("下班", _hour(before.closes_at), _hour(named.closes_at)),
    ]
    return Line(number, day, differences=tuple(p for p in pairs if p.before != p.after))


def _hour(at: time | None) -> str:
    return f"{at:%H:%M}" if at else ""


def _today(actor: Actor) -> date:
    street = Street.objects.get(pk=actor.street_id)
    return clock.now().astimezone(ZoneInfo(street.zone)).date()


def _rows(actor: Actor, days: Sequence[NamedDay]) -> dict[date, CalendarDay]:
    named = {day.day for day in days}
    rows = CalendarDay.objects.filter(street_id=actor.street_id, date__in=named)
    return {row.date: row for row in rows}


def _write_days(actor: Actor, days: Sequence[NamedDay], before: Mapping[date, _Worked]) -> None:
    revisions.move_on(actor.street_id)
    CalendarDay.objects.bulk_create(
        [
            CalendarDay(
                street_id=actor.street_id,
                date=day.day,
                kind=day.kind,
                name=day.name,
                closes_at=day.closes_at,
            )
            for day in days
        ],
        update_conflicts=True,
        unique_fields=["street", "date"],
        update_fields=["kind", "name", "closes_at"],
    )
    rows = _rows(actor, days)  # again, for the ids of those that were there already
    events.write([_day_set(actor, rows[day.day], before.get(day.day)) for day in days])


def _day_set(actor: Actor, row: CalendarDay, before: _Worked | None) -> Event:
    return events.draft(
        actor,
        RulebookEvent.DAYS_SET,
        row,
        before=_facts(*before) if before else {},
        after={"date": row.date.isoformat()} | _facts(row.kind, row.closes_at),
    )


def _facts(kind: str, closes_at: time | None) -> dict[str, str]:
    """How long a day is worked, as the journal keeps it."""
    return {"kind": str(kind)} | ({"closes_at": closes_at.isoformat()} if closes_at else {})
