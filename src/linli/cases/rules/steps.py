"""The state table: every edge, who may walk it, what it needs, what the clocks do, who sees it.

The drawing in ``docs/STATES.md`` is made from this table (``./linli states``).
"""

from dataclasses import dataclass
from enum import StrEnum

from linli.cases.rules.words import ENDED, CaseEvent, State, Verb
from linli.people.rules import Role
from linli.words import N_, Reason


class Audience(StrEnum):
    """Mirrors ``kernel.events.Audience``: rules may not import the kernel."""

    PUBLIC = "public"
    PRIVATE = "private"
    STAFF = "staff"


class Clock(StrEnum):
    """What a step does to the clocks. The reply clock itself starts at registration: it is the
    promise to the resident."""

    NONE = "none"
    HAND_OVER = "hand_over"  # sign-in and first-contact clocks start
    TAKE_BACK = "take_back"  # sign-in and first contact are as if never started
    SIGN_IN = "sign_in"  # the sign-in clock stops
    CONTACT = "contact"  # the first-contact clock stops
    STOP = "stop"  # all clocks stop
    RENEW = "renew"  # the reply clock starts anew
    ALL_ANEW = "all_anew"  # every clock starts anew


@dataclass(frozen=True, slots=True)
class Step:
    """One edge. ``target`` None keeps the state. ``roles`` act within their area; ``owner`` are
    the people of the owning organisation; ``reporter`` is whoever raised the request."""

    verb: Verb
    sources: frozenset[State]
    target: State | None
    event: CaseEvent
    roles: frozenset[Role] = frozenset()
    owner: bool = False
    reporter: bool = False
    needs: tuple[str, ...] = ()
    clock: Clock = Clock.NONE
    audience: Audience = Audience.PUBLIC


_ALL = frozenset(State)
_OPEN = _ALL - ENDED
_NEW = frozenset({State.REGISTERED, State.TRIAGED})
_HANDED = frozenset({State.DISPATCHED, State.SIGNED_IN})
_WORKING = frozenset({State.SIGNED_IN, State.IN_PROGRESS})
_JUDGED = frozenset({State.REPLIED, State.CHECKING, State.CALLED_BACK})
_DESK = frozenset({Role.DISPATCHER, Role.SUPERVISOR})
_INTAKE = _DESK | {Role.CLERK, Role.SECRETARY}
_APPROVERS = frozenset({Role.SECRETARY, Role.SUPERVISOR, Role.LEADER})
_OVERSEERS = frozenset({Role.SUPERVISOR, Role.DISPATCHER})
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
    Step(
        V.REPLY, frozenset({S.IN_PROGRESS}), S.REPLIED, E.REPLIED,
        owner=True, needs=("text",), clock=Clock.STOP,
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
    Step(V.CLOSE, frozenset({S.CALLED_BACK}), S.CLOSED, E.CLOSED, roles=_OVERSEERS),
    Step(
        V.SUPERVISE, _OPEN, None, E.SUPERVISED,
        roles=frozenset({Role.SUPERVISOR, Role.LEADER}), needs=("reason", "text"),
    ),
    Step(
        V.NOTE, _ALL, None, E.NOTED,
        roles=_STAFF, owner=True, needs=("text",), audience=Audience.STAFF,
    ),
    # the resident
    Step(V.ADD, _OPEN, None, E.ADDED, reporter=True, needs=("text",), audience=Audience.PRIVATE),
    Step(
        V.RATE, frozenset({S.CALLED_BACK, S.CLOSED, S.ANSWERED}), None, E.RATED,
        reporter=True, needs=("stars",), audience=Audience.PRIVATE,
    ),
    Step(
        V.REOPEN, frozenset({S.CLOSED}), S.DISPATCHED, E.REOPENED,
        roles=_OVERSEERS, reporter=True, needs=("text",), clock=Clock.ALL_ANEW,
    ),
    Step(
        V.REOPEN, frozenset({S.ANSWERED, S.DECLINED}), S.REGISTERED, E.REOPENED,
        roles=_OVERSEERS, reporter=True, needs=("text",), clock=Clock.RENEW,
    ),
    Step(
        V.WITHDRAW, _NEW | _HANDED | {S.IN_PROGRESS, S.RETURNED}, S.WITHDRAWN, E.WITHDRAWN,
        reporter=True, clock=Clock.STOP,
    ),
)  # fmt: skip

