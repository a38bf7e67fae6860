"""Personal data: sealed at rest, masked by default, found through a keyed index."""

import pytest
from cryptography.exceptions import InvalidTag
from django.db import connection, models
from django.test.utils import isolate_apps

from linli.kernel import personal
from linli.kernel.personal import PersonalText


@pytest.fixture
def columns():
    """Two columns of a table that is never made."""
    with isolate_apps("linli.kernel"):

        class Person(models.Model):
            name = PersonalText(purpose="称呼")
            phone = PersonalText(purpose="联系")

            class Meta:
                app_label = "kernel"

        yield Person._meta.get_field("name"), Person._meta.get_field("phone")


def opened(field: PersonalText, stored: bytes) -> str:
    return field.from_db_value(stored, None, connection)


def test_what_goes_in_comes_out_and_is_not_readable_between(columns):
    name, _ = columns
    stored = name.get_prep_value("示小甲")
    assert "示小甲".encode() not in stored
    assert opened(name, stored) == opened(name, memoryview(stored)) == "示小甲"


def test_the_same_value_never_looks_the_same(columns):
    name, _ = columns
    assert name.get_prep_value("示小甲") != name.get_prep_value("示小甲")


def test_nothing_is_kept_as_nothing(columns):
    name, _ = columns
    assert (name.get_prep_value(""), opened(name, b"")) == (b"", "")


def test_a_value_copied_into_another_column_does_not_open(columns):
    name, phone = columns
    with pytest.raises(InvalidTag):
        opened(phone, name.get_prep_value("示小甲"))


def test_a_tampered_value_does_not_open(columns):
    name, _ = columns
    stored = bytearray(name.get_prep_value("示小甲"))
    stored[-1] ^= 1
    with pytest.raises(InvalidTag):
        opened(name, bytes(stored))


def test_an_unknown_key_version_is_named(columns):
    name, _ = columns
    with pytest.raises(ValueError, match="version 9"):
        opened(name, b"\x09" + name.get_prep_value("示小甲")[1:])


def test_fixtures_and_dumps_cannot_carry_it_out(columns):
    name, _ = columns
    with pytest.raises(TypeError):
        name.value_to_string(name.model(name="示小甲"))


def test_migrations_keep_the_purpose(columns):
    name, _ = columns
    assert name.deconstruct()[3]["purpose"] == "称呼"


def test_the_index_is_stable_and_keyed(settings):
    one = personal.blind("19900001234")
    assert one == personal.blind("19900001234") != personal.blind("19900001235")
    assert len(one) == 16
    settings.LINLI_INDEX_KEY = b"another key"
    assert personal.blind("19900001234") != one


@pytest.mark.parametrize(
    ("typed", "normal", "masked"),
    [
        ("199 0000-1234", "19900001234", "199****1234"),
        ("+86 19900001234", "19900001234", "199****1234"),
        ("0538-3212345", "05383212345", "053****2345"),
        ("12345", "12345", "****45"),
        ("没有", "", ""),
    ],
)
def test_phones_are_normal_and_masked(typed: str, normal: str, masked: str):
    assert personal.normal_phone(typed) == normal
    assert personal.masked_phone(typed) == masked


@pytest.mark.parametrize(
    ("name", "masked"), [("示小甲", "示**"), ("示甲", "示*"), ("示", "示"), ("", "")]
)
def test_names_are_masked(name: str, masked: str):
    assert personal.masked_name(name) == masked
