"""The public board: confirmed by a person, without anything about one, gone when somebody minds."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from linli.cases import actions, queries
from linli.cases.actions import Person
from linli.cases.models import Case, Publication
from linli.cases.queries import Filters, View
from linli.cases.rules.words import CaseEvent, Kind, Publicity, Verb, Withhold
from linli.cases.tests import stories
from linli.cases.tests.test_budgets import statements
from linli.files.rules import Box
from linli.files.tests.factories import picture, upload
from linli.kernel import clock, events
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Forbidden, NotFound, Refused
from linli.kernel.streets.models import Street
from linli.rights.rules import Topic

WORDS = "样板家园1号楼501室门口的灯不亮，我叫示小甲，电话13900139000"
SAID = {"title": "楼道灯修好了", "summary": "楼道灯不亮", "result": "灯泡换好了"}


@pytest.fixture
def street(town: Any) -> Street:
    return Street.objects.get(pk=town.street.pk)


def published(town: Any, case: Case | None = None, **said: Any) -> Case:
    case = case or stories.closed(town)
    actor = town.actor("supervisor")
    return actions.publish(actor=actor, case_id=case.pk, **SAID | said)


def holder(case: Case) -> Actor:
    return Actor(ActorKind.LINK, case.street_id, case.pk)


def options(town: Any, street: Street, case: Case, who: str = "supervisor") -> set[Verb]:
    shown = queries.case_page(town.actor(who), street, case.number)
    return {option.verb for option in shown.options if option.may}


def waiting(town: Any, street: Street) -> list[Case]:
    found = queries.inbox(town.actor("supervisor"), street, Filters(View.PUBLISH))
    assert found.counts[View.PUBLISH] == len(found.rows)
    return [row.case for row in found.rows]


def test_nothing_is_public_before_a_person_has_confirmed_it(town: Any, client: Client) -> None:
    case = stories.closed(town, text=WORDS)
    assert "还没有公开的" in client.get("/settled/").content.decode()
    published(town, case)
    for path in ("/settled/", "/", "/settled/feed/"):
        assert "楼道灯修好了" in client.get(path).content.decode()


def test_the_form_starts_with_masked_words(town: Any, client: Client) -> None:
    case = stories.closed(town, text=WORDS)
    draft = queries.publication_draft(Case.objects.get(street_id=town.street.pk, pk=case.pk))
    assert draft == {
        "title": "楼道照明",
        "summary": "样板家园1号楼〔门牌〕门口的灯不亮，我叫〔姓名〕，电话〔电话〕",
        "result": "灯已经换好",
    }


def test_what_is_typed_in_later_is_masked_too(town: Any, street: Street) -> None:
    published(town, title="501室的灯", result="已回电13900139000")
    shown = Publication.objects.get(street_id=street.pk)
    assert (shown.title, shown.result) == ("〔门牌〕的灯", "已回电〔电话〕")


def test_the_page_says_what_where_who_and_how_long(town: Any, client: Client) -> None:
    case = published(town, stories.closed(town, text=WORDS))
    shown = Publication.objects.get(street_id=town.street.pk)
    page = client.get(f"/settled/{shown.pk}/").content.decode()
    for words in ("楼道灯不亮", "灯泡换好了", "东样社区居委会", "当天办好"):
        assert words in page
    for secret in ("501", "13900139000", "示小甲", case.number):
        assert secret not in page


def test_reports_of_persons_and_personal_matters_are_never_published(
    town: Any, street: Street
) -> None:
    for details in ({"kind": Kind.REPORT}, {"category": "neighbours.family"}):
        case = stories.closed(town, **details)
        with pytest.raises(Refused, match="公开"):
            published(town, case)
        assert Verb.PUBLISH not in options(town, street, case)
    assert waiting(town, street) == []


def test_only_overseers_publish(town: Any) -> None:
    case = stories.closed(town)
    with pytest.raises(Forbidden):
        actions.publish(actor=town.actor("grid"), case_id=case.pk, **SAID)


def test_what_waits_to_be_published_is_a_view_until_it_is_decided(
    town: Any, street: Street
) -> None:
    first, second = stories.closed(town), stories.closed(town)
    assert {case.pk for case in waiting(town, street)} == {first.pk, second.pk}
    published(town, first)
    why = {"reason": Withhold.OF_NO_USE}
    actions.unpublish(actor=town.actor("supervisor"), case_id=second.pk, **why)
    assert waiting(town, street) == []
    assert View.PUBLISH not in queries.views_of(town.actor("grid"))


def test_what_is_old_waits_no_longer(town: Any, street: Street) -> None:
    case = stories.closed(town)
    case.ended_at = clock.now() - timedelta(days=31)
    case.save()
    assert waiting(town, street) == []


def test_the_resident_takes_it_off_with_one_press_for_good(town: Any, client: Client) -> None:
    case = published(town)
    link = f"/follow/{case.number}/{queries.follow_key(case)}/"
    assert "看看写了什么" in client.get(link).content.decode()
    assert client.post(f"{link}take_off/").status_code == 302
    assert not Publication.objects.filter(street_id=town.street.pk).exists()
    last = events.history(town.street.pk, case.pk)[-1]
    assert last.kind == CaseEvent.TAKEN_OFF
    with pytest.raises(Refused, match="不同意公开"):
        published(town, case)


def test_what_is_not_shown_cannot_be_taken_off(town: Any) -> None:
    case = stories.closed(town)
    with pytest.raises(Refused, match="没有公开"):
        actions.take_off(actor=holder(case), case_id=case.pk)


def test_what_is_opened_again_is_no_longer_shown_as_handled(town: Any) -> None:
    case = published(town)
    again = actions.reopen(actor=holder(case), case_id=case.pk, text="又坏了")
    assert again.publicity == ""
    assert not Publication.objects.filter(street_id=town.street.pk).exists()


def test_an_objection_outlives_reopening(town: Any) -> None:
    case = published(town)
    actions.take_off(actor=holder(case), case_id=case.pk)
    again = actions.reopen(actor=holder(case), case_id=case.pk, text="又坏了")
    assert again.publicity == Publicity.OBJECTED


def test_only_chosen_photos_of_the_handling_are_shown(
    town: Any, street: Street, client: Client
) -> None:
    case = stories.in_progress(town)
    actions.add(actor=holder(case), case_id=case.pk, text="看", photos=[upload()])
    worker, desk = town.actor("grid"), town.actor("supervisor")
    photos = [upload(picture(64, 48)), upload(picture(48, 64))]
    actions.reply(actor=worker, case_id=case.pk, text="好了", photos=photos)
    actions.check(actor=desk, case_id=case.pk)
    actions.confirm(actor=holder(case), case_id=case.pk, answer="good")
    closed = actions.close(actor=desk, case_id=case.pk)
    offered = queries.photos_to_show(closed)
    assert len(offered) == 2
    published(town, closed, photos=[offered[0].pk])
    shown = Publication.objects.get(street_id=street.pk)
    address = f"/settled/{shown.pk}/photos/{{}}/thumb/"
    assert client.get(address.format(offered[0].pk)).getvalue()
    assert client.get(address.format(offered[1].pk)).status_code == 404


def test_photos_of_a_resident_are_offered_once_all_who_wait_agree(town: Any) -> None:
    case = stories.in_progress(town)
    actions.add(actor=holder(case), case_id=case.pk, text="看", photos=[upload()])
    assert not queries.photos_to_show(case)
    stories.agree(town, Topic.PHOTO)
    assert len(queries.photos_to_show(case)) == 1
    person = Person("示小乙", "19900000002")
    actions.join(actor=town.actor("resident2"), case_id=case.pk, person=person)
    assert not queries.photos_to_show(case)


def test_what_was_painted_over_is_never_shown_as_it_was_taken(town: Any, client: Client) -> None:
    case, worker = stories.in_progress(town), town.actor("grid")
    actions.reply(actor=worker, case_id=case.pk, text="好了", photos=[upload(picture(200, 100))])
    (taken,) = queries.photos_to_show(case)
    made = actions.redact(actor=worker, file_id=taken.pk, boxes=[Box(0, 0, 50, 100)])
    assert queries.photos_to_show(case) == [made]
    desk = town.actor("supervisor")
    actions.check(actor=desk, case_id=case.pk)
    actions.confirm(actor=holder(case), case_id=case.pk, answer="good")
    published(town, actions.close(actor=desk, case_id=case.pk), photos=[taken.pk, made.pk])
    shown = Publication.objects.get(street_id=town.street.pk)
    assert client.get(f"/settled/{shown.pk}/photos/{made.pk}/thumb/").getvalue()
    assert client.get(f"/settled/{shown.pk}/photos/{taken.pk}/thumb/").status_code == 404
    again = actions.redact(actor=worker, file_id=made.pk, boxes=[Box(50, 0, 50, 100)])
    assert client.get(f"/settled/{shown.pk}/photos/{again.pk}/thumb/").getvalue()
    assert client.get(f"/settled/{shown.pk}/photos/{made.pk}/thumb/").status_code == 404


def test_found_by_community_matter_and_words(town: Any, street: Street) -> None:
    case = published(town)
    found = queries.handled_page
    other = next(area for area in town.areas.values() if area.pk != case.community_id)
    assert found(street, 1, case.community_id).found == 1
    assert found(street, 1, other.pk).found == 0
    matter = stories.matter(town, "facilities.stairwell_light")
    assert found(street, 1, None, matter.parent_id).found == 1
    assert found(street, 1, None, None, "灯泡").found == 1
    assert found(street, 1, None, None, "电梯").found == 0


def test_a_page_of_the_board_takes_three_statements_however_many_there_are(
    town: Any, street: Street
) -> None:
    for _ in range(3):
        published(town)
    queries.handled_page(street)
    with statements() as found:
        assert len(queries.handled_page(street).rows) == 3
    assert len(found) == 3


def test_an_unknown_or_hidden_one_is_not_found(town: Any, street: Street) -> None:
    published(town)
    shown = Publication.objects.get(street_id=street.pk)
    with pytest.raises(NotFound):
        queries.handled(street, shown.case_id)
