"""A request comes in: placed, sorted, promised, numbered, and never twice."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from linli.cases import actions, queries
from linli.cases.actions import Draft, Person
from linli.cases.models import Case, Reporter
from linli.cases.queries.lists import View
from linli.cases.rules.words import CaseEvent, Channel, State
from linli.cases.tests.stories import TEXT, matter, raised
from linli.kernel import events
from linli.kernel.errors import Forbidden, Refused
from linli.kernel.models import Delivery
from linli.kernel.streets.models import Street

FRIDAY = datetime(2026, 2, 13, 2, 0, tzinfo=UTC)  # 10:00 in the street, before Spring Festival


def draft(text: str = TEXT, **details: Any) -> Draft:
    return Draft(text=text, channel=Channel.PHONE, **details)


def test_a_request_has_number_owner_category_desk_and_due_time(town: Any) -> None:
    grid = town.grids["e1"]
    with time_machine.travel(FRIDAY, tick=False):
        case = raised(town, lat=grid.lat, lon=grid.lon)
    assert case.number == "YY-20260213-0001"
    assert case.state == State.REGISTERED
    assert case.owner_id == town.organisations["centre"].pk
    assert case.grid_id == grid.pk
    assert case.category.code == "facilities.stairwell_light"
    assert "楼道灯" in case.because
    # Five working days over the holiday: Saturday 14th is worked, 15th to 23rd are not.
    assert case.due_at == datetime(2026, 2, 27, 10, 0, tzinfo=UTC)


def test_the_event_goes_to_the_journal_and_out_to_its_consumer(town: Any) -> None:
    case = raised(town)
    (event,) = events.history(town.street.pk, case.pk)
    assert event.kind == CaseEvent.REGISTERED
    assert event.after["state"] == "registered"
    assert TEXT not in str(event.after)
    told = Delivery.objects.filter(street_id=town.street.pk, event_id=event.pk)
    assert sorted(told.values_list("consumer", flat=True)) == ["notices", "seal"]


def test_numbers_count_per_local_day(town: Any) -> None:
    with time_machine.travel(datetime(2026, 11, 21, 15, 59, tzinfo=UTC), tick=False):
        assert raised(town).number == "YY-20261121-0001"
        assert raised(town).number == "YY-20261121-0002"
    with time_machine.travel(datetime(2026, 11, 21, 16, 0, tzinfo=UTC), tick=False):
        assert raised(town).number == "YY-20261122-0001"


def test_the_same_sending_twice_is_one_request(town: Any) -> None:
    first = raised(town, once="one-click")
    again = raised(town, text="别的话", once="one-click")
    assert again.pk == first.pk
    assert Case.objects.filter(street_id=town.street.pk).count() == 1


def test_a_scanned_place_decides_before_point_and_words(town: Any) -> None:
    unit, far = town.areas["home-3-2"], town.grids["w2"]
    case = raised(town, area_id=unit.pk, lat=far.lat, lon=far.lon, channel=Channel.QR)
    assert case.area_id == unit.pk
    assert case.grid_id == town.grids["e2"].pk


def test_the_address_finds_the_building_and_its_grid(town: Any) -> None:
    case = raised(town, address="样板家园3号楼2单元")
    assert case.area_id == town.areas["home-3-2"].pk
    assert case.grid_id == town.grids["e2"].pk


def test_a_place_named_in_the_text_is_found(town: Any) -> None:
    case = raised(town, text="样板家园1号楼的楼道灯坏了")
    assert case.grid_id == town.grids["e1"].pk


def test_a_point_outside_is_kept_and_goes_to_the_dispatcher(town: Any) -> None:
    case = raised(town, lat=30.0, lon=110.0)
    assert case.is_outside
    assert (case.lat, case.lon, case.grid_id) == (30.0, 110.0, None)
    assert case.owner_id == town.organisations["centre"].pk


def test_swapped_coordinates_are_put_right(town: Any) -> None:
    grid = town.grids["e1"]
    case = raised(town, lat=grid.lon, lon=grid.lat)
    assert (case.lat, case.lon) == (grid.lat, grid.lon)
    assert case.grid_id == grid.pk


@pytest.mark.parametrize(("lat", "lon"), [(0.0, 0.0), (float("nan"), 1.0), (900.0, 1.0)])
def test_a_nonsense_point_is_refused(town: Any, lat: float, lon: float) -> None:
    with pytest.raises(Refused):
        raised(town, lat=lat, lon=lon)


def test_markup_stays_text(town: Any) -> None:
    text = "<script>alert(1)</script><b>路灯</b>不亮"
    assert raised(town, text=text).text == text


def test_an_unknown_category_falls_back_to_the_words(town: Any) -> None:
    case = raised(town, category="没有这一类")
    assert case.category.code == "facilities.stairwell_light"


def test_a_known_category_needs_no_words(town: Any) -> None:
    case = raised(town, text="来个人看看", category="facilities.street_light")
    assert case.category_id == matter(town, "facilities.street_light").pk
    assert case.suggested_owner_id == town.organisations["urban_management"].pk


def test_without_words_or_place_the_last_resort_still_owns_it(town: Any) -> None:
    case = raised(town, text="来个人看看行吗")
    assert case.category is None
    assert case.owner_id == case.suggested_owner_id == town.organisations["centre"].pk


def test_an_anonymous_person_leaves_neither_name_nor_account(town: Any) -> None:
    person = Person("示小甲", "", town.account("resident").pk, is_anonymous=True)
    case = raised(town, person=person)
    reporter = Reporter.objects.get(street_id=town.street.pk, case_id=case.pk)
    assert (reporter.name, reporter.account_id, reporter.is_anonymous) == ("", None, True)


def test_a_phone_number_is_found_however_it_was_written(town: Any) -> None:
    case = raised(town, person=Person("示小甲", "+86 199-0000-1234"))
    filters = queries.Filters(View.ALL, "199 0000 1234")
    street = Street.objects.get(pk=town.street.pk)
    found = queries.inbox(town.actor("dispatcher"), street, filters)
    assert [row.case.pk for row in found.rows] == [case.pk]


@pytest.mark.parametrize("role", ["clerk", "grid", "dispatcher"])
def test_staff_type_for_somebody_who_phoned(town: Any, role: str) -> None:
    wanted = replace(draft(), channel=Channel.HOTLINE)
    assert actions.register(actor=town.actor(role), draft=wanted).channel == Channel.HOTLINE


@pytest.mark.parametrize("role", ["resident", "volunteer", "department"])
def test_others_may_not_type_for_somebody(town: Any, role: str) -> None:
    with pytest.raises(Forbidden):
        actions.register(actor=town.actor(role), draft=replace(draft(), channel=Channel.HOTLINE))
