"""Entries of the journal in plain words, a page at a time, and how far they are sealed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from linli.audit.rules import PAGE, Ground, JournalEvent
from linli.capacity.rules import CapacityEvent
from linli.cases.models import Case
from linli.cases.rules import words as cases
from linli.cases.rules.ladder import Level
from linli.counter.rules.application_words import CounterEvent, Look, Refusal, Special
from linli.counter.rules.catalogue import CatalogueEvent
from linli.counter.rules.queue import QueueEvent
from linli.files.rules import FilesEvent
from linli.kernel import events, personal, seal
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.heads import SealEvent
from linli.kernel.models import Delivery, Event, Seal, SealedEvent
from linli.kernel.rotation import RotationEvent
from linli.kernel.streets.models import Street
from linli.notices.rules import Failure, NoticeEvent
from linli.openapi.rules import KeyEvent
from linli.people import queries as people
from linli.people.models import Account
from linli.people.rules import PeopleEvent, Role
from linli.places.rules.codes import Event as PlacesEvent
from linli.rights.rules import PermitReason, RightsEvent
from linli.rulebook.rules import RulebookEvent
from linli.words import N_, Word

KINDS: tuple[tuple[str, type[Word]], ...] = (
    (N_("诉求"), cases.CaseEvent),
    (N_("待办"), cases.DeskEvent),
    (N_("窗口申请"), CounterEvent),
    (N_("分类和派单"), cases.SetupEvent),
    (N_("办事项目"), CatalogueEvent),
    (N_("账号、单位和任职"), PeopleEvent),
    (N_("地方"), PlacesEvent),
    (N_("规则"), RulebookEvent),
    (N_("预约"), CapacityEvent),
    (N_("大厅排队"), QueueEvent),
    (N_("照片"), FilesEvent),
    (N_("消息"), NoticeEvent),
    (N_("个人信息"), RightsEvent),
    (N_("个人信息"), RotationEvent),
    (N_("接口"), KeyEvent),
    (N_("记录"), SealEvent),
    (N_("记录"), JournalEvent),
)
OBJECTS: dict[str, str] = {
    "capacity.resource": N_("窗口和场地"),
    "capacity.booking": N_("预约"),
    "capacity.waiting": N_("候补"),
    "cases.case": N_("诉求"),
    "cases.savedview": N_("待办视图"),
    "cases.category": N_("类别"),
    "cases.route": N_("派单规则"),
    "cases.replytext": N_("常用答复"),
    "cases.sorterversion": N_("自动分类"),
    "counter.item": N_("办事项目"),
    "counter.application": N_("申请"),
    "counter.rating": N_("好差评"),
    "counter.skillnote": N_("办理经验"),
    "counter.hall": N_("服务大厅"),
    "counter.window": N_("窗口"),
    "counter.ticket": N_("排队的号"),
    "files.file": N_("照片"),
    "kernel.seal": N_("封条"),
    "notices.hook": N_("数据推送"),
    "notices.message": N_("短信和邮件"),
    "notices.notice": N_("消息"),
    "openapi.key": N_("接口密钥"),
    "people.account": N_("账号"),
    "people.organisation": N_("单位"),
    "people.post": N_("任职"),
    "places.area": N_("区域"),
    "places.grid": N_("网格"),
    "rights.consent": N_("同意书"),
    "rights.datarequest": N_("个人信息的请求"),
    "rights.permit": N_("导出联系方式"),
    "rulebook.calendarday": N_("工作日历"),
    "rulebook.rule": N_("时限和规则"),
}
_WORDS = {kind.value: kind.word for _, kinds in KINDS for kind in kinds}
_REASONS: dict[str, str] = {
    reason.value: reason.word
    for reasons in (
        *(cases.Purpose, cases.AskBack, cases.Decline, cases.GiveBack, cases.Supervision),
        *(cases.Withhold, cases.Lacking, Failure, Level, Ground, PermitReason),
        *(Look, Refusal, Special),
    )
    for reason in reasons
}
COLUMNS = (
    *("时间", "谁", "用户名", "岗位", "做了什么", "对什么", "编号", "原因", "之前", "之后"),
    *("对象的键", "进展的键", "封条"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the auditor looks for; ``who`` are accounts, ``about`` the key of what it was done to,
    and empty everything."""

    who: tuple[UUID, ...] | None = None
    kind: str = ""
    subject_type: str = ""
    about: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    event: Event
    who: str
    username: str
    roles: list[str]
    what: str
    object: str
    number: str
    reason: str
    change: str
    seal: int | None


@dataclass(frozen=True, slots=True)
class Page:
    """``older`` is the place to go on from; empty at the end."""

    entries: list[Entry]
    older: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """How far the journal is sealed, how much waits since when, and what the last check found."""

    newest: Seal | None
    waiting: int
    oldest: datetime | None
    checked: Event | None
    drifts: int = field(default=0)


def journal(street: Street, asked: Asked, older: str) -> Page:
    """The newest first; the place is the moment and the key of an event, so that a page far back
    costs no more than the first one, and new events push nothing onto the next."""
    rows = found(street, asked)
    if place := _place(older):
        at, pk = place
        rows = rows.filter(Q(at__lt=at) | Q(at=at, id__lt=pk), at__lte=at)
    shown = list(rows[: PAGE + 1])
    last = shown[PAGE - 1] if len(shown) > PAGE else None
    token = f"{last.at.isoformat()}~{last.pk}" if last else ""
    return Page(_entries(street, shown[:PAGE]), token)


