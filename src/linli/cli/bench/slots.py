"""How many bookings a second when everybody wants the same hour, beside everybody another one.

Contended, all clients go through the same slots in the same order, so that for each slot as many
come at once as there are clients; apart, each client has slots of its own. What is booked twice
is counted in the table afterwards.
"""

import json
import time as clocks
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import time
from statistics import median
from threading import Barrier

from django.db import connection

from linli.capacity import actions, queries
from linli.capacity.models import Booking
from linli.capacity.queries import Free
from linli.capacity.rules import LIVE, Kind, Opening
from linli.cli.bench import ground
from linli.kernel import clock
from linli.kernel.actor import Actor, system
from linli.kernel.errors import Refused
from linli.kernel.streets import context
from linli.kernel.streets.models import Street
from linli.people.models import Organisation

CLIENTS = 8
ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Rates:
    """Bookings a second in each round; how often somebody was refused; what is booked twice."""

    contended: list[float]
    apart: list[float]
    refused: int
    double_bookings: int

    def line(self) -> str:
        """One line of JSON; medians, for a round may meet something else on the machine."""
        contended, apart = median(self.contended), median(self.apart)
        found = {
            "bench": "slots",
            "bookings_per_s": round(contended, 1),
            "apart_per_s": round(apart, 1),
            "ratio": round(contended / apart, 3),
            "double_bookings": self.double_bookings,
            "refused": self.refused,
            "clients": CLIENTS,
        }
        return json.dumps(found)


def run(amount: int, say: Callable[[str], None]) -> Rates:
    """Rounds of both sides by turns, each with slots that nobody has had."""
    street = ground.prepare()
    actor, each = system(street.pk), max(amount // ROUNDS // 2, 10)
    free = iter(_open(actor, street, ROUNDS * each * (1 + CLIENTS)))
    contended: list[float] = []
    apart: list[float] = []
    booked = 0
    say(f"{'round':>5} {'contended/s':>12} {'apart/s':>9}")
    for number in range(1, ROUNDS + 1):
        same = [next(free) for _ in range(each)]
        own = [[next(free) for _ in range(each)] for _ in range(CLIENTS)]
        for rates, wanted in ((contended, [same] * CLIENTS), (apart, own)):
            count, seconds = _timed(actor, wanted)
            booked += count
            rates.append(count / seconds)
        say(f"{number:>5} {contended[-1]:>12.1f} {apart[-1]:>9.1f}")
    refused = 2 * ROUNDS * each * CLIENTS - booked
    return Rates(contended, apart, refused, _double_bookings(street))


def _open(actor: Actor, street: Street, amount: int) -> list[Free]:
    """A hall with as many windows as there are clients, and its slots of ten minutes."""
    centre = Organisation.objects.get(street_id=street.pk, code="centre")
    week = [Opening(day, time(9), time(17), 10) for day in range(7)]
    for number in range(1, CLIENTS + 1):
        name = f"{number}号窗口"
        window = actions.open_resource(
            actor=actor, organisation=centre, kind=Kind.WINDOW, name=name
        )
        actions.set_hours(actor=actor, resource_id=window.pk, week=week, since=clock.now().date())
    street.refresh_from_db()
    with context.in_street(street.pk):
        return queries.nearest_free(street, clock.now(), centre.pk, Kind.WINDOW, limit=amount)


def _timed(actor: Actor, wanted: Sequence[Sequence[Free]]) -> tuple[int, float]:
    """Every client goes through its slots, all at once; how many were booked, in what time."""
    start = Barrier(CLIENTS)
    connection.close()  # give the pool's place back to those who work

    def work(slots: Sequence[Free]) -> int:
        start.wait()
        try:
            return sum(_books(actor, one) for one in slots)
        finally:
            connection.close()

    began = clocks.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        count = sum(pool.map(work, wanted))
    return count, clocks.perf_counter() - began


def _books(actor: Actor, one: Free) -> bool:
    try:
        actions.book(actor=actor, resource_id=one.resource.pk, start=one.slot.start)
    except Refused as refusal:
        if refusal.reason.code != "just_taken":
            raise
        return False
    return True


def _double_bookings(street: Street) -> int:
    """How many bookings too many there are, of all hours."""
    rows = Booking.objects.filter(street_id=street.pk, state__in=LIVE)
    times = Counter(rows.values_list("resource_id", "during"))
    return sum(count - 1 for count in times.values())
