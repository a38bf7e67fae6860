"""Personal data: sealed at rest, masked by default, found through a keyed index."""

from unittest.mock import Mock

import pytest
from cryptography.exceptions import InvalidTag
from django.db import connection, models
from django.test.utils import isolate_apps

from linli.kernel import personal
from linli.kernel.personal import PersonalText, Purpose, sealing


@pytest.fixture
def columns():
    """Two columns of a table that is never made."""
    with isolate_apps("linli.kernel"):

        class Person(models.Model):
            name = PersonalText(purpose=Purpose.ACCOUNT)
            phone = PersonalText(purpose=Purpose.ACCOUNT)

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


def test_a_new_purpose_is_no_migration(columns):
    name, _ = columns
    assert "purpose" not in name.deconstruct()[3]


def test_a_key_of_16_bytes_seals_by_sm4(columns, settings):
    name, _ = columns
    settings.LINLI_DATA_KEYS = Mock(newest=lambda: (7, KEY), key=lambda _: KEY)
    stored = name.get_prep_value("示小甲")
    assert (stored[0], opened(name, stored)) == (7, "示小甲")
    with pytest.raises(InvalidTag):
        opened(name, stored[:-1] + b"x")


KEY = bytes.fromhex("0123456789abcdeffedcba9876543210")


def test_sm4_gcm_is_that_of_rfc_8998():
    nonce = bytes.fromhex("00001234567800000000abcd")
    context = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    text = bytes.fromhex("".join(letter * 16 for letter in "abcdefea"))
    sealed = bytes.fromhex(
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
        "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
        "83de3541e4c2b58177e065a9bf7b62ec"
    )
    assert sealing._cipher(KEY).encrypt(nonce, text, context) == sealed
    assert sealing._cipher(KEY).decrypt(nonce, sealed, context) == text


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
