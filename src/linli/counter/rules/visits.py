"""The visit of an application: what somebody wishes for, and why they may not."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from linli.capacity.rules import Kind
from linli.counter.rules.application_words import State
from linli.people.rules import is_mobile
from linli.words import N_, Reason, Word

LONGEST_ADDRESS = 120


class HourAct(Word):
    """What somebody does with the hour of their visit."""

    MOVE = "move", N_("改时间")
    HERE = "here", N_("我到了")
    TAKE = "take", N_("就要这个时间")
    LEAVE = "leave", N_("不候补了")


@dataclass(frozen=True, slots=True)
class Wish:
    """Where and when somebody comes, or we come to their ``address``; without ``start`` they wait
    for any hour of the day."""

    organisation_id: UUID
    kind: Kind
    day: date
    start: datetime | None = None
    address: str = ""


def why_not_visitor(phone: str) -> Reason | None:
    """Whoever has an hour can be told when something comes between."""
    if is_mobile(phone):
        return None
    text = N_("请写 11 位手机号，时间有变动好告诉您，比如 13800138000。")
    return Reason("visit_phone", text, field="phone")


def why_not_address(kind: Kind, address: str) -> Reason | None:
    """We come to an address."""
    if kind is not Kind.TEAM or 0 < len(address.strip()) <= LONGEST_ADDRESS:
        return None
    text = N_("请写我们上门的地址，到楼号门牌，最多%(most)s个字。")
    return Reason("visit_address", text, {"most": LONGEST_ADDRESS}, field="address")


def why_not_more(count: int, most: int) -> Reason | None:
    """One phone does not keep all hours for itself."""
    if count < most:
        return None
    text = N_("这个手机号已经约了%(count)s个，最多同时约%(most)s个；先办完或取消一个再约。")
    return Reason("visits_many", text, {"count": count, "most": most}, field="phone")


def why_not_change(state: State) -> Reason | None:
    """What is received needs no hour any more."""
    if state is State.BOOKED:
        return None
    text = N_("这件已经是“%(state)s”，不用再约时间。")
    return Reason("visit_over", text, {"state": state.word})


def why_not_here(day: date | None, today: date, *, at_home: bool) -> Reason | None:
    """Somebody is here on the day for which they booked."""
    if at_home:
        return Reason("visit_at_home", N_("这次是我们上门，您在家等就行。"))
    if day is None:
        return Reason("visit_none", N_("您还没有约好时间，请先选时间，或者在门口直接取号。"))
    if day != today:
        text = N_("您约的是%(day)s，到了那天再按“我到了”；今天想办，请直接取号。")
        return Reason("visit_other_day", text, {"day": day.isoformat()})
    return None
