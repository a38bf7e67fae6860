"""The drawings of both state tables, made from the tables themselves."""

from collections.abc import Iterator
from pathlib import Path

from linli.cases.rules.steps import who_may
from linli.cases.rules.table import STEPS, Clock, Step
from linli.cases.rules.words import ENDED, STAGES, State
from linli.counter.rules import application_words as counter
from linli.counter.rules import applications

FILE = Path(__file__).parents[3] / "docs/STATES.md"

_INTRO = """\
# 诉求的状态 · States of a request

这一页由 `./linli states` 从状态表（`src/linli/cases/rules/table.py`）生成，请不要手改。
每一条边写明谁可以做、需要什么、哪个钟走或停、居民看不看得到。
不改变状态的步骤不画在图里，只列在表里。

This page is made from the state table by `./linli states`; do not edit it.
Every edge says who may take it, what it needs, what it does to the clocks, and who sees it.
Steps that keep the state are in the table only.
"""
_HEAD = (
    "| 步骤 verb | 从 from | 到 to | 谁 who | 需要 needs | 时钟 clock | 可见 audience |",
    "|---|---|---|---|---|---|---|",
)
_CLOCKS = {
    Clock.NONE: "",
    Clock.HAND_OVER: "签收、首联、处置开始 sign-in, contact, action start",
    Clock.TAKE_BACK: "签收、首联、处置撤销 these are undone",
    Clock.SIGN_IN: "签收停 sign-in stops",
    Clock.CONTACT: "首联停 contact stops",
    Clock.STOP: "全停 all stop",
    Clock.REPLIED: "全停，回访开始 all stop, call-back starts",
    Clock.PAUSE: "停表等居民 all stand still",
    Clock.GO_ON: "接着走 all go on",
    Clock.RENEW: "答复重新计 reply anew",
    Clock.ALL_ANEW: "全部重新计 all anew",
}
_AUDIENCES = {
    "public": "公开 public",
    "private": "本人与经办 reporter and staff in charge",
    "staff": "工作人员 staff",
}

_APPLICATIONS = """\
# 申请的状态 · States of an application

同样由 `./linli states` 生成，来自 `src/linli/counter/rules/applications.py`。
最后一列是申请人读到的话。

Made by the same command; the last column is what the applicant reads.
"""
_APPLICATIONS_HEAD = (
    "| 步骤 verb | 从 from | 到 to | 谁 who | 需要 needs | 时钟 clock | 申请人读到 is told |",
    "|---|---|---|---|---|---|---|",
)
_APPLICATION_CLOCKS = {
    applications.Clock.NONE: "",
    applications.Clock.TELL: "一次告知开始 days to say what is missing",
    applications.Clock.WAIT: "等补正 days to bring it",
    applications.Clock.START: "承诺和法定时限开始 promised and statutory time",
    applications.Clock.PAUSE: "停表 stands still",
    applications.Clock.GO_ON: "接着走 goes on",
    applications.Clock.STOP: "全停 all stop",
}


def page() -> str:
    """The whole page."""
    requests = [_INTRO, *_drawing(), "", *_HEAD, *map(_line, STEPS), ""]
    lines = map(_application_line, applications.STEPS)
    rest = [_APPLICATIONS, *_application_drawing(), "", *_APPLICATIONS_HEAD, *lines, ""]
    return "\n".join([*requests, *rest])


def _application_drawing() -> Iterator[str]:
    yield from ("```mermaid", "stateDiagram-v2", "    [*] --> booked")
    yield from (f'    state "{state.word} {state.value}" as {state}' for state in counter.State)
    for step in applications.STEPS:
        for source in counter.State:
            if step.target and source in step.sources and source != step.target:
                yield f"    {source} --> {step.target} : {step.verb.word}"
    yield from (f"    {state} --> [*]" for state in counter.State if state in counter.ENDED)
    yield "```"


def _application_line(step: applications.Step) -> str:
    sources = (f"{one.word} `{one}`" for one in counter.State if one in step.sources)
    cells = [
        f"{step.verb.word} `{step.verb}`",
        "任何状态 any" if len(step.sources) == len(counter.State) else "、".join(sources),
        f"{step.target.word} `{step.target}`" if step.target else "不变 same",
        "、".join(applications.who_may(step)),
        ", ".join(f"`{need}`" for need in step.needs),
        _APPLICATION_CLOCKS[step.clock],
        step.told,
    ]
    return f"| {' | '.join(cells)} |"


def _drawing() -> Iterator[str]:
    yield from ("```mermaid", "stateDiagram-v2", "    [*] --> registered")
    for stage, states in STAGES.items():
        yield f'    state "{stage.word} {stage.value}" as stage_{stage.value} {{'
        yield from (f'        state "{state.word} {state.value}" as {state}' for state in states)
        yield "    }"
    drawn = {state for states in STAGES.values() for state in states}
    aside = [state for state in State if state not in drawn]
    yield from (f'    state "{state.word} {state.value}" as {state}' for state in aside)
    for step in STEPS:
        yield from _edges(step)
    yield from (f"    {state} --> [*]" for state in State if state in ENDED)
    yield "```"


def _edges(step: Step) -> Iterator[str]:
    for source in State:
        if step.target and source in step.sources and source != step.target:
            yield f"    {source} --> {step.target} : {step.verb.word}"


def _line(step: Step) -> str:
    cells = [
        f"{step.verb.word} `{step.verb}`",
        _sources(step),
        f"{step.target.word} `{step.target}`" if step.target else "不变 same",
        "、".join(who_may(step)),
        ", ".join(f"`{need}`" for need in step.needs),
        _CLOCKS[step.clock],
        _AUDIENCES[step.audience],
    ]
    return f"| {' | '.join(cells)} |"


def _sources(step: Step) -> str:
    if step.sources == frozenset(State):
        return "任何状态 any"
    if step.sources == frozenset(State) - ENDED:
        return "未结束的 any not ended"
    return "、".join(f"{state.word} `{state}`" for state in State if state in step.sources)
