"""Forms around the public board, and what a resident says when it is over."""

import uuid
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.cases import queries
from linli.cases.forms.fields import choices, text_field
from linli.cases.forms.stepping import StepForm
from linli.cases.models import Case
from linli.cases.rules.words import Said, Withhold
from linli.files.models import File
from linli.kernel.streets.models import Street
from linli.places import queries as places


class BoardForm(forms.Form):
    """What of the public board somebody wants to see; whatever makes no sense finds all."""

    q = forms.CharField(label=_("找一件事"), max_length=100, required=False)
    community = forms.TypedChoiceField(
        label=_("社区"), coerce=uuid.UUID, empty_value=None, required=False
    )
    category = forms.TypedChoiceField(
        label=_("哪一类事"), coerce=uuid.UUID, empty_value=None, required=False
    )

    def __init__(self, street: Street, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        communities = [(str(one.id), one.name) for one in places.communities(street)]
        classes = [
            (str(top.pk), queries.named(top))
            for top, matters in queries.catalogue(street).matters()
            if not all(matter.is_personal for matter in matters)
        ]
        self._offer("community", _("全街道"), communities)
        self._offer("category", _("各类事"), classes)

    def _offer(self, name: str, every: Any, offered: list[tuple[str, str]]) -> None:
        self.fields[name].choices = [("", every), *offered]  # type: ignore[attr-defined]


class PublishForm(StepForm):
    """As it will stand, with everything about a person hidden; whoever confirms may change it."""

    title = forms.CharField(label=_("标题"), max_length=60)
    summary = text_field(_("什么事"), rows=4)
    result = text_field(_("怎么办好的"), rows=4)
    photos = forms.MultipleChoiceField(
        label=_("照片（里面不能有人脸、门牌和车牌）"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def start(self, case: Case) -> dict[str, Any]:
        self._photos = queries.photos_to_show(case)
        return queries.publication_draft(case)

    def offer(self, street: Street) -> None:
        if self._photos:
            offered = [(str(one.pk), _picture(one, n)) for n, one in enumerate(self._photos, 1)]
            self.fields["photos"].choices = offered  # type: ignore[attr-defined]
        else:
            del self.fields["photos"]

    def values(self) -> dict[str, Any]:
        values = super().values()
        return {**values, "photos": [uuid.UUID(one) for one in values.get("photos", ())]}


def _picture(photo: File, number: int) -> str:
    address = reverse("cases:photo", args=[photo.pk, "thumb"])
    words = gettext("照片 %(n)s") % {"n": number}
    return format_html('<img class="pick-photo" src="{}" alt="{}">', address, words)


class UnpublishForm(StepForm):
    reason = forms.ChoiceField(
        label=_("为什么不公开"), choices=choices(Withhold), widget=forms.RadioSelect
    )

    def values(self) -> dict[str, Any]:
        return {**super().values(), "reason": Withhold(self.cleaned_data["reason"])}


class ConfirmForm(StepForm):
    takes_focus = False
    answer = forms.ChoiceField(
        label=_("这件事办得怎么样？"), choices=choices(Said), widget=forms.RadioSelect
    )

    def values(self) -> dict[str, Any]:
        return {**super().values(), "answer": Said(self.cleaned_data["answer"])}


class ThankForm(StepForm):
    text = text_field(_("想对他们说"), rows=3)
    is_public = forms.BooleanField(
        label=_("可以给邻居们看（不写您是谁，电话、门牌会隐去）"), required=False
    )
