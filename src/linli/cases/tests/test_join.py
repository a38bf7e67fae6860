"""我也遇到: one request, several people, and nobody reads what another wrote."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from linli.cases import actions, queries
from linli.cases.actions import Draft, Person
from linli.cases.models import Case, Reporter
from linli.cases.rules.words import CaseEvent, Channel, Kind, Satisfied, Solved, Verb
from linli.cases.tests import stories
from linli.files.tests.factories import upload
from linli.kernel import clock, events
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Forbidden, NotFound, Refused
from linli.kernel.streets.models import Street

FIRST = "我家501门口的楼道灯不亮，我腿脚不好"
SECOND = "我住三楼，孩子下晚自习看不见"
ANSWER = "灯泡已经换好"


@pytest.fixture
def street(town: Any) -> Street:
    return Street.objects.get(pk=town.street.pk)


def visitor(town: Any) -> Actor:
    return Actor(ActorKind.VISITOR, town.street.pk)


def at_work(town: Any) -> Case:
    """The first resident's own request, with words that are theirs."""
    case = stories.in_progress(town, text=FIRST, address="样板家园1号楼501")
    raiser = Actor(ActorKind.LINK, town.street.pk, case.pk)
    actions.add(actor=raiser, case_id=case.pk, text="门禁密码 4321")
    return case


def joined(town: Any, case: Case, **details: Any) -> Reporter:
    details = {"person": Person("示小乙", "19900002222"), "text": SECOND, **details}
    return actions.join(actor=visitor(town), case_id=case.pk, **details)


def opened(town: Any, street: Street, case: Case, reporter: Reporter) -> Any:
    actor = queries.opened_by_link(street, case.number, queries.link_key(case, reporter))
    return queries.case_page(actor, street, case.number)


def words(shown: Any) -> str:
    lines = " ".join(line.text for line in shown.thread)
    return f"{lines} {shown.case.text} {shown.case.address} {shown.row.place}"


def test_joining_adds_a_reporter_and_an_event_and_leaves_the_request_as_it_is(town: Any) -> None:
    case = at_work(town)
    reporter = joined(town, case)
    event = events.history(town.street.pk, case.pk)[-1]
    assert event.kind == CaseEvent.JOINED
    assert Case.objects.get(street_id=town.street.pk, pk=case.pk).version == case.version + 1
    assert reporter.joined_at
    assert reporter.name == "示小乙"


def test_whoever_joined_reads_what_is_public_and_their_own_words(town: Any, street: Street) -> None:
    case = at_work(town)
    reporter = joined(town, case)
    other = joined(town, case, text="我在六楼，也看不见")
    actions.reply(actor=town.actor("grid"), case_id=case.pk, text=ANSWER)
    shown = opened(town, street, case, reporter)
    said = words(shown)
    assert ANSWER in said
    assert SECOND in said
    for secret in ("501", "4321", "六楼", "1号楼", "门禁"):
        assert secret not in said
    assert shown.case.title == "楼道照明"
    assert shown.contacts == []
    assert SECOND not in words(opened(town, street, case, other))


def test_whoever_raised_it_does_not_read_what_others_wrote(town: Any, street: Street) -> None:
    case = at_work(town)
    joined(town, case)
    raiser = queries.opened_by_link(street, case.number, queries.follow_key(case))
    said = words(queries.case_page(raiser, street, case.number))
    assert FIRST in said
    assert SECOND not in said


def test_the_people_in_charge_read_everybody(town: Any, street: Street) -> None:
    case = at_work(town)
    joined(town, case)
    shown = queries.case_page(town.actor("grid"), street, case.number)
    assert FIRST in words(shown)
    assert SECOND in words(shown)
    assert len(shown.contacts) == 2


def photos_of(shown: queries.CasePage) -> list[Any]:
    return [*shown.story.photos, *(one for line in shown.thread for one in line.photos)]


def test_photos_are_seen_by_whoever_took_them_and_the_people_in_charge(
    town: Any, street: Street
) -> None:
    def photo() -> SimpleUploadedFile:
        return SimpleUploadedFile("a.jpg", upload().read(), "image/jpeg")

    draft = Draft(text=FIRST, channel=Channel.PHONE)
    case = actions.register(actor=visitor(town), draft=draft, photos=[photo()])
    reporter = joined(town, case, photos=[photo(), photo()])
    raiser = queries.opened_by_link(street, case.number, queries.follow_key(case))
    mine = photos_of(queries.case_page(raiser, street, case.number))
    theirs = photos_of(opened(town, street, case, reporter))
    assert (len(mine), len(theirs)) == (1, 2)
    joiner = queries.opened_by_link(street, case.number, queries.link_key(case, reporter))
    assert queries.photo(joiner, street, theirs[0].pk) == theirs[0]
    with pytest.raises(NotFound):
        queries.photo(joiner, street, mine[0].pk)
    with pytest.raises(NotFound):
        queries.photo(raiser, street, theirs[0].pk)
    assert len(photos_of(queries.case_page(town.actor("dispatcher"), street, case.number))) == 3


def test_reopening_words_of_one_stay_unread_by_the_other(town: Any, street: Street) -> None:
    case = stories.in_progress(town, text=FIRST)
    reporter = joined(town, case)
    desk = town.actor("supervisor")
    actions.reply(actor=town.actor("grid"), case_id=case.pk, text=ANSWER)
    actions.check(actor=desk, case_id=case.pk)
    said = {"solved": stories.Solved.YES, "satisfied": stories.Satisfied.YES}
    actions.call_back(actor=desk, case_id=case.pk, **said)
    actions.close(actor=desk, case_id=case.pk)
    raiser = queries.opened_by_link(street, case.number, queries.follow_key(case))
    actions.reopen(actor=raiser, case_id=case.pk, text="我家门口又灭了")
    shown = opened(town, street, case, reporter)
    assert CaseEvent.REOPENED in [line.what for line in shown.thread]
    assert "我家门口" not in words(shown)


