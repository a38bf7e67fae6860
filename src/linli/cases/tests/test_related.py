"""What stands beside a request, and who sees it."""

from typing import Any

import pytest

from linli.cases import actions, queries
from linli.cases.actions import Draft, Person
from linli.cases.models import Case
from linli.cases.queries import Beside
from linli.cases.rules.related import Near, Tie, alike
from linli.cases.rules.words import Channel
from linli.cases.tests import stories

pytestmark = pytest.mark.django_db

DARK = "楼道灯不亮，摸黑上楼"
DIRTY = "单元门口垃圾没人清"


def said(town: Any, text: str, area: str, phone: str = "", *, is_anonymous: bool = False) -> Case:
    person = Person("示小甲", phone, None, is_anonymous)
    draft = Draft(text, Channel.WINDOW, area_id=town.areas[area].pk, person=person)
    return actions.register(actor=town.system, draft=draft)


def beside(town: Any, case: Case, who: str = "dispatcher") -> Beside:
    return queries.beside(town.actor(who), town.street, case)


def ties(found: Beside) -> dict[str, tuple[Tie, Near | None]]:
    return {one.row.case.number: (one.tie, one.near) for one in found.related}


def test_the_same_matter_near_by_is_likely_the_same_and_the_nearest_comes_first(town: Any):
    far = said(town, DARK, "home-3")
    near = said(town, DARK, "home-1-2")
    other = said(town, DIRTY, "home-1")
    elsewhere = said(town, DIRTY, "home-3")
    case = said(town, DARK, "home-1-1")
    found = beside(town, case)
    assert ties(found) == {
        near.number: (Tie.SAME, Near.BUILDING),
        far.number: (Tie.SAME, Near.COMPOUND),
        other.number: (Tie.PLACE, Near.BUILDING),
    }
    assert [one.row.case for one in found.related][:2] == [near, far]
    assert elsewhere.number not in ties(found)


def test_like_words_from_the_same_house_are_the_same_however_they_were_sorted(town: Any):
    first = said(town, "一楼信箱旁边的木板松了，有钉子露出来", "home-1")
    said(town, DIRTY, "home-1")
    case = said(town, "一楼信箱旁的木板松了，有根钉子露在外面！", "home-1-1")
    Case.objects.filter(street=town.street, pk=first.pk).update(category=None)
    same = {number for number, (tie, _) in ties(beside(town, case)).items() if tie is Tie.SAME}
    assert same == {first.number}


@pytest.mark.parametrize(
    ("text", "other", "expected"),
    [
        ("楼道灯坏了没人修", "楼道的灯坏了，没人修。", True),
        ("楼道灯坏了没人修", "楼道里堆满了纸箱没人管", False),
        ("！！！", "？？？", False),
        ("", "", False),
    ],
)
def test_alike_are_texts_that_share_much(text: str, other: str, expected: bool):
    assert alike(text, other) is expected


def test_the_place_says_what_it_had_lately(town: Any):
    for text in (DARK, DARK, DIRTY):
        said(town, text, "home-1")
    history = beside(town, said(town, DARK, "home-1-1")).history
    assert history is not None
    assert (history.near, history.count, history.of_matter) == (Near.BUILDING, 4, 3)
    assert history.matter == "楼道照明"


def test_one_number_raises_several_and_only_those_in_charge_are_told(town: Any):
    first = said(town, DIRTY, "home-3", "138 0013 8000")
    said(town, DIRTY, "home-2", "13800138000", is_anonymous=True)
    case = said(town, DARK, "home-1", "13800138000")
    assert ties(beside(town, case))[first.number] == (Tie.PHONE, Near.COMPOUND)
    assert beside(town, case).of_phone == 1
    assert beside(town, case, "auditor").of_phone == 0
    assert first.number not in ties(beside(town, case, "auditor"))


def test_joined_requests_point_at_each_other(town: Any):
    case = stories.merged(town)
    leading = Case.objects.get(street_id=case.street_id, pk=case.leading_id)
    assert ties(beside(town, case))[leading.number][0] is Tie.LEADING
    assert ties(beside(town, leading))[case.number][0] is Tie.MERGED


def test_nobody_is_shown_what_they_may_not_open(town: Any):
    said(town, DARK, "home-1")
    case = said(town, DARK, "home-1")
    assert beside(town, case, "clerk").related
    assert not beside(town, case, "clerk2").related


def test_a_request_without_a_place_has_no_neighbours(town: Any):
    case = actions.register(actor=town.system, draft=Draft("想咨询补贴", Channel.HOTLINE))
    assert beside(town, case) == Beside()


def test_a_number_is_known_by_its_earlier_requests(town: Any):
    numbers = [said(town, DARK, "home-1", "13800138000").number for _ in range(4)]
    count, rows = queries.earlier_of(town.actor("dispatcher"), town.street, "138-0013-8000")
    assert count == 4
    assert [row.case.number for row in rows] == numbers[:0:-1]
    assert queries.earlier_of(town.actor("clerk2"), town.street, "13800138000") == (0, [])
    assert queries.earlier_of(town.actor("dispatcher"), town.street, "") == (0, [])
