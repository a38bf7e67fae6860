"""Booking an hour: one of those that are free, and how to reach whoever comes."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.capacity.rules import Kind, Slot
from linli.counter.queries import Times
from linli.counter.rules.visits import LONGEST_ADDRESS, Wish
from linli.kernel.streets.models import Street


class HourForm(forms.Form):
    """Which hour of a day; the button ``wait`` needs none. An hour that is gone meanwhile is no
    wrong choice: the action says what became of it."""

    start = forms.DateTimeField(
        label=_("几点"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("请选一个时间。"),
            "invalid": _("请从列出的时间里选一个。"),
        },
    )

    def __init__(self, street: Street, times: Times, day: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.street, self.times, self.day = street, times, day
        self.fields["start"].required = "wait" not in self.data
        known = times.on(day)
        self.offer(known.hours if known else ())

    def offer(self, slots: Iterable[Slot]) -> None:
        """These can be chosen; one of another day says which."""
        choices = [(slot.start.isoformat(), self._said(slot)) for slot in slots]
        self.fields["start"].widget.choices = choices

    def offer_nearest(self, times: Times) -> None:
        """What is free now instead of what was just taken, with nothing lost that was typed."""
        wanted = self.cleaned_data.get("start")
        known = times.on(self.day)
        slots = {slot.start: slot for slot in (known.hours if known else ())}
        if wanted:
            slots |= {slot.start: slot for slot in times.nearest(wanted)}
        self.offer(slots[start] for start in sorted(slots))

    def wish(self) -> Wish:
        """Where and when, or for which day somebody waits."""
        start = None if "wait" in self.data else self.cleaned_data["start"]
        day = self.street.day(start) if start else self.day
        address = self.cleaned_data.get("address", "")
        return Wish(self.times.place.pk, self.times.kind, day, start, address)

    def _said(self, slot: Slot) -> str:
        local = slot.start.astimezone(ZoneInfo(self.street.zone))
        if local.date() == self.day:
            return f"{local:%H:%M}"
        return f"{date_format(local, gettext('n月j日'))} {local:%H:%M}"


class BookForm(HourForm):
    """The hour, and who comes. ``once`` makes a second click harmless."""

    name = forms.CharField(label=_("您的姓名"), max_length=50)
    phone = forms.CharField(
        label=_("手机号"), max_length=20, help_text=_("时间有变动好告诉您，不作别用。")
    )
    address = forms.CharField(
        label=_("我们上门的地址"), max_length=LONGEST_ADDRESS, help_text=_("写到楼号、单元、门牌。")
    )
    once = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)
    field_order = ("start", "name", "phone", "address")

    def __init__(
        self, street: Street, times: Times, day: date, data: Any, initial: Mapping[str, Any]
    ) -> None:
        super().__init__(street, times, day, data, initial=initial)
        if times.kind is not Kind.TEAM:
            del self.fields["address"]
        self.fields["name"].widget.attrs.update(autocomplete="name")
        self.fields["phone"].widget.attrs.update(inputmode="tel", autocomplete="tel")
