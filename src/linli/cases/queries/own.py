"""A resident's own requests, and the links that open them without an account."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.crypto import constant_time_compare

from linli.cases.models import Case, Reporter
from linli.cases.queries.lists import Row, follow_key, rows
from linli.cases.queries.near import public_face
from linli.cases.queries.together import led
from linli.cases.rules.limits import RATEABLE
from linli.cases.rules.looks import OPEN
from linli.cases.rules.words import State
from linli.kernel import clock, tokens
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import NotFound
from linli.kernel.streets.models import Street

ASKED_DAYS = 14  # how long an ended request asks to be rated


@dataclass(frozen=True, slots=True)
class OwnNow:
    """What is not over for a resident: what waits for them, then what others are at."""

    yours: list[Row]
    open: list[Row]


def link_key(case: Case, reporter: Reporter) -> str:
    """The secret part of this reporter's own link; whoever joined has one that opens less."""
    return _join_key(reporter) if reporter.joined_at else follow_key(case)


def opened_by_link(street: Street, number: str, key: str) -> Actor:
    """The actor who holds a link of one case: the reporter who raised it, as the case itself, or
    one who joined. NotFound for a wrong key."""
    case = Case.objects.filter(street_id=street.pk, number=number).first()
    if case is None:
        raise NotFound
    if constant_time_compare(follow_key(case), key):
        return Actor(ActorKind.LINK, street.pk, case.pk)
    joined = Reporter.objects.filter(street_id=street.pk, case_id=case.pk, joined_at__isnull=False)
    for reporter in joined:
        if constant_time_compare(_join_key(reporter), key):
            return Actor(ActorKind.LINK, street.pk, reporter.pk)
    raise NotFound


def raised_by(actor: Actor, street: Street) -> list[Row]:
    """What a resident raised or joined, newest first; of what they joined only the public face."""
    if actor.id is None:
        return []
    own = Reporter.objects.filter(street_id=street.pk, account_id=actor.id)
    mine = own.select_related("case__leading").order_by("-case__registered_at")[:200]
    reporters = {reporter.case_id: reporter for reporter in mine}
    shown = rows(street, (led(reporter.case) for reporter in reporters.values()))
    return [seen_by(street, row, reporters[row.case.pk]) for row in shown]


def own_now(mine: Iterable[Row]) -> OwnNow:
    """What of somebody's requests is not over: what asks them something, then the open ones."""
    kept = list(mine)
    since = clock.now() - timedelta(days=ASKED_DAYS)
    yours = [
        row
        for row in kept
        if row.key == follow_key(row.case)  # asked and rated is whoever raised it
        and (row.case.paused_until or _is_to_rate(row, since))
    ]
    return OwnNow(yours, [row for row in kept if row.state in OPEN and row not in yours])


def _is_to_rate(row: Row, since: datetime) -> bool:
    """Answered lately, and not rated yet."""
    is_recent = row.case.ended_at is None or row.case.ended_at >= since
    return row.state in RATEABLE and row.case.stars is None and is_recent


def _waits_for(*case_ids: UUID) -> Q:
    merged = Q(case__leading_id__in=case_ids, case__state=State.MERGED)
    return Q(case_id__in=case_ids) | merged


def waiting_for(account_id: UUID | None, street_id: int, *case_ids: UUID) -> list[Reporter]:
    """As whom somebody waits for any of these requests, with the own one."""
    rows = Reporter.objects.filter(_waits_for(*case_ids), street_id=street_id, account=account_id)
    return list(rows.select_related("case__leading"))


def seen_by(street: Street, row: Row, reporter: Reporter) -> Row:
    face = public_face(street, row) if reporter.joined_at else row
    return replace(face, own_key=link_key(row.case, reporter))


def _join_key(reporter: Reporter) -> str:
    return tokens.seal(reporter, "join")
