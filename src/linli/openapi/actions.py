"""Keys are made at the console."""

from collections.abc import Sequence

from linli.kernel import events
from linli.kernel.action import action
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Forbidden, Refused
from linli.openapi.models import Key, fingerprint, new_secret
from linli.openapi.rules import KeyEvent, why_not_key
from linli.words import N_, Reason


@action
def create_key(*, actor: Actor, name: str, may: Sequence[str]) -> str:
    """Make a key; returns the secret, which nobody can read again."""
    if actor.kind is not ActorKind.SYSTEM:
        raise Forbidden(Reason("console_only", N_("密钥只能在服务器命令行创建。")))
    reason = why_not_key(name, may)
    if reason:
        raise Refused(reason)
    secret = new_secret()
    key = Key.objects.create(
        street_id=actor.street_id, name=name, may=list(may), digest=fingerprint(secret)
    )
    events.record(actor, KeyEvent.CREATED, key, after={"may": list(may)})
    return secret
