"""Short cuts of the tests: a hall with two windows, people who come."""

from datetime import date
from typing import Any

from linli.counter.actions import queue, queue_halls
from linli.counter.models import Hall, Item, ItemVersion, Ticket, Window
from linli.counter.rules.queue import WindowState
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.streets import context


def hall(town: Any, code: str = "east", unit: str = "east") -> Hall:
    """With two windows, at which nobody is yet, and two things that can be applied for."""
    made = queue_halls.set_hall(
        actor=town.actor("admin"),
        code=code,
        name="东样便民大厅",
        organisation_id=town.organisations[unit].pk,
        windows=["1号窗", "2号窗"],
    )
    with context.in_street(town.street.pk):
        for order, (item_code, name) in enumerate({"T-01": "样例登记", "T-02": "样例补贴"}.items()):
            item, is_new = Item.objects.get_or_create(
                street_id=town.street.pk, code=item_code, defaults={"order": order}
            )
            if is_new:
                ItemVersion.objects.create(
                    street_id=town.street.pk,
                    item=item,
                    number=1,
                    since=date(2020, 1, 1),
                    name=name,
                    kind="immediate",
                )
    return made


def window(town: Any, hall: Hall, name: str = "1号窗", who: str = "clerk") -> Window:
    """At work, with somebody at it."""
    found = Window.objects.get(street_id=town.street.pk, hall=hall, name=name)
    return queue_halls.set_window(actor=town.actor(who), window_id=found.pk, state=WindowState.OPEN)


def visitor(town: Any) -> Actor:
    return Actor(ActorKind.VISITOR, town.street.pk)


def holder(ticket: Ticket) -> Actor:
    return Actor(ActorKind.LINK, ticket.street_id, ticket.pk)


def comes(town: Any, hall: Hall, **details: Any) -> Ticket:
    """A number taken at the desk, where no hour stands in the way."""
    return queue.take_ticket(actor=town.actor("clerk"), hall_id=hall.pk, **details)
