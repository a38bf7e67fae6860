"""Asking for a list of names and phones, and asking about one's own data."""

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.cases.forms.fields import choices
from linli.cases.rules.intake import MAX_TEXT
from linli.rights.rules import PermitReason


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
