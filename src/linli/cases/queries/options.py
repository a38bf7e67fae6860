"""The steps that are open to whoever looks at a request."""

from collections.abc import Sequence
from dataclasses import dataclass

from linli.cases import access
from linli.cases.models import Case, Letter
from linli.cases.queries.lists import Row
from linli.cases.queries.reading import Reader
from linli.cases.queries.together import Helper, led
from linli.cases.rules import limits
from linli.cases.rules.steps import is_open_to_reporter, next_step, steps_from
from linli.cases.rules.table import Step
from linli.cases.rules.words import Ask, Mode, Publicity, State, Verb
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.models import Event


@dataclass(frozen=True, slots=True)
class Option:
    """A step open in this state, and whether this actor may take it."""

    step: Step
    is_next: bool
    may: bool

    @property
    def verb(self) -> Verb:
        return self.step.verb


def options(
    actor: Actor,
    row: Row,
    letters: Sequence[Letter],
    history: Sequence[Event],
    who: Reader,
    helpers: Sequence[Helper],
) -> list[Option]:
    case, state, main = row.case, row.state, next_step(row.state)
    is_personal = bool(row.matter and row.matter.is_personal)
    units = access.helping(actor)
    is_helper = any(helper.called.organisation_id in units for helper in helpers)
    return [
        Option(
            step,
            step is main,
            (who.is_reporter and is_open_to_reporter(step, has_joined=who.has_joined))
            or access.may_step_as_staff(actor, step, case)
            or (step.helper and is_helper),
        )
        for step in steps_from(state)
        if _is_asked(step, case, helpers, is_personal)
        and _is_written(step, letters)
        and _is_in_time(step, actor, history)
    ]


def _is_asked(step: Step, case: Case, helpers: Sequence[Helper], is_personal: bool) -> bool:
    """Whoever was called acts only where somebody was; whether to publish, only where it can be;
    decisions show only while there is an application to decide on, of that kind."""
    match step.verb:
        case Verb.RATE | Verb.REOPEN | Verb.CONFIRM | Verb.TAKE_OFF:
            return _is_said(step.verb, case)
        case Verb.GO_ON | Verb.ASK_BACK:
            return (case.paused_until is not None) == (step.verb is Verb.GO_ON)
        case Verb.PUBLISH:
            return limits.why_not_publish(case.kind, is_personal, case.publicity) is None
        case Verb.UNPUBLISH:
            return case.publicity in ("", Publicity.SHOWN)
        case Verb.SPLIT:
            return case.parent_id is None
    if step.helper:
        is_whistle = case.mode == Mode.WHISTLE
        is_left = step.verb != Verb.ARRIVE or any(not h.called.arrived_at for h in helpers)
        return bool(helpers) and (step.verb == Verb.ASSIST or is_whistle) and is_left
    return case.ask in _DECIDES.get(step.verb, (case.ask,))


def _is_said(verb: Verb, case: Case) -> bool:
    """A rating and a call-back are asked for once, of a merged request when what leads it has
    ended."""
    match verb:
        case Verb.RATE:
            return case.stars is None and _is_over(case, is_rating=True)
        case Verb.CONFIRM:
            return limits.why_not_confirm(case.solved) is None
        case Verb.TAKE_OFF:
            return limits.why_not_take_off(case.publicity) is None
    return _is_over(case, is_rating=False)


def _is_over(case: Case, *, is_rating: bool) -> bool:
    return case.state != State.MERGED or not limits.why_not_on_its_own(
        State(led(case).state), is_rating=is_rating
    )


_DECIDES: dict[Verb, tuple[str, ...]] = {
    Verb.EXTEND: (Ask.EXTENSION,),
    Verb.PARK: (Ask.PARKING,),
    Verb.DENY: (Ask.EXTENSION, Ask.PARKING),
}


def _is_written(step: Step, letters: Sequence[Letter]) -> bool:
    """A letter is written while there is none, answered once, and judged when it is answered."""
    letter = next((one for one in letters if one.closed_at is None), None)
    match step.verb:
        case Verb.SUPERVISE:
            return letter is None
        case Verb.ANSWER_LETTER:
            return letter is not None and letter.answered_at is None
        case Verb.RETURN_LETTER | Verb.END_LETTER:
            return letter is not None and letter.answered_at is not None
    return True


def _is_in_time(step: Step, actor: Actor, history: Sequence[Event]) -> bool:
    """Taking back shows only while it can still be done, to whoever can."""
    if step.verb != Verb.TAKE_BACK:
        return True
    given = last_step(history)
    is_own = given.actor_id == actor.id
    return limits.why_not_take_back(given.kind, is_own, given.at, clock.now()) is None


def last_step(history: Sequence[Event]) -> Event:
    """The event that made the request what it is now; looks at it change nothing."""
    return next(event for event in reversed(history) if "version" in event.after)
