"""The table of an application: every edge, who may walk it, what it needs, what the clocks do,
and the sentence that the applicant reads of it."""

from dataclasses import dataclass
from enum import StrEnum

from linli.counter.rules.application_words import ENDED, CounterEvent, State, Verb
from linli.people.rules import Role
from linli.words import N_, Reason


class Clock(StrEnum):
    """What a step does to the clocks. The office has some days to say what is missing, the
    applicant some to bring it; what was promised runs from the acceptance."""

    NONE = "none"
    TELL = "tell"  # the office's days to say what is missing start
    WAIT = "wait"  # they stop; the applicant's days to bring it start
    START = "start"  # both stop; the promised and the statutory time start
    PAUSE = "pause"  # these stand still
    GO_ON = "go_on"  # and go on, later by what they have missed
    STOP = "stop"  # every clock stops; what was promised stays to be read


@dataclass(frozen=True, slots=True)
class Step:
    """One edge. ``target`` None keeps the state. ``roles`` act in the whole street, for any clerk
    takes any item; ``department`` are the people of the unit it was passed up to; ``agent`` holds
    the applicant's written mandate. Without anybody it is the system's own. ``told`` is what the
    applicant reads; empty where it is the office's affair."""

    verb: Verb
    sources: frozenset[State]
    target: State | None
    event: CounterEvent
    roles: frozenset[Role] = frozenset()
    department: bool = False
    applicant: bool = False
    agent: bool = False
    needs: tuple[str, ...] = ()
    clock: Clock = Clock.NONE
    told: str = ""


S, V, E = State, Verb, CounterEvent
_WINDOW = frozenset({Role.CLERK})
_APPROVERS = frozenset({Role.SECRETARY, Role.SUPERVISOR, Role.LEADER})
_BEFORE = frozenset({S.BOOKED, S.RECEIVED, S.CORRECTING})
_UNDER_WAY = frozenset({S.ACCEPTED, S.REVIEWING, S.SPECIAL, S.PASSED_UP})
_OPEN = _BEFORE | _UNDER_WAY | {S.DECIDED}

