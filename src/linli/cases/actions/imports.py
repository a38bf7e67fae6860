"""Taking over another system's requests from a sheet: every good row is kept, each once."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import DatabaseError, DataError, IntegrityError, transaction

from linli import sheets
from linli.cases import queries
from linli.cases.actions.register import register_many
from linli.cases.models import Case
from linli.cases.rules.columns import ColumnMap
from linli.cases.rules.drafts import Draft, Person
from linli.cases.rules.rows import JOIN, CaseRow, Record, RowReader
from linli.kernel import clock, personal
from linli.kernel.actor import Actor
from linli.kernel.errors import Refused
from linli.kernel.streets.models import Street
from linli.people import queries as people
from linli.places.rules import Datum
from linli.words import N_, Reason

BATCH = 500
MOST_WORDS = 200
Step = Callable[[], None]


@dataclass(slots=True)
class ImportReport:
    """What an import did. ``unknown`` counts the words nobody knows by field and word; ``why``
    keeps the first refusals with their row number."""

    new: int = 0
    known: int = 0
    refused: int = 0
    why: list[tuple[int, str]] = field(default_factory=list)
    unknown: Counter[tuple[str, str]] = field(default_factory=Counter)
    refused_file: Path | None = None


class _Candidate(NamedTuple):
    number: int
    record: Record
    draft: Draft


def _nothing() -> None:
    """No step to report."""


def import_cases(
    *,
    actor: Actor,
    sheet: sheets.Sheet,
    path: Path,
    column_map: ColumnMap,
    datum: Datum = Datum.WGS84,
    dry_run: bool = False,
    step: Step = _nothing,
) -> ImportReport:
    """Rows become requests in batches; refused ones go to a file beside ``path``. A dry run says
    all of it and keeps nothing."""
    street = Street.objects.get(pk=actor.street_id)
    zone = ZoneInfo(column_map.zone or street.zone)
    reader = RowReader(column_map, zone, clock.now(), datum)
    with sheets.refused(path) as refusals:
        refusals.path.unlink(missing_ok=True)  # what an earlier run left is not of this one
        run = _Run(actor, street, reader, refusals, dry_run=dry_run)
        for number, record in sheet:
            run.take(number, record)
            step()
        run.flush()
    run.report.refused_file = refusals.path if refusals.count else None
    return run.report


class _Run:
    """One import on its way: what waits for the next batch, what was seen, what is to be told."""

    def __init__(
        self,
        actor: Actor,
        street: Street,
        reader: RowReader,
        refusals: sheets.Refusals,
        *,
        dry_run: bool,
    ) -> None:
        self.actor, self.street, self.reader = actor, street, reader
        self.refusals, self.dry_run = refusals, dry_run
        self.report = ImportReport()
        self._waiting: list[_Candidate] = []
        self._seen: set[str] = set()
        self._units = _units(street)

    def take(self, number: int, record: Record) -> None:
        """Judge one row alone; a number met before in this file is a request already known."""
        row = self.reader.read(record)
        self._remember(self.reader.unknown)
        if isinstance(row, Reason):
            self._refuse(number, record, row)
            return
        draft = self._draft(row)
        if _number(draft) in self._seen:
            self.report.known += 1
            return
        self._seen.add(_number(draft))
        self._waiting.append(_Candidate(number, record, draft))
        if len(self._waiting) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what waits; a batch the database does not take is tried again row by row, so that
        one bad row never costs the others."""
        waiting, self._waiting = self._waiting, []
        fresh = self._not_ours(waiting)
        self.report.known += len(waiting) - len(fresh)
        try:
            self._write(fresh)
        except (DatabaseError, Refused):
            for candidate in fresh:
                self._write_alone(candidate)
        if not self.dry_run:
            self._seen.clear()  # the database knows them from now on

    def _write(self, candidates: Sequence[_Candidate]) -> None:
        if not candidates:
            return
        with transaction.atomic():
            drafts = [candidate.draft for candidate in candidates]
            new, known = register_many(actor=self.actor, drafts=drafts)
            if self.dry_run:
                transaction.set_rollback(True)
        self.report.new += len(new)
        self.report.known += len(known)

    def _write_alone(self, candidate: _Candidate) -> None:
        try:
            self._write([candidate])
        except Refused as refused:
            self._refuse(candidate.number, candidate.record, refused.reason)
        except (DataError, IntegrityError) as fault:
            text = N_("数据库没有收下这一行（%(fault)s）；请核对各列的内容。")
            params = {"fault": str(fault).partition("\n")[0]}
            self._refuse(candidate.number, candidate.record, Reason("row_database", text, params))

    def _not_ours(self, candidates: Sequence[_Candidate]) -> list[_Candidate]:
        """Leave out rows that carry the number of one of our requests: an export coming back."""
        ours = f"{self.street.initials}-"
        numbers = [c.draft.external_id for c in candidates if _number(c.draft).startswith(ours)]
        if not numbers:
            return list(candidates)
        rows = Case.objects.filter(street_id=self.street.pk, number__in=numbers)
        known = set(rows.values_list("number", flat=True))
        return [c for c in candidates if c.draft.external_id not in known]

    def _refuse(self, number: int, record: Record, reason: Reason) -> None:
        words = str(Refused(reason))
        self.refusals.add(number, record, words)
        self.report.refused += 1
        if len(self.report.why) < 5:
            self.report.why.append((number, words))

    def _remember(self, words: Iterable[tuple[str, str]]) -> None:
        for word in words:
            if word in self.report.unknown or len(self.report.unknown) < MOST_WORDS:
                self.report.unknown[word] += 1

    def _draft(self, row: CaseRow) -> Draft:
        return Draft(
            text=row.text,
            channel=row.channel,
            kind=row.kind,
            category=_matter(self.street, row.category),
            urgency=row.urgency,
            address=row.address,
            lat=row.point.lat if row.point else None,
            lon=row.point.lon if row.point else None,
            person=Person(row.name, row.phone, None, row.is_anonymous),
            source=self.reader.column_map.source,
            external_id=row.external_id or f"#{personal.blind(row.content).hex()}",
            registered_at=row.registered_at,
            due_at=row.due_at,
            ended_at=row.ended_at,
            is_ended=row.is_ended,
            owner_id=self._units.get(row.owner) if row.is_ended else None,
            reply=row.reply,
        )


def filled_in(column_map: ColumnMap, unknown: Iterable[tuple[str, str]]) -> ColumnMap:
    """The mapping with the words nobody knows, still without meaning, for the office to fill in."""
    words = {name: dict(table) for name, table in column_map.words.items()}
    for name, word in unknown:
        words.setdefault(name, {}).setdefault(word, "")
    return replace(column_map, words=words)


def _number(draft: Draft) -> str:
    return draft.external_id or ""


def _units(street: Street) -> Mapping[str, UUID]:
    return {unit.name: unit.pk for unit in people.directory(street).organisations.values()}


def _matter(street: Street, path: str) -> str:
    """The deepest part of a category path that our tree knows, else all its words."""
    catalogue = queries.catalogue(street)
    parts = path.split(JOIN)
    return next((part for part in reversed(parts) if catalogue.named(part)), path)
