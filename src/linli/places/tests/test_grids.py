"""Adding, redrawing and closing grids."""

import pytest
from django.db import IntegrityError, transaction

from linli.kernel import events
from linli.kernel.actor import Actor, ActorKind, Standing
from linli.kernel.errors import Forbidden, Refused
from linli.kernel.streets.models import Street, new_id
from linli.places import actions
from linli.places.models import Area, Grid
from linli.places.rules import GridKind, GridRow
from linli.places.tests.factories import EAST, STREET, WEST, grid, square, system


def of(street: Street, code: str) -> Grid:
    return Grid.objects.get(street_id=street.pk, code=code, valid_to=None)


BASIC, MICRO, EXCLUSIVE = GridKind.BASIC, GridKind.MICRO, GridKind.EXCLUSIVE


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (GridRow(code=WEST + "001", name="x", kind=BASIC), "duplicate_code"),
        (GridRow(code=WEST + "003", name="x", kind=EXCLUSIVE), "bad_code"),
        (GridRow(code=WEST + "003", name="", kind=BASIC), "no_name"),
        (GridRow(code=WEST + "003", name="x", kind=BASIC, community=EAST), "bad_code"),
        (
            GridRow(code=WEST + "003", name="x", kind=BASIC, community=STREET),
            "grid_below_subdistrict",
        ),
        (GridRow(code=WEST + "003", name="x", kind=BASIC, community="hp"), "not_a_community"),
        (GridRow(code="370983001009001", name="x", kind=BASIC), "unknown_community"),
        (GridRow(code=WEST + "00901", name="x", kind=MICRO), "unknown_parent"),
        (GridRow(code=WEST + "00103", name="x", kind=MICRO, community=EAST), "micro_elsewhere"),
        (GridRow(code=EAST + "002", name="x", kind=BASIC, compound="hp"), "compound_elsewhere"),
        (
            GridRow(code=EAST + "501", name="x", kind=EXCLUSIVE, boundary=square(1.9)),
            "overlap",
        ),
        (
            GridRow(code=WEST + "00103", name="x", kind=MICRO, boundary=square(0.4, width=0.2)),
            "overlap",
        ),
        (
            GridRow(code=WEST + "00103", name="x", kind=MICRO, boundary=square(0.8, width=0.4)),
            "outside_parent",
        ),
    ],
)
def test_a_grid_out_of_order_is_refused(town: Street, row: GridRow, code: str) -> None:
    with pytest.raises(Refused) as refused:
        actions.add_grid(actor=system(town), row=row)
    assert refused.value.reason.code == code
    assert str(refused.value)


def test_a_grid_gets_a_label_point_inside_its_boundary(town: Street) -> None:
    assert (of(town, WEST + "001").lat, of(town, WEST + "001").lon) == (36.005, 117.005)


def test_a_redrawn_grid_keeps_its_old_boundary_in_the_event(town: Street) -> None:
    row = of(town, EAST + "001")
    actions.redraw_grid(actor=system(town), grid_id=row.pk, boundary=square(2, width=0.5))
    event = events.history(town.pk, row.pk)[-1]
    assert event.kind == "places.grid.redrawn"
    assert event.before == {"boundary": square(2)}


def test_a_grid_is_not_drawn_over_its_neighbour_nor_away_from_its_micro_grids(town: Street) -> None:
    row = of(town, WEST + "001")
    for boundary, code in (
        (square(0, width=1.1), "overlap"),
        (square(0.2, width=0.8), "micro_left_out"),
    ):
        with pytest.raises(Refused) as refused:
            actions.redraw_grid(actor=system(town), grid_id=row.pk, boundary=boundary)
        assert refused.value.reason.code == code


def test_a_crossed_boundary_is_refused(town: Street) -> None:
    crossed = {
        "type": "Polygon",
        "coordinates": [[[117, 36], [117.1, 36.1], [117.1, 36], [117, 36.1], [117, 36]]],
    }
    with pytest.raises(Refused) as refused:
        actions.redraw_grid(actor=system(town), grid_id=of(town, EAST + "001").pk, boundary=crossed)
    assert refused.value.reason.code == "bad_boundary"


def test_the_buildings_of_a_closed_grid_go_to_its_successor(town: Street) -> None:
    actions.close_grid(actor=system(town), grid_id=of(town, WEST + "00101").pk)
    old = of(town, WEST + "001")
    successor = grid(town, WEST + "003", "石坞三网格", BASIC)
    actions.close_grid(actor=system(town), grid_id=old.pk, successor_id=successor.pk)
    assert Area.objects.get(street_id=town.pk, code="hp-3").grid_id == successor.pk
    new = actions.add_grid(
        actor=system(town),
        row=GridRow(code=old.code, name="石坞一网格", kind=BASIC, boundary=square(0)),
        predecessor_id=old.pk,
    )
    assert new.predecessor == old


def test_a_grid_with_micro_grids_or_with_a_foreign_successor_stays_open(town: Street) -> None:
    foreign = of(town, EAST + "001")
    with pytest.raises(Refused) as refused:
        actions.close_grid(actor=system(town), grid_id=of(town, WEST + "001").pk)
    assert refused.value.reason.code == "not_empty"
    with pytest.raises(Refused) as refused:
        actions.close_grid(
            actor=system(town), grid_id=of(town, WEST + "002").pk, successor_id=foreign.pk
        )
    assert refused.value.reason.code == "bad_successor"


def test_a_grid_worker_draws_no_grids(town: Street) -> None:
    worker = Actor(ActorKind.ACCOUNT, town.pk, new_id(), (Standing("grid"),))
    with pytest.raises(Forbidden):
        actions.redraw_grid(actor=worker, grid_id=of(town, EAST + "001").pk, boundary=square(2))


def test_the_database_refuses_a_micro_grid_without_a_grid(town: Street) -> None:
    community = of(town, EAST + "001").community
    lonely = Grid(
        street=town, kind="micro", code="1", name="x", community=community, valid_from="2026-01-01"
    )
    with pytest.raises(IntegrityError, match="grid_micro_has_parent"), transaction.atomic():
        lonely.save(force_insert=True)
