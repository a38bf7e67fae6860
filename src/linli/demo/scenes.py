"""Where an invented request happens, what it is about, who raises it and how it comes in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from linli.cases import queries
from linli.cases.actions import Draft, Person
from linli.cases.models import Category
from linli.cases.rules.words import Channel, Kind, Urgency
from linli.demo import texts
from linli.demo.cast import Cast
from linli.demo.plots import ENDED, Plot
from linli.demo.story import About
from linli.demo.town import plan
from linli.kernel.actor import Actor
from linli.kernel.streets.models import Street
from linli.places import queries as places
from linli.places.rules import AreaKind, GridKind

_CHANNELS = {
    Channel.PHONE: 34,
    Channel.QR: 20,
    Channel.HOTLINE: 17,
    Channel.WINDOW: 9,
    Channel.VISIT: 7,
    Channel.PATROL: 7,
    Channel.LETTER: 2,
    Channel.API: 4,
}
_OFTEN = {
    "traffic.illegal_parking": 7,
    "traffic.parking_shortage": 5,
    "nuisance.decoration_noise": 6,
    "nuisance.neighbour_noise": 5,
    "nuisance.fumes": 4,
    "sanitation.garbage": 7,
    "sanitation.clutter": 6,
    "sanitation.bulky": 4,
    "facilities.lift_fault": 5,
    "facilities.stairwell_light": 5,
    "facilities.street_light": 4,
    "housing.leak": 6,
    "housing.sewer": 4,
    "safety.ebike_indoors": 5,
    "property.service": 5,
    "order.street_stall": 4,
    "neighbours.dogs": 3,
    "community.praise": 2,
}
_RARE = 0.4


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in words, and how it reaches the office: by area, by point, or by words only."""

    words: str
    community_id: UUID | None = None
    grid_id: UUID | None = None
    area_id: UUID | None = None
    point: tuple[float, float] | None = None


