"""What the administrator writes of a category or a route."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.cases import queries
from linli.cases.forms.fields import choices
from linli.cases.models import Category, ReplyText, Route
from linli.cases.rules.intake import Hours, Target
from linli.cases.rules.words import Urgency
from linli.kernel.streets.models import Street
from linli.people import queries as people
from linli.places import queries as places

MARKS = str.maketrans(",，;；\n\r\t ", "、、、、、、、、")


class CategoryForm(forms.Form):
    """A new class or matter, or a known one put right: its code and class stay."""

    parent = forms.ChoiceField(label=_("属于哪一类"), required=False)
    code = forms.SlugField(
        label=_("代码"),
        max_length=60,
        help_text=_("字母、数字和连字符，定了不再改。"),
    )
    name = forms.CharField(label=_("名称"), max_length=40)
    name_en = forms.CharField(label=_("英文名"), max_length=60, required=False)
    urgency = forms.ChoiceField(label=_("缓急"), choices=choices(Urgency))
    keywords = forms.CharField(
        label=_("关键词"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("居民的话里有这些词，就建议归到这里；用顿号隔开。"),
    )

    def __init__(
        self, street: Street, data: Any, known: Category | None = None, **initial: Any
    ) -> None:
        if known:
            fields = ("name", "name_en", "urgency")
            initial |= {name: getattr(known, name) for name in fields}
            initial["keywords"] = "、".join(known.keywords)
        super().__init__(data, initial=initial)
        tops = [row for row in queries.categories(street) if row.parent_id is None]
        self.fields["parent"].choices = [  # type: ignore[attr-defined]
            ("", _("新的一大类")),
            *((str(top.pk), queries.named(top)) for top in tops),
        ]
        for name in ("parent", "code") if known else ():
            del self.fields[name]

    def clean_keywords(self) -> list[str]:
        words = self.cleaned_data["keywords"].translate(MARKS).split("、")
        return list(dict.fromkeys(word for word in words if word))

    def given(self) -> dict[str, Any]:
        values = dict(self.cleaned_data)
        if "parent" in values:
            values["parent_id"] = _key(values.pop("parent"))
        return values


class RouteForm(forms.Form):
    """If a request is of this kind, in this place, at this time, then this desk."""

    category = forms.ChoiceField(label=_("哪一类事"), required=False)
    community = forms.ChoiceField(label=_("哪个社区"), required=False)
    hours = forms.ChoiceField(label=_("什么时间"), choices=choices(Hours))
    target = forms.ChoiceField(label=_("交给谁"), choices=choices(Target))
    organisation = forms.ChoiceField(label=_("哪个单位"), required=False)
    before = forms.ChoiceField(
        label=_("排在哪一条前面"), required=False, help_text=_("从上往下看，先对上的算数。")
    )

    def __init__(self, street: Street, data: Any, known: Route | None = None) -> None:
        initial = {"hours": Hours.ALWAYS.value}
        if known:
            names = ("hours", "target")
            links = ("category", "community", "organisation")
            initial = {name: getattr(known, name) for name in names}
            initial |= {name: str(getattr(known, f"{name}_id") or "") for name in links}
        super().__init__(data, initial=initial)
        units = people.directory(street).organisations.values()
        communities = [(str(area.id), area.name) for area in places.communities(street)]
        named: dict[str, list[Any]] = {
            "category": _kinds(street),
            "community": [("", _("所有社区")), *communities],
            "organisation": [("", "—"), *((str(unit.pk), unit.name) for unit in units)],
        }
        if known:
            del self.fields["before"]
        else:
            lines = queries.route_lines(street)
            named["before"] = [("", _("最后")), *((str(x.route.pk), _said(x)) for x in lines)]
        for name, given in named.items():
            self.fields[name].choices = given  # type: ignore[attr-defined]

    def row(self, street: Street) -> dict[str, Any]:
        """What ``set_route`` takes beside the order."""
        given = self.cleaned_data
        key = _key(given["category"])
        return {
            "category": queries.category(street, key) if key else None,
            "community_id": _key(given["community"]),
            "hours": Hours(given["hours"]),
            "target": Target(given["target"]),
            "organisation_id": _key(given["organisation"]),
        }

    def before_id(self) -> UUID | None:
        return _key(self.cleaned_data["before"])


class ReplyTextForm(forms.Form):
    """A text that replies start from; its name stays once it is given."""

    name = forms.CharField(label=_("名称"), max_length=20)
    category = forms.ChoiceField(label=_("哪一类事"), required=False)
    text = forms.CharField(
        label=_("正文"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("可以写 {编号}、{地点}、{期限}，用的时候自动填上。"),
    )

    def __init__(self, street: Street, data: Any, known: ReplyText | None = None) -> None:
        initial = {"text": known.text, "category": str(known.category_id or "")} if known else {}
        super().__init__(data, initial=initial)
        self.fields["category"].choices = _kinds(street)  # type: ignore[attr-defined]
        if known:
            del self.fields["name"]

    def given(self) -> dict[str, Any]:
        values = dict(self.cleaned_data)
        category = values.pop("category")
        return {**values, "category_id": _key(category)}


def _kinds(street: Street) -> list[Any]:
    """Everything, a whole class, or one matter."""
    rows = queries.categories(street)
    of_kind: list[Any] = [("", _("所有事"))]
    for top in (row for row in rows if row.parent_id is None):
        matters = [(str(m.pk), queries.named(m)) for m in rows if m.parent_id == top.pk]
        every = (str(top.pk), _("%(name)s（全部）") % {"name": queries.named(top)})
        of_kind.append((queries.named(top), [every, *matters]))
    return of_kind


def _said(line: queries.RouteLine) -> str:
    route = line.route
    names = [route.category, route.community]
    words = [row.name for row in names if row]
    desk = route.organisation.name if route.organisation else _(line.target.word)
    return f"{line.place}. {' · '.join(words) or _('所有事')} → {desk}"


def _key(chosen: str | None) -> UUID | None:
    return UUID(chosen) if chosen else None
