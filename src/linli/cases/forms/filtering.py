"""What the address bar of the inbox says."""

from typing import Any, TypeVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.cases import queries
from linli.cases.forms.fields import choices
from linli.cases.queries import ELSEWHERE, Filters, View
from linli.cases.rules.looks import Lateness, Promise
from linli.cases.rules.words import Stage, State, Urgency
from linli.kernel.actor import Actor
from linli.kernel.streets.models import Street
from linli.places import queries as places
from linli.words import Word

Chosen = TypeVar("Chosen", bound=Word)
_MORE = ("stage", "late", "promise", "registered_from", "registered_to", "ended_from", "ended_to")


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


class FilterForm(forms.Form):
    """What makes no sense is left out. The second half is asked for seldom and folded away."""

    q = forms.CharField(label=_("编号、内容、电话、地点"), required=False, max_length=100)
    category = forms.ChoiceField(label=_("类别"), required=False)
    community = forms.ChoiceField(label=_("社区"), required=False)
    state = forms.ChoiceField(
        label=_("状态"), choices=[("", _("全部状态")), *choices(State)], required=False
    )
    urgency = forms.ChoiceField(
        label=_("缓急"), choices=[("", _("全部缓急")), *choices(Urgency)], required=False
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

    def __init__(self, street: Street, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(area.id), area.name) for area in places.communities(street)]
        self.fields["category"].choices = _categories(street)  # type: ignore[attr-defined]
        self.fields["community"].choices = [  # type: ignore[attr-defined]
            ("", _("全部社区")),
            *named,
            (ELSEWHERE, _("不在任何社区")),
        ]

    def main_fields(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name not in ("q", *_MORE)]

    def more_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in _MORE]

    def asks_for_more(self) -> bool:
        """The folded half says something, so it stands open."""
        return any(self.data.get(name) for name in _MORE)

    def filters(self, actor: Actor) -> Filters:
        self.is_valid()
        values, page = self.cleaned_data, self.data.get("page", "")
        return Filters(
            view=self._chosen(View, "view") or View.MINE,
            words=values.get("q", ""),
            category_id=_key(values.get("category")),
            community_id=_key(values.get("community")),
            state=self._chosen(State, "state"),
            urgency=self._chosen(Urgency, "urgency"),
            stage=self._chosen(Stage, "stage"),
            late=self._chosen(Lateness, "late"),
            promise=self._chosen(Promise, "promise"),
            registered_from=values.get("registered_from"),
            registered_to=values.get("registered_to"),
            ended_from=values.get("ended_from"),
            ended_to=values.get("ended_to"),
            page=max(1, int(page)) if page.isdecimal() and len(page) < 6 else 1,
        )

    def _chosen(self, words: type[Chosen], name: str) -> Chosen | None:
        given = self.data.get(name, "")
        return words(given) if given in list(words) else None


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
