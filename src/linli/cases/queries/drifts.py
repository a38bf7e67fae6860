"""Whether the stored requests are what their journal and the rules say; for ``./linli verify``.

A check is a function with ``@check``: it looks at one request with its journal and says in reasons
what does not hold.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Max, Min, QuerySet

from linli.cases.models import Case, Counter, Escalation, Letter
from linli.cases.models import Pause as PauseRow
from linli.cases.queries import ladder, looks, nightly
from linli.cases.rules import replay
from linli.cases.rules.clocks import STEP_CLOCKS, Timer
from linli.cases.rules.intake import number
from linli.cases.rules.ladder import Rung, rungs_due
from linli.cases.rules.replay import Replay
from linli.cases.rules.words import ENDED, State
from linli.kernel import clock
from linli.kernel.drift import Drift, Survey
from linli.kernel.models import Event
from linli.kernel.streets.models import Street
from linli.people import queries as people
from linli.rulebook import queries as rulebook
from linli.rulebook import rules
from linli.rulebook.rules import Clocks, Office, Span
from linli.words import N_, Reason

PAGE = 500
MINUTE = timedelta(minutes=1)
SLACK = timedelta(minutes=2)  # the minute job looks once a minute


class Told(NamedTuple):
    """One event of the journal, without what nobody asks for here."""

    subject_id: UUID
    at: datetime
    kind: str
    before: dict[str, Any]
    after: dict[str, Any]


class Terms:
    """What the street's rules and calendar said at a moment of the past."""

    def __init__(self, street: Street) -> None:
        self._known = rulebook.Known(street)

    def clocks(self, urgency: str, moment: datetime, known: datetime) -> tuple[Clocks, int]:
        rule = self._known.rule_at("cases.clocks", moment, known)
        return rules.clocks(rule.value, urgency), rule.version

    def office(self, moment: datetime, known: datetime) -> Office:
        return self._known.office(moment, known)

    def ladder(self, urgency: str, moment: datetime, known: datetime) -> dict[str, Span]:
        return rules.ladder(self._known.rule_at("cases.ladder", moment, known).value, urgency)


@dataclass(frozen=True, slots=True)
class Seen:
    """A request with what its journal adds up to; None without a journal. ``since`` is from when
    on the ladder was watched."""

    street: Street
    since: datetime
    case: Case
    pauses: Sequence[PauseRow]
    rungs: Sequence[Rung]
    replay: Replay | None


Look = Callable[[Seen], Iterable[Reason]]
_CHECKS: dict[str, tuple[str, Look]] = {}


def check(code: str, word: str) -> Callable[[Look], Look]:
    """What must hold for every request."""

    def kept(look: Look) -> Look:
        _CHECKS[code] = (word, look)
        return look

    return kept


@dataclass(frozen=True, slots=True)
class Ground:
    """What all requests of a street are judged by, up to which moment, and its ladder since when:
    before the worker first watched it nobody could be told."""

    street: Street
    terms: Terms
    as_of: datetime
    since: datetime


@check("owner", N_("每件诉求都有一个承办单位"))
def _owner(seen: Seen) -> Iterator[Reason]:
    if seen.case.owner_id not in people.directory(seen.street).organisations:
        yield Reason("owner_missing", N_("没有承办单位。"))


@check("journal", N_("经过一步不缺，步步合规"))
def _journal(seen: Seen) -> Iterator[Reason]:
    if seen.replay is None:
        yield Reason("journal_missing", N_("没有登记的记录。"))
    else:
        yield from seen.replay.faults


@check("facts", N_("状态、承办、类别、缓急和版本与经过一致"))
def _facts(seen: Seen) -> Iterator[Reason]:
    if seen.replay is None:
        return
    stored = _stored_facts(seen.case)
    for name in replay.FACTS:
        said = seen.replay.facts[name]
        if stored[name] != said:
            params = {"name": name, "stored": str(stored[name]), "said": str(said)}
            text = N_("%(name)s 存的是 %(stored)s，经过里是 %(said)s。")
            yield Reason("fact_differs", text, params)


@check("clocks", N_("每个时钟都按当时的规则算到分钟"))
def _clocks(seen: Seen) -> Iterator[Reason]:
    if seen.replay is None:
        return
    for name, said in seen.replay.columns.items():
        stored = getattr(seen.case, name)
        if not _is_same_minute(stored, said):
            params = {"name": name, "stored": _shown(seen, stored), "said": _shown(seen, said)}
            text = N_("%(name)s 存的是 %(stored)s，按规则是 %(said)s。")
            yield Reason("clock_differs", text, params)
    if seen.case.rule_version != seen.replay.rule_version:
        versions = {"stored": seen.case.rule_version, "said": seen.replay.rule_version}
        text = N_("记的是第 %(stored)s 版规则，按经过是第 %(said)s 版。")
        yield Reason("rule_differs", text, versions)


