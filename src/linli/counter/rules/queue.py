"""Who is called next in a hall, what may happen to a ticket, and how its time is measured.

One moment decides: a ticket stands in the queue as if it had come at its ``place``. Whoever comes
without an appointment stands where they came. An appointment on time stands at the latest where
somebody would who came a while before the appointed time, so that later walk-ins are behind it;
who is late for it has lost that, and stands where they came. Who asks to go first stands as if
they had come somewhat earlier. Nobody's place lies further back than a bounded time before they
came, so nobody waits for ever.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from linli.words import N_, Reason, Word


class QueueEvent(Word):
    HALL_SET = "counter.hall.set", N_("设置大厅")
    WINDOW_OPENED = "counter.window.opened", N_("窗口开始办理")
    WINDOW_PAUSED = "counter.window.paused", N_("窗口暂停")
    WINDOW_CLOSED = "counter.window.closed", N_("窗口结束办理")
    TAKEN = "counter.ticket.taken", N_("取号")
    CALLED = "counter.ticket.called", N_("叫号")
    RECALLED = "counter.ticket.recalled", N_("再叫一次")
    SERVED = "counter.ticket.served", N_("开始办理")
    HELD = "counter.ticket.held", N_("先放一放")
    RESUMED = "counter.ticket.resumed", N_("回到队里")
    TRANSFERRED = "counter.ticket.transferred", N_("转到别的窗口")
    ENDED = "counter.ticket.ended", N_("办完离开")
    MISSED = "counter.ticket.missed", N_("叫了没来")
    LEFT = "counter.ticket.left", N_("不等了")
    NEAR = "counter.ticket.near", N_("快轮到了")
    FORGOTTEN = "counter.ticket.forgotten", N_("删除了取号人的信息")


class Letter(Word):
    """What the number begins with, so that the hall sees who had an appointment."""

    WALK_IN = "A", N_("现场取号")
    BOOKED = "Y", N_("预约")


class TicketState(Word):
    WAITING = "waiting", N_("等候")
    CALLED = "called", N_("请到窗口")
    SERVING = "serving", N_("正在办")
    HELD = "held", N_("暂离")
    TRANSFERRED = "transferred", N_("已转窗口")
    SERVED = "served", N_("办完了")
    LEFT = "left", N_("已离开")


class WindowState(Word):
    """A paused window keeps its clerk and calls nobody."""

    OPEN = "open", N_("办理中")
    PAUSED = "paused", N_("暂停")
    CLOSED = "closed", N_("没有人")


class Act(Word):
    """What a clerk does with a ticket; its holder may only leave."""

    CALL = "call", N_("叫这个号")
    RECALL = "recall", N_("再叫一次")
    SERVE = "serve", N_("人来了，开始办")
    HOLD = "hold", N_("先放一放")
    RESUME = "resume", N_("回到队里")
    TRANSFER = "transfer", N_("转到别的窗口")
    END = "end", N_("办完了")
    MISS = "miss", N_("没有来")
    LEAVE = "leave", N_("不等了")


_S, _E = TicketState, QueueEvent
AT_WINDOW = frozenset({_S.CALLED, _S.SERVING})
IN_HALL = AT_WINDOW | {_S.WAITING, _S.HELD, _S.TRANSFERRED}


@dataclass(frozen=True, slots=True)
class Edge:
    sources: frozenset[TicketState]
    target: TicketState
    event: QueueEvent


EDGES: Mapping[Act, Edge] = {
    Act.CALL: Edge(frozenset({_S.WAITING, _S.HELD, _S.TRANSFERRED}), _S.CALLED, _E.CALLED),
    Act.RECALL: Edge(frozenset({_S.CALLED}), _S.CALLED, _E.RECALLED),
    Act.SERVE: Edge(frozenset({_S.CALLED}), _S.SERVING, _E.SERVED),
    Act.HOLD: Edge(AT_WINDOW, _S.HELD, _E.HELD),
    Act.RESUME: Edge(frozenset({_S.HELD, _S.LEFT}), _S.WAITING, _E.RESUMED),
    Act.TRANSFER: Edge(AT_WINDOW, _S.TRANSFERRED, _E.TRANSFERRED),
    Act.END: Edge(frozenset({_S.SERVING}), _S.SERVED, _E.ENDED),
    Act.MISS: Edge(frozenset({_S.CALLED}), _S.LEFT, _E.MISSED),
    Act.LEAVE: Edge(IN_HALL - {_S.SERVING}, _S.LEFT, _E.LEFT),
}


def why_not(act: Act, state: TicketState) -> Reason | None:
    """Each act has the states it starts from."""
    if state in EDGES[act].sources:
        return None
    text = N_("这个号现在是“%(state)s”，不能“%(act)s”。请刷新页面看看。")
    return Reason("ticket_state", text, {"state": state.word, "act": act.word})


def open_acts(state: TicketState) -> list[Act]:
    """What may be done with a ticket now."""
    return [act for act in Act if state in EDGES[act].sources]


@dataclass(frozen=True, slots=True)
class Fairness:
    """The amounts of the rule ``counter.queue``."""

    early: timedelta
    late: timedelta
    first: timedelta
    away: timedelta
    near: int

    @classmethod
    def read(cls, value: Mapping[str, Any]) -> "Fairness":
        names = ("early_minutes", "late_minutes", "first_minutes", "away_minutes")
        early, late, first, away = (timedelta(minutes=value[name]) for name in names)
        return cls(early, late, first, away, value["near_before"])

    @property
    def reach(self) -> timedelta:
        """Nobody who comes later than this after somebody is called before them."""
        return max(self.early + self.late, self.first)


def is_on_time(came_at: datetime, booked_for: datetime | None, by: Fairness) -> bool:
    """Too early is on time as well."""
    return booked_for is not None and came_at <= booked_for + by.late


def place(
    came_at: datetime, booked_for: datetime | None, asks_first: bool, by: Fairness
) -> datetime:
    """Where a ticket stands: as if its holder had come at this moment."""
    at = came_at
    if booked_for is not None and is_on_time(came_at, booked_for, by):
        at = min(at, booked_for - by.early)
    return min(at, came_at - by.first) if asks_first else at


@dataclass(frozen=True, slots=True)
class Standing:
    """A ticket as the queue sees it."""

    id: UUID
    place_at: datetime
    state: TicketState = TicketState.WAITING
    held_until: datetime | None = None
    for_window: UUID | None = None


def callable_by(
    one: Standing, window: UUID | None, open_windows: Collection[UUID], now: datetime
) -> bool:
    """Who waits; who was held for long enough; who was sent to this window, or to one that calls
    nobody now."""
    match one.state:
        case TicketState.WAITING:
            return True
        case TicketState.HELD:
            return one.held_until is not None and one.held_until <= now
        case TicketState.TRANSFERRED:
            return one.for_window == window or one.for_window not in open_windows
    return False


def in_order(
    tickets: Iterable[Standing],
    window: UUID | None,
    open_windows: Collection[UUID],
    now: datetime,
) -> list[Standing]:
    """Who is called in turn by a window: first whoever was sent to it, then by place."""
    found = (one for one in tickets if callable_by(one, window, open_windows, now))
    return sorted(found, key=lambda one: (not _is_sent_to(one, window), one.place_at, one.id))


def _is_sent_to(one: Standing, window: UUID | None) -> bool:
    return one.state is TicketState.TRANSFERRED and one.for_window == window


def number(booked_for: datetime | None, count: int) -> str:
    """A012: a letter, and a count from 1 of the hall's day."""
    return f"{Letter.BOOKED if booked_for else Letter.WALK_IN}{count:03d}"


