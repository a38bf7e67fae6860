"""Raising a request, for oneself and for somebody who phoned."""

import uuid
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.cases.actions import Draft, Person
from linli.cases.forms.fields import (
    EMPTY,
    category_choices,
    choices,
    grid_choices,
    text_field,
)
from linli.cases.rules.words import Channel, Kind, Urgency
from linli.files.forms import PhotosField
from linli.kernel.streets.models import Street

_BY_STAFF = (Channel.HOTLINE, Channel.WINDOW, Channel.VISIT, Channel.PATROL, Channel.LETTER)


class ReportForm(forms.Form):
    """A resident's own request, text first. ``once`` makes a second click harmless."""

    text = text_field(_("要反映什么事？"), rows=5, required=False)
    address = forms.CharField(
        label=_("在哪里？"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"list": "addresses", "autocomplete": "off"}),
    )
    grid = forms.TypedChoiceField(
        label=_("选一片网格"), coerce=uuid.UUID, empty_value=None, required=False
    )
    photos = PhotosField(
        label=_("照片"), required=False, help_text=_("可以一次选多张，也可以当场拍。")
    )
    kind = forms.ChoiceField(
        label=_("这是"), choices=choices(Kind), initial=Kind.HELP.value, required=False
    )
    is_anonymous = forms.BooleanField(label=_("匿名反映，不留姓名"), required=False)
    name = forms.CharField(label=_("怎么称呼您"), max_length=50, required=False)
    phone = forms.CharField(label=_("联系电话"), max_length=20, required=False)
    area = forms.UUIDField(widget=forms.HiddenInput, required=False)
    lat = forms.FloatField(widget=forms.HiddenInput, required=False)
    lon = forms.FloatField(widget=forms.HiddenInput, required=False)
    once = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)

    def __init__(self, street: Street, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grid"].choices = grid_choices(street)  # type: ignore[attr-defined]

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        digits = sum(character.isdigit() for character in phone)
        if phone and not 5 <= digits <= 15:
            raise forms.ValidationError(_("电话号码应有 5 到 15 位数字，请再看一下。"))
        return phone

    def outline(self) -> Draft:
        """What is known so far of the matter and the place, right or wrong fields beside it."""
        values = self.cleaned_data if self.is_bound else self.initial
        return Draft(
            text=values.get("text") or "",
            channel=Channel.QR if values.get("area") else Channel.PHONE,
            kind=Kind(values.get("kind") or Kind.HELP),
            address=values.get("address") or "",
            lat=values.get("lat"),
            lon=values.get("lon"),
            area_id=values.get("area"),
            grid_id=values.get("grid"),
        )

    def draft(self, account: Any) -> Draft:
        once = self.cleaned_data["once"]
        return replace(
            self.outline(), person=self.person(account), once=str(once) if once else None
        )

    def person(self, account: Any) -> Person:
        """Somebody signed in need not type again what the account knows."""
        values = self.cleaned_data
        if not account.is_authenticated:
            return Person(values["name"], values["phone"], None, values["is_anonymous"])
        return Person(
            values["name"] or account.name,
            values["phone"] or account.phone,
            account.pk,
            values["is_anonymous"],
        )


class CallerForm(ReportForm):
    """Typed by staff for somebody on the phone or at the window: done in under a minute."""

    channel = forms.ChoiceField(
        label=_("来自"), choices=choices(_BY_STAFF), initial=Channel.HOTLINE.value
    )
    category = forms.ChoiceField(label=_("类别"), required=False)
    urgency = forms.ChoiceField(label=_("缓急"), choices=[EMPTY, *choices(Urgency)], required=False)
    field_order = ("phone", "name", "is_anonymous", "text", "address", "category", "urgency")

    def __init__(self, street: Street, *args: Any, **kwargs: Any) -> None:
        super().__init__(street, *args, **kwargs)
        self.fields["name"].label = _("怎么称呼")
        self.fields["text"].label = _("说了什么事？")
        phone = {"autofocus": not self.is_bound, "autocomplete": "off", "inputmode": "tel"}
        self.fields["phone"].widget.attrs.update(phone)
        field = self.fields["category"]
        field.choices = [("", _("由系统建议")), *category_choices(street)]  # type: ignore[attr-defined]

    def sketch(self) -> Draft:
        """What is known while it is still being typed."""
        self.full_clean()
        known = {name: value for name, value in self.cleaned_data.items() if value}
        return Draft(
            text=known.get("text", ""),
            channel=Channel.HOTLINE,
            address=known.get("address", ""),
            category_id=uuid.UUID(known["category"]) if "category" in known else None,
            urgency=Urgency(known["urgency"]) if "urgency" in known else None,
        )

    def draft(self, account: Any) -> Draft:
        values = self.cleaned_data
        person = Person(values["name"], values["phone"], None, values["is_anonymous"])
        return replace(
            super().draft(account),
            channel=Channel(values["channel"]),
            category_id=uuid.UUID(values["category"]) if values["category"] else None,
            urgency=Urgency(values["urgency"]) if values["urgency"] else None,
            person=person,
        )
