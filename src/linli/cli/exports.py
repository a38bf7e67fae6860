"""Exports at the console: spreadsheets and GeoJSON, by the suffix of the file."""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from linli import sheets
from linli.cases import queries as cases
from linli.kernel.streets.models import Street
from linli.places import queries as places

GEOJSON = frozenset({".geojson", ".json"})
SHEETS = frozenset({".xlsx", ".csv", ".tsv", ".txt"})


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of rows, as a table and as features."""

    columns: Sequence[str]
    rows: Callable[[Street], Iterable[Sequence[Any]]]
    features: Callable[[Street], Iterable[Mapping[str, Any]]]


def _values(rows: Callable[[Street], Iterator[dict[str, Any]]]) -> Callable[[Street], Any]:
    return lambda street: (tuple(row.values()) for row in rows(street))


SOURCES: Mapping[str, Source] = {
    "cases": Source(cases.CASE_COLUMNS, cases.export_cases, cases.cases_features),
    "areas": Source(
        places.AREA_COLUMNS,
        _values(places.export_areas),
        lambda street: places.areas_geojson(street)["features"],
    ),
    "grids": Source(
        places.GRID_COLUMNS,
        _values(places.export_grids),
        lambda street: places.grids_geojson(street)["features"],
    ),
}


def write(kind: str, street: Street, path: Path) -> int:
    """Write the file, complete or not at all, and say how many rows it has."""
    source, suffix = SOURCES[kind], path.suffix.lower()
    try:
        if suffix in GEOJSON:
            return _write_features(path, source.features(street))
        if suffix in SHEETS:
            return sheets.write(path, source.columns, source.rows(street))
    except sheets.UnwritableSheet as fault:
        raise CommandError(fault.reason) from fault
    except OSError as fault:
        raise CommandError(f"{fault.filename or path}: {fault.strerror}") from fault
    raise CommandError(f"不会写 {suffix or path.name}，可以用 .xlsx .csv .geojson。Unknown suffix.")


def _write_features(path: Path, features: Iterable[Mapping[str, Any]]) -> int:
    """Feature by feature, so that a large file is never held in memory."""
    partial = path.with_name(f"{path.name}.part")
    try:
        with partial.open("w", encoding="utf-8") as file:
            count = 0
            file.write('{"type": "FeatureCollection", "features": [')
            for count, feature in enumerate(features, 1):
                file.write(",\n" if count > 1 else "\n")
                file.write(json.dumps(feature, ensure_ascii=False, default=_plain))
            file.write("\n]}\n")
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)
    return count


def _plain(value: Any) -> str:
    """Dates and moments in ISO form."""
    return str(value.isoformat())
