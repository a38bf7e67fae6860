"""The request sorter on an office's own spreadsheets: learn, sort, and say how well."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.core.management.base import CommandError

from linli import sheets, triage
from linli.cli import progress
from linli.sheets.cells import Cell
from linli.triage.training import STEPS

_AT_ONCE = 256  # texts
_MIX_UPS = 20  # told; the line of JSON has them all


@dataclass(frozen=True, slots=True)
class Outcome:
    """``lines`` are for people, ``figures`` for programs."""

    lines: list[str] = field(default_factory=list)
    figures: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Row:
    cells: dict[str, Cell]
    text: str
    label: str


def train(file: Path, text: str, label: str, folder: Path) -> Outcome:
    """Learn from the rows that have both; the quality is measured on rows kept apart."""
    rows = list(_rows(_sheet(file, text, label), text, label))
    whole = [row for row in rows if row.text and row.label]
    with progress.bar("triage train", STEPS) as step:
        model = triage.train([row.text for row in whole], [row.label for row in whole], step)
    path, skipped = triage.save(model, folder), len(rows) - len(whole)
    told = _told(model.quality)
    more = [
        "以上由没有参加学习的行测得。Measured on rows that were kept apart.",
        f"学了 {len(whole)} 行，跳过缺文字或类别的 {skipped} 行。Rows learned, rows skipped.",
        f"模型：{path}",
    ]
    figures = {"triage": "train", "skipped": skipped, **told.figures}
    return Outcome(told.lines + more, figures)


def predict(file: Path, text: str, folder: Path, out: Path) -> Outcome:
    """Every row as it came, with a category and how sure it is; without words it gets none."""
    if out.exists() and out.samefile(file):
        raise CommandError("--out 不能就是原来的表。--out must be another file.")
    model, sheet = triage.load(folder), _sheet(file, text)
    empty = 0

    def filled() -> Iterator[list[Cell]]:
        nonlocal empty
        for row, found in _suggested(model, sheet, text):
            empty += found is None
            added = (found.category, round(found.confidence, 4)) if found else ("", "")
            yield [*row.cells.values(), *added]

    columns = sheets.unique_names([*sheet.columns, "category", "confidence"])
    total = sheets.write(out, columns, filled())
    lines = [
        f"分好 {total - empty} 行，没有可认的字 {empty} 行。Rows sorted, rows without words.",
        f"写在 {out}：类别是“{columns[-2]}”列，把握是“{columns[-1]}”列。",
    ]
    return Outcome(lines, {"triage": "predict", "rows": total, "empty": empty})


def score(file: Path, text: str, label: str, folder: Path) -> Outcome:
    """How often the model says what people said; a row without words counts as wrong."""
    model, sheet = triage.load(folder), _sheet(file, text, label)
    pairs, empty, unlabelled = [], 0, 0
    for row, found in _suggested(model, sheet, text, label):
        if row.label:
            pairs.append((row.label, found.category if found else ""))
            empty += found is None
        else:
            unlabelled += 1
    if not pairs:
        raise CommandError(f"{file} 里没有一行写了“{label}”，没有可比的。No row has a label.")
    told = _told(triage.measure(pairs))
    more = [f"没有可认的字 {empty} 行（算错），没有类别 {unlabelled} 行（不算）。"]
    strange = sorted({row_label for row_label, _ in pairs} - set(model.categories))
    if strange:
        more.append(f"模型没有学过：{'、'.join(strange)} (unknown to the model)")
    figures = {"triage": "score", "empty": empty, "unlabelled": unlabelled, **told.figures}
    return Outcome(told.lines + more, figures)


def _sheet(file: Path, *columns: str) -> sheets.Sheet:
    """The table, which must have the columns that were named."""
    sheet = sheets.read(file, narrow=True)
    missing = [column for column in columns if column not in sheet.columns]
    if missing:
        raise CommandError(
            f"{file} 里没有“{missing[0]}”这一列；有：{'、'.join(sheet.columns)}。"
            f"No column {missing[0]}; the columns are named above."
        )
    return sheet


def _rows(sheet: sheets.Sheet, text: str, label: str = "") -> Iterator[_Row]:
    for _number, cells in sheet:
        yield _Row(cells, str(cells[text]), str(cells[label]) if label else "")


def _suggested(
    model: triage.Model, sheet: sheets.Sheet, text: str, label: str = ""
) -> Iterator[tuple[_Row, triage.Suggestion | None]]:
    """Each row with what the model makes of it."""
    rows, total = _rows(sheet, text, label), sum(1 for _ in sheet)
    with progress.bar(sheet.name, total) as step:
        while part := list(islice(rows, _AT_ONCE)):
            for row, found in zip(part, model.suggest([r.text for r in part]), strict=True):
                step()
                yield row, found


def _told(quality: triage.Quality) -> Outcome:
    """The quality by category, then what is taken for what."""
    lines = [f"macro-F1 {quality.macro_f1:.4f} · 准确率 accuracy {quality.accuracy:.4f}", ""]
    lines.append("准 precision  全 recall      F1  行 rows  类别 category")
    lines += [
        f"{line.precision:>12.3f} {line.recall:>10.3f} {line.f1:>7.3f} {line.support:>8}  "
        f"{line.category}"
        for line in quality.lines
    ]
    mixed = [one for one in quality.confusion if one[0] != one[1]][:_MIX_UPS]
    if mixed:
        lines += ["", "容易混的（人定的 → 模型说的）taken for another:"]
        lines += [f"{times:>6}  {truth} → {given or '（空）'}" for truth, given, times in mixed]
    plain = quality.plain()
    by_category = {line.pop("category"): line for line in plain.pop("lines")}
    return Outcome([*lines, ""], {**plain, "categories": by_category})
