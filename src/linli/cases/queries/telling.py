"""An event told outside of the thread: to whom, and in what words each of them may hear it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from linli.cases.models import Case, Reporter
from linli.cases.queries.desks import named
from linli.cases.queries.lists import Row, rows
from linli.cases.queries.own import link_key
from linli.cases.queries.reading import Reader, merged, reader
from linli.cases.queries.story import Line, line_of
from linli.cases.rules.ladder import Level
from linli.cases.rules.steps import WHAT_NEXT
from linli.cases.rules.story import sentence
from linli.cases.rules.words import (
    AskBack,
    CaseEvent,
    Contact,
    Decline,
    GiveBack,
    Kind,
    Lacking,
    Purpose,
    Said,
    Solved,
    State,
    Supervision,
    Urgency,
    Whistle,
    Withhold,
)
from linli.kernel import events
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.events import Audience
from linli.kernel.models import Event
from linli.kernel.streets.models import Street
from linli.words import N_

_REASONS = (
    *(AskBack, Contact, Decline, GiveBack, Lacking, Level, Purpose, Said, Supervision, Whistle),
    Withhold,
)
_WAYS = (
    N_("%(about)s：%(what)s。%(next)s"),
    N_("%(what)s。%(next)s"),
    N_("%(about)s：%(what)s。"),
    N_("%(what)s。"),
)


@dataclass(frozen=True, slots=True)
class Listener:
    """Somebody who raised a request, joined it, or raised one that was merged into it. ``case`` is
    the one that is theirs, ``leading`` the one in which something happened."""

    reporter: Reporter
    case: Case
    leading: Row
    line: Line

    @property
    def path(self) -> str:
        """The link of their own request."""
        return reverse("cases:follow", args=[self.case.number, link_key(self.case, self.reporter)])

    @property
    def is_urgent(self) -> bool:
        return self.leading.urgency is Urgency.EMERGENCY


def listeners(event: Event, can_be_told: Callable[[Reporter], bool]) -> list[Listener]:
    """Everybody who may read the event and did not do it themselves, each with their line of it;
    what is private stays with whom it is about. Five statements however many they are, three when
    nobody can be told."""
    street = Street.objects.get(pk=event.street_id)
    family = _family(street, event.subject_id)
    reporters = Reporter.objects.filter(street_id=street.pk, case_id__in=family).order_by("pk")
    told = list(filter(can_be_told, reporters))
    if not told:
        return []
    case, history = family[event.subject_id], events.history(street.pk, event.subject_id)
    (leading,) = rows(street, [case])
    found = []
    for reporter in told:
        who = _reader(case, reporter, reporters)
        line = line_of(street, history, event.pk, who)
        is_own = event.actor_id in _selves(case, reporter)
        if line and not is_own and _may_hear(case, reporter, line):
            found.append(Listener(reporter, family[reporter.case_id], leading, line))
    return found


def _family(street: Street, case_id: UUID) -> dict[UUID, Case]:
    """The request, and all that were merged into it or into one of those."""
    found: dict[UUID, Case] = {}
    cases = Case.objects.filter(street_id=street.pk)
    fresh = list(cases.filter(pk=case_id))
    while fresh:
        found |= {case.pk: case for case in fresh}
        merged = cases.filter(leading_id__in=[case.pk for case in fresh])
        fresh = [case for case in merged if case.pk not in found]
    return found


def _reader(case: Case, reporter: Reporter, everybody: Iterable[Reporter]) -> Reader:
    """Whoever raised it reads as its own link does, whoever joined as theirs."""
    if reporter.case_id != case.pk:
        return merged(reporter)
    own = reporter.pk if reporter.joined_at else case.pk
    actor = Actor(ActorKind.LINK, case.street_id, own)
    return reader(actor, case, [one for one in everybody if one.case_id == case.pk])


def _may_hear(case: Case, reporter: Reporter, line: Line) -> bool:
    return reporter.case_id == case.pk or line.audience is Audience.PUBLIC


def _selves(case: Case, reporter: Reporter) -> set[UUID | None]:
    """Under which ids this reporter acts."""
    raised = case.pk if reporter.case_id == case.pk and not reporter.joined_at else None
    return {reporter.account_id, reporter.pk, raised} - {None}


def is_spoken(event: Event) -> bool:
    """What somebody was told by voice, and what is there to be looked up, needs no message; a call
    that nobody answered does."""
    if event.kind in (CaseEvent.CONTACTED, CaseEvent.CALLED_BACK):
        answers = {event.reason, event.after.get("solved")}
        return not answers & {Contact.NO_ANSWER, Solved.NO_ANSWER}
    return event.kind == CaseEvent.REVEALED


def ways_to_say(listener: Listener) -> list[str]:
    """What happened and what comes next, the fullest way first. Of a personal matter, and of one
    that points at somebody, only that there is news of the number: a text message lies open."""
    case, line = listener.case, listener.line
    if _is_secret(case) or _is_secret(listener.leading.case):
        return [gettext("诉求 %(number)s 有新进展") % {"number": case.number}]
    due = line.event.after.get("due")
    until = timezone.localtime(datetime.fromisoformat(due)) if due else None
    state = listener.leading.state
    is_newest = line.event.after.get("version") == listener.leading.case.version
    places = {
        "about": named(case.category) if case.category else case.number,
        "what": told(line, date_format(until, gettext("n月j日 H:i")) if until else ""),
        "next": gettext(WHAT_NEXT[state]) if is_newest else "",
    }
    ways = _WAYS if is_newest else _WAYS[2:]
    return [gettext(way) % places for way in ways]


def _is_secret(case: Case) -> bool:
    is_personal = case.category is not None and case.category.is_personal
    return is_personal or case.kind == Kind.REPORT


def told(line: Line, until: str) -> str:
    """The line as one sentence to whoever raised the request; ``until`` is a due date in words."""
    places = {
        "who": line.who,
        "unit": line.unit or gettext("承办单位"),
        "reason": reason_words(line),
        "until": until,
        "stars": line.event.after.get("stars", ""),
    }
    return gettext(pattern(line)) % places


def pattern(line: Line) -> str:
    """The sentence of a line with its places still open."""
    return sentence(line.what, line.by, line.event.reason, line.event.after.get("solved", ""))


def reason_words(line: Line) -> str:
    """The reason an entry was made for: the purpose of a look, the result of a call."""
    code = line.event.reason
    words = next((words for words in _REASONS if code in list(words)), None)
    return gettext(words(code).word) if words else ""


def pushed(event: Event) -> dict[str, str]:
    """A public step as integrators hear of it: codes and numbers only."""
    case = Case.objects.get(street_id=event.street_id, pk=event.subject_id)
    return {
        "id": str(event.pk),
        "kind": event.kind,
        "at": event.at.isoformat(),
        "number": case.number,
        "status": State(event.after.get("state", case.state)).value,
    }
