"""What the address bar of the inbox says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django import forms
from django.utils.choices import flatten_choices
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.cases import queries
from linli.cases.forms.fields import choices
from linli.cases.queries import ELSEWHERE, Filters, View
from linli.cases.rules.looks import Lateness, Promise, Sort
from linli.cases.rules.words import Channel, Stage, State, Urgency
from linli.kernel.actor import Actor
from linli.kernel.http import asked_page
from linli.kernel.streets.models import Street
from linli.kernel.widgets import DayInput
from linli.places import queries as places
from linli.words import Word

Chosen = TypeVar("Chosen", bound=Word)


@dataclass(frozen=True, slots=True)
class Chip:
    """A condition in words, and the address without it."""

    words: str
    without: str


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=DayInput())


class FilterForm(forms.Form):
    """What makes no sense is left out."""

    q = forms.CharField(label=_("编号、内容、电话、地点"), required=False, max_length=100)
    category = forms.ChoiceField(label=_("类别"), required=False)
    community = forms.ChoiceField(label=_("社区"), required=False)
    state = forms.ChoiceField(
        label=_("状态"), choices=[("", _("全部状态")), *choices(State)], required=False
    )
    urgency = forms.ChoiceField(
        label=_("缓急"), choices=[("", _("全部缓急")), *choices(Urgency)], required=False
    )
    channel = forms.ChoiceField(
        label=_("来源"), choices=[("", _("全部来源")), *choices(Channel)], required=False
    )
    stage = forms.ChoiceField(
        label=_("环节"), choices=[("", _("全部环节")), *choices(Stage)], required=False
    )
    late = forms.ChoiceField(
        label=_("时限"), choices=[("", _("不限")), *choices(Lateness)], required=False
    )
    promise = forms.ChoiceField(
        label=_("结束时"), choices=[("", _("不限")), *choices(Promise)], required=False
    )
    registered_from = _day(_("登记，从"))
    registered_to = _day(_("登记，到"))
    ended_from = _day(_("结束，从"))
    ended_to = _day(_("结束，到"))
    sort = forms.ChoiceField(
        label=_("排序"), choices=[("", _("默认顺序")), *choices(Sort)], required=False
    )

    def __init__(self, street: Street, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(area.id), area.name) for area in places.communities(street)]
        self.fields["category"].choices = _categories(street)  # type: ignore[attr-defined]
        self.fields["community"].choices = [  # type: ignore[attr-defined]
            ("", _("全部社区")),
            *named,
            (ELSEWHERE, _("不在任何社区")),
        ]

    def conditions(self) -> list[forms.BoundField]:
        """Every field but the words, which have their own place."""
        return [field for field in self.visible_fields() if field.name != "q"]

    def chips(self) -> list[Chip]:
        """What narrows the list, each with the way to take it off."""
        return [
            Chip(_in_words(field, self.understood[field.name]), self.address(without=field.name))
            for field in self.visible_fields()
            if field.name != "sort" and self.understood.get(field.name)
        ]

    def address(self, *, without: str = "") -> str:
        """The query of this page with what it says and nothing else; on its first page."""
        return self._query(name for name in ("view", *self.fields) if name != without)

    def kept(self) -> str:
        """What a view of one's own keeps: never the words, which may be somebody's number."""
        return self._query(name for name in ("view", *self.fields) if name != "q")

    def narrows(self) -> bool:
        """Says more than a view that is there for everybody."""
        return any(value for name, value in self.understood.items() if name != "q")

    def _query(self, names: Iterable[str]) -> str:
        said = {"view": self._chosen(View, "view"), **self.understood}
        return urlencode({name: self.data[name] for name in names if said.get(name)})

    @cached_property
    def understood(self) -> Mapping[str, Any]:
        """The values that make sense."""
        self.is_valid()
        return self.cleaned_data

    def filters(self, actor: Actor) -> Filters:
        values = self.understood
        return Filters(
            view=self._chosen(View, "view") or View.MINE,
            words=values.get("q", ""),
            category_id=_key(values.get("category")),
            community_id=_key(values.get("community")),
            state=self._chosen(State, "state"),
            urgency=self._chosen(Urgency, "urgency"),
            channel=self._chosen(Channel, "channel"),
            stage=self._chosen(Stage, "stage"),
            late=self._chosen(Lateness, "late"),
            promise=self._chosen(Promise, "promise"),
            registered_from=values.get("registered_from"),
            registered_to=values.get("registered_to"),
            ended_from=values.get("ended_from"),
            ended_to=values.get("ended_to"),
            sort=self._chosen(Sort, "sort"),
            page=asked_page(self.data),
        )

    def _chosen(self, words: type[Chosen], name: str) -> Chosen | None:
        given = self.data.get(name, "")
        return words(given) if given in list(words) else None


class SaveViewForm(forms.Form):
    """A name for the filters that are on."""

    name = forms.CharField(label=_("视图的名字"), max_length=20)
    query = forms.CharField(max_length=2000, required=False, widget=forms.HiddenInput)


def _categories(street: Street) -> list[Any]:
    """Every class as a whole, then its matters."""
    groups = [
        (
            queries.named(top),
            [
                (str(top.pk), gettext("%(name)s（全部）") % {"name": queries.named(top)}),
                *((str(matter.pk), queries.named(matter)) for matter in matters),
            ],
        )
        for top, matters in queries.catalogue(street).matters()
    ]
    return [("", _("全部类别")), *groups, (ELSEWHERE, _("未认出类别"))]


def _key(text: str | None) -> UUID | str | None:
    if not text:
        return None
    return text if text == ELSEWHERE else UUID(text)


def _in_words(field: forms.BoundField, value: Any) -> str:
    """A chosen member by its word, a day with the name of its field, words in quotes."""
    choices: Any = getattr(field.field, "choices", None)
    if choices:
        return str(dict(flatten_choices(choices))[value])
    if isinstance(field.field, forms.DateField):
        return f"{field.label} {date_format(value, 'SHORT_DATE_FORMAT')}"
    return str(gettext("“%s”") % value)
