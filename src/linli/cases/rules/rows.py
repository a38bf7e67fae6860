"""One row of another system's sheet, read as a request or refused with what to mend."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import isfinite
from zoneinfo import ZoneInfo

from linli import sheets
from linli.cases.rules.columns import ColumnMap
from linli.cases.rules.intake import MAX_TEXT, why_not_text
from linli.cases.rules.meanings import Answer, Status, meaning
from linli.cases.rules.words import Channel, Kind, Urgency
from linli.places.rules import Datum, Point, sensible_point
from linli.places.rules.coordinates import DIGITS, from_gcj02
from linli.words import N_, Reason

JOIN = " / "
MOST = {"external_id": 80, "address": 200, "name": 50, "text": MAX_TEXT}
Record = Mapping[str, sheets.Cell]


@dataclass(frozen=True, slots=True)
class CaseRow:
    """What a row says."""

    text: str
    external_id: str = ""
    registered_at: datetime | None = None
    ended_at: datetime | None = None
    due_at: datetime | None = None
    is_ended: bool = False
    kind: Kind = Kind.HELP
    channel: Channel = Channel.API
    urgency: Urgency | None = None
    category: str = ""
    address: str = ""
    point: Point | None = None
    name: str = ""
    phone: str = ""
    is_anonymous: bool = False
    owner: str = ""
    reply: str = ""

    @property
    def content(self) -> str:
        """What makes this request this one, where it has no number of its own."""
        at = self.registered_at.isoformat() if self.registered_at else ""
        where = f"{self.point.lat},{self.point.lon}" if self.point else ""
        return "\x1f".join([self.text, at, self.address, where, self.name, self.phone])


class _Refusal(Exception):  # noqa: N818 - carries a reason to the one place that returns it
    def __init__(self, code: str, text: str, name: str, **params: object) -> None:
        self.reason = Reason(code, text, params, field=name)
        super().__init__(code)


@dataclass(slots=True)
class RowReader:
    """Reads the rows of one sheet by its column map; ``now`` is when the import began.

    ``unknown`` are the words of the last row that nobody knows, by field; they count as unsaid.
    """

    column_map: ColumnMap
    zone: ZoneInfo
    now: datetime
    datum: Datum = Datum.WGS84
    unknown: list[tuple[str, str]] = field(default_factory=list)

    def read(self, record: Record) -> CaseRow | Reason:
        """The request of a row, or the column that has to be mended and how."""
        self.unknown = []
        try:
            return self._row(record)
        except _Refusal as refusal:
            return refusal.reason

    def columns(self, name: str) -> str:
        """The columns of a field as they are headed, for a refusal."""
        return JOIN.join(self.column_map.columns.get(name, ())) or name

    def _row(self, record: Record) -> CaseRow:
        registered_at, ended_at = self._begun_and_ended(record)
        return CaseRow(
            text=self._text(record),
            external_id=self._words(record, "external_id"),
            registered_at=registered_at,
            ended_at=ended_at,
            due_at=self._due_at(record, registered_at),
            kind=Kind(self._code(record, "kind") or Kind.HELP),
            channel=Channel(self._code(record, "channel") or Channel.API),
            urgency=Urgency(urgency) if (urgency := self._code(record, "urgency")) else None,
            category=self._words(record, "category"),
            address=self._words(record, "address"),
            point=self._point(record),
            name=self._words(record, "name"),
            phone=_first_phone(self._words(record, "phone")),
            is_anonymous=self._code(record, "is_anonymous") == Answer.YES,
            owner=self._words(record, "owner"),
            reply=self._words(record, "reply"),
            is_ended=self._is_ended(record, ended_at),  # last: its refusal must not hide words
        )

    def _cells(self, record: Record, name: str) -> list[sheets.Cell]:
        """The filled cells of a field, else its constant."""
        cells = [record[column] for column in self.column_map.columns.get(name, ())]
        filled = [cell for cell in cells if cell != ""]
        constant = self.column_map.constants.get(name, "")
        return filled or ([constant] if constant else [])

    def _words(self, record: Record, name: str) -> str:
        """All parts of a field in one line of words, each said once."""
        words = JOIN.join(dict.fromkeys(str(cell).strip() for cell in self._cells(record, name)))
        most = MOST.get(name)
        if most and len(words) > most:
            text = N_("“%(column)s”列最多 %(most)s 字，现在有 %(length)s 字；请缩短。")
            raise self._refusal("column_long", text, name, most=most, length=len(words))
        return words

    def _text(self, record: Record) -> str:
        words = self._words(record, "text")
        reason = why_not_text(words)
        if reason and reason.code == "text_empty":
            raise self._refusal(
                "column_empty", N_("“%(column)s”列是空的；请写下要反映的事。"), "text"
            )
        if reason:
            raise self._refusal(
                "column_no_words", N_("“%(column)s”列里没有文字；请用文字写明要反映的事。"), "text"
            )
        return words

    def _begun_and_ended(self, record: Record) -> tuple[datetime | None, datetime | None]:
        begun, ended = self._moment(record, "registered_at"), self._moment(record, "ended_at")
        for name, moment in (("registered_at", begun), ("ended_at", ended)):
            if moment and moment > self.now + timedelta(days=1):
                text = N_("“%(column)s”列的时间还没有到；请核对日期。")
                raise self._refusal("column_future", text, name)
        if begun and ended and ended < begun:
            ended = self._same_day(begun, ended, "ended_at")
        return begun or ended, ended

    def _due_at(self, record: Record, begun: datetime | None) -> datetime | None:
        due = self._moment(record, "due_at")
        return self._same_day(begun, due, "due_at") if begun and due and due < begun else due

    def _same_day(self, begun: datetime, moment: datetime, name: str) -> datetime:
        """A date without an hour is no earlier than what happened on that day."""
        if begun.astimezone(self.zone).date() == moment.astimezone(self.zone).date():
            return begun
        text = N_("“%(column)s”列早于登记时间；请核对两列的日期。")
        raise self._refusal("column_order", text, name)

    def _moment(self, record: Record, name: str) -> datetime | None:
        cells = self._cells(record, name)
        if not cells:
            return None
        form = self.column_map.dates.get(name)
        try:
            if form and isinstance(cells[0], str):
                found = datetime.strptime(cells[0], form)  # noqa: DTZ007 - the zone comes next
                return found if found.tzinfo else found.replace(tzinfo=self.zone)
            return sheets.moment(cells[0], self.zone)
        except ValueError as fault:
            text = N_("“%(column)s”列的“%(cell)s”不是能认出的日期；请写成 2026-01-05 14:05 这样。")
            raise self._refusal("column_date", text, name, cell=str(cells[0])[:60]) from fault

    def _is_ended(self, record: Record, ended_at: datetime | None) -> bool:
        """A time of ending says so by itself; otherwise the state must be a word we know."""
        cells = self._cells(record, "status")
        status = meaning(self.column_map, "status", str(cells[0])) if cells else Status.OPEN
        if ended_at or status == Status.CLOSED:
            return True
        if not status:
            self.unknown.append(("status", str(cells[0])[:60]))
            text = N_(
                "“%(column)s”列的“%(cell)s”看不出办结没有；"
                "请改成“已办结”或“办理中”，或在对应文件里写明。"
            )
            raise self._refusal("column_status", text, "status", cell=str(cells[0])[:60])
        return False

    def _code(self, record: Record, name: str) -> str:
        cells = self._cells(record, name)
        if not cells:
            return ""
        code = meaning(self.column_map, name, str(cells[0]))
        if code is None:
            self.unknown.append((name, str(cells[0])[:60]))
        return code or ""

    def _point(self, record: Record) -> Point | None:
        """Zero, or one of the two missing, means unknown."""
        lat, lon = self._degrees(record, "lat"), self._degrees(record, "lon")
        if not lat or not lon:
            return None
        point = sensible_point(lat, lon)
        if isinstance(point, Reason):
            text = N_("“%(column)s”列的经纬度不是有效的位置；请核对，不知道就留空。")
            raise self._refusal("column_point", text, "lat")
        if self.datum is Datum.WGS84:
            return point
        lat, lon = from_gcj02(point.lat, point.lon)
        return Point(round(lat, DIGITS), round(lon, DIGITS), point.note)

    def _degrees(self, record: Record, name: str) -> float:
        cells = self._cells(record, name)
        try:
            degrees = float(str(cells[0])) if cells else 0.0
        except ValueError:
            degrees = float("nan")
        if not isfinite(degrees):
            text = N_("“%(column)s”列的“%(cell)s”不是度数；请填数字，不知道就留空。")
            raise self._refusal("column_degrees", text, name, cell=str(cells[0])[:60])
        return degrees

    def _refusal(self, code: str, text: str, name: str, **params: object) -> _Refusal:
        return _Refusal(code, text, name, column=self.columns(name), **params)


def _first_phone(text: str) -> str:
    """The first of several numbers in one cell; a masked one is none."""
    for mark in "、，,;；/":
        text = text.split(mark, maxsplit=1)[0]
    return "" if "*" in text else text.strip()