def test_whoever_joined_may_add_but_not_withdraw(town: Any) -> None:
    case = at_work(town)
    joiner = Actor(ActorKind.LINK, town.street.pk, joined(town, case).pk)
    actions.add(actor=joiner, case_id=case.pk, text="今天还是黑的")
    with pytest.raises(Forbidden):
        actions.withdraw(actor=joiner, case_id=case.pk)


def test_the_rating_is_for_whoever_raised_it(town: Any, street: Street) -> None:
    case = at_work(town)
    account = town.account("resident2")
    reporter = joined(town, case, person=Person("示小乙", account_id=account.pk))
    actions.reply(actor=town.system, case_id=case.pk, text=ANSWER)
    actions.check(actor=town.system, case_id=case.pk)
    said = {"solved": Solved.YES, "satisfied": Satisfied.YES}
    actions.call_back(actor=town.system, case_id=case.pk, **said)
    assert Verb.RATE not in [o.verb for o in opened(town, street, case, reporter).options if o.may]
    actor = town.actor("resident2")
    assert not queries.own_requests(actor, street).yours
    assert not queries.own_now(queries.raised_by(actor, street)).yours


def test_joining_twice_is_joining_once(town: Any) -> None:
    case, once = at_work(town), uuid4()
    person = Person(account_id=town.account("resident2").pk)
    assert joined(town, case, once=once) == joined(town, case, once=once)
    assert joined(town, case, person=person) == joined(town, case, person=person)
    assert Reporter.objects.filter(street_id=town.street.pk, case_id=case.pk).count() == 3


def test_joining_ones_own_request_gives_ones_own_link(town: Any) -> None:
    case = at_work(town)
    own = joined(town, case, person=Person(account_id=town.account("resident").pk))
    assert queries.link_key(case, own) == queries.follow_key(case)


def test_the_list_of_a_joined_account_shows_the_public_face(town: Any, street: Street) -> None:
    case = at_work(town)
    reporter = joined(town, case, person=Person(account_id=town.account("resident2").pk))
    (row,) = queries.raised_by(town.actor("resident2"), street)
    assert (row.case.title, row.place) == ("楼道照明", "东样社区")
    assert row.key == queries.link_key(case, reporter) != queries.follow_key(case)
    (raised,) = queries.raised_by(town.actor("resident"), street)
    assert raised.case.text == FIRST


def test_what_is_over_or_personal_cannot_be_joined(town: Any) -> None:
    with pytest.raises(Refused, match="刚刚办完"):
        joined(town, stories.withdrawn(town))
    with pytest.raises(NotFound):
        joined(town, stories.raised(town, category="neighbours.family"))
    with pytest.raises(NotFound):
        joined(town, stories.raised(town, kind=Kind.REPORT))


def test_private_steps_are_told_to_whoever_raised_it_only(town: Any) -> None:
    case = at_work(town)
    joined(town, case, person=Person(account_id=town.account("resident2").pk))
    first, second = town.account("resident").pk, town.account("resident2").pk
    desk = town.actor("grid")
    actions.reply(actor=desk, case_id=case.pk, text=ANSWER)
    said = {event.kind: event for event in events.history(town.street.pk, case.pk)}
    heard = {
        kind: {one.reporter.account_id for one in queries.listeners(event, bool)}
        for kind, event in said.items()
    }
    assert heard[CaseEvent.REPLIED] == {first, second}
    assert heard[CaseEvent.ADDED] == set()  # their own words
    assert heard[CaseEvent.JOINED] == set()


def near(town: Any, street: Street, text: str = "楼道灯又不亮了", **details: Any) -> Any:
    draft = Draft(text=text, channel=Channel.PHONE, **details)
    return queries.similar(street, queries.plan(street, draft, clock.now()), clock.now())


def test_the_same_matter_nearby_is_found_without_words_or_doors(town: Any, street: Street) -> None:
    case = at_work(town)
    joined(town, case)
    (found,) = near(town, street, area_id=town.areas["home-1"].pk)
    assert (found.row.case.pk, found.people) == (case.pk, 2)
    assert found.row.case.title == "楼道照明"
    assert "501" not in f"{found.row.place}{found.row.case.address}"
    assert near(town, street, grid_id=town.grids["w2"].pk) == []
    assert near(town, street, "垃圾没人清", area_id=town.areas["home-1"].pk) == []
    assert near(town, street) == []


def test_what_is_about_a_person_in_an_answer_is_hidden_from_whoever_only_joined(
    town: Any, street: Street
) -> None:
    case = at_work(town)
    reporter = joined(town, case, text="我的电话13900139000")
    text = "已和501室王师傅13800138000约好"
    actions.reply(actor=town.actor("grid"), case_id=case.pk, text=text)
    said = words(opened(town, street, case, reporter))
    assert "已和〔门牌〕王师傅〔电话〕约好" in said
    assert "我的电话13900139000" in said
    raiser = queries.opened_by_link(street, case.number, queries.follow_key(case))
    assert text in words(queries.case_page(raiser, street, case.number))
    assert text in words(queries.case_page(town.actor("grid"), street, case.number))
