"""What somebody says when consenting."""

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.rights.rules import Topic


class ConsentForm(forms.Form):
    topic = forms.ChoiceField(
        choices=[(topic.value, topic.word) for topic in Topic], widget=forms.HiddenInput
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    is_for_child = forms.BooleanField(label=_("我是监护人，替不满14周岁的孩子同意"), required=False)
    guardian = forms.CharField(label=_("监护人姓名"), max_length=50, required=False)
