"""How a name, a phone or an address is shown, compared and found without being read."""

import hmac
import re

from django.conf import settings


def blind(value: str) -> bytes:
    """The keyed index of a phone number or name: equal values meet, nothing can be read back."""
    return hmac.digest(settings.LINLI_INDEX_KEY, value.encode(), "sha256")[:16]


def normal_phone(text: str) -> str:
    """Digits of a phone number without country code, spaces and dashes; empty if none."""
    digits = re.sub(r"\D", "", text)
    return digits[2:] if len(digits) == 13 and digits.startswith("86") else digits


def masked_phone(phone: str) -> str:
    """138****8000; short numbers keep their last two digits only."""
    digits = normal_phone(phone)
    if len(digits) >= 7:
        return f"{digits[:3]}****{digits[-4:]}"
    return f"****{digits[-2:]}" if digits else ""


def masked_mail(address: str) -> str:
    """z***@example.cn: enough to tell one's own from another."""
    name, at, domain = address.partition("@")
    return f"{name[:1]}***@{domain}" if at else ""


def masked_name(name: str) -> str:
    """The first character and stars: 张**."""
    return name[:1] + "*" * min(len(name) - 1, 2) if name else ""
