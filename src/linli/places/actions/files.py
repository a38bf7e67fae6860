"""Spreadsheets and GeoJSON files of areas and grids, from the file to the report."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar

from django.db import transaction

from linli import sheets
from linli.kernel.actor import Actor
from linli.kernel.errors import Refused
from linli.places.actions import imports
from linli.places.rules import AreaRow, Datum, GridRow, Remark, Report, area_row, grid_row
from linli.words import Reason

Row = TypeVar("Row", AreaRow, GridRow)
Record = Mapping[str, Any]
Kind = Literal["areas", "grids"]
Progress = Callable[[int, int], None]

_GEOJSON = {".geojson", ".json"}
_UNREADABLE = "不是有效的GeoJSON：应为一个FeatureCollection。"
_LONGEST_CELL = 300


@dataclass(frozen=True, slots=True)
class Reading(Generic[Row]):
    """The rows of a file, those that could not be read, and all of them as they stand there."""

    rows: list[Row]
    refused: list[Remark]
    records: dict[int, Record]


def read_areas(path: Path, datum: Datum = Datum.WGS84) -> Reading[AreaRow]:
    """The areas of a spreadsheet or GeoJSON file."""
    return _read(path, lambda number, record: area_row(number, record, datum))


def read_grids(path: Path, datum: Datum = Datum.WGS84) -> Reading[GridRow]:
    """The grids of a spreadsheet or GeoJSON file."""
    return _read(path, lambda number, record: grid_row(number, record, datum))


def import_file(
    *,
    actor: Actor,
    kind: Kind,
    path: Path,
    dry_run: bool = False,
    datum: Datum = Datum.WGS84,
    progress: Progress | None = None,
) -> Report:
    """Import a file; refused rows go to a file beside it. A dry run says all and keeps nothing."""
    if kind == "areas":
        areas = read_areas(path, datum)
        step = _stepping(len(areas.rows), progress)
        report = _tried(
            dry_run, lambda: imports.import_areas(actor=actor, rows=areas.rows, step=step)
        )
        return _finished(path, report, areas.refused, areas.records)
    grids = read_grids(path, datum)
    step = _stepping(len(grids.rows), progress)
    report = _tried(dry_run, lambda: imports.import_grids(actor=actor, rows=grids.rows, step=step))
    return _finished(path, report, grids.refused, grids.records)


def _tried(dry_run: bool, act: Callable[[], Report]) -> Report:
    with transaction.atomic():
        report = act()
        if dry_run:
            transaction.set_rollback(True)
    return report


def _finished(
    path: Path, report: Report, unread: list[Remark], records: Mapping[int, Record]
) -> Report:
    refused = sorted([*unread, *report.refused], key=lambda remark: remark.number)
    with sheets.refused(path) as file:
        for remark in refused:
            reason = str(Refused(remark.reason))
            file.add(remark.number, _cells(records[remark.number]), reason)
    return replace(report, refused=tuple(refused), refused_file=file.path if refused else None)


def _stepping(total: int, progress: Progress | None) -> Callable[[], None]:
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        if progress:
            progress(done, total)

    return step


def _read(path: Path, made: Callable[[int, Record], Row | Reason]) -> Reading[Row]:
    is_geojson = path.suffix.lower() in _GEOJSON
    reading: Reading[Row] = Reading([], [], {})
    for number, record in _features(path) if is_geojson else sheets.read(path):
        row = made(number, record)
        reading.records[number] = record
        if isinstance(row, Reason):
            reading.refused.append(Remark(number, row))
        else:
            reading.rows.append(row)
    return reading


def _features(path: Path) -> Iterator[tuple[int, Record]]:
    """The features with their number; a polygon is the boundary, a point the coordinates."""
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
        records = [
            {**(feature["properties"] or {}), **_geometry(feature["geometry"])}
            for feature in content["features"]
        ]
    except (ValueError, KeyError, TypeError) as fault:
        raise sheets.UnreadableSheet(_UNREADABLE) from fault
    yield from enumerate(records, start=1)


def _geometry(geometry: Any) -> Record:
    if isinstance(geometry, dict) and geometry.get("type") == "Point":
        lon, lat, *_ = geometry["coordinates"]
        return {"lon": lon, "lat": lat}
    return {"boundary": geometry} if geometry else {}


def _cells(record: Record) -> dict[str, sheets.Cell]:
    """A record for the file of refused rows; a geometry is too long for a cell."""
    return {
        name: value if isinstance(value, str | int | float) else str(value)[:_LONGEST_CELL]
        for name, value in record.items()
    }
