"""What a person asks about their own data: a request like any other, with its clock."""

from linli.cases.actions.register import register
from linli.cases.models import Case
from linli.cases.rules.drafts import Draft, Person
from linli.cases.rules.words import Channel, Kind, Urgency
from linli.kernel import events
from linli.kernel.action import action
from linli.kernel.actor import Actor
from linli.kernel.errors import Refused
from linli.kernel.events import Audience
from linli.people.models import Account
from linli.rights import actions as rights
from linli.rights import rules
from linli.rights.rules import RequestKind, RightsEvent


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
def take_copy(*, actor: Actor) -> None:
    """Somebody takes a copy of what is held about them; that is on record too."""
    account = Account.objects.get(pk=actor.id)
    events.record(actor, RightsEvent.COPIED, account, audience=Audience.PRIVATE)
