"""Statements that are consented to, requests about one's data, permits: plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from linli.words import N_, Reason, Word

LEAST_WORDS = 4


class RightsEvent(Word):
    CONSENTED = "rights.consent.given", N_("同意了一项说明")
    WITHDREW = "rights.consent.withdrawn", N_("撤回了同意")
    ASKED = "rights.request.asked", N_("请求查阅、更正、删除或停用自己的信息")
    SETTLED = "rights.request.settled", N_("办完了关于个人信息的请求")
    LIFTED = "rights.request.lifted", N_("恢复使用个人信息")
    FORGET = "rights.person.forget", N_("决定删除一个人的信息")
    FORGOTTEN = "rights.person.forgotten", N_("删除了同意书里的姓名")
    COPIED = "rights.copy.taken", N_("下载了自己的信息")
    PERMIT_ASKED = "rights.permit.asked", N_("申请导出联系方式")
    PERMIT_GIVEN = "rights.permit.given", N_("批准导出联系方式")
    PERMIT_DENIED = "rights.permit.denied", N_("没有批准导出联系方式")
    PERMIT_USED = "rights.permit.used", N_("导出了联系方式")
    EXPIRED = "rights.rows.expired", N_("到期删除了记录")


class Topic(Word):
    """What consent is asked for; each on its own, never bundled."""

    SHARE = "share", N_("把联系方式交给街道以外的办理单位")
    PHOTO = "photo", N_("公开办理情况时用我拍的照片")
    CARE = "care", N_("登记健康和生活上的困难，方便上门照看")


class Way(Word):
    PAGE = "page", N_("在网页上")
    PAPER = "paper", N_("在纸上签字")
    SPOKEN = "spoken", N_("当面或在电话里说的")


@dataclass(frozen=True, slots=True)
class Statement:
    """One version of what somebody is told before consenting (PIPL art. 17); ``is_sensitive``
    also tells why it is needed and what it does to them (art. 30)."""

    version: int
    what: str
    who: str
    why: str
    how_long: str
    is_sensitive: bool = False
    effect: str = ""


_TILL_WITHDRAWN = N_("您撤回同意以后就不再给；不撤回，最长用到这件事办完。")
STATEMENTS: Mapping[Topic, Statement] = {
    Topic.SHARE: Statement(
        1,
        N_("您的称呼和电话。"),
        N_("办这件事的物业公司或其他单位，只给承办的人。"),
        N_("让他们直接联系您，约时间上门。"),
        _TILL_WITHDRAWN,
    ),
    Topic.PHOTO: Statement(
        1,
        N_("您随诉求发来的照片，人脸和门牌先遮住。"),
        N_("所有打开网页的人。"),
        N_("让邻居看到这类问题是怎么解决的。"),
        N_("您撤回同意以后不再用；已经公开的，在那件诉求里按“请撤下”。"),
    ),
    Topic.CARE: Statement(
        1,
        N_("身体状况、独居、行动不便这类情况，由您自己说。"),
        N_("负责您这一片的网格员和社区工作人员，别人看不到。"),
        N_("知道谁需要多去看看，出急事时先到谁家。"),
        N_("您撤回同意以后就停用；不撤回，用到您不再需要照看。"),
        is_sensitive=True,
        effect=N_(
            "这是敏感信息，泄露会让人难堪或被人利用，所以加密保存。不同意，照样可以办别的事。"
        ),
    ),
}


class RequestKind(Word):
    COPY = "copy", N_("要一份我的信息")
    CORRECT = "correct", N_("改正写错的")
    DELETE = "delete", N_("删除我的信息")
    BLOCK = "block", N_("先停用我的信息")


NEEDS_WORDS = frozenset({RequestKind.COPY, RequestKind.CORRECT})


class Outcome(Word):
    DONE = "done", N_("已照办")
    REFUSED = "refused", N_("没有照办")


class PermitReason(Word):
    """Why names and phones leave in bulk."""

    VISIT = "visit", N_("逐户走访")
    CALL_BACK = "call_back", N_("集中回访")
    EMERGENCY = "emergency", N_("紧急通知")
    HAND_OVER = "hand_over", N_("上级依法调取")


class PermitState(Word):
    OPEN = "open", N_("等另一个人批准")
    GIVEN = "given", N_("已批准")
    DENIED = "denied", N_("没有批准")
    EXPIRED = "expired", N_("已过期")


def why_not_consent(version: int, now: Statement, is_child: bool, guardian: str) -> Reason | None:
    """Consent is to the words as they are now; for a child under 14 a guardian gives it."""
    if version != now.version:
        return Reason("statement_changed", N_("说明刚改过，请重新看一遍再决定。"))
    if is_child and not guardian.strip():
        text = N_("替不满14周岁的孩子同意，请写上监护人的姓名。")
        return Reason("no_guardian", text, field="guardian")
    return None


def why_not_ask(kind: RequestKind, words: str) -> Reason | None:
    """Deleting and blocking need no reason; what to put right or to give has to be said."""
    if kind in NEEDS_WORDS and len(words.strip()) < LEAST_WORDS:
        return Reason("ask_words", N_("请写清楚是哪里、要改成什么。"), field="text")
    return None


def why_not_settle(outcome: Outcome, words: str, done_at: datetime | None) -> Reason | None:
    """Once; and whoever does not do as asked says why."""
    if done_at:
        return Reason("request_settled", N_("这个请求已经办完了。"))
    if outcome is Outcome.REFUSED and len(words.strip()) < LEAST_WORDS:
        return Reason("refused_without_reason", N_("没有照办，要写明为什么。"), field="text")
    return None


def why_not_forget(open_requests: int, posts: int) -> Reason | None:
    """What is still needed cannot be deleted; it can be blocked until then."""
    if open_requests:
        text = N_("这个人还有 %(count)s 件诉求没有办完，办完才能删除；现在可以先停用。")
        return Reason("forget_open", text, {"count": open_requests})
    if posts:
        return Reason("forget_posts", N_("这个人还有岗位，先办离任。"))
    return None


def why_not_permit(words: str, count: int) -> Reason | None:
    """Whoever wants a list says what for, and there is something to take."""
    if len(words.strip()) < LEAST_WORDS:
        return Reason("permit_words", N_("请写清楚做什么用，批准的人要看。"), field="words")
    if not count:
        return Reason("permit_empty", N_("这里没有可导出的诉求，请先换一换条件。"))
    return None


def why_not_decide(is_own: bool, decided_at: datetime | None) -> Reason | None:
    """Two persons: nobody approves what they asked for."""
    if is_own:
        return Reason("permit_own", N_("不能批准自己的申请，请另一个人来看。"))
    if decided_at:
        return Reason("permit_decided", N_("这个申请已经有人处理过了。"))
    return None


def permit_state(is_given: bool | None, expires_at: datetime | None, now: datetime) -> PermitState:
    if is_given is None:
        return PermitState.OPEN
    if not is_given:
        return PermitState.DENIED
    return PermitState.GIVEN if expires_at and now < expires_at else PermitState.EXPIRED


def why_not_use(is_own: bool, state: PermitState) -> Reason | None:
    """Only whoever asked, only when approved, only until it expires."""
    if not is_own:
        return Reason("permit_not_yours", N_("只有申请的人可以导出。"))
    if state is not PermitState.GIVEN:
        return Reason("permit_not_open", N_("这个申请%(state)s，不能导出。"), {"state": state.word})
    return None
