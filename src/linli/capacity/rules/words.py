"""Words of capacity, and the steps of a booking."""

from collections.abc import Mapping
from dataclasses import dataclass

from linli.words import N_, Word


class Kind(Word):
    WINDOW = "window", N_("窗口")
    TEAM = "team", N_("上门小组")
    ROOM = "room", N_("房间")


class Contingent(Word):
    """For whom a slot is kept, and the way by which one is taken."""

    PUBLIC = "public", N_("网上预约")
    PHONE = "phone", N_("电话预约")
    INTERNAL = "internal", N_("现场留号")


class State(Word):
    HELD = "held", N_("暂留")
    BOOKED = "booked", N_("已约好")
    ARRIVED = "arrived", N_("已到")
    MISSED = "missed", N_("约了没来")
    CANCELLED = "cancelled", N_("已取消")
    EXPIRED = "expired", N_("没有确认，已放开")


# Nobody else gets the hour.
LIVE = frozenset({State.HELD, State.BOOKED, State.ARRIVED})


class Verb(Word):
    CONFIRM = "confirm", N_("确认预约")
    CANCEL = "cancel", N_("取消预约")
    RESCHEDULE = "reschedule", N_("改约")
    ARRIVE = "arrive", N_("登记到场")
    MISS = "miss", N_("登记没来")
    EXPIRE = "expire", N_("放开暂留")


class Place(Word):
    """How somebody stands in the waiting list."""

    WAITING = "waiting", N_("候补中")
    OFFERED = "offered", N_("等您确认")
    TAKEN = "taken", N_("候补到了")
    PASSED = "passed", N_("没有确认，给了下一位")
    LEFT = "left", N_("不等了")


class CapacityEvent(Word):
    OPENED = "capacity.resource.opened", N_("设立窗口或场地")
    RENAMED = "capacity.resource.renamed", N_("窗口或场地改名")
    HOURS_SET = "capacity.resource.hours_set", N_("调整开放时间")
    DAY_CLOSED = "capacity.resource.day_closed", N_("某天不开放")
    DAY_OPENED = "capacity.resource.day_opened", N_("那天照常开放")
    HELD = "capacity.booking.held", N_("暂留时间")
    BOOKED = "capacity.booking.booked", N_("约好时间")
    CANCELLED = "capacity.booking.cancelled", N_("取消预约")
    RESCHEDULED = "capacity.booking.rescheduled", N_("改约")
    ARRIVED = "capacity.booking.arrived", N_("预约的人到了")
    MISSED = "capacity.booking.missed", N_("预约的人没来")
    EXPIRED = "capacity.booking.expired", N_("没有确认，放开时间")
    DISPLACED = "capacity.booking.displaced", N_("那天不开放了，预约要改")
    RESTORED = "capacity.booking.restored", N_("那天又开放了，预约照旧")
    REMINDED = "capacity.booking.reminded", N_("提醒约好的人")
    FORGOTTEN = "capacity.booking.forgotten", N_("不再记得是谁约的")
    WAITED = "capacity.waiting.joined", N_("排队候补")
    OFFERED = "capacity.waiting.offered", N_("候补到一个时间")
    PASSED = "capacity.waiting.passed", N_("候补没有确认，给下一位")
    TAKEN = "capacity.waiting.taken", N_("候补的人确认了")
    LEFT = "capacity.waiting.left", N_("不再候补")


@dataclass(frozen=True, slots=True)
class Step:
    """From which states a verb leads where; ``target`` None leaves the state as it is. ``own``
    says that whoever holds the booking may do it too."""

    sources: frozenset[State]
    target: State | None
    event: CapacityEvent
    own: bool = False


_OPEN = frozenset({State.HELD, State.BOOKED})
STEPS: Mapping[Verb, Step] = {
    Verb.CONFIRM: Step(frozenset({State.HELD}), State.BOOKED, CapacityEvent.BOOKED, own=True),
    Verb.CANCEL: Step(_OPEN, State.CANCELLED, CapacityEvent.CANCELLED, own=True),
    Verb.RESCHEDULE: Step(_OPEN, None, CapacityEvent.RESCHEDULED, own=True),
    Verb.ARRIVE: Step(frozenset({State.BOOKED}), State.ARRIVED, CapacityEvent.ARRIVED),
    Verb.MISS: Step(frozenset({State.BOOKED}), State.MISSED, CapacityEvent.MISSED),
    Verb.EXPIRE: Step(frozenset({State.HELD}), State.EXPIRED, CapacityEvent.EXPIRED),
}
