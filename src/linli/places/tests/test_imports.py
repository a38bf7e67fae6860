"""Importing areas and grids: good rows are kept, the others come back with a reason."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli import sheets
from linli.kernel import events
from linli.kernel.streets.models import Street
from linli.places import actions, queries, rules
from linli.places.models import Area, Grid
from linli.places.rules import AreaKind, AreaRow, GridKind, GridRow
from linli.places.tests.factories import EAST, STREET, WEST, square, system
from linli.sheets import Remark, Report


def codes(remarks: tuple[Remark, ...]) -> list[tuple[int, str]]:
    return [(remark.number, remark.reason.code) for remark in remarks]


def areas(street: Street, *rows: AreaRow) -> Report:
    return actions.import_areas(actor=system(street), rows=rows)


def grids(street: Street, *rows: GridRow) -> Report:
    return actions.import_grids(actor=system(street), rows=rows)


def area(number: int, kind: AreaKind, name: str, parent: str = "", **more: Any) -> AreaRow:
    return AreaRow(number=number, kind=kind, name=name, parent=parent, **more)


def grid(number: int, code: str, **more: Any) -> GridRow:
    kind = more.pop("kind", GridKind.BASIC)
    return GridRow(number=number, code=code, name=f"网格{code[-3:]}", kind=kind, **more)


TREE = (
    area(2, AreaKind.UNIT, "2单元", "和平小区/3号楼"),
    area(3, AreaKind.BUILDING, "3号楼", "和平小区"),
    area(4, AreaKind.BUILDING, "三栋", "新湖小区"),
    area(5, AreaKind.COMPOUND, "和平小区", "石坞社区"),
    area(6, AreaKind.COMPOUND, "新湖小区", WEST),
    area(7, AreaKind.COMMUNITY, "石坞社区居委会", code=WEST),
    area(8, AreaKind.SUBDISTRICT, "仪阳街道", code=STREET),
)


def test_rows_in_any_order_become_a_tree(street: Street) -> None:
    assert areas(street, *TREE) == Report(new=7)
    unit = Area.objects.select_related("parent__parent").get(street_id=street.pk, kind="unit")
    assert unit.parent.parent.name == "和平小区"
    assert unit.code == f"{WEST}-0001-0001-0001"


def test_importing_again_changes_nothing_and_moves_no_revision(street: Street) -> None:
    areas(street, *TREE)
    street.refresh_from_db()
    before = street.revision
    assert areas(street, *TREE) == Report(known=7)
    street.refresh_from_db()
    assert street.revision == before


def test_what_a_second_import_says_differently_is_put_right_and_recorded(street: Street) -> None:
    areas(street, *TREE)
    point = rules.Point(36.6, 117.0)
    report = areas(street, area(2, AreaKind.COMPOUND, "和平小区", WEST, point=point))
    assert (report.new, report.changed, report.known) == (0, 1, 1)
    compound = Area.objects.get(street_id=street.pk, name="和平小区")
    assert (compound.lat, compound.lon) == (36.6, 117.0)
    event = events.history(street.pk, compound.pk)[-1]
    assert event.kind == "places.area.changed"
    assert event.after == {"lat": 36.6, "lon": 117.0}


def test_good_rows_are_kept_and_the_others_are_said_why_not(street: Street) -> None:
    report = areas(
        street,
        *TREE,
        area(9, AreaKind.COMPOUND, "和平小区", WEST),
        area(10, AreaKind.BUILDING, "1号楼", "没有小区"),
        area(11, AreaKind.COMMUNITY, "红旗社区", code="12"),
        area(12, AreaKind.COMMUNITY, "红旗社区", code=WEST),
        area(13, AreaKind.UNIT, "1单元", "3号楼"),
        area(14, AreaKind.COMPOUND, "南苑", WEST, point=rules.Point(36, 117, "已对调")),
    )
    assert report.new == 8
    assert codes(report.refused) == [
        (9, "duplicate_code"),
        (10, "unknown_parent"),
        (11, "bad_code"),
        (12, "duplicate_code"),
        (13, "unknown_parent"),
    ]
    assert report.refused[0].reason.params == {"number": 5}
    assert codes(report.warnings) == [(14, "point")]


def test_every_new_area_has_its_event(street: Street) -> None:
    areas(street, *TREE)
    for row in Area.objects.filter(street_id=street.pk):
        assert [event.kind for event in events.history(street.pk, row.pk)] == ["places.area.added"]


def test_a_large_import_takes_no_more_statements_than_a_small_one(street: Street) -> None:
    areas(street, *TREE)
    counts = []
    for size in (2, 200):
        rows = [area(n, AreaKind.BUILDING, f"{size * 10 + n}号楼", "和平小区") for n in range(size)]
        with CaptureQueriesContext(
            connection,
        ) as statements:
            assert areas(street, *rows).new == size
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_an_overlap_is_refused_and_the_rest_is_kept(town: Street) -> None:
    report = grids(
        town,
        grid(2, WEST + "003", boundary=square(0.5)),
        grid(3, WEST + "501", boundary=square(5), kind=GridKind.EXCLUSIVE, host="一中"),
        grid(4, WEST + "004", boundary=square(5.5)),
    )
    assert report.new == 1
    assert codes(report.refused) == [(2, "overlap"), (4, "overlap")]
    assert report.refused[1].reason.params["code"] == WEST + "501"


def test_a_grid_that_is_redrawn_in_the_same_file_makes_room_for_its_new_neighbour(
    town: Street,
) -> None:
    report = grids(
        town,
        grid(2, EAST + "001", boundary=square(2, width=0.5)),
        grid(3, EAST + "002", boundary=square(2.5, width=0.5)),
    )
    assert (report.new, report.changed, report.refused) == (1, 1, ())


def test_a_gap_is_a_warning(town: Street) -> None:
    report = grids(town, grid(2, EAST + "001", boundary=square(2, width=0.6)))
    assert codes(report.warnings) == [(0, "gap")]
    params = report.warnings[0].reason.params
    assert params["community"] == "盛源社区"
    assert params["area"] == pytest.approx(1113.2 * 0.4 * 900.5, rel=0.01)


def test_a_grid_beyond_its_community_is_a_warning(town: Street) -> None:
    report = grids(town, grid(2, EAST + "002", boundary=square(3, width=0.1)))
    assert codes(report.warnings) == [(2, "outside_community")]


def test_grids_out_of_order_are_refused_row_by_row(town: Street) -> None:
    report = grids(
        town,
        grid(2, WEST + "00301", kind=GridKind.MICRO),
        grid(3, WEST + "003"),
        grid(4, WEST + "003", host="一中"),
        grid(5, WEST + "004", community=STREET),
        grid(6, "370983001077001"),
        grid(7, WEST + "005", community="石坞社区"),
        grid(8, "12"),
    )
    assert report.new == 3
    assert Grid.objects.get(street_id=town.pk, code=WEST + "003").host_name == ""
    assert codes(report.refused) == [
        (4, "duplicate_code"),
        (5, "grid_below_subdistrict"),
        (6, "unknown_community"),
        (8, "unknown_community"),
    ]


def write(path: Path, content: Any) -> Path:
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


def features(*rows: tuple[dict[str, Any], Any]) -> dict[str, Any]:
    kept = [{"type": "Feature", "properties": p, "geometry": g} for p, g in rows]
    return {"type": "FeatureCollection", "features": kept}


def test_grids_of_a_geojson_file_are_imported_and_bad_ones_go_to_a_file_beside_it(
    town: Street, tmp_path: Path
) -> None:
    crossed = {
        "type": "Polygon",
        "coordinates": [[[117, 36], [118, 37], [118, 36], [117, 37], [117, 36]]],
    }
    path = write(
        tmp_path / "grids.geojson",
        features(
            (
                {"code": WEST + "003", "name": "三网格", "community": WEST, "kind": "basic"},
                square(7),
            ),
            ({"code": WEST + "004", "name": "四网格"}, crossed),
            ({"code": WEST + "005", "name": "五网格"}, square(7.5)),
        ),
    )
    steps: list[int] = []
    report = actions.import_file(
        actor=system(town),
        kind="grids",
        path=path,
        step=lambda: steps.append(1),
    )
    assert report.new == 1
    assert codes(report.refused) == [(2, "bad_boundary"), (3, "overlap")]
    assert len(steps) == 2
    assert report.refused_file is not None
    kept = list(sheets.read(report.refused_file))
    assert [row["行号"] for _, row in kept] == [2, 3]
    assert "重叠" in str(kept[1][1]["原因"])


def test_a_dry_run_says_all_and_keeps_nothing(street: Street, tmp_path: Path) -> None:
    path = tmp_path / "areas.csv"
    path.write_text(
        f"代码,名称,类型\n{STREET},仪阳街道,街道\n{WEST},石坞社区,社区\n", encoding="gb18030"
    )
    report = actions.import_file(actor=system(street), kind="areas", path=path, dry_run=True)
    assert report == Report(new=2)
    assert not Area.objects.filter(street_id=street.pk).exists()
    again = actions.import_file(actor=system(street), kind="areas", path=path)
    assert again == Report(new=2)
    street.refresh_from_db()
    assert [row.name for row in queries.communities(street)] == ["石坞社区"]


@pytest.mark.parametrize(
    "content",
    [[], {"features": 1}, {"features": [{}]}, {"features": [{"properties": 3, "geometry": None}]}],
)
def test_a_file_that_is_no_feature_collection_is_refused_as_a_whole(
    street: Street, tmp_path: Path, content: Any
) -> None:
    path = write(tmp_path / "x.geojson", content)
    with pytest.raises(sheets.UnreadableSheet):
        actions.import_file(actor=system(street), kind="grids", path=path)


def test_what_is_exported_is_known_when_it_comes_back(town: Street, tmp_path: Path) -> None:
    exports = {
        "areas": (queries.AREA_COLUMNS, list(queries.export_areas(town))),
        "grids": (queries.GRID_COLUMNS, list(queries.export_grids(town))),
    }
    for kind, (columns, rows) in exports.items():
        path = tmp_path / f"{kind}.xlsx"
        sheets.write(path, columns, (list(row.values()) for row in rows))
        report = actions.import_file(actor=system(town), kind=kind, path=path)  # type: ignore[arg-type]
        assert report == Report(known=len(rows))
    path = write(tmp_path / "grids.geojson", queries.grids_geojson(town))
    assert actions.import_file(actor=system(town), kind="grids", path=path) == Report(known=4)
    path = write(tmp_path / "areas.geojson", queries.areas_geojson(town))
    assert actions.import_file(actor=system(town), kind="areas", path=path) == Report(known=7)
    assert Grid.objects.filter(street_id=town.pk).count() == 4
