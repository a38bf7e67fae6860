"""Personal data: encrypted at rest, masked by default, found through a keyed index.

AES-256-GCM with a fresh nonce for every value and the column's name as bound context, so that a
value copied into another column does not open. A stored value is
``version (1 byte) · nonce (12) · ciphertext and tag``.
"""

import base64
import hmac
import os
import re
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

_VERSION = b"\x01"


class PersonalText(models.BinaryField):  # type: ignore[type-arg]
    """Text about a person; every such column names the purpose it is kept for."""

    def __init__(self, *, purpose: str, **options: Any) -> None:
        self.purpose = purpose
        super().__init__(**{"default": b"", "editable": True, **options})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "purpose": self.purpose}

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str:
        return _open(bytes(value), self._context) if value else ""

    def get_prep_value(self, value: Any) -> bytes:
        return _seal(value, self._context) if value else b""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return value if prepared else self.get_prep_value(value)

    def value_to_string(self, obj: models.Model) -> str:
        raise TypeError(f"{self} is personal and leaves only through an export with a reason")

    @property
    def _context(self) -> bytes:
        return f"{self.model._meta.db_table}.{self.column}".encode()


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


def _seal(text: str, context: bytes) -> bytes:
    nonce = os.urandom(12)
    return _VERSION + nonce + _cipher().encrypt(nonce, text.encode(), context)


def _open(stored: bytes, context: bytes) -> str:
    if stored[:1] != _VERSION:
        raise ValueError(f"unknown key version {stored[0]}")
    return _cipher().decrypt(stored[1:13], stored[13:], context).decode()


def _cipher() -> AESGCM:
    return AESGCM(settings.LINLI_DATA_KEY)


def sealed_text(text: str, context: str) -> str:
    """For the few places that keep text of their own making: the same seal, in letters."""
    return base64.b64encode(_seal(text, context.encode())).decode()


def opened_text(stored: str, context: str) -> str:
    return _open(base64.b64decode(stored), context.encode())
