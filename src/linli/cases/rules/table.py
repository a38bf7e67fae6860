"""The state table: every edge, who may walk it, what it needs, what the clocks do, who sees it.

The drawing in ``docs/STATES.md`` is made from this table (``./linli states``).
"""

from dataclasses import dataclass
from enum import StrEnum

from linli.cases.rules.words import ENDED, CaseEvent, State, Verb
from linli.people.rules import Role


class Audience(StrEnum):
    """Mirrors ``kernel.events.Audience``: rules may not import the kernel."""

    PUBLIC = "public"
    PRIVATE = "private"
    STAFF = "staff"


class Clock(StrEnum):
    """What a step does to the clocks. The reply clock itself starts at registration: it is the
    promise to the resident."""

    NONE = "none"
    HAND_OVER = "hand_over"  # sign-in, first-contact and first-action clocks start
    TAKE_BACK = "take_back"  # these are as if never started
    SIGN_IN = "sign_in"  # the sign-in clock stops
    CONTACT = "contact"  # the first-contact clock stops
    STOP = "stop"  # all clocks stop
    REPLIED = "replied"  # all clocks stop but the call-back clock, which starts
    PAUSE = "pause"  # all clocks stand still
    GO_ON = "go_on"  # all clocks go on, later by what they have missed
    RENEW = "renew"  # the reply clock starts anew
    ALL_ANEW = "all_anew"  # every clock starts anew


@dataclass(frozen=True, slots=True)
class Step:
    """One edge. ``target`` None keeps the state. ``roles`` act within their area; ``owner`` are
    the people of the owning organisation, ``helper`` those of one called to help; ``reporter`` is
    whoever raised the request."""

    verb: Verb
    sources: frozenset[State]
    target: State | None
    event: CaseEvent
    roles: frozenset[Role] = frozenset()
    owner: bool = False
    reporter: bool = False
    helper: bool = False
    needs: tuple[str, ...] = ()
    clock: Clock = Clock.NONE
    audience: Audience = Audience.PUBLIC


_ALL = frozenset(State)
_OPEN = _ALL - ENDED
_NEW = frozenset({State.REGISTERED, State.TRIAGED})
_RUNNING = _NEW | {State.DISPATCHED, State.SIGNED_IN, State.IN_PROGRESS, State.RETURNED}
_HANDED = frozenset({State.DISPATCHED, State.SIGNED_IN})
_WORKING = frozenset({State.SIGNED_IN, State.IN_PROGRESS})
_JUDGED = frozenset({State.REPLIED, State.CHECKING, State.CALLED_BACK})
_DONE = frozenset({State.CLOSED, State.ANSWERED})
_DESK = frozenset({Role.DISPATCHER, Role.SUPERVISOR})
_INTAKE = _DESK | {Role.CLERK, Role.SECRETARY}
_APPROVERS = frozenset({Role.SECRETARY, Role.SUPERVISOR, Role.LEADER})
_OVERSEERS = frozenset({Role.SUPERVISOR, Role.DISPATCHER})
_LETTER_WRITERS = frozenset({Role.SUPERVISOR, Role.LEADER})
# What was closed with a bad result may still come under supervision.
_SUPERVISED = _OPEN | {State.CLOSED, State.ANSWERED}
_STAFF = frozenset(
    {Role.GRID, Role.CLERK, Role.DISPATCHER, Role.SUPERVISOR, Role.SECRETARY, Role.LEADER}
)

