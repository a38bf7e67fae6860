"""What may be kept no longer: requests long ended, accounts that nobody uses."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from linli.cases.models import Case, Reporter
from linli.cases.rules.words import ENDED, Kind
from linli.kernel.personal import blind, normal_phone
from linli.kernel.streets.models import Street
from linli.people.models import Account, Post
from linli.rulebook import queries as rulebook

_MOST = 2000  # a night's work; what is left is found the next night


def to_forget(street: Street, now: datetime) -> list[UUID]:
    """Ended so long ago that names, phones and words go."""
    before = now - timedelta(days=_days(street, now, "case_days"))
    rows = Case.objects.filter(street_id=street.pk, ended_at__lt=before, forgotten_at=None)
    ended = rows.filter(state__in=ENDED).order_by("ended_at")
    return list(ended.values_list("pk", flat=True)[:_MOST])


def stale_accounts(street: Street, now: datetime) -> list[UUID]:
    """Nobody has signed in for so long, no post is held, nothing is open."""
    before = now - timedelta(days=_days(street, now, "account_days"))
    today = timezone.localdate(now)
    posts = Post.objects.filter(
        Q(until=None) | Q(until__gte=today), street_id=street.pk, account_id=OuterRef("pk")
    )
    raised = Reporter.objects.filter(street_id=street.pk, account_id=OuterRef("pk"))
    is_open = Exists(raised.filter(~Q(case__state__in=ENDED)))
    rows = Account.objects.filter(street_id=street.pk, is_active=True, last_login__lt=before)
    unused = rows.filter(~Exists(posts), ~is_open).order_by("pk")
    return list(unused.values_list("pk", flat=True)[:_MOST])


def as_reporter(street_id: int, account_id: UUID, phone: str) -> QuerySet[Reporter]:
    """Where somebody stands as a reporter, by account or by the same phone."""
    same = Q(account_id=account_id)
    if normal := normal_phone(phone):
        same |= Q(phone_index=blind(normal))
    return Reporter.objects.filter(same, street_id=street_id)


def unfinished_of(street: Street, account: Account) -> QuerySet[Case]:
    """What somebody raised or joined and is not ended, requests about their data aside."""
    mine = as_reporter(street.pk, account.pk, account.phone)
    rows = Case.objects.filter(street_id=street.pk, pk__in=mine.values("case_id"))
    return rows.filter(~Q(state__in=ENDED), ~Q(kind=Kind.RIGHTS))


def _days(street: Street, now: datetime, name: str) -> int:
    days: int = rulebook.rule_at(street, "privacy.retention", now).value[name]
    return days
