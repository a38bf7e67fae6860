"""Words of telling people, when nobody is disturbed, when a message is tried again, and how much
of it is said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from linli.words import N_, Word


class NoticeEvent(Word):
    TOLD = "notices.notice.told", N_("告知本人")
    READ = "notices.notice.read", N_("本人看过")
    QUEUED = "notices.message.queued", N_("准备发出通知")
    TRIED = "notices.message.tried", N_("发出通知")
    SENT = "notices.message.sent", N_("通知已发出")
    FAILED = "notices.message.failed", N_("通知没有发成")
    RETRIED = "notices.message.retried", N_("重新发出通知")
    HOOK_OPENED = "notices.hook.opened", N_("开通数据推送")
    HOOK_CLOSED = "notices.hook.closed", N_("停止数据推送")
    FORGOTTEN = "notices.message.forgotten", N_("删除了通知")
    MAIL_ASKED = "notices.mail.asked", N_("请本人确认邮箱")


class Channel(Word):
    SMS = "sms", N_("短信")
    MAIL = "mail", N_("邮件")
    WEBHOOK = "webhook", N_("数据推送")


class State(Word):
    """A message that is tried again still waits; ``KEPT`` was taken by the sandbox and has not
    left the machine; ``JOINED`` went out inside another one."""

    WAITING = "waiting", N_("等着发")
    SENT = "sent", N_("已发出")
    KEPT = "kept", N_("试发，没有真的发出")
    JOINED = "joined", N_("并在一条里发")
    FAILED = "failed", N_("对方不收")
    GIVEN_UP = "given_up", N_("试了几次没发成")


class Failure(Word):
    TIMEOUT = "timeout", N_("对方一直没有回应")
    UNREACHABLE = "unreachable", N_("连不上对方")
    BUSY = "busy", N_("对方出错了")
    UNCLEAR = "unclear", N_("对方的回答不是“成功”")
    REFUSED = "refused", N_("对方不收这一条")
    CLOSED = "closed", N_("这条路没有接通")
    BROKEN = "broken", N_("程序出错了")
    LOST = "lost", N_("发的时候被打断了")


UNDELIVERED = frozenset({State.FAILED, State.GIVEN_UP})
# While a try may still be under way nobody else takes the message; longer than any time-out.
LEASE = timedelta(minutes=5)
_WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720))
MOST_TRIES = len(_WAITS) + 1
_ONE_SMS, _ONE_LATIN_SMS = 70, 160


@dataclass(frozen=True, slots=True)
class Draft:
    """What one person shall be told; ``ways`` say the same, the fullest first, and ``path`` is
    the page that says more."""

    channel: Channel
    address: str
    ways: Sequence[str]
    path: str = ""
    language: str = ""
    is_urgent: bool = False


def is_mobile(phone: str) -> bool:
    """A number that takes short messages, in the form of ``kernel.personal.normal_phone``."""
    return len(phone) == 11 and phone.isascii() and phone.isdecimal() and phone[0] == "1"


def quiet_until(moment: datetime, begins: time, ends: time, zone: ZoneInfo) -> datetime | None:
    """When the quiet hours that a moment falls into are over; None when it falls into none."""
    local = moment.astimezone(zone)
    day, hour = local.date(), local.time()
    if begins <= ends:
        is_quiet = begins <= hour < ends
    else:
        is_quiet = hour >= begins or hour < ends
        day += timedelta(days=hour >= begins)
    return datetime.combine(day, ends, zone).astimezone(UTC) if is_quiet else None


def next_try(tries: int, now: datetime) -> datetime | None:
    """When to try again after so many tries; None when it has been tried often enough."""
    return now + _WAITS[tries - 1] if tries < MOST_TRIES else None


def fitted(ways: Sequence[str], taken: int) -> str:
    """The fullest way that fits into one short message beside ``taken`` characters of sign and
    link; the shortest when none does."""
    return next((way for way in ways if len(way) + taken <= _room(way)), ways[-1])


def _room(text: str) -> int:
    return _ONE_LATIN_SMS if text.isascii() else _ONE_SMS
