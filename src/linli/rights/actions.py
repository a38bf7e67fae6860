"""Consent given and withdrawn, requests opened and settled, permits asked, given and used."""

from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet

from linli.kernel import clock, events, locks
from linli.kernel.action import action
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Forbidden, NotFound, Refused
from linli.kernel.events import Audience
from linli.kernel.streets.models import Street
from linli.people.models import Account
from linli.rights import access, queries, rules
from linli.rights.models import Consent, DataRequest, Permit
from linli.rights.rules import (
    STATEMENTS,
    Outcome,
    PermitReason,
    RequestKind,
    RightsEvent,
    Topic,
    Way,
)
from linli.rulebook import queries as rulebook
from linli.words import N_, Reason

_BATCH = 500


@action
def give_consent(
    *,
    actor: Actor,
    topic: Topic,
    version: int,
    is_for_child: bool = False,
    guardian: str = "",
) -> Consent:
    """Somebody agrees to a statement as it stands; agreeing again changes nothing."""
    refused = rules.why_not_consent(version, STATEMENTS[topic], is_for_child, guardian)
    if refused:
        raise Refused(refused)
    rows = _own_consents(actor, topic)
    given = rows.filter(version=version).first()
    if given:
        return given
    for old in rows:
        _withdraw(actor, old)
    consent = Consent.objects.create(
        street_id=actor.street_id,
        account_id=_self(actor),
        topic=topic,
        version=version,
        way=Way.PAGE,
        is_for_child=is_for_child,
        guardian=guardian.strip() if is_for_child else "",
        given_at=clock.now(),
    )
    _note(actor, RightsEvent.CONSENTED, consent, topic=topic, version=version, way=Way.PAGE)
    return consent


@action
def withdraw_consent(*, actor: Actor, topic: Topic) -> None:
    """One press, no questions; what is not agreed to is not withdrawn twice."""
    for consent in _own_consents(actor, topic):
        _withdraw(actor, consent)


def _self(actor: Actor) -> UUID:
    """The account that acts for itself."""
    if actor.kind is not ActorKind.ACCOUNT or actor.id is None:
        raise Forbidden(Reason("consent_own", N_("只有本人登录以后可以这样做。")))
    return actor.id


def _own_consents(actor: Actor, topic: Topic) -> QuerySet[Consent]:
    """What somebody agrees to now, locked."""
    rows = Consent.objects.select_for_update(of=("self",), no_key=True)
    own = rows.filter(street_id=actor.street_id, account_id=_self(actor))
    return own.filter(topic=topic, withdrawn_at=None)


def _withdraw(actor: Actor, consent: Consent) -> None:
    consent.withdrawn_at = clock.now()
    consent.save(update_fields=["withdrawn_at"])
    _note(actor, RightsEvent.WITHDREW, consent, topic=consent.topic, version=consent.version)


@action
def open_request(*, actor: Actor, kind: RequestKind, case_id: UUID) -> DataRequest:
    """The case of a request about somebody's own data knows what was asked; one of a kind waits
    at a time."""
    own = DataRequest.objects.filter(street_id=actor.street_id, account_id=_self(actor), kind=kind)
    if own.filter(done_at=None).exists():
        raise Refused(Reason("request_open", N_("同样的请求正在办，办完可以再提。"), field="kind"))
    request = DataRequest.objects.create(
        street_id=actor.street_id,
        account_id=_self(actor),
        kind=kind,
        case_id=case_id,
        asked_at=clock.now(),
    )
    _note(actor, RightsEvent.ASKED, request, kind=kind)
    return request


@action
def settle_request(
    *, actor: Actor, request_id: UUID, outcome: Outcome, text: str = ""
) -> DataRequest:
    """Done as asked, or not and why. Blocking holds from now on; deleting is decided here and
    carried out in every module by whoever hears of it."""
    access.require_settler(actor)
    (request,) = locks.take(DataRequest, actor.street_id, request_id)
    refused = rules.why_not_settle(outcome, text, request.done_at)
    if refused:
        raise Refused(refused)
    request.outcome, request.done_at = outcome, clock.now()
    request.save(update_fields=["outcome", "done_at"])
    _note(actor, RightsEvent.SETTLED, request, kind=request.kind, outcome=outcome)
    if request.kind == RequestKind.DELETE and outcome is Outcome.DONE:
        decide_to_forget(actor=actor, account_id=request.account_id)
    return request


