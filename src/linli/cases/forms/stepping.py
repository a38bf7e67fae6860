"""What every form of a step shares."""

from typing import Any

from django import forms

from linli.cases.models import Case
from linli.kernel.streets.models import Street


class StepForm(forms.Form):
    """``version`` is what the person saw when the form was opened; the form takes the focus where
    it was asked for, not where it stands in a page to be read."""

    takes_focus = True
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, street: Street, case: Case, *args: Any, **kwargs: Any) -> None:
        asked = kwargs.get("initial", {})
        kwargs["initial"] = {**self.start(case), **asked, "version": case.version}
        super().__init__(*args, **kwargs)
        self.offer(street)
        for field in self.visible_fields()[:1]:
            field.field.widget.attrs["autofocus"] = self.takes_focus and not self.is_bound

    def start(self, case: Case) -> dict[str, Any]:
        """What the form shows first."""
        return {}

    def offer(self, street: Street) -> None:
        """Fill choices that depend on the street."""

    def values(self) -> dict[str, Any]:
        """Keywords for the action."""
        return dict(self.cleaned_data)
