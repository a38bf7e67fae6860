"""Looking for an item, and what the administrator writes of one."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.counter.queries import Entry
from linli.counter.rules import catalogue_text
from linli.counter.rules.catalogue import LONGEST_NOTE, Content, Kind
from linli.kernel import clock
from linli.kernel.errors import Refused
from linli.kernel.streets.models import Street
from linli.kernel.widgets import DayInput
from linli.people import queries as people
from linli.people.rules import OrganisationKind


class FindForm(forms.Form):
    q = forms.CharField(label=_("想办什么？比如：老人补贴"), max_length=60, required=False)


def _lines(label: Any, rows: int, help_text: Any = "", **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
        help_text=help_text,
        **options,
    )


class ItemForm(forms.Form):
    """A new item, or the next version of a known one: its code stays."""

    code = forms.RegexField(
        r"^[A-Z0-9-]+$",
        label=_("代码"),
        max_length=20,
        help_text=_("大写字母、数字和连字符，如 MZ-13，定了不再改。"),
    )
    name = forms.CharField(label=_("名称"), max_length=60)
    department_name = forms.CharField(label=_("哪个部门的事"), max_length=60)
    department = forms.ChoiceField(
        label=_("转给哪个单位"), required=False, help_text=_("受理后转过去的单位；不转就空着。")
    )
    kind = forms.ChoiceField(label=_("怎么办"), choices=[(one.value, _(one.word)) for one in Kind])
    promised = forms.CharField(
        label=_("承诺时间"),
        max_length=20,
        required=False,
        help_text=_("写成“20个工作日”“15天”或“24小时”，说不准就空着。"),
    )
    statutory = forms.CharField(label=_("法定时间"), max_length=20, required=False)
    conditions = _lines(_("谁可以办"), 3)
    materials = _lines(
        _("材料"),
        8,
        _(
            "一行一样：名称｜您带来｜原件、复印1份｜谁出具。来源可以是：您带来、窗口填写、我们查询。"
        ),
    )
    questions = _lines(
        _("来之前问的"),
        8,
        _("一行一个问题，下面每行用 - 写一个回答，后面可接｜带：材料名、｜上门、｜不办：为什么。"),
    )
    words = forms.CharField(
        label=_("居民怎么叫它"), max_length=200, required=False, help_text=_("用顿号隔开。")
    )
    fee = forms.CharField(
        label=_("费用（元）"), max_length=12, required=False, help_text=_("不收费就空着。")
    )
    result = forms.CharField(label=_("办好拿到什么"), max_length=60, required=False)
    basis = _lines(_("依据"), 2)
    cheat_sheet = _lines(_("办理要点（给窗口看）"), 4)
    since = forms.DateField(label=_("从哪天起"), widget=DayInput())

    def __init__(self, street: Street, data: Any, known: Entry | None = None) -> None:
        initial: dict[str, Any] = {"since": street.day(clock.now())}
        self._known = known.versions[0] if known else None
        if self._known:
            initial |= catalogue_text.written(self._known.content)
            initial["department"] = str(self._known.department_id or "")
        super().__init__(data, initial=initial)
        units = people.directory(street).organisations.values()
        departments = [unit for unit in units if unit.kind == OrganisationKind.DEPARTMENT]
        offered = [("", "—"), *((str(unit.pk), unit.name) for unit in departments)]
        self.fields["department"].choices = offered  # type: ignore[attr-defined]
        if known:
            del self.fields["code"]

    def content(self) -> Content:
        """What was written, as a version says it; refused with the line to mend."""
        texts = {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("code", "department", "since")
        }
        try:
            return catalogue_text.read(texts, self._known.content if self._known else None)
        except catalogue_text.Unreadable as fault:
            raise Refused(fault.reason) from fault

    def department_id(self) -> UUID | None:
        given = self.cleaned_data["department"]
        return UUID(given) if given else None


class NoteForm(forms.Form):
    """One's own note; emptied it is taken away."""

    text = forms.CharField(
        label=_("我的经验"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("写怎么办得快、容易错在哪里；不写居民的姓名和电话。清空就删掉。"),
    )
