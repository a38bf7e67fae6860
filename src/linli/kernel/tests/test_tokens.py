"""Tokens in links: each opens one row for one use."""

from uuid import UUID

import pytest

from linli.kernel import tokens
from linli.kernel.models import Event

ROW = Event(street_id=1, id=UUID("01a204c6-afe3-77a4-aa50-81e421ac7514"))


def test_a_token_opens_its_row():
    assert tokens.opened(1, tokens.token(ROW, "visit"), "visit") == ROW.pk


def test_a_token_is_for_one_use_in_one_street():
    given = tokens.token(ROW, "visit")
    assert tokens.opened(1, given, "ticket") is None
    assert tokens.opened(2, given, "visit") is None


@pytest.mark.parametrize("given", ["", "x", "0" * 56, ROW.pk.hex, ROW.pk.hex + "0" * 24, "é" * 56])
def test_what_we_did_not_make_opens_nothing(given: str):
    assert tokens.opened(1, given, "visit") is None
