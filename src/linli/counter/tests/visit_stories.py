"""Short cuts of the tests: a hall with two windows that can be booked, and who books there."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from linli.capacity import actions as capacity
from linli.capacity.rules import Kind
from linli.capacity.tests import factories
from linli.counter import actions, queries
from linli.counter.models import Application, Hall, Item
from linli.counter.rules.application_papers import Draft
from linli.counter.rules.catalogue import Kind as ItemKind
from linli.counter.rules.visits import Wish
from linli.counter.tests import counters, queue_stories
from linli.kernel.actor import Actor

NOW, MONDAY = factories.NOW, factories.MONDAY
at = factories.at


def hall(town: Any, windows: int = 1) -> Hall:
    """At the community of the east: open from Monday to Friday, 9 to 11 and 14 to 15."""
    factories.hall(town, windows)
    return queue_stories.hall(town)


def team(town: Any) -> None:
    """Two of the same community who go to people's homes."""
    east = town.organisations["east"]
    made = capacity.open_resource(
        actor=town.system, organisation=east, kind=Kind.TEAM, name="上门一组"
    )
    capacity.set_hours(
        actor=town.system, resource_id=made.pk, week=factories.week(), since=factories.SINCE
    )


def item(town: Any, code: str = "YB-01") -> Item:
    """Done on the spot."""
    kind = ItemKind.IMMEDIATE
    return counters.item(town, code, name="新生儿医保", kind=kind, promised={}, statutory={})


def wish(town: Any, start: datetime | None = None, **details: Any) -> Wish:
    start = at(MONDAY, 9) if start is None else start
    whole = Wish(town.organisations["east"].pk, Kind.WINDOW, town.street.day(start), start)
    return replace(whole, **details)


def draft(town: Any, item_id: Any, **details: Any) -> Draft:
    return Draft(**{"item_id": item_id, **counters.WHO, **details})


def booked(town: Any, start: datetime | None = None, **details: Any) -> Application:
    """By somebody without account, unless ``by`` names one."""
    by = details.pop("by", "")
    actor = town.actor(by) if by else queue_stories.visitor(town)
    found = Item.objects.filter(street_id=town.street.pk, code="YB-01").first() or item(town)
    given = {"account_id": town.account(by).pk} if by else {}
    wanted = wish(town, start, **details.pop("wish", {}))
    return actions.book_visit(
        actor=actor, draft=draft(town, found.pk, **given, **details), wish=wanted
    )


def holder(application: Application) -> Actor:
    """Whoever has the link."""
    return queries.opened_visit(application.street, queries.visit_token(application))[1]