@check("pauses", N_("每次停表都有头有尾，和经过一致"))
def _pauses(seen: Seen) -> Iterator[Reason]:
    if seen.replay is None:
        return
    said = [(pause.start, pause.end) for pause in seen.replay.pauses]
    if seen.replay.paused_at:
        said.append((seen.replay.paused_at, None))  # type: ignore[arg-type]
    if said != [(row.started_at, row.ended_at) for row in seen.pauses]:
        yield Reason("pause_differs", N_("停表的记录和经过不一样。"))


@check("ladder", N_("到了时候该告诉的每一级都告诉了"))
def _ladder(seen: Seen) -> Iterator[Reason]:
    rounds = seen.replay.rounds if seen.replay else {}
    served = (one for one in rounds.values() if one.ran_until >= seen.since)
    for one in served:
        for rung in rungs_due([one.clock], seen.rungs, one.wait, one.ran_until - SLACK):
            params = {"timer": rung.timer, "level": rung.level, "at": _shown(seen, rung.due_at)}
            text = N_("%(timer)s 时钟没有告诉 %(level)s，应在 %(at)s。")
            yield Reason("rung_missing", text, params)
    for rung in seen.rungs:
        if (rung.timer, rung.until) not in rounds:
            params = {"timer": rung.timer, "level": rung.level, "at": _shown(seen, rung.until)}
            text = N_("告诉了 %(level)s，可 %(timer)s 时钟没有到 %(at)s 这一轮。")
            yield Reason("rung_of_no_round", text, params)


@check("stopped", N_("停表的诉求没有还在走的时钟"))
def _stopped(seen: Seen) -> Iterator[Reason]:
    case = seen.case
    running = (
        one.timer is not Timer.REPLY and case.state not in one.runs and getattr(case, one.due)
        for one in STEP_CLOCKS.values()
    )
    is_asked = case.state in ENDED and bool(case.ask or case.paused_until)
    if is_asked or any(running):
        text = N_("已是“%(state)s”，却还有时钟在走或申请待批。")
        yield Reason("still_running", text, {"state": State(case.state).word})


def _stored_facts(case: Case) -> dict[str, Any]:
    return {
        "state": case.state,
        "owner": str(case.owner_id),
        "handler": str(case.handler_id) if case.handler_id else None,
        "category": str(case.category_id) if case.category_id else None,
        "urgency": case.urgency,
        "version": case.version,
    }


def _is_same_minute(one: datetime | None, other: datetime | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) < MINUTE


def _shown(seen: Seen, moment: datetime | None) -> str:
    return f"{moment.astimezone(ZoneInfo(seen.street.zone)):%Y-%m-%d %H:%M}" if moment else "—"


def _replayed(ground: Ground, case: Case, told: Sequence[Told]) -> Replay | None:
    """The journal from its first event on. A request that had ended elsewhere keeps what it came
    with, and so does a due date that another system had given."""
    if not told:
        return None
    found = Replay(
        ground.terms,
        registered_at=case.registered_at,
        facts=replay.first_facts(told, _stored_facts(case)),
    )
    is_brought = not told[0].after.get("is_promised", True)
    given = replay.first_due(told, case.due_at) if is_brought else None
    found.promise(case.registered_at, told[0].at, given)
    if found.facts["state"] in ENDED:
        found.columns |= {name: getattr(case, name) for name in ("replied_at", "ended_at")}
    for event in told[1:]:
        found.take(event)
    found.run_until(ground.as_of)
    return found


def _case_count(street: Street) -> int:
    return Case.objects.filter(street_id=street.pk).count()


def last_record(street: Street) -> datetime:
    """Whatever was due before the newest record should have been done by then: so a copy, or a
    simulation of another year, is judged by its own time."""
    newest = Event.objects.filter(street_id=street.pk).aggregate(at=Max("at"))["at"]
    return newest or clock.now()


def _rows(street: Street) -> QuerySet[Case]:
    return Case.objects.filter(street_id=street.pk).order_by("id").defer("text", "because")


