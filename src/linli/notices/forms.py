"""What somebody writes about how they are told, and what the list of messages is narrowed by."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.notices.queries import Filters
from linli.notices.rules import Channel, State


class MailForm(forms.Form):
    mail = forms.EmailField(
        label=_("邮箱"), widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"})
    )

    def clean_mail(self) -> str:
        mail: str = self.cleaned_data["mail"].lower()
        return mail


def _choices(every: Any, words: Any) -> list[tuple[str, Any]]:
    return [("", every), *((word.value, _(word.word)) for word in words)]


class MessagesForm(forms.Form):
    """The address bar of the list of messages; what makes no sense counts as not given."""

    q = forms.CharField(label=_("整个手机号或邮箱"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("全部状态"), choices=_choices(_("全部状态"), State), required=False
    )
    channel = forms.ChoiceField(
        label=_("全部渠道"), choices=_choices(_("全部渠道"), Channel), required=False
    )

    def filters(self, page: int) -> Filters:
        self.is_valid()
        given = self.cleaned_data
        state, channel = given.get("state"), given.get("channel")
        return Filters(
            State(state) if state else None,
            Channel(channel) if channel else None,
            given.get("q", ""),
            page,
        )
