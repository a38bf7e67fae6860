"""Texts, numbers, sorting and routing, without a database."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.cases.actions.setup import shipped_tree
from linli.cases.rules.intake import (
    MAX_TEXT,
    Desk,
    Hours,
    Matter,
    Route,
    Sorter,
    Target,
    first_route,
    number,
    why_not_text,
)
from linli.cases.rules.words import Urgency

LAST = Desk(uuid4())
TREE = shipped_tree()
MATTERS = [matter for top in TREE["classes"] for matter in top["matters"]]


@pytest.mark.parametrize("text", ["", "   \n\t", "　"])
def test_an_empty_text_is_refused(text: str) -> None:
    reason = why_not_text(text)
    assert reason is not None
    assert (reason.code, reason.field) == ("text_empty", "text")


@pytest.mark.parametrize("text", ["😡😡😡", "！！！", "👍 🏠 ❤️"])
def test_only_emoji_or_marks_are_refused(text: str) -> None:
    reason = why_not_text(text)
    assert reason is not None
    assert reason.code == "text_no_words"


def test_the_longest_text_passes_and_one_more_character_is_counted() -> None:
    assert why_not_text("字" * MAX_TEXT) is None
    reason = why_not_text("字" * (MAX_TEXT + 1))
    assert reason is not None
    assert reason.params == {"most": MAX_TEXT, "length": MAX_TEXT + 1}


@pytest.mark.parametrize("text", ["灯坏了😡", "<script>alert(1)</script>", "3-2-501", "ئاپتوبۇس"])
def test_words_of_any_script_pass(text: str) -> None:
    assert why_not_text(text) is None


def test_a_number_has_initials_local_day_and_count() -> None:
    assert number("YY", date(2026, 11, 21), 42) == "YY-20261121-0042"
    assert number("YY", date(2026, 11, 21), 12345) == "YY-20261121-12345"


def test_the_sorter_explains_itself_with_the_words_it_found() -> None:
    lights, water = uuid4(), uuid4()
    sorter = Sorter([Matter(lights, ("路灯", "不亮")), Matter(water, ("停水", "没水"))])
    guess = sorter.guess("小区门口路灯不亮好几天了")
    assert guess is not None
    assert guess.matter_id == lights
    assert set(guess.because) == {"路灯", "不亮"}
    assert sorter.guess("今天天气很好") is None


def test_a_word_of_several_matters_weighs_less_than_a_word_of_one() -> None:
    first, second = uuid4(), uuid4()
    sorter = Sorter([Matter(first, ("漏水",)), Matter(second, ("漏水", "暖气"))])
    guess = sorter.guess("暖气漏水")
    assert guess is not None
    assert guess.matter_id == second


@given(st.text(max_size=300))
def test_the_sorter_takes_any_text(text: str) -> None:
    Sorter([Matter(uuid4(), ("路灯",))]).guess(text)


def route(**changes: object) -> Route:
    plain = {
        "id": uuid4(),
        "category_id": None,
        "community_id": None,
        "hours": Hours.ALWAYS,
        "target": Target.ORGANISATION,
        "organisation_id": uuid4(),
    }
    return Route(**(plain | changes))  # type: ignore[arg-type]


def routed(routes: list[Route], **facts: object) -> Desk:
    plain = {"categories": (), "community_id": None, "is_working_time": True, "found": {}}
    return first_route(routes, last_resort=LAST, **(plain | facts))  # type: ignore[arg-type]


def test_the_first_matching_route_wins() -> None:
    matter, top = uuid4(), uuid4()
    special, general = route(category_id=matter), route(category_id=top)
    assert routed([special, general], categories={matter, top}).route_id == special.id
    assert routed([special, general], categories={top}).route_id == general.id


def test_without_a_match_the_last_resort_owns_it() -> None:
    assert routed([route(category_id=uuid4())]) == LAST
    assert routed([]) == LAST


def test_a_vacant_post_passes_on_to_the_next_route() -> None:
    grid = route(target=Target.GRID_LEAD, organisation_id=None)
    office = route(target=Target.COMMUNITY, organisation_id=None)
    desk = Desk(uuid4())
    assert routed([grid, office], found={Target.COMMUNITY: desk}).route_id == office.id


@pytest.mark.parametrize(("hours", "is_working_time"), [(Hours.WORKING, False), (Hours.OFF, True)])
def test_a_route_counts_only_in_its_hours(hours: Hours, is_working_time: bool) -> None:
    assert routed([route(hours=hours)], is_working_time=is_working_time) == LAST
    assert routed([route(hours=hours)], is_working_time=not is_working_time) != LAST


@given(
    st.lists(st.builds(route, category_id=st.none() | st.uuids(), hours=st.sampled_from(Hours))),
    st.sets(st.uuids()),
    st.booleans(),
)
def test_nothing_is_ever_unowned(routes: list[Route], categories: set[UUID], now: bool) -> None:
    desk = routed(routes, categories=categories, is_working_time=now)
    assert desk.organisation_id


def test_the_shipped_tree_has_at_least_sixty_matters_with_words_and_phrases() -> None:
    assert len(MATTERS) >= 60
    assert len({matter["code"] for matter in MATTERS}) == len(MATTERS)
    for matter in MATTERS:
        assert matter["name"]
        assert matter["name_en"]
        assert Urgency(matter["urgency"])
        assert len(matter["keywords"]) >= 6
        assert len(matter["phrases"]) >= 5


def test_the_shipped_words_sort_most_of_the_shipped_phrases() -> None:
    ids = {matter["code"]: uuid4() for matter in MATTERS}
    sorter = Sorter(Matter(ids[m["code"]], tuple(m["keywords"])) for m in MATTERS)
    sorted_right = [
        guess is not None and guess.matter_id == ids[matter["code"]]
        for matter in MATTERS
        for guess in [sorter.guess(phrase) for phrase in matter["phrases"]]
    ]
    assert sum(sorted_right) / len(sorted_right) > 0.9
