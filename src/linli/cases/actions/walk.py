"""Walking one edge of the state table: lock, allow, decide; then write and record."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from linli.cases import access
from linli.cases.actions import clocks, ladder
from linli.cases.models import Case, Entry, Escalation
from linli.cases.queries import LINE_PHOTOS, PHOTO_KINDS
from linli.cases.rules.steps import step_for, why_not_step
from linli.cases.rules.table import Clock, Step
from linli.cases.rules.words import CaseEvent, State, Supervision, Verb
from linli.files import actions as files
from linli.files.models import File
from linli.kernel import clock, events, links, locks
from linli.kernel.actor import Actor, system
from linli.kernel.errors import NotFound, Refused, Stale
from linli.kernel.events import Audience
from linli.kernel.streets.models import Street, StreetModel
from linli.words import N_, Reason

Row = TypeVar("Row", bound=StreetModel)


@dataclass(slots=True)
class Walk:
    """A step that may be taken: the locked case, the edge, the moment, the street's rules."""

    actor: Actor
    case: Case
    step: Step
    now: datetime
    street: Street
    was: dict[str, Any]
    paused_until: datetime | None  # as it was found

    def finish(
        self,
        text: str = "",
        *,
        reason: str = "",
        audience: Audience | None = None,
        photos: Iterable[Any] = (),
        **after: Any,
    ) -> Case:
        """Write the case with its new state and clocks, record the event, the words and photos."""
        case, step = self.case, self.step
        audience = audience or Audience(step.audience)
        case.state = step.target or case.state
        clocks.apply(case, step.clock, self.street, self.now)
        case.version += 1
        case.save()
        facts = facts_of(case)
        event = events.record(
            self.actor,
            step.event,
            case,
            audience=audience,
            reason=reason,
            at=self.now,
            before={name: value for name, value in self.was.items() if facts[name] != value},
            after={name: value for name, value in facts.items() if self.was[name] != value} | after,
        )
        if text:
            Entry.objects.create(
                street_id=case.street_id, case=case, event_id=event.pk, text=text.strip()
            )
        if photos:
            links.link(event, attach(self.actor, case, photos, audience), LINE_PHOTOS)
        return case


def begin(actor: Actor, case_id: UUID, verb: Verb, version: int | None) -> Walk:
    """Lock the case and make sure that this actor may take this step now.

    ``version`` is what the person saw; Stale tells them what has changed since.
    """
    (case,) = locks.take(Case, actor.street_id, case_id)
    step = step_for(verb, State(case.state))
    if step is None or not access.may_step(actor, step, case):
        raise _refusal(actor, case, verb, step, version)
    if version is not None and version != case.version:
        raise _stale(case, version)
    street, now = Street.objects.get(pk=actor.street_id), clock.now()
    was, paused_until = facts_of(case), case.paused_until
    if paused_until and (step.target or step.clock not in (Clock.NONE, Clock.PAUSE)):
        clocks.end_pause(case, street, now)  # whoever goes on does not wait any more
    catch_up(case, street, now)
    return Walk(actor, case, step, now, street, was | {"version": case.version}, paused_until)


def catch_up(case: Case, street: Street, now: datetime) -> list[Escalation]:
    """Record what the ladder should have told by now, before a step moves any clock; what has
    climbed to the subdistrict comes under supervision. The case is locked."""
    rows = ladder.record(case, street, now)
    edge = step_for(Verb.SUPERVISE, State(case.state))
    if edge and case.supervised_at is None and ladder.has_reached_street(rows):
        walk = Walk(system(case.street_id), case, edge, now, street, facts_of(case), None)
        supervise_by(walk, Supervision.OVERDUE)
    return rows


def supervise_by(walk: Walk, reason: Supervision, text: str = "") -> Case:
    """A letter goes to the unit, which is told with whoever handles the request."""
    letter = ladder.enter(walk.case, walk.street, reason, walk.now)
    told = ladder.told_unit(walk.case, walk.street, walk.now)
    return walk.finish(text, reason=reason, letter=str(letter.pk), told=told)


def _refusal(
    actor: Actor, case: Case, verb: Verb, step: Step | None, version: int | None
) -> Refused:
    """Whoever may not even see the case learns nothing about it."""
    if not access.visible_to(actor, Case.objects.filter(pk=case.pk)).exists():
        return NotFound()
    if version is not None and version != case.version:
        return _stale(case, version)
    if step is not None:
        return access.not_your_step(step)
    return Refused(why_not_step(verb, State(case.state)))


def _stale(case: Case, version: int) -> Stale:
    since = [
        CaseEvent(event.kind).word
        for event in events.history(case.street_id, case.pk)
        if event.after.get("version", 0) > version
    ]
    return Stale(
        Reason(
            "changed_meanwhile",
            N_(
                "您打开之后，别人已经处理过：%(what)s。现在是“%(state)s”，您写的内容还在，请看过再提交。"
            ),
            {"what": since, "state": State(case.state).word},
        )
    )


def facts_of(case: Case) -> dict[str, Any]:
    """What the journal keeps of a step: codes and ids, never words of a person."""
    return {
        "version": case.version,
        "state": str(case.state),
        "owner": str(case.owner_id),
        "handler": str(case.handler_id) if case.handler_id else None,
        "category": str(case.category_id) if case.category_id else None,
        "urgency": str(case.urgency),
        "due": case.due_at.isoformat() if case.due_at else None,
        "paused": case.paused_until.isoformat() if case.paused_until else None,
        "acted": case.acted_at.isoformat() if case.acted_at else None,
    }


def attach(actor: Actor, case: Case, photos: Iterable[Any], audience: Audience) -> list[File]:
    """Store photos and show them to whoever may read entries of this audience."""
    stored = files.store_photos(actor=actor, uploads=list(photos))
    links.link(case, stored, PHOTO_KINDS[audience])
    return stored


def chosen(model: type[Row], actor: Actor, pk: UUID, field: str) -> Row:
    """A chosen row, or a refusal that names the field; a forged id gets no further."""
    found = model._base_manager.filter(street_id=actor.street_id, pk=pk).first()
    if found is None:
        raise Refused(Reason("no_such_choice", N_("没有这个选项，请重新选择。"), field=field))
    return found
