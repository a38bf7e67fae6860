"""研办: study a request, then answer it, decline it, join it to another, or hand it over."""

from collections.abc import Iterable
from uuid import UUID

from linli.cases import queries
from linli.cases.actions import clocks
from linli.cases.actions.merged import followers
from linli.cases.actions.walk import Walk, begin, chosen
from linli.cases.models import Case, Category, CoHandler
from linli.cases.rules import limits
from linli.cases.rules.words import Decline, Kind, Mode, State, Urgency, Verb, Whistle
from linli.kernel import events, locks
from linli.kernel.action import action
from linli.kernel.actor import Actor
from linli.kernel.errors import Refused
from linli.people import queries as people
from linli.people.models import Organisation
from linli.words import N_, Reason


@action
def triage(
    *,
    actor: Actor,
    case_id: UUID,
    category_id: UUID,
    urgency: Urgency,
    kind: Kind,
    text: str = "",
    version: int | None = None,
) -> Case:
    """Say what the request is about and how urgent; the desk for it is looked up anew."""
    walk = begin(actor, case_id, Verb.TRIAGE, version)
    case = walk.case
    case.category = chosen(Category, actor, category_id, "category")
    case.urgency, case.kind = urgency, kind
    pauses = queries.pauses_of(walk.street, [case_id])[case_id]
    clocks.promise_reply(case, walk.street, case.registered_at, pauses)
    desk = queries.desk_for(walk.street, case.category_id, case, walk.now)
    case.suggested_owner_id, case.suggested_handler_id = desk.organisation_id, desk.handler_id
    return walk.finish(text)


@action
def answer(*, actor: Actor, case_id: UUID, text: str, version: int | None = None) -> Case:
    """Answer at once what needs no handling; the resident reads it and may reopen."""
    walk = begin(actor, case_id, Verb.ANSWER, version)
    walk.case.replied_at = walk.case.ended_at = walk.now
    return walk.finish(text)


@action
def decline(
    *, actor: Actor, case_id: UUID, reason: Decline, text: str, version: int | None = None
) -> Case:
    """Not ours to handle; the words say whose it is and where to turn."""
    walk = begin(actor, case_id, Verb.DECLINE, version)
    walk.case.ended_at = walk.now
    return walk.finish(text, reason=reason)


@action
def merge(*, actor: Actor, case_id: UUID, leading: str, version: int | None = None) -> Case:
    """One matter, two requests: this one, with all that follow it, follows the leading one from
    now on."""
    walk = begin(actor, case_id, Verb.MERGE, version)
    found = Case.objects.filter(street_id=actor.street_id, number=leading.strip()).first()
    if found is None:
        raise Refused(Reason("no_such_number", N_("没有这个编号的诉求。"), field="leading"))
    reason = limits.why_not_merge(found.pk == case_id, State(found.state))
    if reason:
        raise Refused(reason)
    walk.case.leading, walk.case.ended_at = found, walk.now
    followers(walk.case).update(leading=found)
    return walk.finish(leading=str(found.pk))


@action
def dispatch(
    *,
    actor: Actor,
    case_id: UUID,
    owner_id: UUID,
    handler_id: UUID | None = None,
    mode: Mode = Mode.OWN,
    co_handlers: Iterable[UUID] = (),
    whistle: Whistle | None = None,
    text: str = "",
    version: int | None = None,
) -> Case:
    """Hand the request to the organisation that owns it from now on; its clocks start. The person
    who was suggested with an organisation comes with it."""
    walk = begin(actor, case_id, Verb.DISPATCH, version)
    if handler_id is None and owner_id == walk.case.suggested_owner_id:
        handler_id = walk.case.suggested_handler_id
    others = [unit for unit in co_handlers if unit != owner_id]
    if mode != Mode.OWN and not others:
        raise Refused(Reason("who_else", N_("请选择一起参加的单位。"), field="co_handlers"))
    if mode == Mode.WHISTLE and whistle is None:
        raise Refused(Reason("why_whistle", N_("吹哨只用于三种情形，请选一种。"), field="whistle"))
    give_to(walk, owner_id, handler_id)
    walk.case.mode, walk.case.whistle = mode, whistle or ""
    _call_in(walk, [chosen(Organisation, actor, unit, "co_handlers") for unit in others])
    return walk.finish(text, reason=whistle or "", mode=mode)


@action
def accept_suggestion(*, actor: Actor, case_id: UUID, version: int | None = None) -> Case:
    """Take the suggested category and desk as they are: triage and dispatch in one."""
    (case,) = locks.take(Case, actor.street_id, case_id)
    if case.state == State.REGISTERED:
        if case.category_id is None:
            raise Refused(Reason("no_suggestion", N_("没有认出类别，请先研判。"), field="category"))
        case = triage(
            actor=actor,
            case_id=case_id,
            category_id=case.category_id,
            urgency=Urgency(case.urgency),
            kind=Kind(case.kind),
            version=version,
        )
        version = case.version
    return dispatch(
        actor=actor,
        case_id=case_id,
        owner_id=case.suggested_owner_id,
        version=version,
    )


@action
def take_back(*, actor: Actor, case_id: UUID, version: int | None = None) -> Case:
    """Undo one's own handing over within ten minutes, before the owner or anybody else acted."""
    walk = begin(actor, case_id, Verb.TAKE_BACK, version)
    case, given = walk.case, queries.last_step(events.history(actor.street_id, case_id))
    is_own = given.actor_id == actor.id
    refused = limits.why_not_take_back(given.kind, is_own, given.at, walk.now)
    if refused:
        raise Refused(refused)
    case.owner_id = given.before.get("owner", case.owner_id)
    case.handler_id = given.before.get("handler", case.handler_id)
    case.mode = case.whistle = ""
    _call_in(walk, [])
    return walk.finish()


@action
def take_over(*, actor: Actor, case_id: UUID, handler_id: UUID, version: int | None = None) -> Case:
    """Somebody else of the staff goes on with a request in hand; both are told."""
    walk = begin(actor, case_id, Verb.TAKE_OVER, version)
    today, case = walk.street.day(walk.now), walk.case
    if not people.directory(walk.street).works_on(handler_id, today):
        raise Refused(Reason("no_such_choice", N_("没有这个选项，请重新选择。"), field="handler"))
    told = {handler_id, case.handler_id or handler_id}
    case.handler_id = handler_id
    return walk.finish(told=sorted(map(str, told)))


def give_to(walk: Walk, owner_id: UUID, handler_id: UUID | None) -> None:
    """The request changes hands; the person in the new organisation is only who was named."""
    walk.case.owner = chosen(Organisation, walk.actor, owner_id, "owner")
    walk.case.handler_id = _on_staff(walk, handler_id)
    walk.case.signed_in_at = None


def _on_staff(walk: Walk, account_id: UUID | None) -> UUID | None:
    """A person named to handle it holds a post in this street."""
    if account_id and not people.directory(walk.street).held_by(account_id):
        raise Refused(Reason("no_such_choice", N_("没有这个选项，请重新选择。"), field="handler"))
    return account_id


def _call_in(walk: Walk, units: list[Organisation]) -> None:
    CoHandler.objects.filter(street_id=walk.case.street_id, case_id=walk.case.pk).delete()
    rows = [
        CoHandler(
            street_id=walk.case.street_id, case=walk.case, organisation=unit, called_at=walk.now
        )
        for unit in units
    ]
    if rows:
        CoHandler.objects.bulk_create(rows)
