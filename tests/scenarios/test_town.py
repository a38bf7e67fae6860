"""The town of the tests stands, quickly, and sends requests where its map says."""

import time

import pytest

from linli.cases import actions
from linli.cases.actions import Draft
from linli.cases.rules.words import Channel
from linli.kernel.actor import Actor, ActorKind
from tests.town import PASSWORD, Town, build_town, point

pytestmark = pytest.mark.django_db


def test_it_is_built_in_no_time():
    start = time.process_time()
    build_town()
    assert time.process_time() - start < 1.0


def test_everybody_has_the_posts_of_their_name(town: Town):
    assert town.actor("resident").roles == frozenset()
    for name in ("grid", "clerk", "dispatcher", "supervisor", "secretary", "leader", "admin"):
        assert town.actor(name).roles == {name}
    assert town.account("clerk2").check_password(PASSWORD)


@pytest.mark.parametrize(
    ("text", "where", "unit", "handler"),
    [
        ("楼道灯坏了没人修", {"address": "样板家园2号楼1单元"}, "property", None),
        ("楼道堆满了纸箱子", {"address": "样板家园1号楼"}, "east", "grid"),
        (
            "楼道堆满了纸箱子",
            {"lat": point(1.5, 0.2)[0], "lon": point(1.5, 0.2)[1]},
            "east",
            "grid2",
        ),
        ("路灯不亮", {}, "urban_management", None),
        ("有个事想问问你们", {}, "centre", None),
    ],
)
def test_requests_find_their_desk(town: Town, text, where, unit, handler):
    visitor = Actor(ActorKind.VISITOR, town.street.pk)
    case = actions.register(actor=visitor, draft=Draft(text=text, channel=Channel.PHONE, **where))
    assert case.suggested_owner_id == town.organisations[unit].pk
    assert case.suggested_handler_id == (town.account(handler).pk if handler else None)
    assert case.owner_id == town.organisations["centre"].pk
