"""What each form of a step gives is what its action takes."""

import inspect
from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.utils.datastructures import MultiValueDict

from linli.cases import actions
from linli.cases.forms import form_for
from linli.cases.forms.several import PartsInput
from linli.cases.rules.words import Verb
from linli.cases.tests import stories

pytestmark = pytest.mark.django_db


def last_choice(offered: Any) -> str:
    value, label = list(offered)[-1]
    return last_choice(label) if isinstance(label, list | tuple) else str(value)


def filled(form: forms.Form) -> Iterator[tuple[str, list[str]]]:
    for name, field in form.fields.items():
        if isinstance(field.widget, PartsInput):
            yield f"{name}-text", ["清理杂物"]
            yield f"{name}-category", [last_choice(field.widget.categories)]
            yield f"{name}-owner", [last_choice(field.widget.owners)]
        elif isinstance(field, forms.ChoiceField):
            yield name, [last_choice(field.choices)]
        elif isinstance(field, forms.DateTimeField):
            yield name, ["2027-01-01T10:00"]
        else:
            yield name, ["1"]


@pytest.mark.parametrize("verb", Verb)
def test_a_form_gives_what_its_action_takes(town: Any, verb: Verb):
    case = stories.called(town)
    started = form_for(verb)(town.street, case)
    form = form_for(verb)(town.street, case, MultiValueDict(dict(filled(started))), {})
    assert form.is_valid(), form.errors
    act = inspect.signature(getattr(actions, verb.value))
    act.bind(actor=town.actor("admin"), case_id=case.pk, **form.values())
