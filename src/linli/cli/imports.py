"""Imports at the console: one for each kind of file, all with the same kind of outcome."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.core.management.base import CommandError

from linli import sheets
from linli.cases import actions as cases
from linli.cases.rules import columns, meanings, rows
from linli.cases.rules.columns import ColumnMap
from linli.cli import progress
from linli.kernel.action import tried_out
from linli.kernel.actor import Actor
from linli.kernel.errors import Refused
from linli.places import actions as places
from linli.places.rules import Datum
from linli.rulebook import actions as rulebook
from linli.sheets import Report
from linli.words import Reason

FIRST = 5


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for at the console."""

    actor: Actor
    kind: str
    path: Path
    map_file: Path | None = None
    save_map: Path | None = None
    dry_run: bool = False
    datum: Datum = Datum.WGS84


@dataclass(frozen=True, slots=True)
class Outcome:
    """The counts, and what else is to be said before them."""

    new: int
    known: int
    refused: int
    notes: list[str] = field(default_factory=list)


def run(order: Order) -> Outcome:
    """Import the file; what cannot be read or does not fit at all stops the command."""
    try:
        if order.kind == "cases":
            return _cases(order)
        return _told(_days(order) if order.kind == "days" else _places(order))
    except sheets.UnreadableSheet as fault:
        raise CommandError(fault.reason) from fault
    except sheets.UnwritableSheet as fault:
        raise CommandError(fault.reason) from fault
    except OSError as fault:
        raise CommandError(f"{fault.filename or order.path}: {fault.strerror}") from fault


def _cases(order: Order) -> Outcome:
    sheet = sheets.read(order.path)
    column_map = _column_map(order, sheet)
    if order.save_map:
        _save(order.save_map, column_map)
    total = sum(1 for _ in sheet)  # also finds what cannot be read before anything is written
    with progress.bar(order.path.name, total) as step:
        report = cases.import_cases(
            actor=order.actor,
            sheet=sheet,
            path=order.path,
            column_map=column_map,
            datum=order.datum,
            dry_run=order.dry_run,
            step=step,
        )
    if order.save_map:
        _save(order.save_map, cases.filled_in(column_map, report.unknown))
    notes = [*_about_columns(column_map, sheet), *_about_words(report.unknown)]
    notes += _about_refused(report.why, report.refused, report.refused_file)
    return Outcome(report.new, report.known, report.refused, notes)


def _column_map(order: Order, sheet: sheets.Sheet) -> ColumnMap:
    """From the mapping file, else from the names of the columns."""
    column_map = _read_map(order.map_file) if order.map_file else columns.recognised(sheet.columns)
    reason = columns.why_not_columns(column_map.columns, sheet.columns)
    reason = reason or meanings.why_not_words(column_map)
    if reason:
        raise CommandError(str(Refused(reason)))
    return column_map


def _read_map(path: Path) -> ColumnMap:
    try:
        written = json.loads(path.read_text("utf-8-sig"))
    except ValueError as fault:
        raise CommandError(f"{path} 不是有效的 JSON（{fault}）。Not a JSON file.") from fault
    found = columns.map_of(written)
    if isinstance(found, Reason):
        raise CommandError(f"{path}: {Refused(found)}")
    return found


def _save(path: Path, column_map: ColumnMap) -> None:
    text = json.dumps(column_map.written(), ensure_ascii=False, indent=2)
    path.write_text(f"{text}\n", "utf-8")


def _days(order: Order) -> Report:
    rows = dict(sheets.read(order.path))

    def write() -> Report:
        return rulebook.import_days(actor=order.actor, rows=rows.items())

    report = tried_out(write) if order.dry_run else write()
    with sheets.refused(order.path) as file:
        for remark in report.refused:
            file.add(remark.number, rows[remark.number], str(Refused(remark.reason)))
    return replace(report, refused_file=file.path if file.count else None)


def _places(order: Order) -> Report:
    with progress.bar(order.path.name, 0) as step:
        return places.import_file(
            actor=order.actor,
            kind="areas" if order.kind == "areas" else "grids",
            path=order.path,
            dry_run=order.dry_run,
            datum=order.datum,
            step=step,
        )


def _told(report: Report) -> Outcome:
    reasons = [(remark.number, str(Refused(remark.reason))) for remark in report.refused]
    notes = [f"第 {r.number} 行：{Refused(r.reason)}" for r in report.warnings[:FIRST]]
    notes += _about_refused(reasons[:FIRST], len(reasons), report.refused_file)
    return Outcome(report.new, report.known, len(reasons), notes)


def _about_columns(column_map: ColumnMap, sheet: sheets.Sheet) -> list[str]:
    used = {column for found in column_map.columns.values() for column in found}
    rest = [column for column in sheet.columns if column not in used]
    lines = [f"{name} ← {rows.JOIN.join(found)}" for name, found in column_map.columns.items()]
    return lines + ([f"没有用到的列 not used: {'、'.join(rest)}"] if rest else [])


def _about_words(unknown: Mapping[tuple[str, str], int]) -> list[str]:
    return [
        f"{name}：没有认出“{word}”（{count} 行）；用 --save-map 写出对应文件后可以填上它的意思。"
        for (name, word), count in list(unknown.items())[:FIRST]
    ]


def _about_refused(
    why: Iterable[tuple[int, str]], count: int, refused_file: Path | None
) -> list[str]:
    lines = [f"第 {number} 行：{reason}" for number, reason in why]
    if count > len(lines):
        lines.append("……")
    return lines + ([f"退回的行在 {refused_file}。Refused rows are there."] if refused_file else [])
