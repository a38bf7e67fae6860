"""What the state table says: which steps are open, who may take them, which is next."""

from linli.cases.rules.table import STEPS, Step
from linli.cases.rules.words import State, Verb
from linli.people.rules import Role
from linli.words import N_, Reason

S, V = State, Verb

# Nobody takes these back by another step of their own: they are asked about once more.
FINAL = frozenset({V.DECLINE, V.CLOSE, V.WITHDRAW})


# What the owner does by a link, without an account.
BY_LINK = frozenset({V.SIGN_IN, V.CONTACT, V.REPLY})

# One request, one rating, one call-back: nobody who joined takes them from whoever raised it.
_RAISED_ONLY = frozenset({V.WITHDRAW, V.RATE, V.CONFIRM})


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
    words += [N_("协办单位")] if step.helper else []
    return words + ([N_("反映人")] if step.reporter else [])


_ASIDE = frozenset(
    {V.NOTE, V.SUPERVISE, V.REOPEN, V.RESUME, V.EXTEND, V.PARK, V.DENY, V.ADD, V.RATE, V.WITHDRAW}
    | {V.TAKE_BACK, V.ASK_BACK, V.GO_ON, V.REVIEW, V.RECKON}
    | {V.ANSWER_LETTER, V.RETURN_LETTER, V.END_LETTER}
    | {V.UNMERGE, V.SPLIT, V.ARRIVE, V.ASSIST, V.APPRAISE, V.SHARE, V.TAKE_OVER}
    | {V.MISS_CALL, V.CONFIRM, V.PUBLISH, V.UNPUBLISH, V.TAKE_OFF, V.THANK}
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
