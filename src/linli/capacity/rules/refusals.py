"""Why an hour cannot be had, and why a step of a booking is not open."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from linli.capacity.rules.slots import Opening, Slot, is_open_to
from linli.capacity.rules.words import STEPS, Contingent, State, Verb
from linli.words import N_, Reason

LONGEST_NAME = 40
SHORTEST, LONGEST = 5, 480  # minutes of a slot

JUST_TAKEN = Reason("just_taken", N_("这个时间刚刚被别人约走了，请在下面另选一个。"), field="start")


def why_not_slot(start: datetime, slots: Sequence[Slot]) -> Reason | None:
    """There is a slot that begins then."""
    if not slots:
        return Reason("closed_that_day", N_("那天不开放，请选别的日子。"), field="start")
    if all(slot.start != start for slot in slots):
        text = N_("这个时间不在开放时间里，请从列出的时间里选。")
        return Reason("outside_hours", text, field="start")
    return None


def why_not_take(
    slot: Slot, via: Contingent, now: datetime, *, free_hours: int, ahead_days: int
) -> Reason | None:
    """It has not begun, is not too far ahead, and is not kept for others."""
    if slot.start <= now:
        return Reason("slot_past", N_("这个时间已经过去，请选以后的时间。"), field="start")
    if slot.start > now + timedelta(days=ahead_days):
        return too_far(ahead_days)
    if not is_open_to(slot, via, now, free_hours):
        text = N_("这个时间留给%(for)s，到前%(hours)s小时没人约才放开，请先选别的时间。")
        params = {"for": slot.contingent.word, "hours": free_hours}
        return Reason("slot_kept", text, params, field="start")
    return None


def too_far(days: int) -> Reason:
    text = N_("最多提前%(days)s天预约，请选近一些的日子。")
    return Reason("slot_far", text, {"days": days}, field="start")


def why_not_public(missed: int, phone: str, *, times: int, days: int) -> Reason | None:
    """Whoever did not come too often books by phone for a while; nothing else follows from it."""
    if missed < times:
        return None
    text = N_("最近%(days)s天有%(missed)s次约了没来，这段时间请打%(phone)s预约，窗口照常办理。")
    return Reason("by_phone_only", text, {"days": days, "missed": missed, "phone": phone})


def why_not_step(
    verb: Verb, state: State, start: datetime, expires_at: datetime | None, now: datetime
) -> Reason | None:
    """The state is one that the verb leaves, and it is the time for it."""
    params: dict[str, Any] = {"state": state.word, "verb": verb.word}
    if state not in STEPS[verb].sources:
        return Reason("booking_state", N_("这个预约现在是“%(state)s”，不能%(verb)s。"), params)
    is_over = expires_at is not None and expires_at <= now
    if verb in (Verb.CONFIRM, Verb.RESCHEDULE) and is_over:
        return Reason("hold_over", N_("留给您的时间过了，没有确认，请重新选一个。"))
    if verb is Verb.EXPIRE and not is_over:
        return Reason("hold_runs", N_("暂留还没有到时间。"))
    if verb in (Verb.CANCEL, Verb.RESCHEDULE) and start <= now:
        return Reason(
            "booking_begun", N_("约的时间已经开始，不能再%(verb)s，请直接找窗口。"), params
        )
    if verb is Verb.MISS and start > now:
        return Reason("booking_ahead", N_("约的时间还没有到，不能%(verb)s。"), params)
    return None


def why_not_wait(day: date, today: date, *, is_open: bool, is_free: bool) -> Reason | None:
    """Waiting makes sense for a day to come that is open and full."""
    if day < today:
        return Reason("day_past", N_("这一天已经过去，请选以后的日子。"), field="day")
    if not is_open:
        return Reason("closed_that_day", N_("那天不开放，请选别的日子。"), field="day")
    if is_free:
        return Reason("still_free", N_("那天还有空，可以直接预约。"), field="day")
    return None


def why_not_name(name: str) -> Reason | None:
    if 0 < len(name.strip()) <= LONGEST_NAME:
        return None
    text = N_("名称要写，最多%(most)s个字。")
    return Reason("resource_name", text, {"most": LONGEST_NAME}, field="name")


def why_not_week(week: Sequence[Opening]) -> Reason | None:
    """Hours in order that hold a slot, shares of a hundred, and no two at one time."""
    found = (_why_not_opening(one) for one in week)
    reason = next((one for one in found if one), None)
    ordered = sorted(week, key=lambda one: (one.weekday, one.opens))
    overlap = any(a.weekday == b.weekday and b.opens < a.closes for a, b in pairwise(ordered))
    if reason is None and overlap:
        text = N_("同一天的两段开放时间重叠了，请错开。")
        return Reason("hours_overlap", text, field="hours")
    return reason


def _why_not_opening(one: Opening) -> Reason | None:
    length = (one.closes.hour - one.opens.hour) * 60 + one.closes.minute - one.opens.minute
    if not SHORTEST <= one.minutes <= LONGEST:
        text = N_("每个号%(least)s到%(most)s分钟。")
        params = {"least": SHORTEST, "most": LONGEST}
        return Reason("slot_minutes", text, params, field="minutes")
    if length < one.minutes:
        text = N_("开放时间要从早到晚，至少放得下一个号。")
        return Reason("hours_short", text, field="hours")
    if not (one.phone >= 0 and one.internal >= 0 and one.phone + one.internal <= 100):
        text = N_("电话和现场留号合起来最多百分之百。")
        return Reason("shares", text, field="shares")
    return None
