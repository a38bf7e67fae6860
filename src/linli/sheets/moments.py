"""What stands in a date cell, as an aware datetime; never a guess.

Inside this file datetimes are naive, since a cell shows a wall clock without a zone; `moment` gives
them theirs before they leave.
"""

import re
import unicodedata
from datetime import date, datetime, timedelta, tzinfo

from linli.sheets.cells import Cell, trim

FIRST_YEAR, LAST_YEAR = 1990, 2100

# Day 0 of the 1900 date system, moved back one day for the 29 February 1900 it believes in.
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_COMPACT = re.compile(r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)")

_CLOCK = r"(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.(?P<fraction>\d{1,6}))?)?"
_NUMERIC = re.compile(
    r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d\d?)(?P=mark)(?P<day>\d\d?)"
    rf"(?:(?:\s+|T){_CLOCK}(?P<offset>Z|[+-]\d\d:?\d\d)?)?"
)
_CHINESE = re.compile(
    r"(?P<year>\d{4})\s*年\s*(?P<month>\d\d?)\s*月\s*(?P<day>\d\d?)\s*日"
    r"(?:\s*(?P<half>上午|下午)?\s*(?P<hour>\d\d?)\s*"
    r"(?::(?P<minute>\d\d)(?::(?P<second>\d\d))?"
    r"|[点时]\s*(?:(?P<minute_cn>\d\d?)\s*分\s*(?:(?P<second_cn>\d\d?)\s*秒)?)?))?"
)
# Month first, and only with AM or PM: that alone shows it is the American order.
_AMERICAN = re.compile(
    rf"(?P<month>\d\d?)/(?P<day>\d\d?)/(?P<year>\d{{4}})\s+{_CLOCK}\s*(?P<half>[AaPp][Mm])"
)


def moment(cell: Cell | None, zone: tzinfo) -> datetime | None:
    """The moment a cell means, in `zone` unless it names its own offset; None for an empty cell."""
    if cell is None or (isinstance(cell, str) and not trim(cell)):
        return None
    try:
        found = _local(cell)
    except (ValueError, OverflowError) as fault:
        raise ValueError(f"“{cell}”不是有效的日期或时间") from fault
    if found is None:
        raise ValueError(f"看不懂的日期或时间：“{cell}”")
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValueError(f"“{cell}”的年份不在 {FIRST_YEAR}–{LAST_YEAR} 之间")
    return found.astimezone(zone) if found.tzinfo else found.replace(tzinfo=zone)


def _local(cell: Cell) -> datetime | None:
    if isinstance(cell, datetime):
        return cell
    if isinstance(cell, date):
        return datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001
    if isinstance(cell, bool):
        return None
    if isinstance(cell, float) and not cell.is_integer():
        return _of_text(f"{cell:.10f}")
    if isinstance(cell, int | float):
        return _of_text(str(int(cell)))
    return _of_text(trim(unicodedata.normalize("NFKC", cell))) if isinstance(cell, str) else None


def _of_text(text: str) -> datetime | None:
    if _SERIAL.fullmatch(text):
        return _of_serial(float(text))
    for form in (_NUMERIC, _COMPACT, _CHINESE, _AMERICAN):
        if match := form.fullmatch(text):
            return _of_parts(match.groupdict())
    return None


def _of_serial(days: float) -> datetime:
    """Days since the epoch; a float carries them to about a microsecond, so round to the milli."""
    return _EPOCH + timedelta(milliseconds=round(days * 86_400_000))


def _of_parts(parts: dict[str, str | None]) -> datetime:
    """Put the parts together; `datetime` itself refuses the 30th of February and 25 o'clock."""
    offset = parts.get("offset") or ""
    found = datetime(  # noqa: DTZ001
        int(parts["year"] or 0),
        int(parts["month"] or 0),
        int(parts["day"] or 0),
        _hour(int(parts.get("hour") or 0), parts.get("half")),
        int(parts.get("minute") or parts.get("minute_cn") or 0),
        int(parts.get("second") or parts.get("second_cn") or 0),
        int((parts.get("fraction") or "").ljust(6, "0")),
    )
    return found.replace(tzinfo=_zone(offset)) if offset else found


def _zone(offset: str) -> tzinfo | None:
    return datetime.strptime(offset, "%z").tzinfo


def _hour(hour: int, half: str | None) -> int:
    """Twelve in the morning is midnight, twelve in the afternoon is noon."""
    if half is None:
        return hour
    if hour > 12:
        raise ValueError("a half of the day has twelve hours")
    return hour % 12 + (12 if half.lower() in ("下午", "pm") else 0)
