"""Codes of ``people`` leave by the gateway; by the sandbox only where the page shows them."""

from typing import Any

import pytest

from linli.notices.tests import gateway
from linli.people import channels
from linli.people.channels import NotSentError


def test_a_code_goes_out_by_the_gateway_signed(settings: Any) -> None:
    settings.LINLI_SMS_SIGN = "【示范】"
    with gateway.running() as phone:
        settings.LINLI_SMS = phone.url
        assert channels.short_messages.is_open()
        assert not channels.short_messages.shows()
        channels.short_messages.send("13800138000", "验证码 123456", "key-1")
    assert phone.texts == ["【示范】验证码 123456"]
    assert phone.keys == ["key-1"]


def test_a_gateway_that_refuses_is_told(settings: Any) -> None:
    with gateway.running() as phone:
        settings.LINLI_SMS, phone.answers = phone.url, [500]
        with pytest.raises(NotSentError):
            channels.short_messages.send("13800138000", "验证码 123456", "key-1")


@pytest.mark.parametrize(
    ("way", "shows", "is_open"),
    [("", True, False), ("sandbox", False, False), ("sandbox", True, True)],
)
def test_the_sandbox_opens_no_account_unless_this_is_the_demo(
    settings: Any, way: str, shows: bool, is_open: bool
) -> None:
    settings.LINLI_SMS, settings.LINLI_SHOWS_CODES = way, shows
    assert channels.short_messages.is_open() is is_open
    assert channels.short_messages.shows() is is_open