class Scenes:
    """All the places of the subdistrict with how often something happens there."""

    def __init__(self, rng: Random, street: Street, cast: Cast) -> None:
        self.rng, self.street, self.cast = rng, street, cast
        self._atlas = places.atlas(street)
        homes = [area for area in self._atlas.areas.values() if area.kind == AreaKind.UNIT]
        self._homes = [self._home(area.id) for area in homes]
        self._hosts = [
            Spot(f"{grid.host_name}门口", grid.community_id, grid.id, None, (grid.lat, grid.lon))
            for grid in self._atlas.grids.values()
            if grid.kind == GridKind.EXCLUSIVE and grid.lat and grid.lon
        ]
        self._weights = self._crowding()
        self._wanted: dict[Plot, tuple[list[Category], list[float]]] = {}
        self._matters = [row for row in queries.catalogue(street).by_id.values() if row.parent_id]

    def spot(self, plot: Plot) -> Spot:
        """Somewhere; communities and compounds differ in how much they have to say."""
        if plot.scene == "home":
            return self._shown(lambda spot: spot.words == plan().shown_address)
        if plot.scene == "grid":
            grid = next(g.id for g in self._atlas.grids.values() if g.code == plan().shown_grid)
            return self._shown(lambda spot: spot.grid_id == grid)
        if plot.scene == "burst":
            community = self._homes[-1].community_id
            return self._shown(lambda spot: spot.community_id == community)
        draw = self.rng.random()
        if draw < 0.78:
            return self.rng.choices(self._homes, cum_weights=self._weights)[0]
        if draw < 0.93:
            return self.rng.choice(self._hosts)
        return Spot(texts.road_name(self.rng))

    def matter(self, plot: Plot) -> Category:
        """What it is about; what waits for days is seldom an emergency."""
        if plot not in self._wanted:
            fitting = [row for row in self._matters if self._fits(row, plot)]
            self._wanted[plot] = fitting, [_weight(row) for row in fitting]
        return self.rng.choices(*self._wanted[plot])[0]

    def raised(self, plot: Plot, at: datetime, spot: Spot, matter: Category) -> tuple[Actor, Draft]:
        """The request as it comes in, and who types it."""
        is_own = plot.scene == "home"
        channel = self._channel(spot, is_own=is_own)
        actor = self.cast.taker(self.rng, channel, spot.community_id, spot.grid_id)
        if is_own:
            actor = self.cast.account(self.cast.resident.pk)
        is_typed = channel not in (Channel.PHONE, Channel.QR)
        lat, lon = spot.point or (None, None)
        local = at.astimezone(ZoneInfo(self.street.zone))
        draft = Draft(
            text=texts.request_text(self.rng, matter.code, spot.words, local),
            channel=channel,
            kind=self._kind(matter),
            category=matter.code if is_typed else "",
            address="" if channel is Channel.QR else spot.words,
            lat=lat,
            lon=lon,
            area_id=spot.area_id,
            person=self._person(channel, is_own=is_own),
            source=self._source(channel),
            external_id=self._outside_number(channel),
            registered_at=at,
        )
        return actor, draft

    def about(self, spot: Spot, matter: Category, draft: Draft) -> About:
        """What the desk will find out about the request."""
        return About(
            matter=matter.code,
            category_id=matter.pk,
            urgency=matter.urgency,
            kind=draft.kind,
            place=spot.words,
            account_id=draft.person.account_id,
        )

    def _kind(self, matter: Category) -> Kind:
        special = {"community.praise": Kind.PRAISE, "community.suggestion": Kind.SUGGEST}
        if matter.code in special:
            return special[matter.code]
        if matter.urgency == Urgency.QUESTION:
            return Kind.CONSULT
        if matter.urgency == Urgency.EMERGENCY:
            return Kind.HELP
        return self.rng.choices([Kind.COMPLAIN, Kind.HELP, Kind.REPORT], [60, 32, 8])[0]

    def _fits(self, row: Category, plot: Plot) -> bool:
        if plot.matters:
            return row.code in plot.matters or row.urgency in plot.matters
        is_waiting = not ENDED & set(plot.steps.replace("?", "").split())
        return not (is_waiting and plot.oldest > 1 and row.urgency in "EU")

    def _channel(self, spot: Spot, *, is_own: bool) -> Channel:
        if is_own:
            return self.rng.choice([Channel.PHONE, Channel.QR])
        (channel,) = self.rng.choices(list(_CHANNELS), list(_CHANNELS.values()))
        needs_grid = channel in (Channel.VISIT, Channel.PATROL, Channel.QR)
        return Channel.HOTLINE if needs_grid and spot.grid_id is None else channel

    def _person(self, channel: Channel, *, is_own: bool) -> Person:
        if is_own:
            account = self.cast.resident
            return Person(account.name, account.phone, account.pk)
        if channel is Channel.PATROL or self.rng.random() < 0.07:
            return Person(is_anonymous=True)
        phone = texts.phone(self.rng) if self.rng.random() < 0.95 else ""
        return Person(texts.person_name(self.rng), phone)

    def _source(self, channel: Channel) -> str:
        return {Channel.API: self.cast.key_source, Channel.HOTLINE: "12345"}.get(channel, "")

    def _outside_number(self, channel: Channel) -> str | None:
        if channel not in (Channel.API, Channel.HOTLINE):
            return None
        return f"DEMO{self.rng.randrange(10**10):010d}"

    def _shown(self, is_there: Callable[[Spot], bool]) -> Spot:
        return self.rng.choice([spot for spot in self._homes if is_there(spot)])

    def _home(self, area_id: UUID) -> Spot:
        unit, building, compound = self._atlas.lineage(self._atlas.areas[area_id].path)
        place = places.find_place(self.street, area_id)
        if place is None:
            raise LookupError(f"{unit.code} is nowhere")
        words = f"{compound.name}{building.name}{unit.name}"
        return Spot(words, place.community_id, place.grid_id, area_id)

    def _crowding(self) -> list[float]:
        """Cumulative weights: a few compounds write in most often, as everywhere."""
        rng, weight, total, found = Random("linli crowding"), 1.0, 0.0, []
        compound = ""
        for spot in self._homes:
            name = spot.words.partition("号楼")[0].rstrip("0123456789")
            if name != compound:
                compound, weight = name, min(rng.paretovariate(1.6), 4)
            total += weight
            found.append(total)
        return found


def _weight(row: Category) -> float:
    return _RARE if row.urgency == Urgency.EMERGENCY else _OFTEN.get(row.code, 1)
