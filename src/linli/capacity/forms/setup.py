"""Forms of the administrator: a resource, its week, a day on which it is closed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.capacity import rules
from linli.capacity.rules import LONGEST_DAY, LONGEST_NAME, WEEKDAYS, Cut, Kind, Opening
from linli.kernel.errors import Refused
from linli.kernel.streets.models import Street
from linli.kernel.widgets import DayInput
from linli.people import queries as people
from linli.people.models import Organisation
from linli.words import Reason


class NameForm(forms.Form):
    name = forms.CharField(
        label=_("名称"),
        max_length=LONGEST_NAME,
        help_text=_("居民预约时看到的，比如“2号窗口”“上门一组”。"),
    )


class ResourceForm(NameForm):
    organisation = forms.ChoiceField(label=_("单位"))
    kind = forms.ChoiceField(label=_("种类"), choices=[(one.value, _(one.word)) for one in Kind])
    field_order = ("organisation", "kind", "name")

    def __init__(self, street: Street, data: Mapping[str, Any] | None) -> None:
        super().__init__(data)
        self._units = people.directory(street).organisations
        choices = [(str(unit.pk), unit.name) for unit in self._units.values()]
        self.fields["organisation"].choices = choices  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        unit: Organisation = self._units[UUID(self.cleaned_data["organisation"])]
        kind, name = Kind(self.cleaned_data["kind"]), self.cleaned_data["name"]
        return {"organisation": unit, "kind": kind, "name": name}


def _day_field(label: Any) -> forms.DateField:
    widget = DayInput()
    return forms.DateField(label=label, widget=widget)


class WeekForm(forms.Form):
    """One line for each weekday; empty is closed."""

    since = _day_field(_("从哪天起"))
    minutes = forms.IntegerField(label=_("每个号几分钟"), min_value=rules.SHORTEST)
    phone = forms.IntegerField(label=_("电话预约留百分之几"), min_value=0, max_value=100)
    internal = forms.IntegerField(
        label=_("现场留百分之几"),
        min_value=0,
        max_value=100,
        help_text=_("其余的都放在网上；电话留的号，到前没人约就放开。"),
    )

    def __init__(
        self, data: Mapping[str, Any] | None, since: date, week: Sequence[Opening]
    ) -> None:
        written, cut = rules.written_week(week), rules.cut_of(week)
        numbers = {"minutes": cut.minutes, "phone": cut.phone, "internal": cut.internal}
        days = {f"day{weekday}": text for weekday, text in written.items()}
        super().__init__(data, initial={"since": since, **numbers, **days})
        self._earliest = since
        for weekday, word in enumerate(WEEKDAYS):
            self.fields[f"day{weekday}"] = forms.CharField(
                label=_(word),
                required=False,
                max_length=LONGEST_DAY,
                widget=forms.TextInput(attrs={"placeholder": "09:00-11:30、14:00-17:00"}),
            )
        self.order_fields(["since", *days, *numbers])

    def clean_since(self) -> date:
        since: date = self.cleaned_data["since"]
        if since < self._earliest:
            raise forms.ValidationError(_("过去的日子不能再改，请选今天或以后。"))
        return since

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.errors:
            return given
        cut = Cut(given["minutes"], given["phone"], given["internal"])
        texts = {weekday: given[f"day{weekday}"] for weekday in range(len(WEEKDAYS))}
        given["week"] = rules.read_week(texts, cut)
        if isinstance(given["week"], Reason):
            self.add_error(given["week"].field, str(Refused(given["week"])))
        return given

    def given(self) -> dict[str, Any]:
        return {"week": self.cleaned_data["week"], "since": self.cleaned_data["since"]}


class ClosedDayForm(forms.Form):
    day = _day_field(_("哪一天"))

    def __init__(self, data: Mapping[str, Any] | None, today: date) -> None:
        super().__init__(data)
        self._today = today

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day < self._today:
            raise forms.ValidationError(_("这一天已经过去，请选今天或以后。"))
        return day
