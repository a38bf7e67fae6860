"""Spreadsheets and GeoJSON files of areas and grids, from the file to the report."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from linli import sheets
from linli.kernel.action import tried_out
from linli.kernel.actor import Actor
from linli.kernel.errors import Refused
from linli.places.actions import imports
from linli.places.rules import Datum, area_row, grid_row
from linli.sheets import Remark, Report
from linli.words import Reason

Record = Mapping[str, Any]
Kind = Literal["areas", "grids"]
Step = Callable[[], None]

_GEOJSON = {".geojson", ".json"}
_UNREADABLE = "不是有效的GeoJSON：应为一个FeatureCollection。"
_LONGEST_CELL = 300


def _nothing() -> None:
    """No step to report."""


def import_records(
    *,
    actor: Actor,
    kind: Kind,
    rows: Iterable[tuple[int, Record]],
    datum: Datum = Datum.WGS84,
    step: Step = _nothing,
) -> Report:
    """Rows as they stand in a sheet become areas or grids; what cannot be read is refused too."""
    read = area_row if kind == "areas" else grid_row
    found = [(number, read(number, record, datum)) for number, record in rows]
    unread = [Remark(number, row) for number, row in found if isinstance(row, Reason)]
    good: list[Any] = [row for _, row in found if not isinstance(row, Reason)]
    write = imports.import_areas if kind == "areas" else imports.import_grids
    report = write(actor=actor, rows=good, step=step)
    refused = sorted([*unread, *report.refused], key=lambda remark: remark.number)
    return replace(report, refused=tuple(refused))


def import_file(
    *,
    actor: Actor,
    kind: Kind,
    path: Path,
    dry_run: bool = False,
    datum: Datum = Datum.WGS84,
    step: Step = _nothing,
) -> Report:
    """Import a file; refused rows go to a file beside it. A dry run says all and keeps nothing."""
    rows = dict(_features(path) if path.suffix.lower() in _GEOJSON else sheets.read(path))

    def write() -> Report:
        return import_records(actor=actor, kind=kind, rows=rows.items(), datum=datum, step=step)

    report = tried_out(write) if dry_run else write()
    return _finished(path, report, rows)


def _finished(path: Path, report: Report, records: Mapping[int, Record]) -> Report:
    with sheets.refused(path) as file:
        for remark in report.refused:
            reason = str(Refused(remark.reason))
            file.add(remark.number, _cells(records[remark.number]), reason)
    return replace(report, refused_file=file.path if report.refused else None)


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