# Nobody takes these back by another step of their own: they are asked about once more.
FINAL = frozenset({V.DECLINE, V.MERGE, V.CLOSE, V.WITHDRAW})


# One request, one rating: nobody who joined takes either from whoever raised it.
_RAISED_ONLY = frozenset({V.WITHDRAW, V.RATE})


def is_open_to_reporter(step: Step, *, has_joined: bool) -> bool:
    """Whether a step is the reporter's: of whoever raised the request, or joined it later."""
    return step.reporter and not (has_joined and step.verb in _RAISED_ONLY)


def step_for(verb: Verb, state: State) -> Step | None:
    """The edge that ``verb`` walks from ``state``, if there is one."""
    return next((step for step in STEPS if step.verb == verb and state in step.sources), None)


def steps_from(state: State) -> list[Step]:
    """Every edge that is open in this state, in the order of the table."""
    return [step for step in STEPS if state in step.sources]


def why_not_step(verb: Verb, state: State) -> Reason:
    """What an illegal step is told: which steps are open and who may take them."""
    return Reason(
        "illegal_step",
        N_("诉求现在是“%(state)s”，不能“%(verb)s”。现在可以：%(open)s。"),
        {
            "state": state.word,
            "verb": verb.word,
            "open": [(step.verb.word, who_may(step)) for step in steps_from(state)],
        },
    )


def who_may(step: Step) -> list[str]:
    """The roles of an edge in words, for refusals and the drawing."""
    words = [role.word for role in Role if role in step.roles]
    words += [N_("承办单位")] if step.owner else []
    return words + ([N_("反映人")] if step.reporter else [])


_ASIDE = frozenset(
    {V.NOTE, V.SUPERVISE, V.REOPEN, V.RESUME, V.EXTEND, V.PARK, V.DENY, V.ADD, V.RATE, V.WITHDRAW}
    | {V.TAKE_BACK}
)


def duties(role: Role | None) -> frozenset[State]:
    """The states that wait for a role; None asks for those that wait for the owner."""
    return frozenset(
        state
        for step in STEPS
        for state in step.sources
        if step.verb not in _ASIDE and (step.owner if role is None else role in step.roles)
    )


def next_step(state: State) -> Step | None:
    """The one right next step: the first of the main line in the table's order."""
    line = {V.TRIAGE, V.DISPATCH, V.SIGN_IN, V.CONTACT, V.REPLY, V.ARBITRATE}
    line |= {V.CHECK, V.CALL_BACK, V.CLOSE, V.RESUME}
    steps = [step for step in steps_from(state) if step.verb in line]
    onward = [step for step in steps if step.target != state]
    return next(iter(onward or steps), None)


WHAT_NEXT: dict[State, str] = {
    S.REGISTERED: N_("指挥中心正在看，接下来会交给该管的单位。"),
    S.TRIAGED: N_("已经弄清是什么事，马上交给承办单位。"),
    S.DISPATCHED: N_("已交给承办单位，等他们签收后联系您。"),
    S.SIGNED_IN: N_("承办单位已签收，接下来会先联系您。"),
    S.IN_PROGRESS: N_("正在办理，办好会在这里答复您。"),
    S.REPLIED: N_("已经答复，接下来有人核查是不是真的办好了。"),
    S.RETURNED: N_("指挥中心正在确定由哪个单位办，不需要您再跑。"),
    S.PARKED: N_("这件暂时办不了，已挂账并定期复查，有进展会告诉您。"),
    S.CHECKING: N_("正在核查，接下来会回访您满不满意。"),
    S.CALLED_BACK: N_("已回访，马上办结。您可以评价。"),
    S.CLOSED: N_("已办结。您可以评价；没解决的话可以重新打开。"),
    S.ANSWERED: N_("已直接答复。您可以评价；还有疑问可以重新打开。"),
    S.DECLINED: N_("这件不由我们办理，原因和去处写在下面；有新情况可以重新打开。"),
    S.MERGED: N_("和另一件相同的诉求一起办理，结果会一样告诉您。"),
    S.WITHDRAWN: N_("您已撤回这件诉求。"),
}
