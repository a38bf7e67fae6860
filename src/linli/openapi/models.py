"""Keys of integrators. A reference table: the key is read before any street is known."""

import hashlib
import secrets

from django.db import models

from linli.kernel import clock
from linli.kernel.streets.models import Street, new_id


def fingerprint(secret: str) -> str:
    """A key is 256 random bits, so a plain digest of it cannot be reversed by guessing."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new_secret() -> str:
    return f"linli_{secrets.token_urlsafe(32)}"


class Key(models.Model):
    """Only the fingerprint is kept; the key itself is shown once, when it is made."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    street = models.ForeignKey(Street, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    may = models.JSONField(default=list)
    made_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name
