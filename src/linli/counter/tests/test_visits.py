"""An hour for an application: had, refused in words, moved, given back, kept."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from linli.capacity import actions as capacity
from linli.capacity.models import Booking
from linli.capacity.rules import State as BookingState
from linli.capacity.tests.factories import HOLIDAY
from linli.counter import actions, queries
from linli.counter.models import Application, Hall, TicketItem
from linli.counter.rules.application_papers import Ticked
from linli.counter.rules.application_words import Paper, Stars, State, Way
from linli.counter.rules.queue import TicketState
from linli.counter.rules.visits import Wish
from linli.counter.tests import counters
from linli.counter.tests import visit_stories as stories
from linli.counter.tests.visit_stories import MONDAY, NOW, at
from linli.kernel import clock
from linli.kernel.errors import NotFound, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock_hand():
    with time_machine.travel(NOW, tick=False) as hand:
        yield hand


@pytest.fixture
def hall(town: Any) -> Hall:
    return stories.hall(town)


def applications(town: Any) -> list[Application]:
    return list(Application.objects.filter(street_id=town.street.pk))


def hour(application: Application) -> Booking:
    return Booking.objects.get(street_id=application.street_id, pk=application.booking_id)


def test_a_visitor_has_an_hour_and_an_application_for_it(town: Any, hall: Hall):
    one = stories.booked(town)
    assert (one.state, hour(one).start, hour(one).holder_id) == (
        State.BOOKED,
        at(MONDAY, 9),
        one.pk,
    )


def test_with_an_account_it_is_the_accounts(town: Any, hall: Hall):
    one = stories.booked(town, by="resident")
    assert hour(one).holder_id == one.account_id == town.account("resident").pk


def test_what_a_visitor_typed_is_in_nobody_elses_name(town: Any, hall: Hall):
    assert stories.booked(town, phone=town.account("resident").phone).account_id is None


def test_sent_twice_it_is_one(town: Any, hall: Hall):
    assert stories.booked(town, once="click").pk == stories.booked(town, once="click").pk
    assert len(applications(town)) == 1
    assert Booking.objects.filter(street_id=town.street.pk).count() == 1


def test_two_windows_can_be_had_at_one_time_and_no_third(town: Any):
    stories.hall(town, windows=2)
    first, second = (stories.booked(town, phone=f"1990000123{n}") for n in range(2))
    assert hour(first).resource_id != hour(second).resource_id
    with pytest.raises(Refused) as refused:
        stories.booked(town)
    assert refused.value.reason.code == "just_taken"
    assert len(applications(town)) == 2


@pytest.mark.parametrize(
    ("start", "code"),
    [
        (NOW - timedelta(days=1), "slot_past"),
        (at(MONDAY, 12), "outside_hours"),
        (at(HOLIDAY, 9), "closed_that_day"),
        (at(MONDAY, 9) + timedelta(days=70), "slot_far"),
    ],
)
def test_an_hour_that_cannot_be_had_leaves_nothing(town: Any, hall: Hall, start: Any, code: str):
    if code == "slot_past":
        start = at((NOW - timedelta(days=1)).date(), 9)
    with pytest.raises(Refused) as refused:
        stories.booked(town, start)
    assert refused.value.reason.code == code
    assert refused.value.reason.field == "start"
    assert applications(town) == []


def test_a_phone_is_needed_and_has_three_at_most(town: Any, hall: Hall):
    with pytest.raises(Refused) as refused:
        stories.booked(town, phone="12345")
    assert refused.value.reason.field == "phone"
    for hours in (9, 10, 14):
        stories.booked(town, at(MONDAY, hours))
    with pytest.raises(Refused) as refused:
        stories.booked(town, at(MONDAY, 9, 30))
    assert refused.value.reason.code == "visits_many"


def test_who_often_did_not_come_books_by_phone(town: Any, hall: Hall, clock_hand: Any):
    for minutes in (0, 30, 60):
        one = stories.booked(town, at(MONDAY, 9) + timedelta(minutes=minutes), by="resident")
        actions.withdraw(actor=town.actor("resident"), application_id=one.pk)
        Booking.objects.filter(street_id=town.street.pk, pk=one.booking_id).update(
            state=BookingState.MISSED
        )
    with pytest.raises(Refused) as refused:
        stories.booked(town, at(MONDAY, 14), by="resident")
    assert refused.value.reason.code == "by_phone_only"


def test_we_come_to_an_address_only(town: Any, hall: Hall):
    stories.team(town)
    kind = stories.Kind.TEAM
    with pytest.raises(Refused) as refused:
        stories.booked(town, wish={"kind": kind})
    assert refused.value.reason.field == "address"
    one = stories.booked(town, wish={"kind": kind, "address": "样板家园1号楼"})
    assert (one.address, hour(one).resource.kind) == ("样板家园1号楼", kind)


def full(town: Any) -> list[Application]:
    """A Monday of which every hour is taken, each by another phone."""
    starts = [at(MONDAY, *time) for time in ((9, 0), (9, 30), (10, 0), (10, 30), (14, 0), (14, 30))]
    return [stories.booked(town, s, phone=f"1990000200{n}") for n, s in enumerate(starts)]


def test_on_a_full_day_one_waits_and_is_offered_what_comes_free(town: Any, hall: Hall):
    first, *_ = full(town)
    item_id = first.item_version.item_id
    wish = Wish(town.organisations["east"].pk, stories.Kind.WINDOW, MONDAY)
    waiting = actions.book_visit(
        actor=stories.queue_stories.visitor(town), draft=stories.draft(town, item_id), wish=wish
    )
    assert waiting.booking is None
    assert [one.day for one in shown(town, waiting).waits] == [MONDAY]
    actions.withdraw(actor=stories.holder(first), application_id=first.pk)
    (offer,) = shown(town, waiting).offers
    actions.take_offer(
        actor=stories.holder(waiting), application_id=waiting.pk, booking_id=offer.pk
    )
    found = shown(town, waiting)
    assert (found.booking.start, found.waits, found.offers) == (at(MONDAY, 9), [], [])


def test_nobody_waits_for_a_day_that_has_hours(town: Any, hall: Hall):
    one = stories.booked(town)
    wish = Wish(town.organisations["east"].pk, stories.Kind.WINDOW, MONDAY)
    with pytest.raises(Refused) as refused:
        actions.move_visit(actor=stories.holder(one), application_id=one.pk, wish=wish)
    assert refused.value.reason.code == "still_free"


def test_who_does_not_want_to_wait_leaves_the_list(town: Any, hall: Hall):
    first, *_ = full(town)
    wish = Wish(town.organisations["east"].pk, stories.Kind.WINDOW, MONDAY)
    actions.move_visit(actor=stories.holder(first), application_id=first.pk, wish=wish)
    actions.move_visit(actor=stories.holder(first), application_id=first.pk, wish=wish)
    actions.leave_list(actor=stories.holder(first), application_id=first.pk)
    assert shown(town, first).waits == []


def shown(town: Any, one: Application) -> Any:
    fresh = Application.objects.get(street_id=town.street.pk, pk=one.pk)
    return queries.visit_of(town.street, fresh, [])


def test_an_hour_is_changed_and_the_old_one_is_free(town: Any, hall: Hall):
    one = stories.booked(town)
    moved = actions.move_visit(
        actor=stories.holder(one),
        application_id=one.pk,
        wish=stories.wish(town, at(MONDAY, 14)),
    )
    assert hour(moved).start == at(MONDAY, 14)
    assert hour(stories.booked(town)).start == at(MONDAY, 9)


def test_a_taken_hour_leaves_the_one_that_somebody_has(town: Any, hall: Hall):
    one, _ = stories.booked(town), stories.booked(town, at(MONDAY, 10), phone="19900009999")
    with pytest.raises(Refused) as refused:
        actions.move_visit(
            actor=stories.holder(one),
            application_id=one.pk,
            wish=stories.wish(town, at(MONDAY, 10)),
        )
    assert refused.value.reason.code == "just_taken"
    assert shown(town, one).booking.start == at(MONDAY, 9)


def test_nobody_touches_the_hour_of_somebody_else(town: Any, hall: Hall):
    one, other = stories.booked(town), stories.booked(town, at(MONDAY, 10), phone="19900009999")
    for actor in (town.actor("resident"), stories.holder(other)):
        with pytest.raises(NotFound):
            actions.move_visit(
                actor=actor, application_id=one.pk, wish=stories.wish(town, at(MONDAY, 14))
            )
        with pytest.raises(Refused):
            actions.withdraw(actor=actor, application_id=one.pk)
        with pytest.raises(NotFound):
            actions.arrive_visit(actor=actor, application_id=one.pk, hall_id=hall.pk)


def test_a_cancelled_visit_gives_the_hour_back(town: Any, hall: Hall):
    one = stories.booked(town)
    gone = actions.withdraw(actor=stories.holder(one), application_id=one.pk)
    assert (gone.state, hour(one).state) == (State.WITHDRAWN, BookingState.CANCELLED)


def test_a_forgotten_applicant_is_not_expected(town: Any, hall: Hall):
    one = stories.booked(town, by="resident")
    account = town.account("resident")
    actions.forget_person(actor=town.system, account_id=account.pk, phone=account.phone)
    assert hour(one).state == BookingState.CANCELLED


def test_whoever_is_here_gets_one_number_with_the_hour_on_it(
    town: Any, hall: Hall, clock_hand: Any
):
    one = stories.booked(town)
    clock_hand.move_to(at(MONDAY, 9) - timedelta(minutes=5))
    tickets = [
        actions.arrive_visit(actor=actor, application_id=one.pk, hall_id=hall.pk)
        for actor in (stories.holder(one), town.actor("clerk"))
    ]
    assert tickets[0].pk == tickets[1].pk
    assert (tickets[0].number, tickets[0].booked_for) == ("Y001", at(MONDAY, 9))
    assert hour(one).state == BookingState.ARRIVED
    (item,) = TicketItem.objects.filter(street_id=town.street.pk, ticket=tickets[0])
    assert (item.item_code, item.application_id) == ("YB-01", one.pk)


def test_on_another_day_one_is_not_expected(town: Any, hall: Hall):
    one = stories.booked(town)
    with pytest.raises(Refused) as refused:
        actions.arrive_visit(actor=stories.holder(one), application_id=one.pk, hall_id=hall.pk)
    assert refused.value.reason.code == "visit_other_day"
    assert hour(one).state == BookingState.BOOKED


def test_a_day_that_closes_leaves_the_hour_and_offers_others(town: Any, hall: Hall):
    one = stories.booked(town)
    capacity.close_day(actor=town.system, resource_id=hour(one).resource_id, day=MONDAY)
    assert hour(one).displaced_at == NOW
    tuesday = MONDAY + timedelta(days=1)
    moved = actions.move_visit(
        actor=stories.holder(one),
        application_id=one.pk,
        wish=stories.wish(town, at(tuesday, 9)),
    )
    assert hour(moved).displaced_at is None


def test_at_the_window_only_the_papers_are_left(town: Any, hall: Hall):
    one = stories.booked(town, ticked=Ticked(left_out=counters.OWN_HOME))
    assert queries.codes_of(one, Paper.NOT_NEEDED) == ["rent"]
    done = actions.take_in_booked(
        actor=town.actor("clerk"), application_id=one.pk, ticked=counters.ALL
    )
    assert (done.state, done.trips) == (State.FINISHED, 1)
    rated = actions.rate(actor=stories.holder(one), application_id=one.pk, stars=Stars.FIVE)
    assert rated.stars == 5


def test_two_go_to_somebodys_home_and_what_is_brought_is_signed_for(town: Any, hall: Hall):
    stories.team(town)
    place = {"kind": stories.Kind.TEAM, "address": "样板家园1号楼"}
    one, clerk = stories.booked(town, wish=place), town.actor("clerk")
    given = {"actor": clerk, "application_id": one.pk}
    with pytest.raises(Refused) as refused:
        actions.take_in_booked(**given, ticked=counters.ALL, way=Way.HOME)
    assert refused.value.reason.field == "companion"
    done = actions.take_in_booked(**given, ticked=counters.ALL, way=Way.HOME, companion="样小庚")
    assert (done.state, done.companion, done.trips) == (State.FINISHED, "样小庚", 0)
    with pytest.raises(Refused) as refused:
        actions.deliver(**given, way=Way.HOME)
    assert refused.value.reason.field == "signed_by"
    assert actions.deliver(**given, way=Way.HOME, signed_by="示小甲").signed_by == "示小甲"


def test_the_queue_knows_what_somebody_booked(town: Any, hall: Hall, clock_hand: Any):
    one = stories.booked(town)
    assert queries.awaited(town.street, hall) == []
    clock_hand.move_to(at(MONDAY, 9))
    assert [found.pk for found in queries.awaited(town.street, hall)] == [one.pk]
    ticket = actions.arrive_visit(actor=town.actor("clerk"), application_id=one.pk, hall_id=hall.pk)
    assert ticket.state == TicketState.WAITING
    assert queries.awaited(town.street, hall) == []
    assert clock.now() == at(MONDAY, 9)


def test_who_never_came_has_withdrawn_after_a_while(town: Any, hall: Hall, clock_hand: Any):
    one = stories.booked(town)
    clock_hand.move_to(at(MONDAY, 9) + timedelta(days=60))
    assert queries.to_lapse(town.street, clock.now()) == []
    clock_hand.move_to(at(MONDAY, 10) + timedelta(days=60))
    assert queries.to_lapse(town.street, clock.now()) == [one.pk]
    assert actions.lapse(actor=town.system, application_id=one.pk).state == State.LAPSED
