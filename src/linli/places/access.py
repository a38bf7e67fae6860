"""Who may change places. Everybody may read them: they are about nobody."""

from collections.abc import Mapping
from uuid import UUID

from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Forbidden
from linli.places.rules import Keeper, Verb
from linli.words import N_, Reason

ROLES: Mapping[str, frozenset[Verb]] = {
    Keeper.ADMIN: frozenset(Verb),
    Keeper.SECRETARY: frozenset({Verb.RENAME}),
}


def may(actor: Actor, verb: Verb, community_id: UUID | None = None) -> bool:
    """Whether a post of the actor allows the verb in the whole street or in this community."""
    if actor.kind is ActorKind.SYSTEM:
        return True
    return any(
        verb in ROLES.get(post.role, frozenset())
        and (post.is_street_wide or (community_id and post.community_id == community_id))
        for post in actor.standings
    )


def require(actor: Actor, verb: Verb, community_id: UUID | None = None) -> None:
    """Refuse with the names of those who may."""
    if not may(actor, verb, community_id):
        who = [Keeper(role).word for role, verbs in ROLES.items() if verb in verbs]
        text = N_("只有%(who)s可以%(verb)s。")
        raise Forbidden(Reason("not_allowed", text, {"who": who, "verb": verb.word}))
