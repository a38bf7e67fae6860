"""What a change of the settings would do, counted on the requests of the last days."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from linli.cases.models import Case
from linli.cases.queries.desks import read_routes, routes, routing
from linli.cases.rules.intake import Route
from linli.cases.rules.words import ENDED, State
from linli.kernel import clock
from linli.kernel.streets.models import Street
from linli.people import queries as people
from linli.rulebook import queries as rulebook
from linli.rulebook import rules
from linli.rulebook.rules import Office
from linli.words import N_, Reason

RECENT_DAYS = 30
MOST_CASES = 2000
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Moved:
    """So many requests would lie on another desk."""

    count: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RouteEffect:
    """What another routing table makes of ``cases`` recent requests."""

    days: int
    cases: int
    moved: Sequence[Moved]
    template: str = "cases/route_effect.html"

    @property
    def total(self) -> int:
        return sum(move.count for move in self.moved)


def route_effect(street: Street) -> Callable[[], RouteEffect]:
    """The table as it is, to be held against the one in the database while a change stands."""
    before = routes(street)
    return lambda: _compared(street, before, read_routes(street))


def _compared(street: Street, before: Sequence[Route], after: Sequence[Route]) -> RouteEffect:
    names = people.directory(street).organisation_name
    recent = _recent(street)
    moved: Counter[tuple[str, str]] = Counter()
    for case in recent:
        desk = routing(street, case.category_id, case, case.registered_at)
        old, new = desk(before).organisation_id, desk(after).organisation_id
        if old != new:
            moved[names(old), names(new)] += 1
    moves = [Moved(count, *pair) for pair, count in moved.most_common()]
    return RouteEffect(RECENT_DAYS, len(recent), moves)


def rule_effect(street: Street, key: str, value: Mapping[str, Any]) -> list[Reason]:
    """What other clocks, hours or limits would have meant, in sentences."""
    now = clock.now()
    if key == "notices.quiet":
        return [Reason("quiet_from", N_("从那天起，短信和邮件照新的时间发。"))]
    if key == "cases.limits":
        return _limits_effect(street, rulebook.rule_at(street, key, now).value, value, now)
    if key == "cases.ladder":
        return [Reason("ladder_from", N_("从生效那天起照新的一级级往上报；报过的不追改。"))]
    old = {name: rulebook.rule_at(street, name, now).value for name in _CLOCK_RULES}
    before, after = _promises(street, old), _promises(street, old | {key: value})
    recent = _recent(street)
    dates = [(case, before(case), after(case)) for case in recent]
    params = {
        "days": RECENT_DAYS,
        "all": len(recent),
        "earlier": sum(new < was for _, was, new in dates),
        "later": sum(new > was for _, was, new in dates),
        "late": sum(_done(case, now) > new for case, _, new in dates),
        "was": sum(_done(case, now) > was for case, was, _ in dates),
    }
    told = N_(
        "最近 %(days)s 天登记的 %(all)s 件，按新规则算："
        "%(earlier)s 件的答复期限会提前，%(later)s 件会推后，其余不变。"
    )
    late = N_("这些件里，按新期限会有 %(late)s 件超时；按现在的期限是 %(was)s 件。")
    kept = N_("已经在走的期限不变，只影响生效以后登记的；生效后可以在规则页上要求一起重算。")
    return [
        Reason("clock_dates", told, params),
        Reason("clock_late", late, params),
        Reason("clock_kept", kept),
    ]


def category_use(street: Street, category_id: UUID) -> Mapping[str, int]:
    """How many recent requests are of a category, and how many of them all are on their way."""
    rows = Case.objects.filter(street_id=street.pk, category_id=category_id)
    since = clock.now() - RECENT_DAYS * _DAY
    return {
        "days": RECENT_DAYS,
        "recent": rows.filter(registered_at__gte=since).count(),
        "open": rows.exclude(state__in=ENDED).count(),
    }


def open_in_grid(street: Street, grid_id: UUID) -> int:
    """Requests of a grid that are on their way."""
    rows = Case.objects.filter(street_id=street.pk, grid_id=grid_id)
    return rows.exclude(state__in=ENDED).count()


def open_of(street: Street, account_id: UUID) -> int:
    """Requests that somebody has in hand."""
    rows = Case.objects.filter(street_id=street.pk, handler_id=account_id)
    return rows.exclude(state__in=ENDED).count()


def left_behind(street: Street, day: date) -> list[tuple[UUID, UUID]]:
    """Requests in hand of somebody who has left the staff, with who goes on with them."""
    next_to = people.directory(street).successors(day)
    if not next_to:
        return []
    rows = Case.objects.filter(street_id=street.pk, handler_id__in=next_to)
    found = rows.exclude(state__in=ENDED).values_list("pk", "handler_id")
    return [(case_id, next_to[account_id]) for case_id, account_id in found]


_CLOCK_RULES = ("cases.clocks", "office.hours")


def _recent(street: Street) -> list[Case]:
    """The requests of the last days, the newest first, no more than can be counted at once."""
    since = clock.now() - RECENT_DAYS * _DAY
    rows = Case.objects.filter(street_id=street.pk, registered_at__gte=since)
    needed = ("street_id", "category_id", "community_id", "grid_id", "area_path", "urgency")
    moments = ("registered_at", "replied_at", "ended_at")
    return list(rows.only(*needed, *moments).order_by("-registered_at")[:MOST_CASES])


def _promises(street: Street, values: Mapping[str, Mapping[str, Any]]) -> Any:
    """The date somebody would be told under these rules."""
    office = Office(
        rulebook.calendar(street), ZoneInfo(street.zone), rules.hours(values["office.hours"])
    )

    def promise(case: Case) -> datetime:
        span = rules.clocks(values["cases.clocks"], case.urgency).reply
        return rules.due(case.registered_at, span, office)

    return promise


def _done(case: Case, now: datetime) -> datetime:
    done: datetime = case.replied_at or case.ended_at or now
    return done


def _limits_effect(
    street: Street, old: Mapping[str, Any], new: Mapping[str, Any], now: datetime
) -> list[Reason]:
    rows = Case.objects.filter(street_id=street.pk)
    ended = rows.filter(state__in=(State.CLOSED, State.ANSWERED))
    rated = rows.filter(stars__isnull=False, ended_at__gte=now - RECENT_DAYS * _DAY)

    def still_open(days: int) -> int:
        return ended.filter(ended_at__gte=now - days * _DAY).count()

    def low(stars: int) -> int:
        return rated.filter(stars__lte=stars).count()

    reopen = N_("现在还能重新打开的 %(was)s 件，改后是 %(now)s 件。")
    rating = N_("最近 %(days)s 天评价里算低分的 %(was)s 件，按新规则是 %(now)s 件。")
    found = []
    for name, count, text in (("reopen_days", still_open, reopen), ("rating_low", low, rating)):
        if old[name] != new[name]:
            counted = {"was": count(old[name]), "now": count(new[name]), "days": RECENT_DAYS}
            found.append(Reason(name, text, counted))
    return [*found, Reason("limits_from", N_("从生效那天起照新的办，以前的处理不追改。"))]
