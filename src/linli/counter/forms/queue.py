"""Forms of the hall: taking a number, ending a visit, sending it to another window."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.counter.models import Hall, TicketItem, Window
from linli.counter.queries import queue as queries
from linli.kernel.streets.models import Street
from linli.kernel.widgets import DayInput
from linli.people import queries as people


class DoorForm(forms.Form):
    """Nothing has to be filled in: one press is enough."""

    items = forms.MultipleChoiceField(
        label=_("来办什么"), required=False, widget=forms.CheckboxSelectMultiple
    )
    phone = forms.CharField(
        label=_("手机号"),
        required=False,
        max_length=20,
        help_text=_("快轮到时发短信告诉您；不留也能取号。"),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    asks_first = forms.BooleanField(
        label=_("我需要优先"),
        required=False,
        help_text=_("年纪大、行动不便、怀孕、带着婴儿，都可以选；不用证明，只管这一次。"),
    )
    once = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)

    def __init__(self, street: Street, data: Mapping[str, Any] | None) -> None:
        super().__init__(data)
        offered = queries.services(street)
        self.fields["items"].choices = list(offered.items())  # type: ignore[attr-defined]
        if not offered:
            del self.fields["items"]

    def given(self) -> dict[str, Any]:
        values = dict(self.cleaned_data)
        once = values.pop("once")
        return values | {"once": str(once) if once else None}


class TakeForm(DoorForm):
    """At the desk: also whom to call, and for when they had booked."""

    name = forms.CharField(label=_("怎么称呼"), required=False, max_length=50)
    booked = forms.TimeField(
        label=_("预约的时间"),
        required=False,
        help_text=_("今天预约过的，写约的几点几分。"),
        widget=forms.TimeInput(attrs={"type": "time"}),
    )
    field_order = ("name", "phone", "booked", "asks_first", "items")

    def given_on(self, day: date, zone: ZoneInfo) -> dict[str, Any]:
        values = self.given()
        booked = values.pop("booked")
        return values | {"booked_for": datetime.combine(day, booked, zone) if booked else None}


class EndForm(forms.Form):
    """What was done: what they came for stands ticked, one more can be chosen."""

    items = forms.MultipleChoiceField(
        label=_("办好了"), required=False, widget=forms.CheckboxSelectMultiple
    )
    more = forms.ChoiceField(label=_("还办了"), required=False)

    def __init__(
        self, street: Street, came_for: Iterable[TicketItem], data: Mapping[str, Any] | None
    ) -> None:
        super().__init__(data)
        offered = queries.services(street)
        named = [row.item_code for row in came_for]
        self.fields["items"].choices = [(c, offered.get(c, c)) for c in named]  # type: ignore[attr-defined]
        self.fields["items"].initial = named
        others = [(code, name) for code, name in offered.items() if code not in named]
        self.fields["more"].choices = [("", "—"), *others]  # type: ignore[attr-defined]
        if not named:
            del self.fields["items"]

    def done(self) -> list[str]:
        more = self.cleaned_data["more"]
        return [*self.cleaned_data.get("items", ()), *([more] if more else [])]


class TransferForm(forms.Form):
    window = forms.ChoiceField(label=_("转到哪个窗口"))
    note = forms.CharField(
        label=_("交代给那边的话"),
        required=False,
        max_length=300,
        help_text=_("已经看过什么、还差什么，来人就不用再说一遍。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, windows: Iterable[Window], data: Mapping[str, Any] | None) -> None:
        super().__init__(data)
        self.fields["window"].choices = [(str(one.pk), one.name) for one in windows]  # type: ignore[attr-defined]


class LoadForm(forms.Form):
    """Which hall, and which days."""

    hall = forms.ChoiceField(label=_("大厅"), required=False)
    since = forms.DateField(label=_("从"), required=False, widget=DayInput())
    until = forms.DateField(label=_("到"), required=False, widget=DayInput())

    def __init__(self, halls: Iterable[Hall], data: Mapping[str, Any]) -> None:
        super().__init__(data)
        self.fields["hall"].choices = [("", "—"), *((one.code, one.name) for one in halls)]  # type: ignore[attr-defined]


class HallForm(forms.Form):
    """A hall; under an existing code it is that hall anew, so the code of one is not changed."""

    code = forms.CharField(
        label=_("代码"), max_length=20, help_text=_("写在网址里，比如 east；定了不改。")
    )
    name = forms.CharField(label=_("名称"), max_length=40)
    organisation = forms.ChoiceField(label=_("单位"))
    windows = forms.CharField(
        label=_("窗口"), max_length=400, help_text=_("按顺序写，中间用顿号隔开：1号窗、2号窗。")
    )
    is_open = forms.BooleanField(label=_("门口可以取号"), required=False, initial=True)

    def __init__(
        self, street: Street, data: Mapping[str, Any] | None, known: Hall | None = None
    ) -> None:
        super().__init__(data)
        units = people.directory(street).organisations.values()
        self.fields["organisation"].choices = [(str(u.pk), u.name) for u in units]  # type: ignore[attr-defined]
        if known:
            del self.fields["code"]
            kept = queries.windows(street.pk, known.pk)
            self.initial = {
                "name": known.name,
                "organisation": str(known.organisation_id),
                "windows": "、".join(one.name for one in kept),
                "is_open": known.is_open,
            }

    def given(self) -> dict[str, Any]:
        values = dict(self.cleaned_data)
        values["organisation_id"] = uuid.UUID(values.pop("organisation"))
        return values | {"windows": queries.listed(values["windows"])}
