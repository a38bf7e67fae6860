"""A passkey is added, opens the account alone, and is the second step after a password."""

import re
from typing import Any

from tests.browser.visitor import Visitor

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_a_passkey_opens_alone_and_as_second_step(visit: Any) -> None:
    visitor: Visitor = visit("/sign-in/")
    page, browser = visitor.page, visitor.page.context
    device = browser.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})

    def by_password() -> None:
        page.goto("/sign-in/")
        page.fill("#id_username", "volunteer")
        page.fill("#id_password", "linli-demo")
        page.click("form[action='/sign-in/'] button")

    by_password()
    page.goto("/me/security/")
    page.click("text=加一个通行密钥")
    page.wait_for_url("**/me/security/codes/")
    assert page.locator(".backup-codes li").count() == 10
    browser.clear_cookies()
    by_password()
    page.wait_for_url("**/sign-in/second/")
    page.click("text=用通行密钥")
    page.wait_for_url(re.compile(r":\d+/$"))
    browser.clear_cookies()
    page.goto("/sign-in/")
    page.click("text=用通行密钥")
    page.wait_for_url(re.compile(r":\d+/$"))
    page.goto("/me/security/")
    assert page.locator("text=就是这里").count() == 1
    assert not visitor.faults
