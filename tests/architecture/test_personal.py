"""Every column about persons says for what, by what right and until when it is kept."""

import csv
import re
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command

from linli.kernel.personal import (
    REGISTER,
    PersonalText,
    Purpose,
    declared_fields,
    personal_fields,
)
from linli.rulebook.rules import PRESETS, RuleKey

LOOKS_PERSONAL = re.compile(
    r"(^|_)(name|phone|mobile|tel|mail|email|wechat|address|lat|lon|birth\w*|born|gender|sex|card"
    r"|identity|id_number|household|text|words|note|notes|remark|title|summary|reason_text)"
    r"(_index)?$"
)
ABOUT_NO_PERSON = {
    "openapi.Key.name": "another system",
    "capacity.Resource.name": "a window, a team or a room",
    "cases.Category.name": "a kind of matter",
    "cases.ReplyText.name": "a text of the office",
    "cases.ReplyText.text": "a text of the office",
    "cases.Publication.title": "confirmed by a person to be about none",
    "cases.Publication.summary": "confirmed by a person to be about none",
    "counter.ItemVersion.name": "what can be applied for",
    "counter.ItemVersion.department_name": "a unit",
    "counter.ItemVersion.words": "what people call it",
    "cases.SavedView.name": "a filter of the inbox",
    "counter.SkillNote.text": "how an item is done",
    "counter.Hall.name": "a place",
    "counter.Window.name": "a place",
    "notices.Hook.name": "another system",
    "people.Organisation.name": "a unit",
    "people.Organisation.phone": "a unit",
    "places.Area.name": "a place",
    "places.Area.lat": "a place",
    "places.Area.lon": "a place",
    "places.Grid.name": "a place",
    "places.Grid.host_name": "a unit",
    "places.Grid.lat": "a place",
    "places.Grid.lon": "a place",
    "rulebook.CalendarDay.name": "a holiday",
    "streets.Street.name": "a subdistrict",
    "streets.Street.phone": "a subdistrict",
}
FORBIDDEN = re.compile(r"ethnic|nation(ality)?$|religio|politic|party_member|faith|score_of")


def ours():
    models = [model for model in apps.get_models() if model.__module__.startswith("linli.")]
    return [field for model in models for field in model._meta.local_fields]


def test_every_sealed_column_names_its_purpose():
    assert len(personal_fields()) >= 10
    for field in personal_fields():
        assert isinstance(field.purpose, Purpose), f"{field}: purpose=Purpose.…"


def test_what_looks_like_a_person_is_declared():
    declared = {str(field) for field in declared_fields()}
    seeming = {str(field) for field in ours() if LOOKS_PERSONAL.search(field.name)}
    undeclared = seeming - declared - set(ABOUT_NO_PERSON)
    assert undeclared == set(), "PersonalText(purpose=…), personal(…), or ABOUT_NO_PERSON"


def test_what_is_about_no_person_exists_and_is_not_declared():
    names = {str(field) for field in ours()}
    assert set(ABOUT_NO_PERSON) <= names - {str(field) for field in declared_fields()}


def test_a_name_a_phone_and_an_address_of_somebody_are_sealed():
    """What is searched by words may stand open; who somebody is may not."""
    open_ones = [field for field in declared_fields() if not isinstance(field, PersonalText)]
    names = {field.name for field in open_ones}
    assert names <= {"username", "text", "address", "lat", "lon", "phone_index", "address_index"}


def test_nothing_is_kept_of_ethnicity_religion_or_politics():
    assert [str(field) for field in ours() if FORBIDDEN.search(field.name)] == []


@pytest.mark.parametrize("purpose", list(Purpose))
def test_every_purpose_has_a_basis_and_a_time_that_is_a_rule(purpose: Purpose):
    entry = REGISTER[purpose]
    assert PRESETS[RuleKey.PRIVACY][entry.days] > 0
    assert entry.basis.word
    assert entry.until


def test_the_report_has_a_line_for_each(capsys: pytest.CaptureFixture[str]):
    call_command("privacy", "report", "--csv")
    heading, *lines = csv.reader(StringIO(capsys.readouterr().out))
    assert [f"{line[0]}.{line[1]}" for line in lines] == [str(field) for field in declared_fields()]
    assert all(cell for line in (heading, *lines) for cell in line)
    call_command("privacy", "report")
    assert "加密" in capsys.readouterr().out
