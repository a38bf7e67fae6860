"""Who acts in the invented history: somebody whose post allows it, as the actions would ask."""

from collections import defaultdict
from datetime import date
from random import Random
from uuid import UUID

from linli.cases.models import Case
from linli.cases.rules.words import Channel
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.streets.models import Street
from linli.people import queries as people
from linli.people.models import Account
from linli.people.rules import STAFF, Role


class Cast:
    """Every account with its posts, found by role, by unit and by grid."""

    def __init__(
        self, street: Street, accounts: dict[str, Account], key_id: UUID, today: date
    ) -> None:
        self.street_id, self.resident = street.pk, accounts["resident"]
        self._key = Actor(ActorKind.KEY, street.pk, key_id)
        self._by_id: dict[UUID, Actor] = {}
        self._by_role: dict[str, list[Actor]] = defaultdict(list)
        self._by_unit: dict[UUID, list[Actor]] = defaultdict(list)
        self._by_grid: dict[UUID, list[Actor]] = defaultdict(list)
        for account in accounts.values():
            self.enter(account.pk, people.actor_of(account, street, today))

    def anyone(self, rng: Random, role: Role) -> Actor:
        return rng.choice(self._by_role[role])

    def account(self, account_id: UUID) -> Actor:
        return self._by_id[account_id]

    def of_unit(self, rng: Random, unit_id: UUID) -> Actor:
        return rng.choice(self._by_unit[unit_id])

    def handler(self, rng: Random, case: Case) -> Actor:
        """The person named in the case, else somebody of the owner."""
        if case.handler_id:
            return self._by_id[case.handler_id]
        return self.of_unit(rng, case.owner_id)

    def approver(self, rng: Random, case: Case) -> Actor:
        """One level up: the community's secretary, else a supervisor; never who asked."""
        secretaries = self._of_community(Role.SECRETARY, case.community_id)
        others = [actor for actor in secretaries if actor.id != case.ask_by]
        return others[0] if others and rng.random() < 0.6 else self.overseer(rng, case)

    def overseer(self, rng: Random, case: Case) -> Actor:
        """A supervisor who has not handled it."""
        supervisors = self._by_role[Role.SUPERVISOR]
        return rng.choice([actor for actor in supervisors if actor.id != case.handler_id])

    def reporter(self, case: Case, account_id: UUID | None) -> Actor:
        """By their account, else by the link of the case."""
        if account_id:
            return self.account(account_id)
        return Actor(ActorKind.LINK, self.street_id, case.pk)

    def taker(
        self, rng: Random, channel: Channel, community_id: UUID | None, grid_id: UUID | None
    ) -> Actor:
        """Who types a request in: nobody but the person for the pages, else the desk."""
        if channel is Channel.API:
            return self._key
        if channel in (Channel.VISIT, Channel.PATROL) and grid_id in self._by_grid:
            return rng.choice(self._by_grid[grid_id])
        clerks = self._of_community(Role.CLERK, community_id)
        if channel is Channel.WINDOW and clerks:
            return clerks[0]
        if channel in (Channel.PHONE, Channel.QR):
            return Actor(ActorKind.VISITOR, self.street_id)
        return self.anyone(rng, Role.DISPATCHER)

    @property
    def key_source(self) -> str:
        return f"key:{self._key.id}"

    def _of_community(self, role: Role, community_id: UUID | None) -> list[Actor]:
        return [
            actor
            for actor in self._by_role[role]
            if any(standing.community_id == community_id for standing in actor.standings)
        ]

    def enter(self, account_id: UUID, actor: Actor) -> None:
        """Somebody who acts under this account from now on."""
        self._by_id[account_id] = actor
        for standing in actor.standings:
            self._by_role[standing.role].append(actor)
            if standing.organisation_id and standing.role in STAFF:
                self._by_unit[standing.organisation_id].append(actor)
            if standing.grid_id:
                self._by_grid[standing.grid_id].append(actor)