@action
def lift_block(*, actor: Actor, request_id: UUID) -> None:
    """Whoever had their data blocked wants it used again."""
    (request,) = locks.take(DataRequest, actor.street_id, request_id)
    if request.account_id != actor.id:
        raise NotFound
    if request.kind == RequestKind.BLOCK and request.lifted_at is None:
        request.lifted_at = clock.now()
        request.save(update_fields=["lifted_at"])
        _note(actor, RightsEvent.LIFTED, request)


@action
def decide_to_forget(*, actor: Actor, account_id: UUID) -> None:
    """From here on it is carried out by everybody who holds something of this person."""
    access.require_settler(actor)
    account = Account.objects.filter(street_id=actor.street_id, pk=account_id).first()
    if account is None:
        raise NotFound
    events.record(actor, RightsEvent.FORGET, account)


@action
def forget_person(*, actor: Actor, account_id: UUID) -> None:
    """That there was consent stays provable; who the guardian was does not."""
    rows = Consent.objects.filter(street_id=actor.street_id, account_id=account_id)
    if ids := [str(pk) for pk in rows.values_list("pk", flat=True)]:
        rows.update(guardian="")
        account = Account.objects.get(street_id=actor.street_id, pk=account_id)
        events.record(actor, RightsEvent.FORGOTTEN, account, after={"ids": ids})


@action
def forget_old(*, actor: Actor) -> int:
    """Proofs go when their time is over; the journal keeps which. Returns how many went."""
    street, now = Street.objects.get(pk=actor.street_id), clock.now()
    days: int = rulebook.rule_at(street, "privacy.retention", now).value["proof_days"]
    found: dict[str, list[str]] = {}
    for rows in queries.over(street, now - timedelta(days=days)):
        if ids := [str(pk) for pk in rows.values_list("pk", flat=True)[:_BATCH]]:
            found[rows.model._meta.model_name or ""] = ids
            rows.model._base_manager.filter(street_id=street.pk, pk__in=ids).delete()
    if found:
        events.record(actor, RightsEvent.EXPIRED, street, after=found)
    return sum(map(len, found.values()))


@action
def ask_permit(*, actor: Actor, query: str, count: int, reason: PermitReason, words: str) -> Permit:
    """Somebody wants the names and phones of a list; nothing leaves before another has agreed."""
    refused = rules.why_not_permit(words, count)
    if refused:
        raise Refused(refused)
    permit = Permit.objects.create(
        street_id=actor.street_id,
        asked_by_id=_self(actor),
        query=query,
        count=count,
        reason=reason,
        words=words.strip(),
        asked_at=clock.now(),
    )
    details = {"count": count}
    events.record(actor, RightsEvent.PERMIT_ASKED, permit, reason=reason, after=details)
    return permit


@action
def decide_permit(*, actor: Actor, permit_id: UUID, is_given: bool) -> Permit:
    """The second person agrees, for some days, or does not."""
    access.require_approver(actor)
    (permit,) = locks.take(Permit, actor.street_id, permit_id)
    refused = rules.why_not_decide(permit.asked_by_id == actor.id, permit.decided_at)
    if refused:
        raise Refused(refused)
    now, street = clock.now(), Street.objects.get(pk=actor.street_id)
    days: int = rulebook.rule_at(street, "privacy.retention", now).value["export_days"]
    permit.decided_by_id, permit.decided_at, permit.is_given = actor.id, now, is_given
    permit.expires_at = now + timedelta(days=days) if is_given else None
    permit.save(update_fields=["decided_by", "decided_at", "is_given", "expires_at"])
    kind = RightsEvent.PERMIT_GIVEN if is_given else RightsEvent.PERMIT_DENIED
    events.record(actor, kind, permit, reason=permit.reason)
    return permit


@action
def use_permit(*, actor: Actor, permit_id: UUID, count: int) -> Permit:
    """The list leaves; how many rows did is on record each time."""
    permit = permit_of(actor, permit_id)
    events.record(
        actor, RightsEvent.PERMIT_USED, permit, reason=permit.reason, after={"count": count}
    )
    return permit


def permit_of(actor: Actor, permit_id: UUID) -> Permit:
    """A permit that this person may use now."""
    permit = Permit.objects.filter(street_id=actor.street_id, pk=permit_id).first()
    if permit is None:
        raise NotFound
    state = queries.state_of(permit, clock.now())
    refused = rules.why_not_use(permit.asked_by_id == actor.id, state)
    if refused:
        raise Refused(refused)
    return permit


def _note(actor: Actor, what: RightsEvent, row: Consent | DataRequest, **after: str | int) -> None:
    events.record(actor, what, row, audience=Audience.PRIVATE, after=after)
