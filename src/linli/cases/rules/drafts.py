"""A request as it comes in, before it has a place, a desk and a number."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from linli.cases.rules.words import Channel, Kind, State, Urgency


@dataclass(frozen=True, slots=True)
class Person:
    """Who raises it; an anonymous person leaves neither name nor account."""

    name: str = ""
    phone: str = ""
    account_id: UUID | None = None
    is_anonymous: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a request: what it is about, in words and by category, and whose it is."""

    text: str
    category_id: UUID
    owner_id: UUID


@dataclass(frozen=True, slots=True)
class Draft:
    """A request as it comes in; only ``text`` and ``channel`` are needed.

    ``lat`` and ``lon`` are degrees of WGS-84, ``area_id`` a scanned place, ``grid_id`` a grid
    chosen on the map. ``once`` and (``source``, ``external_id``) make sending again harmless.
    ``registered_at``, ``due_at`` and ``ended_at`` (aware) come with what another system has kept,
    and so do the ``reply`` and the owner of a request that ``is_ended``, at a time it may not have
    kept.
    """

    text: str
    channel: Channel
    kind: Kind = Kind.HELP
    category: str = ""
    category_id: UUID | None = None
    urgency: Urgency | None = None
    address: str = ""
    lat: float | None = None
    lon: float | None = None
    area_id: UUID | None = None
    grid_id: UUID | None = None
    person: Person = field(default_factory=Person)
    once: str | None = None
    source: str = ""
    external_id: str | None = None
    registered_at: datetime | None = None
    due_at: datetime | None = None
    ended_at: datetime | None = None
    is_ended: bool = False
    owner_id: UUID | None = None
    reply: str = ""

    @property
    def state(self) -> State:
        """A request that ended elsewhere comes in closed."""
        return State.CLOSED if self.is_ended or self.ended_at else State.REGISTERED
