"""What the auditor looks for, and why it is taken out."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.audit import queries
from linli.audit.queries import KINDS, OBJECTS, Asked
from linli.audit.rules import Ground
from linli.kernel.streets.models import Street
from linli.kernel.widgets import DayInput


def _kinds() -> list[Any]:
    every = {gettext(name): [] for name, _ in KINDS}  # type: ignore[var-annotated]
    for name, kinds in KINDS:
        every[gettext(name)] += [(kind.value, gettext(kind.word)) for kind in kinds]
    return [("", gettext("做什么都行")), *every.items()]


def _objects() -> list[tuple[str, str]]:
    named = sorted((gettext(word), code) for code, word in OBJECTS.items())
    return [("", gettext("什么都行")), *((code, word) for word, code in named)]


class SearchForm(forms.Form):
    """Empty fields ask for nothing."""

    who = forms.CharField(label=_("谁做的（姓名或用户名）"), required=False, max_length=60)
    kind = forms.ChoiceField(label=_("做了什么"), required=False, choices=_kinds)
    subject_type = forms.ChoiceField(label=_("对哪一类"), required=False, choices=_objects)
    about = forms.CharField(
        label=_("对哪一个（诉求编号、用户名或键）"), required=False, max_length=60
    )
    since = forms.DateField(label=_("从哪天"), required=False, widget=DayInput())
    until = forms.DateField(label=_("到哪天"), required=False, widget=DayInput())

    def __init__(self, data: Any, street: Street) -> None:
        self._street = street
        super().__init__(data)

    def clean_who(self) -> tuple[Any, ...] | None:
        words = self.cleaned_data["who"].strip()
        if not words:
            return None
        if found := queries.people_named(self._street, words):
            return found
        raise forms.ValidationError(_("没有这个姓名或用户名的人。请核对，或留空看所有人。"))

    def clean_about(self) -> Any:
        words = self.cleaned_data["about"].strip()
        found = queries.thing_named(self._street, words) if words else None
        if words and found is None:
            raise forms.ValidationError(_("没有这个编号或用户名。请核对，或留空。"))
        return found

    def asked(self) -> Asked:
        """Days are those of the street, both included."""
        given = self.cleaned_data
        since, until = given["since"], given["until"]
        return Asked(
            who=given["who"],
            kind=given["kind"],
            subject_type=given["subject_type"],
            about=given["about"],
            since=_midnight(since) if since else None,
            until=_midnight(until + timedelta(days=1)) if until else None,
        )


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


class ExportForm(forms.Form):
    ground = forms.ChoiceField(
        label=_("为什么导出"),
        choices=lambda: [("", gettext("请选择")), *((g.value, gettext(g.word)) for g in Ground)],
    )
