"""Who calls the API: the bearer of a key."""

from django.http import HttpRequest
from ninja.security import HttpBearer

from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Forbidden
from linli.openapi.models import Key, fingerprint
from linli.words import N_, Reason


class KeyAuth(HttpBearer):
    """Accepts a key that is known and not ended; ``request.auth`` is the Key."""

    def authenticate(self, request: HttpRequest, token: str) -> Key | None:
        keys = Key.objects.select_related("street")
        return keys.filter(digest=fingerprint(token), ended_at=None).first()


def actor_of(key: Key, right: str) -> Actor:
    """The actor of a key that has the right; refuses otherwise."""
    if right not in key.may:
        raise Forbidden(
            Reason("key_lacks_right", N_("这个密钥没有 %(right)s 权限。"), {"right": right})
        )
    return Actor(ActorKind.KEY, key.street_id, key.pk)
