"""Plainly invented values, in every state that looks different; nothing is read or stored."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.templatetags.static import static
from django.utils.translation import gettext, gettext_lazy

from linli.cases.models import Case
from linli.cases.queries import Filters, Inbox, Line, Row
from linli.cases.queries.lists import View
from linli.cases.rules.clocks import Tone
from linli.cases.rules.words import CaseEvent, Channel, Kind, Stage, State, Urgency
from linli.kernel import clock
from linli.kernel.actor import ActorKind
from linli.kernel.events import Audience
from linli.kernel.models import Event

_TEXT = "示例：3 号楼 2 单元楼道灯不亮，老人上下楼看不清"
_UNIT = "示例物业"
_TONES = {
    Tone.GREEN: (State.IN_PROGRESS, timedelta(days=3)),
    Tone.YELLOW: (State.SIGNED_IN, timedelta(hours=5)),
    Tone.RED: (State.RETURNED, timedelta(days=-2)),
    Tone.STOPPED: (State.CLOSED, timedelta(days=-9)),
}


class SampleForm(forms.Form):
    """One field of each kind."""

    words = forms.CharField(
        label=gettext_lazy("要反映什么事？"),
        help_text=gettext_lazy("一句话就行：哪里、什么情况。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    phone = forms.CharField(label=gettext_lazy("联系电话"), min_length=5, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("类型"),
        choices=lambda: [(kind.value, gettext(kind.word)) for kind in Kind],
        widget=forms.RadioSelect,
    )
    urgency = forms.ChoiceField(
        label=gettext_lazy("缓急"), choices=lambda: [(u.value, gettext(u.word)) for u in Urgency]
    )
    photos = forms.FileField(label=gettext_lazy("照片"), required=False)
    is_anonymous = forms.BooleanField(label=gettext_lazy("匿名"), required=False)


class SampleFinder(forms.Form):
    """Words to look for and one choice, as above every list of settings."""

    q = forms.CharField(label=gettext_lazy("名称或代码"), required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("全部类型"),
        choices=lambda: [("", gettext("全部类型")), *((k.value, gettext(k.word)) for k in Kind)],
        required=False,
    )


class StarForm(forms.Form):
    """One to five, chosen with a thumb, a key or without script."""

    stars = forms.ChoiceField(
        label=gettext_lazy("您满意吗"),
        choices=lambda: [
            (1, gettext("非常不满意")),
            (2, gettext("不满意")),
            (3, gettext("基本满意")),
            (4, gettext("满意")),
            (5, gettext("非常满意")),
        ],
        initial=4,
        widget=forms.RadioSelect,
    )


def everything() -> dict[str, Any]:
    """All the guide shows of components."""
    rows = [_row(tone, place) for place, tone in enumerate(Tone)]
    return {
        "states": list(State),
        "audiences": list(Audience),
        "rows": rows,
        "roads": list(
            zip([rows[0]] * len(Stage) + [rows[3]], [*Stage, Stage.OVERSEE], strict=True)
        ),
        "thread": _thread(),
        "told": _told(),
        "long": _TEXT * 20,
        "filters": SampleFinder(prefix="find"),
        "rate_form": StarForm(prefix="rate"),
        "toasts": [Message(constants.SUCCESS, gettext("3 件已交办。"), "#g-toast")],
        "inbox": Inbox(rows, {view.value: 3 for view in View}, 3, Filters(), 3),
        "empty_form": SampleForm(prefix="new"),
        "wrong_form": SampleForm({"wrong-phone": "12", "wrong-urgency": "N"}, prefix="wrong"),
        "pictures": [_picture(), _picture()],
    }


def _row(tone: Tone, place: int) -> Row:
    state, ahead = _TONES[tone]
    now = clock.now()
    case = Case(
        street_id=0,
        number=f"SL-20260101-{place + 1:04}",
        text=_TEXT,
        registered_at=now - timedelta(days=4),
        due_at=now + ahead,
    )
    urgency = Urgency.EMERGENCY if tone is Tone.RED else Urgency.ORDINARY
    return Row(
        case, state, Kind.HELP, Channel.PHONE, urgency, None,
        "样板家园3号楼", _UNIT, "示小乙", tone,
    )  # fmt: skip


def _thread() -> list[Line]:
    start = clock.now() - timedelta(days=2)
    told = [
        (CaseEvent.REGISTERED, "示小甲", _TEXT, Audience.PUBLIC),
        (CaseEvent.DISPATCHED, "派单员", "", Audience.PUBLIC),
        (CaseEvent.SIGNED_IN, "示小乙", "", Audience.STAFF),
        (CaseEvent.REPLIED, "示小乙", "示例：灯已换好，明早再来查一遍。", Audience.PRIVATE),
    ]
    return [
        Line(
            _event(what, start + timedelta(hours=9 * at)),
            what,
            who,
            text,
            audience,
            unit=_UNIT,
        )
        for at, (what, who, text, audience) in enumerate(told)
    ]


def _event(what: CaseEvent, at: datetime) -> Event:
    return Event(street_id=0, at=at, kind=what, actor_kind=ActorKind.ACCOUNT, actor_roles=[])


def _told() -> list[Message]:
    return [
        Message(constants.SUCCESS, gettext("已登记，请留好编号。")),
        Message(constants.INFO, gettext("您的诉求有了新进展。")),
        Message(constants.WARNING, gettext("这件快到期了。")),
        Message(constants.ERROR, gettext("没有办成，请再试一次。")),
    ]


def _picture() -> dict[str, Any]:
    town = static("linli/town.svg")
    return {"thumb": town, "full": town, "width": 720, "height": 96}
