"""A request written by the generator is the same as one that walked through the actions."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
import time_machine

from linli.cases import actions
from linli.cases.actions import Draft, Person
from linli.cases.models import Case, Category, CoHandler, Entry, Reporter
from linli.cases.rules.words import (
    Channel,
    Contact,
    GiveBack,
    Kind,
    Mode,
    Satisfied,
    Solved,
    Supervision,
)
from linli.demo.deeds import Deeds
from linli.demo.story import About, Story
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.models import Event
from linli.kernel.streets import context
from tests.town import Town

START = datetime(2026, 4, 14, 1, 30, tzinfo=UTC)
TEXT, ADDRESS = "楼道堆满了纸箱子", "样板家园1号楼"
PHONE = "19900000001"
UNTIL = datetime(2026, 6, 30, 10, tzinfo=UTC)

PATHS = (
    "triage dispatch sign_in contact reply check call_back close rate",
    "triage dispatch give_back arbitrate sign_in contact reply check send_back reply check",
    "triage dispatch sign_in contact ask_extension extend progress note reply",
    "triage dispatch sign_in contact supervise answer_letter end_letter reply",
    "triage dispatch sign_in contact ask_extension deny ask_parking park resume reply check",
    "triage dispatch sign_in contact reply check call_back close reopen sign_in contact reply",
    "triage dispatch add withdraw",
    "answer rate reopen triage answer",
    "decline",
    "triage whistle sign_in",
)
# What differs by nature: identities, words, and the choices that the generator draws.
FREE_IN_CASE = {"id", "street_id", "number", "because", "once"}


class SmallCast:
    """The people of the test town in the places of the demo's cast."""

    def __init__(self, town: Town) -> None:
        self.town = town

    def anyone(self, rng: Random, role: str) -> Actor:
        return self.town.actor(str(role))

    def overseer(self, rng: Random, case: Case) -> Actor:
        return self.town.actor("supervisor")

    approver = overseer

    def handler(self, rng: Random, case: Case) -> Actor:
        if case.handler_id == self.town.account("grid").pk:
            return self.town.actor("grid")
        units = self.town.organisations
        who = {units["east"].pk: "secretary", units["urban_management"].pk: "department"}
        return self.town.actor(who[case.owner_id])

    def reporter(self, case: Case, account_id: object) -> Actor:
        return Actor(ActorKind.LINK, self.town.street.pk, case.pk)


def draft() -> Draft:
    person = Person("示小甲", PHONE)
    return Draft(text=TEXT, channel=Channel.PHONE, address=ADDRESS, person=person)


def told(town: Town, names: list[str]) -> Story:
    """The generator's story, an hour for each step."""
    from dataclasses import replace

    visitor = Actor(ActorKind.VISITOR, town.street.pk)
    story = Story(Random(1), town.street, visitor, replace(draft(), registered_at=START))
    matter = Category.objects.get(street_id=town.street.pk, code="sanitation.clutter")
    about = About(matter.code, matter.pk, matter.urgency, Kind.HELP, ADDRESS)
    units = [town.organisations["urban_management"], town.organisations["police"]]
    units += [town.organisations["east"], town.organisations["west"]]
    deeds = Deeds(Random(2), SmallCast(town), story, about, units)
    for hour, name in enumerate(names, 1):
        deeds.step(name, START + timedelta(hours=hour))
    return story


def walked(town: Town, story: Story, names: list[str]) -> Case:
    """The same through the actions, with the choices that the generator drew."""
    visitor = Actor(ActorKind.VISITOR, town.street.pk)
    with time_machine.travel(START, tick=False):
        case = actions.register(actor=visitor, draft=draft())
    words = {entry.event_id: entry.text for entry in story.entries}
    for event, name in zip(story.events[1:], names, strict=True):
        case.refresh_from_db()
        actor = Actor(
            ActorKind(event.actor_kind),
            town.street.pk,
            case.pk if event.actor_kind == ActorKind.LINK else event.actor_id,
        )
        account = next((a for a in town.accounts.values() if a.pk == event.actor_id), None)
        actor = town.actor(account.username) if account else actor
        with time_machine.travel(event.at, tick=False):
            step(name, event, words.get(event.pk, ""), case, story)(actor=actor, case_id=case.pk)
    case.refresh_from_db()
    return case


