"""What the administrator writes of a rule or of a day."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_lazy as _

from linli.kernel.widgets import DayInput
from linli.rulebook import rules
from linli.rulebook.rules import DayKind, Item, NamedDay, RuleKey, Span, Unit

UNITS = [(unit.value, gettext_lazy(unit.word)) for unit in Unit]


def _day_field(label: Any, **options: Any) -> forms.DateField:
    widget = DayInput()
    return forms.DateField(label=label, widget=widget, **options)


class RuleForm(forms.Form):
    """Every amount of one rule, and the day from which it counts."""

    def __init__(self, key: RuleKey, value: Mapping[str, Any], data: Any, **initial: Any) -> None:
        super().__init__(data, initial=initial)
        self._items = list(rules.items(key))
        self._value = value
        for item in self._items:
            self._ask(item, value)
        self.fields["valid_from"] = _day_field(
            _("从哪天起"), help_text=_("最早今天；早先定下的期限不追改。")
        )

    def groups(self) -> list[tuple[Any, list[tuple[Any, Any]]]]:
        """Amounts with their units, by tier where there are tiers."""
        found: dict[Any, list[tuple[Any, Any]]] = {}
        for item in self._items:
            unit = self[f"{item.name}.unit"] if item.is_span else _said(item.unit)
            found.setdefault(item.tier, []).append((self[item.name], unit))
        return list(found.items())

    def value(self) -> dict[str, Any]:
        value = dict(self._value)
        for item in self._items:
            value = item.put(value, self._amount(item))
        return value

    def _ask(self, item: Item, value: Mapping[str, Any]) -> None:
        label, now = gettext_lazy(item.word), item.of(value)
        if item.is_time:
            widget = forms.TimeInput(attrs={"type": "time"})
            self.fields[item.name] = forms.CharField(label=label, initial=now, widget=widget)
            return
        span = Span.read(now) if item.is_span else None
        amount = forms.IntegerField(label=label, initial=span.amount if span else now, min_value=1)
        self.fields[item.name] = amount
        if span:
            self.fields[f"{item.name}.unit"] = forms.ChoiceField(
                label=_("%(what)s的单位") % {"what": label}, choices=UNITS, initial=span.unit.value
            )

    def _amount(self, item: Item) -> Any:
        given = self.cleaned_data[item.name]
        return {self.cleaned_data[f"{item.name}.unit"]: given} if item.is_span else given


class DayForm(forms.Form):
    day = _day_field(_("日期"))
    kind = forms.ChoiceField(
        label=_("类型"), choices=[(kind.value, gettext_lazy(kind.word)) for kind in DayKind]
    )
    closes_at = forms.TimeField(
        label=_("半天到几点"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("只有半天才写；空着就照办公时间里半天的下班时间。"),
    )
    name = forms.CharField(label=_("名称"), max_length=rules.LONGEST_NAME, required=False)

    def named_day(self) -> NamedDay:
        given = self.cleaned_data
        return NamedDay(given["day"], DayKind(given["kind"]), given["name"], given["closes_at"])


def _said(unit: str) -> Any:
    return gettext_lazy(unit) if unit else ""