def _place(older: str) -> tuple[datetime, UUID] | None:
    """What makes no sense is the first page."""
    at, _, key = older.partition("~")
    try:
        moment = datetime.fromisoformat(at)
        return (moment, UUID(key)) if timezone.is_aware(moment) else None
    except ValueError:
        return None


def found(street: Street, asked: Asked) -> QuerySet[Event, Event]:
    rows = Event.objects.filter(street_id=street.pk)
    wanted: dict[str, Any] = {
        "actor_id__in": asked.who,
        "kind": asked.kind or None,
        "subject_type": asked.subject_type or None,
        "subject_id": asked.about,
        "at__gte": asked.since,
        "at__lt": asked.until,
    }
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    return rows.order_by("-at", "-id")


def export_rows(street: Street, rows: QuerySet[Event, Event]) -> Iterator[tuple[Any, ...]]:
    """The same in columns, page by page."""
    every = list(rows.values_list("pk", flat=True))
    for start in range(0, len(every), 500):
        kept = Event.objects.filter(street_id=street.pk, pk__in=every[start : start + 500])
        for entry in _entries(street, list(kept.order_by("-at", "-id"))):
            yield (
                timezone.localtime(entry.event.at).replace(tzinfo=None),
                entry.who,
                entry.username,
                gettext("、").join(entry.roles),
                entry.what,
                entry.object,
                entry.number,
                entry.reason,
                _codes(entry.event.before),
                _codes(entry.event.after),
                str(entry.event.subject_id),
                str(entry.event.pk),
                entry.seal,
            )


def _codes(values: dict[str, Any]) -> str:
    return " ".join(f"{name}={value}" for name, value in sorted(values.items()))


def people_named(street: Street, words: str) -> tuple[UUID, ...]:
    """Accounts by user name, and of those who hold or held a post also by a part of the name."""
    known = people.directory(street).by_account
    named = {pk for pk, posts in known.items() if words in posts[0].name}
    account = people.find_account(street, words)
    return tuple(named | ({account.pk} if account else set()))


def thing_named(street: Street, words: str) -> UUID | None:
    """What is meant by the number of a request, a user name, or a key."""
    case = Case.objects.filter(street_id=street.pk, number=words).values_list("pk", flat=True)
    if pk := case.first():
        return pk
    if account := people.find_account(street, words):
        return account.pk
    try:
        return UUID(words)
    except ValueError:
        return None


def sealed(street: Street) -> Sealed:
    waiting = Delivery.objects.filter(street_id=street.pk, consumer=events.SEAL, done_at=None)
    oldest = waiting.order_by("id").select_related("event").first()
    kind = SealEvent.CHECKED
    checks = Event.objects.filter(street_id=street.pk, kind=kind).order_by("-at")
    last = checks.first()
    return Sealed(
        newest=seal.head(street.pk),
        waiting=waiting.count(),
        oldest=oldest.event.at if oldest else None,
        checked=last,
        drifts=last.after["drifts"] if last else 0,
    )


def _entries(street: Street, rows: Sequence[Event]) -> list[Entry]:
    ids = [row.pk for row in rows]
    numbers = _case_numbers(street, (row.subject_id for row in rows))
    accounts = people.accounts_of(street.pk, {row.actor_id for row in rows if row.actor_id})
    seals = SealedEvent.objects.filter(street_id=street.pk, pk__in=ids)
    in_seal = dict(seals.values_list("pk", "number"))
    return [
        Entry(
            event=row,
            who=_who(street, row, accounts.get(row.actor_id)),
            username=_username(street, accounts.get(row.actor_id)),
            roles=[gettext(Role(role).word) for role in row.actor_roles if role in list(Role)],
            what=gettext(_WORDS.get(row.kind, row.kind)),
            object=gettext(OBJECTS.get(row.subject_type, row.subject_type)),
            number=numbers.get(row.subject_id, ""),
            reason=gettext(_REASONS[row.reason]) if row.reason in _REASONS else row.reason,
            change=_change(row),
            seal=in_seal.get(row.pk),
        )
        for row in rows
    ]


def _case_numbers(street: Street, ids: Iterable[UUID]) -> dict[UUID, str]:
    rows = Case.objects.filter(street_id=street.pk, pk__in=set(ids))
    return dict(rows.values_list("pk", "number"))


def _who(street: Street, event: Event, account: Account | None) -> str:
    """Staff by name, residents masked; everybody else by what they are."""
    if account is None:
        return gettext(ActorKind(event.actor_kind).word)
    return people.directory(street).name(account.pk) or personal.masked_name(account.name)


def _username(street: Street, account: Account | None) -> str:
    """Of those who hold or held a post: a resident's may be a phone number."""
    is_staff = account is not None and people.directory(street).held_by(account.pk)
    return account.username if account and is_staff else ""


def _change(event: Event) -> str:
    before, after = (_state(values.get("state")) for values in (event.before, event.after))
    return f"{before} → {after}" if before and after and before != after else ""


def _state(code: Any) -> str:
    return gettext(cases.State(code).word) if code in list(cases.State) else ""


def account_of(actor: Actor) -> Account:
    account: Account = Account.objects.get(pk=actor.id, street_id=actor.street_id)
    return account
