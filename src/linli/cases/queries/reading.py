"""Who reads what in the thread of one request that several people may have raised."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from linli.cases import access
from linli.cases.models import Case, Reporter
from linli.cases.rules.words import CaseEvent
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.events import Audience
from linli.kernel.models import Event

PHOTO_KINDS = {audience: f"photo.{audience}" for audience in Audience}


@dataclass(frozen=True, slots=True)
class Reader:
    """Staff read by their audiences. Whoever raised the request reads what is private but not
    the words of those who joined it; each of these reads their own and what is public."""

    audiences: frozenset[str]
    is_staff: bool
    has_raised: bool
    own_id: UUID | None
    joined_ids: frozenset[UUID]
    account_ids: frozenset[UUID]
    own_ids: frozenset[UUID | None]  # under which this reporter has acted, None as a visitor

    @property
    def has_joined(self) -> bool:
        return self.own_id is not None

    @property
    def is_reporter(self) -> bool:
        return self.has_raised or self.has_joined

    def reads(self, event: Event) -> bool:
        """Whether the line is shown; a look at contact details concerns every reporter."""
        if self.is_staff or event.audience != Audience.PRIVATE:
            return event.audience in self.audiences
        if event.kind == CaseEvent.REVEALED:
            return self.is_reporter
        return self.reads_private(event.actor_id)

    def reads_elsewhere(self, audience: str) -> bool:
        """Of a request that belongs to this one, residents read what is public."""
        return audience in self.audiences and (self.is_staff or audience == Audience.PUBLIC)

    def reads_photo(self, kind: str, author_id: UUID | None) -> bool:
        """By the audience it was attached for, and in private by whom."""
        if kind == PHOTO_KINDS[Audience.PRIVATE]:
            return self.reads_private(author_id)
        return kind in {PHOTO_KINDS[Audience(audience)] for audience in self.audiences}

    def reads_words(self, event: Event) -> bool:
        """What a resident wrote stays private even where the step itself is public."""
        is_residents = (
            event.actor_kind == ActorKind.LINK.value or event.actor_id in self.account_ids
        )
        return self.is_staff or not is_residents or self.reads_private(event.actor_id)

    def reads_as_written(self, event: Event) -> bool:
        """What is about a person in these words is not hidden."""
        return self.is_staff or self.has_raised or event.actor_id in self.own_ids

    def reads_private(self, author_id: UUID | None) -> bool:
        """What this author said or attached in private."""
        if author_id in self.joined_ids and not self.is_staff:
            return author_id == self.own_id
        return Audience.PRIVATE in self.audiences


def reader(actor: Actor, case: Case, reporters: Iterable[Reporter]) -> Reader:
    """How this actor reads this case."""
    everybody = list(reporters)
    joined = [reporter for reporter in everybody if reporter.joined_at]
    raised = {reporter.account_id for reporter in everybody if not reporter.joined_at}
    own = next((one.pk for one in joined if actor.id in (one.pk, one.account_id)), None)
    has_link = actor.kind is ActorKind.LINK and actor.id == case.pk
    has_raised = actor.id is not None and (has_link or actor.id in raised)
    is_staff = access.is_staff(actor) or actor.kind is ActorKind.SYSTEM
    return Reader(
        audiences=_audiences(actor, case, has_raised=has_raised),
        is_staff=is_staff,
        has_raised=has_raised,
        own_id=None if actor.id is None or has_raised else own,
        joined_ids=frozenset(one.pk for one in joined),
        account_ids=frozenset(one.account_id for one in everybody if one.account_id),
        own_ids=frozenset({None, case.pk} | raised if has_raised else {own, actor.id} - {None}),
    )


def merged(reporter: Reporter) -> Reader:
    """How somebody whose request was merged into another one reads that one: as a neighbour who
    has it too. They are shown its public steps only."""
    none: frozenset[UUID] = frozenset()
    public = frozenset({Audience.PUBLIC.value})
    return Reader(public, False, False, reporter.pk, none, none, frozenset())


def _audiences(actor: Actor, case: Case, *, has_raised: bool) -> frozenset[str]:
    """Staff in charge read everything; the reporter what is public or theirs, and so does whoever
    handles it by a link; others the public."""
    if actor.kind is ActorKind.HANDLER:
        return frozenset({Audience.PUBLIC, Audience.PRIVATE})
    if access.may_reveal(actor, case) or actor.kind is ActorKind.SYSTEM:
        return frozenset(Audience)
    if access.is_staff(actor):
        return frozenset({Audience.PUBLIC, Audience.STAFF})
    return frozenset({Audience.PUBLIC, Audience.PRIVATE} if has_raised else {Audience.PUBLIC})
