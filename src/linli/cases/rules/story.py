"""The thread of a request as told to who raised it: one plain sentence for each event.

``%(who)s`` acted, ``%(unit)s`` had the request then, ``%(until)s`` is the new promise; staff read
the terms of ``CaseEvent`` instead.
"""

from enum import StrEnum

from linli.cases.rules.words import CaseEvent, Contact, Purpose, Solved
from linli.words import N_


class By(StrEnum):
    """Who acted, seen from the reader."""

    YOU = "you"
    NEIGHBOUR = "neighbour"  # somebody else who raised the same request
    OFFICE = "office"
    MACHINE = "machine"


_TOLD: dict[CaseEvent, str] = {
    CaseEvent.REGISTERED: N_("%(who)s替反映人登记了这件事"),
    CaseEvent.TRIAGED: N_("看清了是什么事，准备交办"),
    CaseEvent.ANSWERED: N_("%(who)s直接答复了您"),
    CaseEvent.DECLINED: N_("这件事不归街道办：%(reason)s"),
    CaseEvent.MERGED: N_("和另一件相同的事一起办，结果一样告诉您"),
    CaseEvent.UNMERGED: N_("这件事改为单独办，%(unit)s接着看"),
    CaseEvent.SPLIT: N_("这件事分成几部分，每部分都有单位来办"),
    CaseEvent.DISPATCHED: N_("交给%(unit)s来办"),
    CaseEvent.SIGNED_IN: N_("%(unit)s接下了这件事"),
    CaseEvent.CONTACTED: N_("%(who)s和您联系过"),
    CaseEvent.REPLIED: N_("%(unit)s办好了，答复您"),
    CaseEvent.ARRIVED: N_("%(unit)s到现场了"),
    CaseEvent.ASSISTED: N_("%(unit)s办好了自己的一份"),
    CaseEvent.APPRAISED: N_("%(who)s评了各单位配合得怎样"),
    CaseEvent.TAKEN_OVER: N_("%(who)s把经办移交给了同事"),
    CaseEvent.SHARED: N_("%(who)s把办理链接发给了%(unit)s"),
    CaseEvent.OPENED: N_("%(unit)s打开了办理链接"),
    CaseEvent.GIVEN_BACK: N_("有单位认为不归自己办，请指挥中心来定"),
    CaseEvent.ARBITRATED: N_("指挥中心定了，由%(unit)s来办"),
    CaseEvent.EXTENSION_ASKED: N_("%(unit)s申请多用几天"),
    CaseEvent.PARKING_ASKED: N_("%(unit)s说暂时办不了，申请挂账"),
    CaseEvent.EXTENDED: N_("这件事要多用几天，最迟 %(until)s 答复您"),
    CaseEvent.PARKED: N_("这件事暂时办不了，先记下来，定期再看"),
    CaseEvent.DENIED: N_("没有同意推迟，照原来的期限办"),
    CaseEvent.ASKED_BACK: N_("%(unit)s想问您：%(reason)s。您回答了就接着计时"),
    CaseEvent.WENT_ON: N_("接着计时，最迟 %(until)s 答复您"),
    CaseEvent.REVIEWED: N_("又看了一次：还是暂时办不了，接着记着，定期再看"),
    CaseEvent.RECKONED: N_("街道改了办理时限，这件改为最迟 %(until)s 答复您"),
    CaseEvent.RESUMED: N_("现在能办了，%(unit)s接着办"),
    CaseEvent.CHECKED: N_("开始核查是不是真的办好了"),
    CaseEvent.SENT_BACK: N_("核查没有通过，请%(unit)s重新办"),
    CaseEvent.CALLED_BACK: N_("%(who)s回访了您"),
    CaseEvent.CALL_MISSED: N_("%(who)s打电话回访您，没有打通；办得怎样，在这里点一下就行"),
    CaseEvent.CONFIRMED: N_("反映人说了办得怎样"),
    CaseEvent.CLOSED: N_("这件事办完了"),
    CaseEvent.PUBLISHED: N_("办好的经过公开给邻居看了，没有您的个人信息；不愿意可以撤下"),
    CaseEvent.UNPUBLISHED: N_("这件事不公开给邻居看"),
    CaseEvent.TAKEN_OFF: N_("反映人不同意公开，已经撤下"),
    CaseEvent.SUPERVISED: N_("街道盯着这件事，催%(unit)s快办"),
    CaseEvent.LETTER_ANSWERED: N_("%(unit)s回复了督办"),
    CaseEvent.LETTER_RETURNED: N_("督办回复没有通过，请%(unit)s再办"),
    CaseEvent.LETTER_ENDED: N_("督办过的事有了结果"),
    CaseEvent.LETTER_LATE: N_("%(unit)s还没有回复督办"),
    CaseEvent.WARNED: N_("这件事快到期了，提醒了%(unit)s"),
    CaseEvent.ESCALATED: N_("这件事超时了，往上报了一级"),
    CaseEvent.REVIEW_DUE: N_("这件挂账的事该复查了"),
    CaseEvent.NOTED: N_("%(who)s告诉您办到哪一步了"),
    CaseEvent.ADDED: N_("反映人补充了几句"),
    CaseEvent.RATED: N_("反映人打了 %(stars)s 颗星"),
    CaseEvent.THANKED: N_("反映人谢谢了%(unit)s"),
    CaseEvent.REOPENED: N_("%(who)s把这件事重新打开了"),
    CaseEvent.WITHDRAWN: N_("反映人撤回了这件事"),
    CaseEvent.REDACTED: N_("%(who)s遮住了照片上的隐私"),
    CaseEvent.UNCOVERED: N_("%(who)s看过没有遮挡的原照片"),
    CaseEvent.REVEALED: N_("%(who)s看过您的电话"),
    CaseEvent.FORGOTTEN: N_("这件事里的个人信息按规定删除了"),
    CaseEvent.JOINED: N_("又有一位居民也遇到了这件事"),
    CaseEvent.TAKEN_BACK: N_("收回来，重新定由谁来办"),
}
_TOLD_WHEN: dict[tuple[CaseEvent, str], str] = {
    (CaseEvent.REGISTERED, By.YOU): N_("您说了这件事，%(unit)s收到了"),
    (CaseEvent.REGISTERED, By.NEIGHBOUR): N_("有居民说了这件事，%(unit)s收到了"),
    (CaseEvent.REGISTERED, By.MACHINE): N_("您说的事转到了这里，%(unit)s收到了"),
    (CaseEvent.CONTACTED, Contact.REACHED): N_("%(who)s和您联系上了"),
    (CaseEvent.CONTACTED, Contact.NO_ANSWER): N_("%(who)s给您打过电话，没有打通"),
    (CaseEvent.CONTACTED, Contact.NOT_POSSIBLE): N_("没有留电话，%(who)s直接去办"),
    (CaseEvent.CALLED_BACK, Solved.YES): N_("%(who)s回访了您，您说解决了"),
    (CaseEvent.CALLED_BACK, Solved.PARTLY): N_("%(who)s回访了您，您说解决了一部分"),
    (CaseEvent.CALLED_BACK, Solved.NO): N_("%(who)s回访了您，您说还没解决"),
    (CaseEvent.CALLED_BACK, Solved.NO_ANSWER): N_("%(who)s打电话回访您，没有打通"),
    (CaseEvent.CONFIRMED, Solved.YES): N_("您说解决了"),
    (CaseEvent.CONFIRMED, Solved.PARTLY): N_("您说解决了一部分"),
    (CaseEvent.CONFIRMED, Solved.NO): N_("您说还没解决"),
    (CaseEvent.TAKEN_OFF, By.YOU): N_("您不同意公开，已经撤下"),
    (CaseEvent.THANKED, By.YOU): N_("您谢谢了%(unit)s"),
    (CaseEvent.REOPENED, By.MACHINE): N_("评价不满意，按规定重新办"),
    (CaseEvent.SENT_BACK, By.MACHINE): N_("评价不满意，按规定请%(unit)s重新办"),
    (CaseEvent.SUPERVISED, By.MACHINE): N_("评价不满意，街道盯着这件事，请%(unit)s查清改正"),
    (CaseEvent.WENT_ON, By.MACHINE): N_("没等到您补充，先接着办，最迟 %(until)s 答复您"),
    (CaseEvent.ADDED, By.YOU): N_("您补充了几句"),
    (CaseEvent.RATED, By.YOU): N_("您打了 %(stars)s 颗星"),
    (CaseEvent.REOPENED, By.YOU): N_("您说还没解决，重新办"),
    (CaseEvent.REOPENED, By.NEIGHBOUR): N_("反映人说还没解决，重新办"),
    (CaseEvent.JOINED, By.YOU): N_("您也遇到了这件事，加进来一起办"),
    (CaseEvent.WITHDRAWN, By.YOU): N_("您撤回了这件事"),
    (CaseEvent.REVEALED, Purpose.HANDLE): N_("%(who)s看过您的电话，为了联系您"),
    (CaseEvent.REVEALED, Purpose.CALL_BACK): N_("%(who)s看过您的电话，为了回访您"),
    (CaseEvent.REVEALED, Purpose.VERIFY): N_("%(who)s看过您的电话，为了核实情况"),
    (CaseEvent.REVEALED, Purpose.EXPORT): N_("%(who)s导出过您的电话，事先有另一个人批准"),
}
# Told to whoever raised it even if they want to hear of results only: what ends it, what waits
# for them, and every change of what they were promised.
RESULTS = frozenset(
    {
        CaseEvent.ANSWERED,
        CaseEvent.DECLINED,
        CaseEvent.MERGED,
        CaseEvent.REPLIED,
        CaseEvent.PARKED,
        CaseEvent.CLOSED,
        CaseEvent.ASKED_BACK,
        CaseEvent.WENT_ON,
        CaseEvent.EXTENDED,
        CaseEvent.REVIEWED,
        CaseEvent.RECKONED,
    }
)
_TWO = frozenset({"欧阳", "上官", "司马", "司徒", "诸葛", "东方", "皇甫", "慕容", "令狐", "夏侯"})


def sentence(what: CaseEvent, *codes: str) -> str:
    """The sentence of an event; ``codes`` (who acted, its reason) choose among several."""
    found = (_TOLD_WHEN[what, code] for code in codes if (what, code) in _TOLD_WHEN)
    return next(found, _TOLD[what])


def surname(name: str) -> str:
    """王某: enough to ask for somebody, without the whole name."""
    return f"{name[:2] if name[:2] in _TWO else name[:1]}某" if name else ""
