"""What somebody has consented to and asked for, and which permits wait."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.personal import Purpose
from linli.kernel.streets.models import Street
from linli.people import queries as people
from linli.people.models import Account
from linli.rights import access, rules
from linli.rights.models import Consent, DataRequest, Permit
from linli.rights.rules import (
    STATEMENTS,
    Outcome,
    PermitReason,
    PermitState,
    RequestKind,
    Statement,
    Topic,
)


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of thing of a person: ``rows`` under ``key`` in the file they take away, ``lines``
    under ``title`` on paper; ``count`` is how the page of their data says how much it is."""

    key: str
    title: str
    count: str
    purpose: Purpose
    rows: list[dict[str, Any]]
    lines: list[str]


Source = Callable[[Street, Account], list[Section]]
_sources: list[Source] = []


def add_source(source: Source) -> None:
    """Called from ``AppConfig.ready`` of a module that holds something about persons and that the
    module with the page of their data does not know."""
    _sources.append(source)


def sections(street: Street, account: Account) -> list[Section]:
    """What modules beside it hold about somebody; what is empty is left out."""
    found = [section for source in _sources for section in source(street, account)]
    return [section for section in found if section.rows]


@dataclass(frozen=True, slots=True)
class Seen:
    """The looks that a module keeps on record: its events and reasons in words, and, by the key of
    what was looked at, the numbers of what is somebody's."""

    events: Mapping[str, str]
    reasons: Mapping[str, str]
    numbers: Callable[[Street, UUID], Mapping[UUID, str]]


_seen: list[Seen] = []


def add_seen(seen: Seen) -> None:
    """Called like ``add_source``."""
    _seen.append(seen)


def seen() -> list[Seen]:
    return list(_seen)


@dataclass(frozen=True, slots=True)
class Choice:
    """A statement with what somebody has said to it; ``is_stale`` when its words have changed."""

    topic: Topic
    statement: Statement
    given: Consent | None

    @property
    def is_stale(self) -> bool:
        return self.given is not None and self.given.version < self.statement.version


def choices(street: Street, account_id: UUID | None) -> list[Choice]:
    """Every statement, agreed to or not."""
    rows = Consent.objects.filter(street_id=street.pk, account=account_id, withdrawn_at=None)
    given = {row.topic: row for row in rows}
    return [Choice(topic, text, given.get(topic)) for topic, text in STATEMENTS.items()]


def consents(street: Street, account_id: UUID | None) -> list[Consent]:
    """All that somebody has ever agreed to, withdrawn or not."""
    rows = Consent.objects.filter(street_id=street.pk, account=account_id)
    return list(rows.order_by("id"))


def agreeing(street_id: int, account_ids: set[UUID], topic: Topic) -> set[UUID]:
    """Those of them who agree now, to the words as they are now."""
    rows = Consent.objects.filter(street_id=street_id, account__in=account_ids, withdrawn_at=None)
    now = rows.filter(topic=topic, version=STATEMENTS[topic].version)
    return set(now.values_list("account_id", flat=True))


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it is listed."""

    row: DataRequest
    kind: RequestKind
    outcome: Outcome | None

    @property
    def holds(self) -> bool:
        """A blocking that can be lifted."""
        is_done = self.outcome is Outcome.DONE and self.row.lifted_at is None
        return self.kind is RequestKind.BLOCK and is_done


def requests_of(street: Street, account_id: UUID | None) -> list[Asked]:
    """Somebody's own requests, newest first."""
    rows = DataRequest.objects.filter(street_id=street.pk, account=account_id)
    return [_asked(row) for row in rows.order_by("-id")]


def open_requests(street: Street) -> list[Asked]:
    """What still has to be done, oldest first, and the blockings that hold."""
    rows = DataRequest.objects.filter(street_id=street.pk, done_at=None)
    return [_asked(row) for row in rows.order_by("id").select_related("account")]


def request_of_case(street_id: int, case_id: UUID) -> DataRequest | None:
    return DataRequest.objects.filter(street_id=street_id, case_id=case_id).first()


def blocked(street_id: int, account_ids: set[UUID]) -> set[UUID]:
    """Those who have had their data blocked."""
    if not account_ids:
        return set()
    rows = DataRequest.objects.filter(street_id=street_id, account_id__in=account_ids)
    holding = rows.filter(kind=RequestKind.BLOCK, outcome=Outcome.DONE, lifted_at=None)
    return set(holding.values_list("account_id", flat=True))


def over(street: Street, before: datetime) -> list[QuerySet[Any]]:
    """Proofs whose time is over: consents withdrawn, requests settled, permits asked so long ago.
    A blocking that holds is no proof of the past."""
    consents = Consent.objects.filter(street_id=street.pk, withdrawn_at__lt=before)
    settled = DataRequest.objects.filter(street_id=street.pk, done_at__lt=before)
    holds = Q(kind=RequestKind.BLOCK, outcome=Outcome.DONE, lifted_at=None)
    permits = Permit.objects.filter(street_id=street.pk, asked_at__lt=before)
    return [consents, settled.filter(~holds), permits]


@dataclass(frozen=True, slots=True)
class PermitLine:
    """A permit as it is listed."""

    row: Permit
    state: PermitState
    reason: PermitReason
    asker: str
    decider: str
    is_own: bool


def permits(actor: Actor, street: Street) -> list[PermitLine]:
    """One's own, and for whoever approves everybody's, newest first."""
    rows = Permit.objects.filter(street_id=street.pk).order_by("-id")
    if not access.may_approve(actor):
        rows = rows.filter(asked_by=actor.id)
    known, now = people.directory(street), clock.now()
    return [
        PermitLine(
            row,
            state_of(row, now),
            PermitReason(row.reason),
            known.name(row.asked_by_id),
            known.name(row.decided_by_id),
            row.asked_by_id == actor.id,
        )
        for row in rows[:200]
    ]


def state_of(permit: Permit, now: datetime) -> PermitState:
    return rules.permit_state(permit.is_given, permit.expires_at, now)


def _asked(row: DataRequest) -> Asked:
    return Asked(row, RequestKind(row.kind), Outcome(row.outcome) if row.outcome else None)
