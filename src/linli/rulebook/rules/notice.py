"""One line of the State Council's yearly notice, as an office types it into a sheet."""

from collections.abc import Mapping
from datetime import UTC, datetime, time

from linli import sheets
from linli.rulebook.rules.calendar import LONGEST_NAME, DayKind, NamedDay, why_not_day
from linli.words import N_, Reason

DAY, KIND, NAME, CLOSES = "日期", "类型", "名称", "下班"

_KINDS = {
    **{kind.word: kind for kind in DayKind},
    **dict.fromkeys(("休", "休息", "假期"), DayKind.HOLIDAY),
    **dict.fromkeys(("班", "补班", "调休上班"), DayKind.WORKING),
    **dict.fromkeys(("半天班", "上半天班", "半天假"), DayKind.HALF),
}


def named_day(row: Mapping[str, sheets.Cell]) -> NamedDay | Reason:
    """The day that a row names, or why it names none."""
    written, kind = row.get(DAY, ""), _KINDS.get(str(row.get(KIND, "")))
    try:
        moment = sheets.moment(written, UTC)
    except ValueError:
        return Reason("row_date", N_("“%(cell)s”不是日期。"), {"cell": str(written)}, field=DAY)
    if moment is None:
        return Reason("row_no_date", N_("没有填写日期。"), field=DAY)
    if kind is None:
        words = [kind.word for kind in DayKind]
        text = N_("类型“%(cell)s”看不懂，请填写：%(words)s。")
        params = {"cell": str(row.get(KIND, "")), "words": words}
        return Reason("row_kind", text, params, field=KIND)
    try:
        closes_at = _hour(row.get(CLOSES, ""))
    except ValueError:
        text = N_("“%(cell)s”不是时间，请写成“12:00”的样子。")
        return Reason("row_hour", text, {"cell": str(row[CLOSES])}, field=CLOSES)
    named = NamedDay(moment.date(), kind, str(row.get(NAME, ""))[:LONGEST_NAME], closes_at)
    return why_not_day(named) or named


def _hour(cell: sheets.Cell) -> time | None:
    """12:00 as text, or as the time or moment that a sheet makes of it."""
    if isinstance(cell, datetime):
        return cell.time()
    return time.fromisoformat(str(cell).strip().zfill(5)) if str(cell).strip() else None
