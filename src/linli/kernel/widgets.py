"""What forms of several modules are filled in with."""

from django import forms


class DayInput(forms.DateInput):
    """A day written as browsers want it, whatever the language."""

    def __init__(self) -> None:
        super().__init__({"type": "date"}, "%Y-%m-%d")