def waited(came_at: datetime, booked_for: datetime | None, called_at: datetime) -> int:
    """Seconds until somebody was first called; who comes early waits from the appointed time."""
    since = max(came_at, booked_for) if booked_for else came_at
    return max(0, int((called_at - since).total_seconds()))


def shared(seconds: int, parts: int) -> list[int]:
    """The time of a visit, evenly over what was done in it; nothing is lost."""
    each, rest = divmod(seconds, parts)
    return [each + (part < rest) for part in range(parts)]


RESERVED_CODES = frozenset({"ticket"})  # stands in the address of a ticket


def why_not_take(is_open: bool, has_window: bool, is_working_time: bool) -> Reason | None:
    """At the door numbers are given in working hours, and while a window is at work."""
    if is_open and (has_window or is_working_time):
        return None
    return Reason("hall_closed", N_("大厅现在没有开门，等上班以后再来取号。"))


def why_not_hall(code: str, windows: Collection[str]) -> Reason | None:
    """A code for its address, and windows that can be told apart."""
    if code in RESERVED_CODES or not (code.isascii() and code.replace("-", "").isalnum()):
        text = N_("代码只能用字母、数字和“-”，也不能是“ticket”，比如 east。")
        return Reason("hall_code", text, field="code")
    if not windows or len(set(windows)) < len(windows):
        text = N_("至少写一个窗口，名称不能重复，中间用顿号隔开。")
        return Reason("hall_windows", text, field="windows")
    return None
