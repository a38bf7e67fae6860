"""Somebody is forgotten: nothing of them is left in any table, and whatever is counted stays."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.utils import timezone

from linli.cases import actions as cases
from linli.cases import tasks
from linli.cases.actions import Person
from linli.cases.models import Case, Entry, Reporter
from linli.cases.rules.words import CaseEvent, Purpose
from linli.cases.tests import stories
from linli.cli.verify import SURVEYS
from linli.counter import actions as counter
from linli.counter.actions.queue import take_ticket
from linli.counter.rules.application_words import Refusal, Stars
from linli.counter.tests import counters
from linli.counter.tests import queue_stories as queue
from linli.files.models import File
from linli.files.tests.factories import upload
from linli.kernel import clock, events
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.models import Event
from linli.kernel.personal import blind, declared_fields
from linli.kernel.streets import context
from linli.kernel.streets.models import Street
from linli.notices import tasks as notices
from linli.notices.actions import send_out
from linli.notices.models import Message, Notice
from linli.notices.rules import Channel, Draft
from linli.notices.rules import State as Sent
from linli.people import actions as accounts
from linli.people.models import Account, Post
from linli.people.rules import PeopleEvent, Role
from linli.rights import actions as rights
from linli.rights import tasks as proofs
from linli.rights.models import Consent, DataRequest
from linli.rights.rules import Outcome, PermitReason, RequestKind, RightsEvent, Topic

pytestmark = pytest.mark.django_db

# A new table with a column about persons, or with a link to an account, is named here with how it
# forgets; whoever adds it adds it to ``flows/forget_person.py`` and to ``lived`` below.
FORGETS = {
    "people.Account": "the row stays, empty, for the rows that name its key",
    "people.Post": "who held which post when is no longer a name",
    "people.Deputy": "nor who stood in for whom",
    "people.SignIn": "goes",
    "people.SignInCode": "goes",
    "people.KeyLink": "goes",
    "cases.Case": "words and place go; the links are those of staff, to an empty account",
    "cases.Reporter": "name, phone, index and link go",
    "cases.Entry": "goes",
    "cases.SavedView": "goes",
    "counter.Application": "name, phone, index and link go; the taker is staff",
    "counter.ApplicationEntry": "goes",
    "counter.Mandate": "the link of the agent is to an empty account",
    "counter.Original": "who signed goes; the other links are those of staff",
    "counter.Rating": "words, name and phone go",
    "counter.SkillNote": "goes",
    "counter.Slip": "its words go",
    "notices.Message": "goes",
    "notices.Notice": "goes",
    "notices.Hook": "a key between systems, about nobody",
    "rights.Consent": "the guardian's name goes; the proof stays until its time",
    "rights.DataRequest": "holds codes only; the proof stays until its time",
    "rights.Permit": "words of staff about their work; goes with its time",
    "counter.Window": "a clerk who goes is at no window",
    "counter.Ticket": "name, phone, index, note and links go",
    "files.File": "rows and bytes of what they sent go",
}
NAME, PHONE, MAIL = "范失忆", "19900007777", "forgotten@example.cn"
WORDS = (
    "范失忆家门口的灯坏了",
    "样板家园9号楼901",
    "我姓范，补一句",
    "给范失忆打过电话",
    "邻居范失忆也遇到",
)


@pytest.fixture
def person(town: Any) -> Account:
    """Somebody with something in every table."""
    account = town.account("volunteer")
    account.name, account.phone, account.mail = NAME, PHONE, MAIL
    account.save(update_fields=["name", "phone", "mail"])
    return account


def lived(town: Any, account: Account) -> list[Case]:
    me = Person(NAME, PHONE, account.pk)
    grid = town.grids["e1"]
    actor, worker = town.actor(account.username), town.actor("grid")
    own = stories.in_progress(town, person=me, text=WORDS[0], address=WORDS[1])
    cases.add(actor=actor, case_id=own.pk, text=WORDS[2], photos=[upload()])
    cases.note(actor=worker, case_id=own.pk, text=WORDS[3])
    cases.reveal_reporter(actor=worker, case_id=own.pk, purpose=Purpose.VERIFY, text=f"核对{NAME}")
    by_phone = stories.raised(town, person=Person(NAME, PHONE), text=f"{NAME}打来热线")
    theirs = stories.raised(town, text="别人的事", lat=grid.lat, lon=grid.lon)
    cases.join(actor=actor, case_id=theirs.pk, person=me, text=WORDS[4], photos=[upload()])
    cases.save_view(actor=actor, name=NAME, query="q=1")
    accounts.make_code(actor=town.system, phone=PHONE)
    accounts.make_link(actor=town.actor("admin"), account_id=account.pk, drops_factors=False)
    accounts.sign_in(actor=actor, account=account, ways=[], session="s" * 32, agent="")
    post = Post.objects.get(street_id=town.street.pk, role=Role.DISPATCHER)
    day = timezone.localdate(clock.now())
    admin = town.actor("admin")
    accounts.deputise(actor=admin, post_id=post.pk, account=account, since=day, until=day)
    applied(town, account)
    event = events.history(town.street.pk, own.pk)[0]
    for channel, address in ((Channel.SMS, PHONE), (Channel.MAIL, MAIL)):
        draft = Draft(channel, address, [f"{NAME}您好"], "/follow/x/", "zh-hans")
        send_out(actor=town.system, event=event, drafts=[draft])
    hall = queue.hall(town)
    queue.window(town, hall)
    take_ticket(actor=actor, hall_id=hall.pk, name=NAME, phone=PHONE)
    rights.give_consent(actor=actor, topic=Topic.CARE, version=1, is_for_child=True, guardian=NAME)
    return [own, by_phone, theirs]


def applied(town: Any, account: Account) -> None:
    """Taken in at the counter and refused, with an original held, an errand and a bad rating."""
    clerk, actor = town.actor("clerk"), town.actor(account.username)
    one = counters.received(town, name=NAME, phone=PHONE, account_id=account.pk)
    given = {"application_id": one.pk}
    counter.take_original(actor=clerk, material="id", **given)
    counter.return_original(actor=clerk, material="id", signed_by=NAME, **given)
    until = counters.today(town)
    counter.give_mandate(actor=actor, agent_id=account.pk, until=until, **given)
    reason = Refusal.NOT_ENTITLED
    counter.refuse(actor=clerk, reason=reason, text=f"{NAME}不符合条件", **given)
    words = {"text": f"{NAME}不满意", "name": NAME, "phone": PHONE}
    counter.rate(actor=actor, stars=Stars.ONE, **words, **given)
    known = Actor(ActorKind.ACCOUNT, town.street.pk, account.pk, clerk.standings)
    counter.write_note(actor=known, item_id=one.item_version.item_id, text=f"问{NAME}")


def left(street_id: int) -> str:
    """Every value of every table of a street as text, sealed ones opened."""
    found = []
    with context.in_street(street_id):
        for model in apps.get_models():
            if not model.__module__.startswith("linli.") or model is Event:
                continue
            fields = model._meta.local_concrete_fields
            mine = any(field.name == "street" for field in fields)
            rows = model._base_manager.filter(street_id=street_id) if mine else []
            found += [str(value) for row in rows for value in _values(row)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT e::text FROM kernel_event e WHERE street_id = %s", [street_id])
        found += [text for (text,) in cursor.fetchall()]
    return "\n".join(found)


def _values(row: Any) -> list[Any]:
    return [getattr(row, field.attname) for field in row._meta.local_concrete_fields]


def settled(town: Any, account: Account) -> None:
    """By the way a person goes: they ask, somebody decides, everybody hears."""
    kind = RequestKind.DELETE
    cases.ask_right(actor=town.actor(account.username), kind=kind, text=f"请删掉{NAME}")
    request = DataRequest.objects.get(street_id=town.street.pk, kind=kind)
    cases.settle_right(actor=town.actor("supervisor"), request_id=request.pk, outcome=Outcome.DONE)


def ended(*rows: Case) -> None:
    for case in rows:
        Case.objects.filter(street_id=case.street_id, pk=case.pk).update(
            state="closed", ended_at=clock.now()
        )


def without_posts(town: Any, account: Account) -> None:
    from linli.people import actions as people

    day = timezone.localdate(clock.now()) - timedelta(days=1)
    for post in account.posts.filter(street_id=town.street.pk):
        people.end_post(actor=town.actor("admin"), post_id=post.pk, until=day)


def test_nothing_of_a_forgotten_person_is_left_anywhere(town: Any, person: Account):
    own, by_phone, theirs = lived(town, person)
    before = left(town.street.pk)
    for trace in (NAME, PHONE, MAIL, *WORDS):
        assert trace in before
    assert str(blind(PHONE)) in before
    ended(own, by_phone, theirs)
    without_posts(town, person)
    settled(town, person)
    events.hand_over(town.street.pk)
    after = left(town.street.pk)
    for trace in (NAME, PHONE, MAIL, *WORDS, str(blind(PHONE)), str(blind(MAIL))):
        assert trace not in after
    person.refresh_from_db()
    assert not person.is_active
    assert not person.has_usable_password()
    kinds = set(Event.objects.filter(street_id=town.street.pk).values_list("kind", flat=True))
    assert {PeopleEvent.FORGOTTEN, CaseEvent.FORGOTTEN, RightsEvent.FORGET} <= kinds


def test_what_others_said_and_sent_stays(town: Any, person: Account):
    own, by_phone, theirs = lived(town, person)
    ended(own, by_phone, theirs)
    without_posts(town, person)
    settled(town, person)
    events.hand_over(town.street.pk)
    theirs.refresh_from_db()
    assert theirs.text == "别人的事"
    stays = Reporter.objects.get(street_id=theirs.street_id, case=theirs, joined_at=None)
    assert (stays.name, stays.phone) == ("示小甲", "19900001234")
    own.refresh_from_db()
    assert (own.category_id is None, own.community_id is None) == (False, False)


def test_forgetting_told_twice_finds_nothing_more(town: Any, person: Account):
    ended(*lived(town, person))
    rights.decide_to_forget(actor=town.system, account_id=person.pk)
    rights.decide_to_forget(actor=town.system, account_id=person.pk)
    assert events.hand_over(town.street.pk) >= 2
    assert NAME not in left(town.street.pk)


def test_whoever_has_something_open_or_a_post_is_blocked_not_deleted(
    town: Any, person: Account, client: Client
):
    lived(town, person)
    cases.ask_right(actor=town.actor(person.username), kind=RequestKind.DELETE, text="")
    request = DataRequest.objects.get(street_id=town.street.pk)
    client.force_login(town.account("supervisor"))
    answer = client.post(f"/desk/rights/{request.pk}/", {"outcome": "done"})
    assert answer.status_code == 422
    assert "还有 3 件诉求" in answer.content.decode()
    ended(*Case.objects.filter(street_id=town.street.pk))
    answer = client.post(f"/desk/rights/{request.pk}/", {"outcome": "done"})
    assert "先办离任" in answer.content.decode()


def test_every_table_about_persons_says_how_it_forgets():
    about = {field.model._meta.label for field in declared_fields()}
    linked = {
        model._meta.label
        for model in apps.get_models()
        if model.__module__.startswith("linli.")
        for field in model._meta.local_fields
        if field.related_model is Account or field.name in ("uploaded_by", "account_id")
    }
    assert set(FORGETS) == about | linked


def test_every_table_that_forgets_is_lived_in(town: Any, person: Account):
    lived(town, person)
    rights.ask_permit(
        actor=town.actor("leader"), query="", count=1, reason=PermitReason.VISIT, words="入户走访"
    )
    cases.ask_right(actor=town.actor("resident"), kind=RequestKind.BLOCK, text="")
    Notice.objects.create(
        street_id=town.street.pk,
        account=person,
        event_id=person.pk,
        kind=CaseEvent.REPLIED,
        subject_id=person.pk,
    )
    for label in set(FORGETS) - {"notices.Hook"}:
        rows = apps.get_model(label)._base_manager.filter(street_id=town.street.pk)
        assert rows.exists(), label


def test_photos_go_with_their_bytes(
    town: Any, person: Account, django_capture_on_commit_callbacks: Any
):
    ended(*lived(town, person))
    mine = list(File.objects.filter(street_id=town.street.pk))
    assert len(mine) == 2
    rights.decide_to_forget(actor=town.system, account_id=person.pk)
    with django_capture_on_commit_callbacks(execute=True):
        events.hand_over(town.street.pk)
    assert not File.objects.filter(street_id=town.street.pk).exists()
    assert not any(default_storage.exists(file.path) for file in mine)


def verified(town: Any, number: str) -> list[str]:
    """What no longer agrees with the journal once a request is only counted."""
    street = Street.objects.get(pk=town.street.pk)
    with context.in_street(street.pk):
        rows = [row for survey in SURVEYS for part in survey.look(street) for row in part]
    return [drift.reason.code for drift in rows if drift.row == number]


def test_when_its_time_is_over_a_request_is_only_counted(town: Any):
    case, young = stories.called_back(town), stories.raised(town, text="新的")
    case = cases.close(actor=town.actor("supervisor"), case_id=case.pk)
    with time_machine.travel(case.ended_at + timedelta(days=1096), tick=False):
        ended(young)
        tasks.review(town.street.pk)
        tasks.review(town.street.pk)
    case.refresh_from_db()
    young.refresh_from_db()
    assert (case.text, case.address, case.state) == ("（内容已按规定删除）", "", "closed")
    assert not Entry.objects.filter(street_id=case.street_id, case_id=case.pk).exists()
    (reporter,) = Reporter.objects.filter(street_id=case.street_id, case_id=case.pk)
    assert (reporter.name, reporter.phone, reporter.phone_index) == ("", "", None)
    tombs = Event.objects.filter(street_id=case.street_id, kind=CaseEvent.FORGOTTEN)
    assert [tomb.subject_id for tomb in tombs] == [case.pk]
    assert verified(town, case.number) == []
    assert young.text == "新的"


def test_messages_and_proofs_go_on_time(town: Any, person: Account):
    lived(town, person)
    rights.withdraw_consent(actor=town.actor(person.username), topic=Topic.CARE)
    Message.objects.filter(street_id=town.street.pk).update(state=Sent.SENT)
    late = clock.now() + timedelta(days=91)
    with time_machine.travel(late, tick=False):
        notices.forget_old(0)
        proofs.forget_old(0)
    assert not Message.objects.filter(street_id=town.street.pk).exists()
    assert Consent.objects.filter(street_id=town.street.pk).exists()
    with time_machine.travel(late + timedelta(days=1096), tick=False):
        proofs.forget_old(0)
    assert not Consent.objects.filter(street_id=town.street.pk).exists()
    (tomb,) = Event.objects.filter(street_id=town.street.pk, kind=RightsEvent.EXPIRED)
    assert len(tomb.after["consent"]) == 1


def test_an_account_that_nobody_uses_is_forgotten(town: Any):
    now = clock.now()
    rows = Account.objects.filter(street_id=town.street.pk)
    rows.filter(username__in=["resident", "grid"]).update(last_login=now)
    with time_machine.travel(now + timedelta(days=1096), tick=False):
        tasks.review(town.street.pk)
        events.hand_over(town.street.pk)
    gone, kept = rows.filter(is_active=False), rows.filter(is_active=True)
    assert gone.get().pk == town.account("resident").pk
    assert "grid" in {account.username for account in kept}
