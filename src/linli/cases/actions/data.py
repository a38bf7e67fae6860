"""What a person asks about their own data: a request like any other, with its clock."""

from uuid import UUID

from django.utils import timezone

from linli.cases import queries
from linli.cases.actions.register import register
from linli.cases.models import Case, Entry
from linli.cases.rules.drafts import Draft, Person
from linli.cases.rules.words import CaseEvent, Channel, Kind, Urgency
from linli.kernel import clock, events, locks
from linli.kernel.action import action
from linli.kernel.actor import Actor
from linli.kernel.errors import Refused
from linli.kernel.events import Audience
from linli.kernel.streets.models import Street
from linli.people import queries as people
from linli.people.models import Account
from linli.rights import actions as rights
from linli.rights import rules
from linli.rights.models import DataRequest
from linli.rights.rules import Outcome, RequestKind, RightsEvent


@action
def ask_right(*, actor: Actor, kind: RequestKind, text: str) -> Case:
    """Correct, delete, block or give me: a case with the clock of complex ones, 15 working days
    as shipped; the person follows it among their own requests."""
    refused = rules.why_not_ask(kind, text)
    if refused:
        raise Refused(refused)
    account = Account.objects.get(pk=actor.id)
    draft = Draft(
        text=f"{kind.word}：{text.strip()}" if text.strip() else kind.word,
        channel=Channel.PHONE,
        kind=Kind.RIGHTS,
        urgency=Urgency.COMPLEX,
        person=Person(account.name, account.phone, account.pk),
    )
    case = register(actor=actor, draft=draft)
    rights.open_request(actor=actor, kind=kind, case_id=case.pk)
    return case


@action
def settle_right(*, actor: Actor, request_id: UUID, outcome: Outcome, text: str = "") -> None:
    """Done as asked, or not and why; the answer itself goes into the thread of its case."""
    (request,) = locks.take(DataRequest, actor.street_id, request_id)
    if request.kind == RequestKind.DELETE and outcome is Outcome.DONE:
        street = Street.objects.get(pk=actor.street_id)
        today = timezone.localdate(clock.now())
        account = Account.objects.get(street_id=street.pk, pk=request.account_id)
        held = people.directory(street).held_by(account.pk)
        posts = sum(post.counts_on(today) for post in held)
        open_ones = queries.unfinished_of(street, account).count()
        refused = rules.why_not_forget(open_ones, posts)
        if refused:
            raise Refused(refused)
    rights.settle_request(actor=actor, request_id=request_id, outcome=outcome, text=text)
    if text.strip():
        (case,) = locks.take(Case, actor.street_id, request.case_id)
        noted = events.record(actor, CaseEvent.NOTED, case)
        Entry.objects.create(
            street_id=case.street_id, case_id=case.pk, event_id=noted.pk, text=text.strip()
        )


@action
def take_copy(*, actor: Actor) -> None:
    """Somebody takes a copy of what is held about them; that is on record too."""
    account = Account.objects.get(pk=actor.id)
    events.record(actor, RightsEvent.COPIED, account, audience=Audience.PRIVATE)
