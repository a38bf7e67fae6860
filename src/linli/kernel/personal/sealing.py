"""One value in and out of its sealed form: ``key version (1 byte) · nonce (12) · text and tag``.

AES-256-GCM under a key of 32 bytes, SM4-GCM under one of 16: the length of a key says which, so
both may stand side by side. The column's name is bound context: a value copied into another
column does not open.
"""

import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import GCM
from django.conf import settings

_SM4_BYTES = _TAG_BYTES = 16
UNREADABLE = (InvalidTag, ValueError)


class _Sm4Gcm:
    """What ``AESGCM`` does, with the block cipher of GB/T 32907."""

    def __init__(self, key: bytes) -> None:
        self._cipher = SM4(key)

    def encrypt(self, nonce: bytes, data: bytes, context: bytes) -> bytes:
        sealing = Cipher(self._cipher, GCM(nonce)).encryptor()
        sealing.authenticate_additional_data(context)
        return sealing.update(data) + sealing.finalize() + sealing.tag

    def decrypt(self, nonce: bytes, data: bytes, context: bytes) -> bytes:
        text, tag = data[:-_TAG_BYTES], data[-_TAG_BYTES:]
        opening = Cipher(self._cipher, GCM(nonce, tag)).decryptor()
        opening.authenticate_additional_data(context)
        return opening.update(text) + opening.finalize()


def seal(text: str, context: bytes) -> bytes:
    """Under the newest key, with a fresh nonce."""
    version, key = settings.LINLI_DATA_KEYS.newest()
    nonce = os.urandom(12)
    return bytes([version]) + nonce + _cipher(key).encrypt(nonce, text.encode(), context)


def unseal(stored: bytes, context: bytes) -> str:
    """Under the key it was sealed with, however old."""
    key = settings.LINLI_DATA_KEYS.key(stored[0])
    return _cipher(key).decrypt(stored[1:13], stored[13:], context).decode()


def cipher_name(key: bytes) -> str:
    return "SM4-GCM" if len(key) == _SM4_BYTES else "AES-256-GCM"


@lru_cache(maxsize=255)
def _cipher(key: bytes) -> AESGCM | _Sm4Gcm:
    return _Sm4Gcm(key) if len(key) == _SM4_BYTES else AESGCM(key)