def step(name: str, event: Event, text: str, case: Case, story: Story) -> Callable[..., object]:
    from functools import partial

    after, verbs = event.after, actions
    until = datetime.fromisoformat(after["until"]) if "until" in after else UNTIL
    owner = after.get("owner") or str(case.owner_id)
    own = {"text": text}
    dispatch = {"owner_id": case.suggested_owner_id, "handler_id": case.suggested_handler_id}
    given: dict[str, dict[str, object]] = {
        "triage": {
            "category_id": story.case.category_id,
            "urgency": story.case.urgency,
            "kind": story.case.kind,
        },
        "dispatch": dispatch | own,
        "whistle": dispatch
        | own
        | {
            "mode": Mode.WHISTLE,
            "whistle": event.reason,
            "co_handlers": [row.organisation_id for row in story.co_handlers],
        },
        "sign_in": {},
        "end_letter": {},
        "check": {},
        "close": {},
        "contact": {"result": Contact(event.reason or Contact.REACHED), **own}
        if event.reason in list(Contact)
        else own,
        "give_back": {
            "reason": event.reason if event.reason in list(GiveBack) else GiveBack.NOT_OURS,
            "proposed_id": after.get("proposed"),
            **own,
        },
        "arbitrate": {"owner_id": owner, **own},
        "ask_extension": {"until": until, **own},
        "ask_parking": {"until": until, **own},
        "call_back": {
            "solved": Solved(after.get("solved", "yes")),
            "satisfied": Satisfied(after.get("satisfied", "yes")),
            **own,
        },
        "supervise": {
            "reason": event.reason if event.reason in list(Supervision) else "overdue",
            **own,
        },
        "decline": {"reason": event.reason, **own},
        "progress": {"is_public": True, **own},
        "rate": {"stars": after.get("stars", 5), **own},
    }
    verb = {"whistle": "dispatch", "progress": "note"}.get(name, name)
    return partial(getattr(verbs, verb), **given.get(name, own))


@pytest.mark.django_db
@pytest.mark.parametrize("path", PATHS)
def test_both_ways_leave_the_same_rows(town: Town, path: str):
    names = path.split()
    with context.in_street(town.street.pk):
        story = told(town, names)
        case = walked(town, story, names)
        kept = list(
            Event.objects.filter(street_id=case.street_id, subject_id=case.pk).order_by("id")
        )
        for made, real in zip(story.events, kept, strict=True):
            for name in ("kind", "at", "actor_kind", "actor_roles", "audience", "reason"):
                assert getattr(made, name) == getattr(real, name), (made.kind, name)
            assert made.before == real.before, made.kind
            made.after.pop("letter", None), real.after.pop("letter", None)  # ids of their own
            assert made.after == real.after, made.kind
        for field in Case._meta.concrete_fields:
            if field.attname not in FREE_IN_CASE:
                assert getattr(story.case, field.attname) == getattr(case, field.attname), field
        real_words = Entry.objects.filter(street_id=case.street_id, case_id=case.pk)
        places = {event.pk: place for place, event in enumerate(story.events)}
        real_places = {event.pk: place for place, event in enumerate(kept)}
        assert sorted((places[row.event_id], row.text) for row in story.entries) == sorted(
            (real_places[row.event_id], row.text) for row in real_words
        )
        helpers = CoHandler.objects.filter(street_id=case.street_id, case_id=case.pk)
        assert {row.organisation_id for row in helpers} == {
            row.organisation_id for row in story.co_handlers
        }
        reporter = Reporter.objects.get(street_id=case.street_id, case_id=case.pk)
        assert reporter.phone == story.reporter.phone == PHONE
