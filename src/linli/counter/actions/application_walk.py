"""Walking one edge of the table of applications: lock, allow, decide; then write and record."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from linli.counter import access
from linli.counter.actions import application_clocks as clocks
from linli.counter.models import Application, ApplicationEntry
from linli.counter.rules.application_limits import mandate_over
from linli.counter.rules.application_words import ENDED, CounterEvent, State, Verb, Way
from linli.counter.rules.applications import Step, step_for, why_not_step
from linli.kernel import clock, events, locks
from linli.kernel.actor import Actor
from linli.kernel.errors import Forbidden, NotFound, Refused, Stale
from linli.kernel.events import Audience
from linli.kernel.models import Event
from linli.kernel.streets.models import Street
from linli.words import N_, Reason


@dataclass(slots=True)
class Walk:
    """A step that may be taken: the locked application, the edge, the moment, what was."""

    actor: Actor
    application: Application
    step: Step
    now: datetime
    street: Street
    was: dict[str, Any]

    def count_trip(self, way: Way) -> None:
        """Coming twice on one day is one trip; what is done from home is none."""
        day, application = self.street.day(self.now), self.application
        if way is Way.WINDOW and application.last_trip_on != day:
            application.trips += 1
            application.last_trip_on = day

    def finish(self, text: str = "", *, reason: str = "", **after: Any) -> Application:
        """Write the application with its new state and clocks, the event and the words."""
        application, event = self.application, self.moved(reason=reason, **after)
        application.save()
        events.write([event])
        if text.strip():
            ApplicationEntry.objects.create(
                street_id=application.street_id,
                application=application,
                event_id=event.pk,
                text=text.strip(),
            )
        return application

    def moved(self, *, reason: str = "", **after: Any) -> Event:
        """The application in its new state with its clocks, and the event that says so; neither
        is written yet."""
        application, step = self.application, self.step
        application.state = step.target or application.state
        clocks.apply(application, step.clock, self.street, self.now)
        if application.ended_at is None and application.state in ENDED:
            application.ended_at = self.now
        application.version += 1
        facts = facts_of(application)
        return events.draft(
            self.actor,
            step.event,
            application,
            audience=Audience.PRIVATE if step.told else Audience.STAFF,
            reason=reason,
            at=self.now,
            before={name: value for name, value in self.was.items() if facts[name] != value},
            after={name: value for name, value in facts.items() if self.was.get(name) != value}
            | after,
        )


def begin(actor: Actor, application_id: UUID, verb: Verb, version: int | None = None) -> Walk:
    """Lock the application and make sure that this actor may take this step now. ``version`` is
    what the person saw; Stale tells them what has changed since."""
    (application,) = locks.take(Application, actor.street_id, application_id)
    street, now = Street.objects.get(pk=actor.street_id), clock.now()
    step = step_for(verb, State(application.state))
    if step is None or not access.may_step(actor, step, application, street.day(now)):
        raise _refusal(actor, application, verb, step, street, now)
    if version is not None and version != application.version:
        raise _stale(application, version)
    return Walk(actor, application, step, now, street, facts_of(application))


def must(reason: Reason | None) -> None:
    """A rule that found a reason ends the step."""
    if reason:
        raise Refused(reason)


def facts_of(application: Application) -> dict[str, Any]:
    """What the journal keeps of a step: codes and ids, never words of a person."""
    return {
        "version": application.version,
        "state": str(application.state),
        "department": str(application.department_id) if application.department_id else None,
        "outcome": str(application.outcome),
        "due": application.due_at.isoformat() if application.due_at else None,
        "trips": application.trips,
    }


def _refusal(
    actor: Actor,
    application: Application,
    verb: Verb,
    step: Step | None,
    street: Street,
    now: datetime,
) -> Refused:
    """Whoever may not even see it learns nothing, but that a mandate of theirs is over."""
    today = street.day(now)
    if step and step.agent:
        given = access.mandates_of(actor, application).order_by("-until").first()
        if given:
            return Forbidden(mandate_over(given.until))
    rows = Application.objects.filter(pk=application.pk)
    if not access.visible_applications(actor, rows, today).exists():
        return NotFound()
    if step is not None:
        return access.not_your_step(step)
    return Refused(why_not_step(verb, State(application.state)))


def _stale(application: Application, version: int) -> Stale:
    since = [
        CounterEvent(event.kind).word
        for event in events.history(application.street_id, application.pk)
        if event.after.get("version", 0) > version
    ]
    text = N_(
        "您打开之后，别人已经处理过：%(what)s。现在是“%(state)s”，您写的内容还在，请看过再提交。"
    )
    params = {"what": since, "state": State(application.state).word}
    return Stale(Reason("changed_meanwhile", text, params))
