"""What is kept about one person, why and until when; and a copy of it to take away.

A copy holds what is theirs: of a request that they joined their own contact only, of a thread
their own words only. What others wrote or are is not theirs to carry off.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext, ngettext

from linli.cases.models import Case, Entry, Reporter
from linli.cases.queries.looked import Look, who_looked
from linli.cases.rules.words import State
from linli.files import queries as files
from linli.kernel import clock, events
from linli.kernel.personal import REGISTER, Purpose, masked_mail, masked_phone, normal_phone
from linli.kernel.personal import Entry as Registered
from linli.kernel.streets.models import Street
from linli.notices import queries as notices
from linli.people.models import Account
from linli.rights import queries as rights
from linli.rights.rules import RequestKind, Topic
from linli.rulebook import queries as rulebook


@dataclass(frozen=True, slots=True)
class Held:
    """One kind of thing; ``days`` is how long it is kept from ``entry.until`` on."""

    name: str
    value: str
    purpose: Purpose
    entry: Registered
    days: int

    @property
    def kept(self) -> str:
        since = {"since": gettext(self.entry.until), "days": self.days}
        return gettext("%(since)s再保存 %(days)s 天") % since


def held(street: Street, account: Account) -> list[Held]:
    """As many statements however much there is; what is empty is not listed."""
    days = rulebook.rule_at(street, "privacy.retention", clock.now()).value
    return [
        Held(name, value, purpose, REGISTER[purpose], days[REGISTER[purpose].days])
        for name, value, purpose in _held(street, account)
        if value
    ]


def _held(street: Street, account: Account) -> Iterator[tuple[str, str, Purpose]]:
    raised = Reporter.objects.filter(street_id=street.pk, account_id=account.pk).count()
    photos = files.count_of(street, account.pk)
    sent = notices.sent_to(street, addresses(account)).count()
    agreed = len(rights.consents(street, account.pk))
    yield gettext("姓名"), account.name, Purpose.ACCOUNT
    yield gettext("电话"), masked_phone(account.phone), Purpose.ACCOUNT
    yield gettext("用户名"), account.username if account.was_named else "", Purpose.ACCOUNT
    yield gettext("邮箱"), masked_mail(account.mail), Purpose.MAIL
    yield gettext("您的诉求"), _counted(raised), Purpose.REPORTER
    yield gettext("您发来的照片"), _sheets(photos), Purpose.REPORTER
    for section in rights.sections(street, account):
        yield section.title, section.count, section.purpose
    yield gettext("发给您的短信和邮件"), _letters(sent), Purpose.MESSAGE
    yield gettext("您同意过的说明"), _letters(agreed), Purpose.CONSENT


def _counted(n: int) -> str:
    return ngettext("%(n)s 件", "%(n)s 件", n) % {"n": n} if n else ""


def _sheets(n: int) -> str:
    return ngettext("%(n)s 张", "%(n)s 张", n) % {"n": n} if n else ""


def _letters(n: int) -> str:
    return ngettext("%(n)s 条", "%(n)s 条", n) % {"n": n} if n else ""


def addresses(account: Account) -> list[str]:
    """Where messages to this account go."""
    return [address for address in (normal_phone(account.phone), account.mail) if address]


@dataclass(frozen=True, slots=True)
class RightToDo:
    """A request about data, with the case that holds its words and its clock."""

    asked: rights.Asked
    number: str
    text: str
    due_at: datetime | None


def rights_to_do(street: Street, *only: UUID) -> list[RightToDo]:
    """What is still to be done, oldest first; or one of it."""
    asked = [one for one in rights.open_requests(street) if not only or one.row.pk in only]
    ids = [one.row.case_id for one in asked]
    cases = {case.pk: case for case in Case.objects.filter(street_id=street.pk, pk__in=ids)}
    pairs = ((one, cases[one.row.case_id]) for one in asked)
    return [RightToDo(one, case.number, case.text, case.due_at) for one, case in pairs]


@dataclass(frozen=True, slots=True)
class Copy:
    """Everything to take away: plain values, the same for the file and for paper."""

    made_at: datetime
    account: dict[str, str]
    requests: list[dict[str, Any]]
    messages: list[dict[str, Any]]
    consents: list[dict[str, Any]]
    asked: list[dict[str, Any]]
    looks: list[Look]
    others: list[rights.Section]

    def written(self) -> dict[str, Any]:
        """As the file has it."""
        plain = asdict(self)
        del plain["others"]
        return plain | {section.key: section.rows for section in self.others}


def copy(street: Street, account: Account) -> Copy:
    """As many statements however much there is."""
    reporters = Reporter.objects.filter(street_id=street.pk, account_id=account.pk)
    mine = list(reporters.select_related("case").order_by("id"))
    words = _own_words(street, account, mine)
    return Copy(
        clock.now(),
        {
            "username": account.username,
            "name": account.name,
            "phone": account.phone,
            "mail": account.mail,
        },
        [_request(reporter, words) for reporter in mine],
        [
            {"at": one.sent_at or one.made_at, "channel": one.channel, "text": one.text}
            for one in notices.sent_to(street, addresses(account))
        ],
        [
            {
                "topic": Topic(one.topic).word,
                "version": one.version,
                "given_at": one.given_at,
                "withdrawn_at": one.withdrawn_at,
            }
            for one in rights.consents(street, account.pk)
        ],
        [
            {
                "kind": RequestKind(one.row.kind).word,
                "asked_at": one.row.asked_at,
                "done_at": one.row.done_at,
                "outcome": one.outcome.word if one.outcome else "",
            }
            for one in rights.requests_of(street, account.pk)
        ],
        who_looked(street, account.pk)[:],
        rights.sections(street, account),
    )


def _own_words(
    street: Street, account: Account, mine: list[Reporter]
) -> dict[Any, list[dict[str, Any]]]:
    """By case, what this person wrote in the thread."""
    ids = [reporter.case_id for reporter in mine]
    wrote = {
        event.pk: event
        for event in events.histories(street.pk, ids)
        if event.actor_id in (account.pk, event.subject_id)
    }
    found: dict[Any, list[dict[str, Any]]] = {}
    rows = Entry.objects.filter(street_id=street.pk, event_id__in=wrote).order_by("id")
    for entry in rows if wrote else []:
        said = {"at": wrote[entry.event_id].at, "text": entry.text}
        found.setdefault(entry.case_id, []).append(said)
    return found


def _request(reporter: Reporter, words: dict[Any, list[dict[str, Any]]]) -> dict[str, Any]:
    case = reporter.case
    own = {"number": case.number, "name": reporter.name, "phone": reporter.phone}
    if reporter.joined_at:
        return {**own, "joined_at": reporter.joined_at}
    return {
        **own,
        "registered_at": case.registered_at,
        "state": gettext(State(case.state).word),
        "text": case.text,
        "address": case.address,
        "lat": case.lat,
        "lon": case.lon,
        "words": words.get(case.pk, []),
    }