S, V, E = State, Verb, CaseEvent
STEPS: tuple[Step, ...] = (
    # study
    Step(
        V.TRIAGE, frozenset({S.REGISTERED}), S.TRIAGED, E.TRIAGED,
        roles=_INTAKE, needs=("category", "urgency", "kind"), audience=Audience.STAFF,
    ),
    Step(
        V.ANSWER, _NEW, S.ANSWERED, E.ANSWERED,
        roles=_INTAKE, needs=("text",), clock=Clock.STOP,
    ),
    Step(
        V.DECLINE, _NEW, S.DECLINED, E.DECLINED,
        roles=_INTAKE, needs=("reason", "text"), clock=Clock.STOP,
    ),
    Step(
        V.MERGE, _NEW, S.MERGED, E.MERGED,
        roles=_INTAKE, needs=("leading",), clock=Clock.STOP,
    ),
    Step(  # to the state it had
        V.UNMERGE, frozenset({S.MERGED}), S.TRIAGED, E.UNMERGED, roles=_INTAKE, needs=("text",),
    ),
    Step(
        V.SPLIT, _HANDED | {S.TRIAGED, S.IN_PROGRESS}, None, E.SPLIT,
        roles=_INTAKE, needs=("parts",),
    ),
    Step(
        V.DISPATCH, frozenset({S.TRIAGED}), S.DISPATCHED, E.DISPATCHED,
        roles=_INTAKE, needs=("owner", "mode"), clock=Clock.HAND_OVER,
    ),
    # hand over
    Step(
        V.TAKE_BACK, frozenset({S.DISPATCHED}), S.TRIAGED, E.TAKEN_BACK,
        roles=_INTAKE, clock=Clock.TAKE_BACK,
    ),
    Step(
        V.SIGN_IN, frozenset({S.DISPATCHED}), S.SIGNED_IN, E.SIGNED_IN,
        owner=True, clock=Clock.SIGN_IN,
    ),
    Step(
        V.CONTACT, _WORKING, S.IN_PROGRESS, E.CONTACTED,
        owner=True, needs=("result",), clock=Clock.CONTACT,
    ),
    Step(  # a part of a request ends with it
        V.REPLY, frozenset({S.IN_PROGRESS}), S.REPLIED, E.REPLIED,
        owner=True, needs=("text",), clock=Clock.REPLIED,
    ),
    Step(
        V.ASK_BACK, _NEW, None, E.ASKED_BACK, roles=_INTAKE,
        needs=("reason", "text"), clock=Clock.PAUSE, audience=Audience.PRIVATE,
    ),
    Step(
        V.ASK_BACK, _WORKING, None, E.ASKED_BACK, owner=True,
        needs=("reason", "text"), clock=Clock.PAUSE, audience=Audience.PRIVATE,
    ),
    Step(
        V.GO_ON, _NEW | _WORKING, None, E.WENT_ON,
        roles=_INTAKE, owner=True, clock=Clock.GO_ON, audience=Audience.PRIVATE,
    ),
    Step(
        V.ARRIVE, _HANDED | {S.IN_PROGRESS}, None, E.ARRIVED,
        roles=_DESK, owner=True, helper=True, needs=("unit",),
    ),
    Step(
        V.ASSIST, _HANDED | {S.IN_PROGRESS}, None, E.ASSISTED,
        helper=True, needs=("text",), audience=Audience.STAFF,
    ),
    Step(
        V.APPRAISE, _JUDGED | {S.CLOSED}, None, E.APPRAISED,
        roles=_DESK, owner=True, helper=True, needs=("stars",), audience=Audience.STAFF,
    ),
    Step(
        V.SHARE, _HANDED | {S.IN_PROGRESS}, None, E.SHARED,
        roles=_DESK, owner=True, audience=Audience.STAFF,
    ),
    Step(
        V.TAKE_OVER, _OPEN - _NEW, None, E.TAKEN_OVER,
        roles=_APPROVERS | {Role.DISPATCHER}, needs=("handler",), audience=Audience.STAFF,
    ),
    Step(
        V.GIVE_BACK, _HANDED, S.RETURNED, E.GIVEN_BACK,
        owner=True, needs=("reason", "proposed", "text"), audience=Audience.STAFF,
    ),
    Step(
        V.ARBITRATE, frozenset({S.RETURNED}), S.DISPATCHED, E.ARBITRATED,
        roles=_DESK, needs=("owner", "text"), clock=Clock.ALL_ANEW,
    ),
    Step(
        V.ASK_EXTENSION, _WORKING, None, E.EXTENSION_ASKED,
        owner=True, needs=("until", "text"), audience=Audience.STAFF,
    ),
    Step(
        V.ASK_PARKING, frozenset({S.IN_PROGRESS}), None, E.PARKING_ASKED,
        owner=True, needs=("until", "text"), audience=Audience.STAFF,
    ),
    Step(V.EXTEND, _WORKING, None, E.EXTENDED, roles=_APPROVERS, needs=("text",)),
    Step(
        V.PARK, frozenset({S.IN_PROGRESS}), S.PARKED, E.PARKED,
        roles=_APPROVERS, needs=("text",), clock=Clock.STOP,
    ),
    Step(
        V.DENY, _WORKING, None, E.DENIED,
        roles=_APPROVERS, needs=("text",), audience=Audience.STAFF,
    ),
    Step(
        V.REVIEW, frozenset({S.PARKED}), None, E.REVIEWED,
        roles=_APPROVERS, needs=("until", "text"),
    ),
    Step(
        V.RESUME, frozenset({S.PARKED}), S.IN_PROGRESS, E.RESUMED,
        roles=_APPROVERS, owner=True, needs=("text",), clock=Clock.RENEW,
    ),
    # oversee
    Step(
        V.CHECK, frozenset({S.REPLIED}), S.CHECKING, E.CHECKED,
        roles=_OVERSEERS, audience=Audience.STAFF,
    ),
    Step(
        V.SEND_BACK, _JUDGED, S.IN_PROGRESS, E.SENT_BACK,
        roles=_OVERSEERS, needs=("text",), clock=Clock.RENEW,
    ),
    Step(
        V.CALL_BACK, frozenset({S.CHECKING}), S.CALLED_BACK, E.CALLED_BACK,
        roles=_OVERSEERS, needs=("solved", "satisfied"),
    ),
    Step(
        V.MISS_CALL, frozenset({S.CHECKING}), None, E.CALL_MISSED,
        roles=_OVERSEERS, audience=Audience.PRIVATE,
    ),
    Step(V.CLOSE, frozenset({S.CALLED_BACK}), S.CLOSED, E.CLOSED, roles=_OVERSEERS),
    Step(
        V.SUPERVISE, _SUPERVISED, None, E.SUPERVISED,
        roles=_LETTER_WRITERS, needs=("reason", "text"),
    ),
    Step(
        V.ANSWER_LETTER, _SUPERVISED, None, E.LETTER_ANSWERED,
        owner=True, needs=("text",), audience=Audience.STAFF,
    ),
    Step(
        V.RETURN_LETTER, _SUPERVISED, None, E.LETTER_RETURNED,
        roles=_LETTER_WRITERS, needs=("text",), audience=Audience.STAFF,
    ),
    Step(
        V.END_LETTER, _SUPERVISED, None, E.LETTER_ENDED,
        roles=_LETTER_WRITERS, audience=Audience.STAFF,
    ),
    Step(V.RECKON, _RUNNING, None, E.RECKONED, roles=frozenset({Role.ADMIN})),
    Step(
        V.NOTE, _ALL, None, E.NOTED,
        roles=_STAFF, owner=True, needs=("text",), audience=Audience.STAFF,
    ),
    # show it to everybody
    Step(
        V.PUBLISH, frozenset({S.CLOSED}), None, E.PUBLISHED,
        roles=_OVERSEERS, needs=("title", "summary", "result"),
    ),
    Step(
        V.UNPUBLISH, frozenset({S.CLOSED}), None, E.UNPUBLISHED,
        roles=_OVERSEERS, needs=("reason",), audience=Audience.STAFF,
    ),
    Step(
        V.TAKE_OFF, frozenset({S.CLOSED}), None, E.TAKEN_OFF,
        reporter=True, audience=Audience.PRIVATE,
    ),
    # the resident
    Step(
        V.ADD, _OPEN | {S.MERGED}, None, E.ADDED,
        reporter=True, needs=("text",), audience=Audience.PRIVATE,
    ),
    Step(
        V.CONFIRM, frozenset({S.CHECKING}), S.CALLED_BACK, E.CONFIRMED,
        reporter=True, needs=("answer",), audience=Audience.PRIVATE,
    ),
    Step(
        V.CONFIRM, frozenset({S.CALLED_BACK, S.CLOSED}), None, E.CONFIRMED,
        reporter=True, needs=("answer",), audience=Audience.PRIVATE,
    ),
    Step(
        V.THANK, _DONE | {S.CALLED_BACK}, None, E.THANKED,
        reporter=True, needs=("text",), audience=Audience.PRIVATE,
    ),
    Step(
        V.RATE, frozenset({S.CALLED_BACK, S.CLOSED, S.ANSWERED, S.MERGED}), None, E.RATED,
        reporter=True, needs=("stars",), audience=Audience.PRIVATE,
    ),
    Step(
        V.REOPEN, frozenset({S.CLOSED}), S.DISPATCHED, E.REOPENED,
        roles=_OVERSEERS, reporter=True, needs=("text",), clock=Clock.ALL_ANEW,
    ),
    Step(
        V.REOPEN, frozenset({S.ANSWERED, S.DECLINED, S.MERGED}), S.REGISTERED, E.REOPENED,
        roles=_OVERSEERS, reporter=True, needs=("text",), clock=Clock.RENEW,
    ),
    Step(
        V.WITHDRAW, _NEW | _HANDED | {S.IN_PROGRESS, S.RETURNED}, S.WITHDRAWN, E.WITHDRAWN,
        reporter=True, clock=Clock.STOP,
    ),
)  # fmt: skip
