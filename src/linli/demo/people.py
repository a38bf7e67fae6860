"""Everybody with a post: the demo accounts, 301 grid workers, offices, departments, companies.

Only the demo accounts have a password. All names and numbers are plainly invented.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from django.contrib.auth.hashers import make_password

from linli.demo import hall, texts
from linli.demo.town import plan
from linli.demo.units import CENTRE, SHOP
from linli.kernel import events
from linli.kernel.actor import Actor
from linli.kernel.events import Audience
from linli.kernel.personal import blind
from linli.people.models import Account, Organisation, Post
from linli.people.rules import OrganisationKind, PeopleEvent, Role
from linli.places.models import Area, Grid
from linli.places.rules import GridKind

PASSWORD = "linli-demo"  # noqa: S105 - shown to whoever starts the demo
SECOND_POSTS = 14
# What each demo account is there to show, in Chinese and English.
DEMO_ACCOUNTS = {
    "resident": ("居民", "resident"),
    "neighbour": ("邻长", "neighbour lead"),
    "grid": ("网格员", "grid worker"),
    "clerk": ("窗口人员", "window clerk"),
    "dispatcher": ("派单员", "dispatcher"),
    "supervisor": ("督办员", "supervisor"),
    "secretary": ("社区书记", "community secretary"),
    "leader": ("街道领导", "subdistrict leader"),
    "department": ("部门经办（城管）", "department (urban management)"),
    "volunteer": ("志愿者", "volunteer"),
    "shop": ("合作商户", "partner shop"),
    "auditor": ("审计员", "auditor"),
    "security": ("安全员", "security officer"),
    "admin": ("管理员", "administrator"),
}


@dataclass(slots=True)
class Ground:
    """What posts are given for."""

    areas: dict[str, Area]
    grids: dict[str, Grid]
    units: dict[str, Organisation]


@dataclass(slots=True)
class Roster:
    """The accounts and posts made so far; written at once."""

    actor: Actor
    rng: Random
    since: date
    accounts: dict[str, Account] = field(default_factory=dict)
    posts: list[Post] = field(default_factory=list)

    def add(self, username: str, role: Role | None = None, **place: Any) -> None:
        """An account, or one that is there already, and the post it holds."""
        account = self.accounts.get(username) or Account(
            street_id=self.actor.street_id,
            username=username,
            name=texts.person_name(self.rng),
            phone=texts.phone(self.rng),
            password=make_password(None),
        )
        self.accounts[username] = account
        if role:
            since = self.since - timedelta(days=self.rng.randrange(900))
            self.posts.append(
                Post(
                    street_id=self.actor.street_id,
                    account=account,
                    role=role,
                    since=since,
                    **place,
                )
            )


def engage(actor: Actor, ground: Ground, today: date) -> dict[str, Account]:
    """Open every account and fill every post; returns the accounts by username."""
    roster = Roster(actor, Random("linli people"), today - timedelta(days=120))
    _engage_offices(roster, ground)
    _engage_grids(roster, ground)
    _engage_others(roster, ground)
    password = make_password(PASSWORD)
    for username in DEMO_ACCOUNTS:
        roster.accounts[username].password = password
    resident = roster.accounts["resident"]
    resident.phone_index = blind(resident.phone)
    Account.objects.bulk_create(roster.accounts.values(), batch_size=500)
    Post.objects.bulk_create(roster.posts, batch_size=500)
    events.write(_registered(roster))
    events.write(_appointed(roster))
    return roster.accounts


def _engage_offices(roster: Roster, ground: Ground) -> None:
    centre = {"organisation": ground.units[CENTRE]}
    for number, suffix in enumerate(("", "-2", "-3")):
        roster.add(f"dispatcher{suffix}", Role.DISPATCHER, **centre)
        if number < 2:
            roster.add(f"supervisor{suffix}", Role.SUPERVISOR, **centre)
    roster.add("leader", Role.LEADER)
    roster.add("auditor", Role.AUDITOR)
    roster.add("security", Role.SECURITY)
    roster.add("admin", Role.ADMIN)
    for number, code in enumerate(plan().communities, 1):
        suffix = "" if code == plan().shown.community else f"-{number:02d}"
        at = {"community": ground.areas[code], "organisation": ground.units[f"office-{code}"]}
        roster.add(f"secretary{suffix}", Role.SECRETARY, **at)
        roster.add(f"clerk{suffix}", Role.CLERK, **at)


def _engage_grids(roster: Roster, ground: Ground) -> None:
    """One lead for each basic and exclusive grid, and a second post in some.

    Their posts name no organisation: a grid worker sees the own grid, not the whole community.
    """
    codes = sorted(code for code, grid in ground.grids.items() if grid.kind != GridKind.MICRO)
    for number, code in enumerate(codes, 1):
        username = "grid" if code == plan().shown_grid else f"grid-{number:03d}"
        roster.add(username, Role.GRID, grid=ground.grids[code], is_lead=True)
    for number, code in enumerate(roster.rng.sample(codes, SECOND_POSTS), len(codes) + 1):
        roster.add(f"grid-{number:03d}", Role.GRID, grid=ground.grids[code])


def _engage_others(roster: Roster, ground: Ground) -> None:
    """Departments and property companies work in the same way: their own requests only."""
    for code, unit in ground.units.items():
        if unit.kind in (OrganisationKind.DEPARTMENT, OrganisationKind.PROPERTY):
            username = "department" if code == "urban_management" else code
            roster.add(username, Role.DEPARTMENT, organisation=unit)
    home = ground.areas[plan().shown_building]
    team = next(
        unit
        for unit in ground.units.values()
        if unit.kind == OrganisationKind.TEAM and unit.community_id == home_community(ground)
    )
    roster.add("resident")
    roster.add("neighbour", Role.NEIGHBOUR, area=home)
    roster.add("volunteer", Role.VOLUNTEER, organisation=team)
    roster.add("shop", Role.SHOP, organisation=ground.units[SHOP])
    _engage_hall(roster, ground)


def _engage_hall(roster: Roster, ground: Ground) -> None:
    """Those who work its windows; the demo clerk has a post at the community's desk as well."""
    at = {
        "community": ground.areas[plan().shown.community],
        "organisation": ground.units[hall.unit_code()],
    }
    for username in hall.CLERKS:
        roster.add(username, Role.CLERK, **at)


def home_community(ground: Ground) -> Any:
    """The community of the demo accounts."""
    return ground.areas[plan().shown.community].pk


def _registered(roster: Roster) -> Iterator[Any]:
    for account in roster.accounts.values():
        yield events.draft(roster.actor, PeopleEvent.REGISTERED, account, audience=Audience.PRIVATE)


def _appointed(roster: Roster) -> Iterator[Any]:
    for post in roster.posts:
        after = {"account": str(post.account_id), "role": post.role}
        yield events.draft(roster.actor, PeopleEvent.APPOINTED, post, after=after)
