"""The hall of the demonstration: its windows and who is at them, and what can be booked."""

from datetime import date, time, timedelta

from linli.capacity import actions as capacity
from linli.capacity.rules import Kind, Opening
from linli.counter.actions import queue_halls
from linli.demo.town import plan
from linli.kernel.actor import Actor
from linli.people.models import Organisation

CODE, WINDOWS = "hall", ("1号窗", "2号窗", "3号窗", "4号窗")
CLERKS = ("clerk", "window-2", "window-3")  # the fourth window is not worked
_RESOURCES = (
    (Kind.WINDOW, "预约1号窗", 20, (9, 11), (14, 16)),
    (Kind.WINDOW, "预约2号窗", 20, (9, 11), (14, 16)),
    (Kind.TEAM, "上门服务小组", 60, (9, 11), (14, 17)),
    (Kind.ROOM, "调解室", 60, (9, 12), (14, 17)),
)


def unit_code() -> str:
    """The organisation whose hall it is."""
    return f"hall-{plan().shown.community}"


def open_hall(actor: Actor, units: dict[str, Organisation], today: date) -> None:
    """Windows, and resources with hours that have counted for the whole history."""
    unit = units[unit_code()]
    queue_halls.set_hall(
        actor=actor,
        code=CODE,
        name=f"{unit.name}便民大厅",
        organisation_id=unit.pk,
        windows=WINDOWS,
    )
    since = today - timedelta(days=120)
    for kind, name, minutes, *parts in _RESOURCES:
        one = capacity.open_resource(actor=actor, organisation=unit, kind=kind, name=name)
        week = [
            Opening(weekday, time(opens), time(closes), minutes, phone=20, internal=10)
            for weekday in range(5)
            for opens, closes in parts
        ]
        capacity.set_hours(actor=actor, resource_id=one.pk, week=week, since=since)
