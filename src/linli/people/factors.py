"""Second factors of signing in: an authenticator, passkeys, recovery codes, all by ``allauth.mfa``.

What is done with them is decided in ``actions``; here it is only named in our words.
"""

import base64
from typing import Any, cast

from allauth.account.internal.flows.login import (
    get_authentication_records,
    record_authentication,
)
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.internal.flows import (
    delete_dangling_recovery_codes,
    post_authentication,
)
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, clear_totp_secret
from allauth.mfa.utils import decrypt, encrypt
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import transaction

from linli.kernel.http import Request
from linli.kernel.personal.sealing import seal, unseal
from linli.people.models import Account
from linli.people.rules import Factor, Way

_CONTEXT = b"mfa_authenticator.data"
_SEALED = {"secret", "seed"}
SECOND = (Factor.TOTP, Factor.PASSKEY)


class Sealed(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets lie in the database as personal data do: sealed."""

    def encrypt(self, text: str) -> str:
        return base64.b64encode(seal(text, _CONTEXT)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(base64.b64decode(encrypted_text), _CONTEXT)

    def _get_site_name(self) -> str:
        return str(context.request.street.name)

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """What changed is an event; who wants mail of events gets it from ``notices``."""


def of(account: Account) -> list[Authenticator]:
    """Everything that proves a second time who somebody is, the oldest first."""
    return list(Authenticator.objects.filter(user=account).order_by("pk"))


def has_second(account: Account) -> bool:
    return bool(Authenticator.objects.filter(user=account, type__in=SECOND).exists())


def add_totp(account: Account, secret: str) -> Authenticator:
    clear_totp_secret(context.request)
    return TOTP.activate(account, secret).instance


def add_passkey(account: Account, name: str, credential: dict[str, Any]) -> Authenticator:
    return WebAuthn.add(account, name, credential).instance


def use(factor: Authenticator) -> None:
    """It has just proven who sits at this browser: kept with it and in the session."""
    post_authentication(context.request, factor)


def drop(account: Account, factor_id: int | None = None) -> list[str]:
    """One of them, or all; recovery codes of nothing go too. Returns the kinds dropped."""
    rows = Authenticator.objects.filter(user=account)
    chosen = list(rows.filter(pk=factor_id) if factor_id else rows)
    for factor in chosen:
        factor.delete()
    left = delete_dangling_recovery_codes(account)
    return [factor.type for factor in [*chosen, left] if factor]


def new_codes(account: Account) -> None:
    """Ten recovery codes in place of those there were."""
    Authenticator.objects.filter(user=account, type=Factor.CODES).delete()
    RecoveryCodes.activate(account)


def codes_left(account: Account) -> list[str]:
    """The recovery codes that have not been used yet."""
    row = Authenticator.objects.filter(user=account, type=Factor.CODES).first()
    return cast("list[str]", RecoveryCodes(row).get_unused_codes()) if row else []


def seal_anew() -> None:
    """Every secret under the newest key of personal data. What is opened by a code meanwhile is
    not overwritten: each row is locked while it is sealed."""
    for key in Authenticator.objects.exclude(type=Factor.PASSKEY).values_list("pk", flat=True):
        with transaction.atomic():
            row = Authenticator.objects.select_for_update(no_key=True).filter(pk=key).first()
            if row is not None:
                for name in _SEALED & row.data.keys():
                    row.data[name] = encrypt(decrypt(row.data[name]))
                row.save(update_fields=["data"])


def note(request: Request, account: Account, way: Way, **details: Any) -> None:
    """Keep in the session that somebody proved who they are, how, and when."""
    record_authentication(request, account, way.value, **details)


def proofs(request: Request, account: Any) -> list[dict[str, Any]]:
    """How whoever sits at this browser proved who they are, the latest last; no statement."""
    return cast("list[dict[str, Any]]", get_authentication_records(request, account))