def _cases(street: Street) -> Iterator[list[Drift]]:
    """Page by page. While somebody works a step may fall between the reads of a page, so what
    looks wrong is looked at once more."""
    ground, after = _ground(street), UUID(int=0)
    while page := list(_rows(street).filter(pk__gt=after)[:PAGE]):
        found = _looked(ground, page)
        odd = [pk for pk, drifts in found.items() if drifts]
        if odd:
            found |= _looked(ground, list(_rows(street).filter(pk__in=odd)))
        yield from found.values()
        after = page[-1].pk


def _ground(street: Street) -> Ground:
    as_of = last_record(street)
    first = Escalation.objects.filter(street_id=street.pk).aggregate(at=Min("recorded_at"))["at"]
    return Ground(street, Terms(street), as_of, first or as_of)


def _looked(ground: Ground, page: Sequence[Case]) -> dict[UUID, list[Drift]]:
    """What is wrong with each request of a page, in four statements."""
    street = ground.street
    told: dict[UUID, list[Told]] = defaultdict(list)
    rows = Event.objects.filter(street_id=street.pk, subject_id__in=[case.pk for case in page])
    for row in rows.order_by("id").values_list(*Told._fields):
        told[row[0]].append(Told(*row))
    pauses: dict[UUID, list[PauseRow]] = defaultdict(list)
    stopped = PauseRow.objects.filter(street_id=street.pk, case_id__in=[case.pk for case in page])
    for pause in stopped.order_by("started_at"):
        pauses[pause.case_id].append(pause)
    rungs = ladder.recorded(street.pk, [case.pk for case in page])
    found: dict[UUID, list[Drift]] = {}
    for case in page:
        replayed = _replayed(ground, case, told[case.pk])
        known = [ladder.rung_of(row) for row in rungs.get(case.pk, [])]
        seen = Seen(street, ground.since, case, pauses[case.pk], known, replayed)
        found[case.pk] = [
            Drift(code, case.number, reason)
            for code, (_, look) in _CHECKS.items()
            for reason in look(seen)
        ]
    return found


def _numbers(street: Street) -> Iterator[list[Drift]]:
    """Day by day; the day that looks wrong may be today and still growing: it is counted again."""
    zone = ZoneInfo(street.zone)
    last_of = dict(Counter.objects.filter(street_id=street.pk).values_list("day", "last"))
    rows = Case.objects.filter(street_id=street.pk).order_by("registered_at")
    given = rows.values_list("registered_at", "number").iterator()
    for day, found in groupby(given, lambda row: row[0].astimezone(zone).date()):
        numbers = [number for _, number in found]
        is_right = _is_unbroken(street, day, numbers, last_of.pop(day, 0))
        yield [] if is_right else _counted_again(street, day)
    for day in last_of:
        yield _counted_again(street, day)


def _counted_again(street: Street, day: date) -> list[Drift]:
    counter = Counter.objects.filter(street_id=street.pk, day=day).first()
    last = counter.last if counter else 0
    rows = Case.objects.filter(looks.registered(street, day, day), street_id=street.pk)
    numbers = list(rows.values_list("number", flat=True))
    if _is_unbroken(street, day, numbers, last):
        return []
    text = N_("发出到 %(last)s 号，存着 %(count)s 件，应当一号一件、从 1 连到底。")
    reason = Reason("numbers_broken", text, {"last": last, "count": len(numbers)})
    return [Drift("numbers", day.isoformat(), reason)]


def _is_unbroken(street: Street, day: date, numbers: Sequence[str], last: int) -> bool:
    every = {number(street.initials, day, count) for count in range(1, last + 1)}
    return len(numbers) == last and set(numbers) == every


def _day_count(street: Street) -> int:
    return Counter.objects.filter(street_id=street.pk).count()


def _letters(street: Street) -> Iterator[list[Drift]]:
    """Nobody was told of a letter that ran out, or of a pause that is over."""
    before = last_record(street) - SLACK
    over = Case.objects.filter(street_id=street.pk, paused_until__lt=before)
    late = Case.objects.filter(street_id=street.pk, pk__in=nightly.missed_letters(street, before))
    for case in late:
        text = N_("督办单过了期限没有答复，也没有报给督办。")
        yield [Drift("letters", case.number, Reason("letter_missed", text))]
    for case in over:
        text = N_("停表已到上限，时钟却没有接着走。")
        yield [Drift("letters", case.number, Reason("pause_too_long", text))]


def _letter_count(street: Street) -> int:
    return Letter.objects.filter(street_id=street.pk).count()


SURVEYS = (
    Survey({code: word for code, (word, _) in _CHECKS.items()}, _case_count, _cases),
    Survey({"numbers": N_("每天的编号不断不重")}, _day_count, _numbers),
    Survey({"letters": N_("督办和停表到期都有人管")}, _letter_count, _letters),
)
