"""Asking for a list of names and phones, and asking about one's own data."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.cases.forms.fields import choices
from linli.cases.rules.intake import MAX_TEXT
from linli.rights.rules import NEEDS_WORDS, Outcome, PermitReason, RequestKind


class PermitForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("为什么要导出"), choices=choices(PermitReason), widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("具体做什么用"),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("谁来用、用到哪天、用完怎么处理。"),
    )


_ASKED = {
    RequestKind.COPY: _("除了可以直接下载的，还要什么"),
    RequestKind.CORRECT: _("哪里写错了，应该是什么"),
    RequestKind.DELETE: _("为什么要删除"),
    RequestKind.BLOCK: _("为什么要停用"),
}


class RightForm(forms.Form):
    text = forms.CharField(
        required=False, max_length=MAX_TEXT, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, kind: str, data: Any) -> None:
        super().__init__(data)
        self.fields["text"].label = _ASKED[RequestKind(kind)]
        self.fields["text"].required = kind in NEEDS_WORDS


class SettleForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("办得怎样"), choices=choices(Outcome), widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("没有照办，为什么"),
        required=False,
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("记在那件诉求里，只有工作人员看得到；给本人的答复另写。"),
    )
