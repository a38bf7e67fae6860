"""Boxes over a photo: drawn by pointer, or written as numbers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.files.rules import MAX_BOXES, Box

SIDES = ("left", "top", "width", "height")


class CoverForm(forms.Form):
    """Four numbers in percent for each box; a box without width is none."""

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        words = {"left": _("左"), "top": _("上"), "width": _("宽"), "height": _("高")}
        for number in range(MAX_BOXES):
            for side in SIDES:
                self.fields[f"{side}_{number}"] = forms.IntegerField(
                    label=words[side], min_value=0, max_value=100, required=False
                )

    def rows(self) -> list[list[forms.BoundField]]:
        """The fields of each box."""
        return [[self[f"{side}_{number}"] for side in SIDES] for number in range(MAX_BOXES)]

    def boxes(self) -> list[Box]:
        given = self.cleaned_data
        rows = ([given[f"{side}_{n}"] or 0 for side in SIDES] for n in range(MAX_BOXES))
        return [Box(*row) for row in rows if any(row)]
