"""Adding, renaming and closing areas."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from linli.kernel import events
from linli.kernel.actor import Actor, ActorKind, Standing
from linli.kernel.errors import Forbidden, NotFound, Refused
from linli.kernel.streets.models import Street, new_id
from linli.places import actions
from linli.places.models import Area
from linli.places.rules import AreaKind, AreaRow, normal_name
from linli.places.tests import factories
from linli.places.tests.factories import STREET, WEST, area, system


def of(street: Street, code: str) -> Area:
    return Area.objects.get(street_id=street.pk, code=code, valid_to=None)


def refusal(*, row: AreaRow, street: Street) -> str:
    with pytest.raises(Refused) as refused:
        actions.add_area(actor=system(street), row=row)
    assert str(refused.value)
    return refused.value.reason.code


def test_areas_are_numbered_below_their_parent(town: Street) -> None:
    assert of(town, STREET).path == "0001."
    assert of(town, WEST).path == "0001.0001."
    assert of(town, "hp-3-2").path == "0001.0001.0001.0001.0001."


def test_an_area_without_a_code_gets_one_from_its_parent(town: Street) -> None:
    building = area(town, AreaKind.BUILDING, "4号楼", "hp")
    assert building.code == "hp-0002"


def test_adding_an_area_is_recorded_and_moves_the_revision(town: Street) -> None:
    before = town.revision
    building = area(town, AreaKind.BUILDING, "4号楼", "hp")
    town.refresh_from_db()
    assert town.revision == before + 1
    (event,) = events.history(town.pk, building.pk)
    assert event.kind == "places.area.added"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (
            AreaRow(kind=AreaKind.SUBDISTRICT, name="又一街道", code="370983002000"),
            "second_subdistrict",
        ),
        (AreaRow(kind=AreaKind.COMMUNITY, name="红旗社区", code="370983002001"), "bad_code"),
        (AreaRow(kind=AreaKind.COMMUNITY, name="红旗社区"), "bad_code"),
        (AreaRow(kind=AreaKind.COMMUNITY, name="红旗社区", code=WEST), "duplicate_code"),
        (AreaRow(kind=AreaKind.COMPOUND, name="新湖小区"), "no_parent"),
        (AreaRow(kind=AreaKind.COMPOUND, name="新湖小区", parent="没有"), "unknown_parent"),
        (AreaRow(kind=AreaKind.COMPOUND, name="新湖小区", parent=STREET), "wrong_parent"),
        (
            AreaRow(kind=AreaKind.COMPOUND, name="和平小区", parent=WEST, code="hp2"),
            "duplicate_name",
        ),
        (AreaRow(kind=AreaKind.COMPOUND, name="和平 小区", parent=WEST), "duplicate_code"),
        (AreaRow(kind=AreaKind.COMPOUND, name="", parent=WEST), "no_name"),
        (AreaRow(kind=AreaKind.COMPOUND, name="长" * 101, parent=WEST), "name_too_long"),
        (AreaRow(kind=AreaKind.BUILDING, name="5号楼", parent="hp", grid="1"), "unknown_grid"),
        (
            AreaRow(kind=AreaKind.BUILDING, name="5号楼", parent="hp", grid=factories.EAST + "001"),
            "grid_elsewhere",
        ),
    ],
)
def test_an_area_out_of_order_is_refused(town: Street, row: AreaRow, code: str) -> None:
    assert refusal(row=row, street=town) == code


def test_a_renamed_area_is_found_by_its_new_name_and_the_event_keeps_the_old(town: Street) -> None:
    compound = of(town, "hp")
    actions.rename_area(actor=system(town), area_id=compound.pk, name="和平家园 三期")
    compound.refresh_from_db()
    assert compound.search == normal_name("和平家园3期")
    event = events.history(town.pk, compound.pk)[-1]
    assert (event.before, event.after) == ({"name": "和平小区"}, {"name": "和平家园 三期"})


def test_an_area_may_not_take_the_name_of_its_neighbour(town: Street) -> None:
    area(town, AreaKind.COMPOUND, "新湖小区", WEST)
    with pytest.raises(Refused, match="已有"):
        actions.rename_area(actor=system(town), area_id=of(town, "hp").pk, name="新湖小区")


def test_only_an_empty_area_can_be_closed(town: Street) -> None:
    for code, reason in (("hp-3", "not_empty"), (factories.EAST, "has_grids")):
        with pytest.raises(Refused) as refused:
            actions.close_area(actor=system(town), area_id=of(town, code).pk)
        assert refused.value.reason.code == reason


def test_the_code_of_a_closed_area_is_free_and_its_number_is_not(town: Street) -> None:
    dwelling = of(town, "hp-3-2-501")
    closed = actions.close_area(actor=system(town), area_id=dwelling.pk)
    assert closed.valid_to is not None
    again = area(town, AreaKind.DWELLING, "501", "hp-3-2", code="hp-3-2-501")
    assert again.path == closed.path[:-5] + "0002."
    with pytest.raises(Refused):
        actions.close_area(actor=system(town), area_id=closed.pk)


@pytest.mark.parametrize("days", [-1, 1])
def test_an_area_ends_neither_before_it_began_nor_in_the_future(town: Street, days: int) -> None:
    dwelling = of(town, "hp-3-2-501")
    day: date = dwelling.valid_from + timedelta(days)
    with pytest.raises(Refused) as refused:
        actions.close_area(actor=system(town), area_id=dwelling.pk, last_day=day)
    assert refused.value.reason.code == "bad_day"


def test_a_secretary_renames_in_her_own_community_only(town: Street) -> None:
    west, east = of(town, WEST), of(town, factories.EAST)
    post = Standing("secretary", community_id=west.pk)
    secretary = Actor(ActorKind.ACCOUNT, town.pk, new_id(), (post,))
    actions.rename_area(actor=secretary, area_id=of(town, "hp").pk, name="和平新区")
    with pytest.raises(Forbidden) as forbidden:
        actions.rename_area(actor=secretary, area_id=east.pk, name="盛源")
    assert str(forbidden.value) == "只有管理员、本社区书记可以更名。"
    with pytest.raises(Forbidden):
        actions.close_area(actor=secretary, area_id=of(town, "hp").pk)


def test_an_area_of_another_street_is_not_found(town: Street) -> None:
    other = factories.street("370983002000")
    with pytest.raises(NotFound):
        actions.rename_area(actor=system(other), area_id=of(town, "hp").pk, name="x")


def test_the_database_refuses_a_community_without_a_street_above_it(town: Street) -> None:
    lonely = Area(
        street=town, kind="community", code="9", name="x", path="9.", valid_from="2026-01-01"
    )
    with pytest.raises(IntegrityError, match="area_top_is_subdistrict"), transaction.atomic():
        lonely.save(force_insert=True)


def test_everything_below_an_area_is_found_through_the_index_of_paths(town: Street) -> None:
    many = [
        Area(
            street=town,
            kind="community",
            code=str(number),
            path=f"0001.{number:04d}.",
            parent=of(town, STREET),
            valid_from="2026-01-01",
        )
        for number in range(10, 600)
    ]
    Area.objects.bulk_create(many, batch_size=100)
    with connection.as_owner(), connection.cursor() as cursor:
        cursor.execute("ANALYZE places_area")
    below = Area.objects.filter(street_id=town.pk, path__startswith="0001.0001.")
    with connection.as_owner():  # before the wall LIKE may leak and reads no index, decision 14
        plan = below.explain()
    assert "area_path_once" in plan
    assert "~>=~" in plan
    assert below.count() == 5