STEPS: tuple[Step, ...] = (
    # at the counter
    Step(
        V.RECEIVE, frozenset({S.BOOKED}), S.RECEIVED, E.RECEIVED, roles=_WINDOW, clock=Clock.TELL,
        told=N_("材料收到了，我们看齐不齐；缺什么会一次告诉您。"),
    ),
    Step(
        V.SERVE, frozenset({S.RECEIVED}), S.FINISHED, E.SERVED,
        roles=_WINDOW, clock=Clock.STOP, told=N_("材料齐全，当场办好了。"),
    ),
    Step(
        V.ASK_CORRECTION, frozenset({S.RECEIVED}), S.CORRECTING, E.CORRECTION_ASKED,
        roles=_WINDOW, clock=Clock.WAIT,
        told=N_("还缺几样材料，都写在告知书上了，补齐就受理。"),
    ),
    Step(  # stays where it is while something is still missing
        V.CORRECT, frozenset({S.CORRECTING}), S.RECEIVED, E.CORRECTED,
        roles=_WINDOW, agent=True, needs=("brought",), clock=Clock.TELL,
        told=N_("补的材料收到了。"),
    ),
    Step(  # what was promised to follow
        V.CORRECT, _UNDER_WAY | {S.DECIDED}, None, E.CORRECTED,
        roles=_WINDOW, agent=True, needs=("brought",), told=N_("补的材料收到了。"),
    ),
    Step(
        V.ACCEPT, frozenset({S.RECEIVED}), S.ACCEPTED, E.ACCEPTED, roles=_WINDOW,
        clock=Clock.START, told=N_("已经受理，期限从今天算，办好会告诉您。"),
    ),
    Step(
        V.DEEM_ACCEPTED, frozenset({S.RECEIVED}), S.ACCEPTED, E.DEEMED_ACCEPTED,
        clock=Clock.START,
        told=N_("我们没有按时告诉您缺什么，按规定算已经受理，期限从收件那天算。"),
    ),
    Step(
        V.REFUSE, _BEFORE, S.REFUSED, E.REFUSED, roles=_WINDOW,
        needs=("reason", "text"), clock=Clock.STOP,
        told=N_("这件不能受理，原因、该去哪里、不服怎么办都写在通知书上。"),
    ),
    # examined, here or higher up
    Step(
        V.EXAMINE, frozenset({S.ACCEPTED}), S.REVIEWING, E.EXAMINED, roles=_WINDOW,
        told=N_("正在审查。"),
    ),
    Step(
        V.START_SPECIAL, frozenset({S.ACCEPTED, S.REVIEWING}), S.SPECIAL, E.SPECIAL_STARTED,
        roles=_WINDOW, needs=("kind", "until", "text"), clock=Clock.PAUSE,
        told=N_("要走一个特别程序，这段时间不算在期限里，告知书上写了要多久。"),
    ),
    Step(
        V.START_SPECIAL, frozenset({S.PASSED_UP}), S.SPECIAL, E.SPECIAL_STARTED,
        roles=_WINDOW, department=True, needs=("kind", "until", "text"), clock=Clock.PAUSE,
        told=N_("要走一个特别程序，这段时间不算在期限里，告知书上写了要多久。"),
    ),
    Step(  # to the state it had
        V.END_SPECIAL, frozenset({S.SPECIAL}), S.REVIEWING, E.SPECIAL_ENDED,
        roles=_WINDOW, department=True, clock=Clock.GO_ON,
        told=N_("特别程序结束了，接着办，期限接着算。"),
    ),
    Step(
        V.PASS_UP, frozenset({S.ACCEPTED, S.REVIEWING}), S.PASSED_UP, E.PASSED_UP,
        roles=_WINDOW, needs=("department",),
        told=N_("已转给有权决定的部门，您不用再跑，问还是问收件的人。"),
    ),
    Step(
        V.ANSWER, frozenset({S.PASSED_UP}), S.REVIEWING, E.ANSWERED,
        department=True, needs=("text",), told=N_("部门回复了，马上作出决定。"),
    ),
    Step(
        V.DECIDE, frozenset({S.REVIEWING}), S.DECIDED, E.DECIDED,
        roles=_WINDOW, needs=("outcome",), told=N_("已经作出决定，结果马上做好。"),
    ),
    Step(
        V.DECIDE, frozenset({S.PASSED_UP}), S.DECIDED, E.DECIDED,
        department=True, needs=("outcome",), told=N_("已经作出决定，结果马上做好。"),
    ),
    Step(
        V.FINISH, frozenset({S.DECIDED}), S.FINISHED, E.FINISHED,
        roles=_WINDOW, clock=Clock.STOP, told=N_("办好了，可以取结果，也可以送到您手上。"),
    ),
    Step(
        V.DELIVER, frozenset({S.FINISHED}), S.DELIVERED, E.DELIVERED,
        roles=_WINDOW, needs=("way",), told=N_("结果已经送到。"),
    ),
    # ended before
    Step(
        V.WITHDRAW, _BEFORE | _UNDER_WAY, S.WITHDRAWN, E.WITHDRAWN,
        roles=_WINDOW, applicant=True, clock=Clock.STOP, told=N_("按您的意思撤回了。"),
    ),
    Step(
        V.LAPSE, frozenset({S.CORRECTING, S.BOOKED}), S.LAPSED, E.LAPSED, clock=Clock.STOP,
        told=N_("过了期限没有来办，按撤回处理；备齐材料随时可以再来。"),
    ),
    Step(
        V.TERMINATE, _UNDER_WAY, S.TERMINATED, E.TERMINATED,
        roles=_APPROVERS, needs=("text",), clock=Clock.STOP,
        told=N_("办理终止了，原因写在下面。"),
    ),
    # beside the road
    Step(
        V.TAKE_ORIGINAL, _OPEN - {S.BOOKED}, None, E.ORIGINAL_TAKEN,
        roles=_WINDOW, agent=True, needs=("material",), told=N_("原件我们代为保管，用完还您。"),
    ),
    Step(
        V.RETURN_ORIGINAL, frozenset(S) - {S.BOOKED}, None, E.ORIGINAL_RETURNED,
        roles=_WINDOW, agent=True, needs=("material", "signed_by"), told=N_("原件已经归还。"),
    ),
    Step(
        V.GIVE_MANDATE, _OPEN, None, E.MANDATE_GIVEN,
        roles=_WINDOW, applicant=True, needs=("agent", "until"),
        told=N_("您委托的代办人可以替您跑了，到期自动失效。"),
    ),
    Step(  # at home, before the trip
        V.ADD_PAPERS, frozenset({S.BOOKED, S.CORRECTING}), None, E.PAPERS_ADDED,
        roles=_WINDOW, applicant=True, agent=True, needs=("material", "photos"),
        told=N_("材料的照片存好了。"),
    ),
    Step(
        V.ADD_PAPERS, frozenset({S.RECEIVED, S.DECIDED}) | _UNDER_WAY, None, E.PAPERS_ADDED,
        roles=_WINDOW, agent=True, needs=("material", "photos"),
        told=N_("材料的照片存好了。"),
    ),
    Step(  # nothing of it is kept with the application: see models.Rating
        V.RATE, frozenset({S.FINISHED, S.DELIVERED, S.REFUSED}), None, E.RATED,
        applicant=True, needs=("stars",),
    ),
)  # fmt: skip

