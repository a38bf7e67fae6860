"""Forms of the steps that several desks share: parts, arrival, answers to the lead, judgement."""

import uuid
from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.cases import queries
from linli.cases.forms.fields import (
    EMPTY,
    category_choices,
    organisation_choices,
    text_field,
)
from linli.cases.forms.stepping import StepForm
from linli.cases.models import Case
from linli.cases.rules.drafts import Part
from linli.files.forms import PhotosField
from linli.kernel.streets.models import Street

_ROWS = 4


class PartsInput(forms.Widget):
    """Rows of words, category and desk; rows left empty are no parts."""

    template_name = "cases/parts_input.html"
    categories: list[Any]
    owners: list[Any]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        rows = [*(value or []), *[("", "", "")] * _ROWS][: max(_ROWS, len(value or []))]
        return context | {
            "name": name,
            "rows": rows,
            "categories": self.categories,
            "owners": self.owners,
        }

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[tuple[str, ...]]:
        columns = [data.getlist(f"{name}-{part}") for part in ("text", "category", "owner")]
        return list(zip(*columns, strict=False))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}-text" not in data


class PartsField(forms.Field):
    widget = PartsInput

    def clean(self, value: Any) -> list[Part]:
        return list(self._parts(value or []))

    def _parts(self, rows: list[tuple[str, str, str]]) -> Iterator[Part]:
        for number, (text, category, owner) in enumerate(rows, 1):
            if not text.strip():
                continue
            try:
                yield Part(text.strip(), uuid.UUID(category), uuid.UUID(owner))
            except ValueError:
                said = gettext("第 %(n)s 部分还没有选类别和单位。") % {"n": number}
                raise forms.ValidationError(said) from None


class SplitForm(StepForm):
    parts = PartsField(
        label=_("分成哪几部分"),
        help_text=_("每部分交给一个单位；空着的不算。都办完了，再由承办单位一起答复居民。"),
    )

    def offer(self, street: Street) -> None:
        widget: Any = self.fields["parts"].widget
        widget.categories, widget.owners = category_choices(street), organisation_choices(street)


class ArriveForm(StepForm):
    unit = forms.ChoiceField(label=_("哪个单位到了"))

    def __init__(self, street: Street, case: Case, *args: Any, **kwargs: Any) -> None:
        self.helpers = queries.helpers_of(street, case)
        super().__init__(street, case, *args, **kwargs)

    def offer(self, street: Street) -> None:
        awaited = [one.called for one in self.helpers if not one.called.arrived_at]
        self.fields["unit"].choices = [  # type: ignore[attr-defined]
            (str(one.called.organisation_id), one.name)
            for one in self.helpers
            if one.called in awaited
        ]

    def values(self) -> dict[str, Any]:
        values = super().values()
        unit_id = uuid.UUID(values.pop("unit"))
        return {**values, "unit_id": unit_id}


class AssistForm(StepForm):
    text = text_field(_("告诉主办单位：做了什么，结果怎样"))
    photos = PhotosField(label=_("照片"), required=False)
    is_public = forms.BooleanField(label=_("也告诉居民"), required=False)


class AppraiseForm(ArriveForm):
    """Without a unit it is the whistle itself that is judged, by a unit that answered it."""

    unit = forms.ChoiceField(label=_("评谁"), required=False)
    stars = forms.TypedChoiceField(
        label=_("配合得怎样"),
        coerce=int,
        choices=[
            (5, _("很好")), (4, _("好")), (3, _("一般")), (2, _("不好")), (1, _("很不好")),
        ],
    )  # fmt: skip
    text = text_field(_("说明"), required=False, rows=2)

    def offer(self, street: Street) -> None:
        left = [one for one in self.helpers if one.called.stars is None]
        self.fields["unit"].choices = [  # type: ignore[attr-defined]
            (EMPTY[0], _("这次吹哨（由应哨单位评）")),
            *((str(one.called.organisation_id), one.name) for one in left),
        ]

    def values(self) -> dict[str, Any]:
        values = StepForm.values(self)
        unit = values.pop("unit")
        return {**values, "unit_id": uuid.UUID(unit) if unit else None}
