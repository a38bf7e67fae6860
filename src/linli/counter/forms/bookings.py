"""Forms of whoever receives those who have booked: which day, which hour, and for a caller."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from linli.capacity.queries import Free
from linli.capacity.rules import Kind
from linli.counter import queries
from linli.counter.rules.application_papers import Draft
from linli.kernel.streets.models import Street
from linli.kernel.widgets import DayInput
from linli.people.models import Organisation


class DayForm(forms.Form):
    """Where, and which day; wrong answers are today at the first."""

    unit = forms.ChoiceField(label=_("单位"), required=False)
    day = forms.DateField(label=_("哪一天"), required=False, widget=DayInput())

    def __init__(self, units: Sequence[Organisation], data: Mapping[str, Any], today: date) -> None:
        given = {"unit": data.get("unit", ""), "day": data.get("day") or str(today)}
        super().__init__(given)
        self._units, self._today = units, today
        self.fields["unit"].choices = [(str(one.pk), one.name) for one in units]  # type: ignore[attr-defined]
        if len(units) < 2:
            del self.fields["unit"]
        self.is_valid()

    @property
    def chosen(self) -> Organisation | None:
        wanted = self.cleaned_data.get("unit")
        first = self._units[0] if self._units else None
        return next((one for one in self._units if str(one.pk) == wanted), first)

    @property
    def on(self) -> date:
        return self.cleaned_data.get("day") or self._today


class HourForm(forms.Form):
    """One of the hours that are free; that one has gone meanwhile the action says."""

    hour = forms.CharField(label=_("时间"), widget=forms.Select)

    def __init__(
        self, street: Street, free: Sequence[Free], data: Mapping[str, Any] | None
    ) -> None:
        super().__init__(data)
        zone = ZoneInfo(street.zone)
        widget: Any = self.fields["hour"].widget
        widget.choices = [(_key(one), _label(one, zone)) for one in free]

    def clean_hour(self) -> tuple[uuid.UUID, datetime]:
        resource, _sep, start = self.cleaned_data["hour"].partition("@")
        try:
            return uuid.UUID(resource), datetime.fromisoformat(start)
        except ValueError as fault:
            raise forms.ValidationError(_("请从列出的时间里选。")) from fault

    def taken(self) -> dict[str, Any]:
        resource_id, start = self.cleaned_data["hour"]
        return {"resource_id": resource_id, "start": start}


class CallerForm(HourForm):
    """Who calls, what for, and when they come or we come to them."""

    name = forms.CharField(label=_("怎么称呼"), max_length=50)
    phone = forms.CharField(
        label=_("电话"),
        max_length=20,
        required=False,
        help_text=_("时间有变会发短信告诉本人。"),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    item = forms.ChoiceField(label=_("办什么"))
    address = forms.CharField(
        label=_("上门地址"), max_length=200, required=False, help_text=_("约上门的要写。")
    )
    once = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)
    field_order = ("name", "phone", "item", "hour", "address")

    def __init__(
        self, street: Street, free: Sequence[Free], data: Mapping[str, Any] | None
    ) -> None:
        super().__init__(street, free, data)
        offered = queries.versions_in_force(street)
        named = [(str(one.item_id), f"{one.item.code} {one.name}") for one in offered]
        self.fields["item"].choices = [("", "—"), *named]  # type: ignore[attr-defined]
        self._teams = {one.resource.pk for one in free if one.resource.kind == Kind.TEAM}
        if not self._teams:
            del self.fields["address"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        chosen = given.get("hour", (None,))[0]
        if chosen in self._teams and not given.get("address", "").strip():
            self.add_error("address", _("约上门的，请写到哪一户。"))
        return given

    def given(self) -> dict[str, Any]:
        values = self.cleaned_data
        draft = Draft(
            item_id=uuid.UUID(values["item"]),
            name=values["name"],
            phone=values["phone"],
            once=str(values["once"]) if values["once"] else None,
        )
        is_team = values["hour"][0] in self._teams
        return {**self.taken(), "draft": draft, "address": values["address"] if is_team else ""}


def _key(one: Free) -> str:
    return f"{one.resource.pk}@{one.slot.start.isoformat()}"


def _label(one: Free, zone: ZoneInfo) -> str:
    start = date_format(one.slot.start.astimezone(zone), "m-d D H:i")
    return f"{start} · {one.resource.name}"