# What the applicant reads of each event.
TOLD: dict[str, str] = {step.event.value: step.told for step in STEPS if step.told} | {
    E.BOOKED.value: N_("已经记下，带上材料来就行。")
}

# What also those hear who want to be told of results only: it ended, or waits for them.
RESULTS: frozenset[str] = frozenset(
    step.event.value for step in STEPS if step.target in ENDED | {S.CORRECTING}
)

WHAT_NEXT: dict[State, str] = {
    S.BOOKED: N_("带上材料来窗口，或者等我们上门。"),
    S.RECEIVED: N_("我们在看材料齐不齐；缺什么会一次告诉您。"),
    S.CORRECTING: N_("请在期限前把告知书上的材料补齐，一趟就够。"),
    S.ACCEPTED: N_("您不用做什么，办好会告诉您。"),
    S.REVIEWING: N_("正在审查，您不用做什么。"),
    S.SPECIAL: N_("特别程序期间不算在期限里，结束会告诉您。"),
    S.PASSED_UP: N_("部门正在办，您不用再跑。"),
    S.DECIDED: N_("结果正在做，做好告诉您。"),
    S.FINISHED: N_("办好了。您可以评价这次服务。"),
    S.DELIVERED: N_("结果已经送到。您可以评价这次服务。"),
    S.REFUSED: N_("没有受理；原因和去处在通知书上。"),
    S.WITHDRAWN: N_("已经撤回；想办的时候随时再来。"),
    S.LAPSED: N_("过期没有来办，按撤回处理；备齐材料随时再来。"),
    S.TERMINATED: N_("已经终止；有疑问请问收件的人。"),
}


def step_for(verb: Verb, state: State) -> Step | None:
    """The edge that ``verb`` walks from ``state``, if there is one."""
    return next((step for step in STEPS if step.verb == verb and state in step.sources), None)


def steps_from(state: State) -> list[Step]:
    """Every edge that is open in this state, in the order of the table."""
    return [step for step in STEPS if state in step.sources]


def who_may(step: Step) -> list[str]:
    """Whose step it is, in words."""
    words = [role.word for role in Role if role in step.roles]
    words += [N_("转报的部门")] if step.department else []
    words += [N_("申请人")] if step.applicant else []
    words += [N_("代办人")] if step.agent else []
    return words or [N_("系统")]


def why_not_step(verb: Verb, state: State) -> Reason:
    """What an illegal step is told: which steps are open and who may take them."""
    return Reason(
        "illegal_step",
        N_("申请现在是“%(state)s”，不能“%(verb)s”。现在可以：%(open)s。"),
        {
            "state": state.word,
            "verb": verb.word,
            "open": [(step.verb.word, who_may(step)) for step in steps_from(state)],
        },
    )
