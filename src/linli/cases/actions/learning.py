"""The sorter: learn anew, choose the version that suggests, or leave it to the keywords."""

from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from linli import triage
from linli.cases.access import CONFIGURING
from linli.cases.models import SorterVersion
from linli.cases.queries.learning import Lesson
from linli.cases.rules.words import SetupEvent
from linli.kernel import clock, events
from linli.kernel.action import action
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Forbidden, NotFound
from linli.kernel.streets import revisions
from linli.words import N_, Reason


@action
def ask_learning(*, actor: Actor) -> None:
    """The worker learns from what has been decided until then; asked twice, it does it once."""
    _require(actor)
    job = app.configure_task(
        "linli.cases.tasks.learn", queueing_lock=f"cases_learn_{actor.street_id}"
    )
    with suppress(AlreadyEnqueued), transaction.atomic():
        job.defer(street_id=actor.street_id)


@action
def keep_version(*, actor: Actor, lesson: Lesson) -> SorterVersion:
    """What was learned is kept beside what was learned before. The first one of a street is
    used at once, every other when somebody has looked at it and switched it on."""
    _require(actor)
    earlier = _versions(actor)
    last = earlier[-1].number if earlier else 0
    version = SorterVersion.objects.create(
        street_id=actor.street_id,
        number=last + 1,
        made_at=clock.now(),
        content=triage.packed(lesson.model),
        quality=lesson.model.quality.plain(),
        keywords_f1=lesson.keywords_f1,
        examples=lesson.examples,
        requests=lesson.requests,
        is_used=last == 0,
    )
    revisions.move_on(actor.street_id)
    after = {"number": version.number, "macro_f1": lesson.model.quality.macro_f1}
    events.record(actor, SetupEvent.LEARNED, version, after=after)
    return version


@action
def use_version(*, actor: Actor, number: int | None) -> None:
    """Suggestions come from this version from now on; from the keywords alone with None."""
    _require(actor)
    found = _versions(actor)
    chosen = next((row for row in found if row.number == number), None)
    used = next((row for row in found if row.is_used), None)
    if number is not None and chosen is None:
        raise NotFound
    if chosen == used:
        return
    for row in filter(None, (used, chosen)):  # in this order: no two are ever in use
        row.is_used = row == chosen
        row.save(update_fields=["is_used"])
    revisions.move_on(actor.street_id)
    events.record(
        actor,
        SetupEvent.VERSION_USED,
        chosen or used or found[0],
        before={"number": used.number if used else None},
        after={"number": number},
    )


def _versions(actor: Actor) -> list[SorterVersion]:
    """All of them by number, locked."""
    rows = SorterVersion.objects.filter(street_id=actor.street_id).defer("content")
    return list(rows.select_for_update().order_by("number"))


def _require(actor: Actor) -> None:
    if not (actor.roles & CONFIGURING or actor.kind is ActorKind.SYSTEM):
        raise Forbidden(Reason("sorter_admin_only", N_("只有管理员可以换自动分类的版本。")))
