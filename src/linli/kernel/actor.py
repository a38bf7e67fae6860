"""Who acts: a small value, made once per request, passed to every action and query."""

from dataclasses import dataclass
from uuid import UUID

from linli.words import N_, Word


class ActorKind(Word):
    VISITOR = "visitor", N_("访客")
    ACCOUNT = "account", N_("账号")
    LINK = "link", N_("专属链接")
    HANDLER = "handler", N_("办理链接")
    KEY = "key", N_("接口密钥")
    SYSTEM = "system", N_("系统")


@dataclass(frozen=True, slots=True)
class Standing:
    """One post held now: a role, and where it counts. All places empty means the whole street.
    ``acts_for`` is the account whose post it is, for a deputy."""

    role: str
    community_id: UUID | None = None
    grid_id: UUID | None = None
    area_path: str | None = None
    organisation_id: UUID | None = None
    acts_for: UUID | None = None

    @property
    def is_street_wide(self) -> bool:
        return self.community_id is None and self.grid_id is None and self.area_path is None


@dataclass(frozen=True, slots=True)
class Actor:
    """``id`` is the account, the key, or what a link opens: for whoever raised it to
    follow, for a handler without account to work on. A visitor and the system have none."""

    kind: ActorKind
    street_id: int
    id: UUID | None = None
    standings: tuple[Standing, ...] = ()

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(standing.role for standing in self.standings)

    @property
    def stands_in_for(self) -> frozenset[UUID]:
        """The accounts whose posts somebody holds as a deputy."""
        return frozenset(s.acts_for for s in self.standings if s.acts_for)

    @property
    def organisations(self) -> frozenset[UUID]:
        return frozenset(s.organisation_id for s in self.standings if s.organisation_id)


def system(street_id: int) -> Actor:
    """The actor of imports at the console, nightly jobs and the demo loader."""
    return Actor(ActorKind.SYSTEM, street_id)
