"""What each form of a step gives is what its action takes."""

import inspect
from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.utils.datastructures import MultiValueDict

from linli.cases import actions
from linli.cases.forms import form_for
from linli.cases.models import Case
from linli.cases.rules.words import Mode, Verb, Whistle
from linli.cases.tests import stories

pytestmark = pytest.mark.django_db


def called(town: Any) -> Case:
    """Somebody is called, so that there is somebody to arrive and to be judged."""
    return actions.dispatch(
        actor=town.actor("dispatcher"),
        case_id=stories.triaged(town).pk,
        owner_id=town.organisations["urban_management"].pk,
        mode=Mode.WHISTLE,
        co_handlers=[town.organisations["police"].pk],
        whistle=Whistle.JOINT,
    )


def last_choice(offered: Any) -> str:
    value, label = list(offered)[-1]
    return last_choice(label) if isinstance(label, list | tuple) else str(value)


def filled(form: forms.Form) -> Iterator[tuple[str, list[str]]]:
    for name, field in form.fields.items():
        offered: Any = getattr(field, "choices", None) or getattr(field.widget, "categories", None)
        if offered and not hasattr(field, "choices"):
            yield f"{name}-text", ["清理杂物"]
            yield f"{name}-category", [last_choice(offered)]
            yield f"{name}-owner", [last_choice(field.widget.owners)]  # type: ignore[attr-defined]
        elif offered:
            yield name, [last_choice(offered)]
        elif isinstance(field, forms.DateTimeField):
            yield name, ["2027-01-01T10:00"]
        else:
            yield name, ["1"]


@pytest.mark.parametrize("verb", Verb)
def test_a_form_gives_what_its_action_takes(town: Any, verb: Verb):
    case = called(town)
    started = form_for(verb)(town.street, case)
    form = form_for(verb)(town.street, case, MultiValueDict(dict(filled(started))), {})
    assert form.is_valid(), form.errors
    act = inspect.signature(getattr(actions, verb.value))
    act.bind(actor=town.actor("admin"), case_id=case.pk, **form.values())
