"""What a text says about urgency and kind: only suggested, always with the words that say so."""

import tomllib
from typing import Any

import pytest
from django.test import Client

from linli.cases.actions.setup import TREE
from linli.cases.rules.hearing import Heard, graver, kind_of, urgency_of
from linli.cases.rules.words import Kind, Urgency
from linli.cases.tests import stories

E, U, N = Urgency.EMERGENCY, Urgency.UTILITIES, Urgency.ORDINARY


@pytest.mark.parametrize(
    ("text", "urgency", "word"),
    [
        ("楼道里好大的煤气味，快来人", E, "煤气味"),
        ("有人被困电梯，快来", E, "被困"),
        ("三楼窗户往外冒烟，好像着火了", E, "往外冒烟"),
        ("停电了，老人在制氧，晕倒了", E, "晕倒"),
        ("停水两天了，也没通知", U, "停水"),
        ("我家暖气一点都不热", U, "暖气一点都不热"),
        ("两部电梯坏了一部", U, "电梯坏"),
    ],
)
def test_danger_comes_before_an_outage_and_both_are_explained(
    text: str, urgency: Urgency, word: str
):
    heard = urgency_of(text)
    assert heard
    assert heard.what == urgency
    assert word in heard.because


@pytest.mark.parametrize(
    "text",
    [
        "路灯不亮好几天了",
        "担心以后会着火",
        "着火了怎么跑",
        "去年这里着火，后来就拆了",
        "我们没有闻到煤气味",
        "社区什么时候搞灭火和着火逃生演练",
        "贫困人员的补助怎么申请",
        "打扫卫生防止滑倒摔伤",
        "把停电通知贴在单元门口",
    ],
)
def test_what_is_feared_denied_or_past_is_not_urgent(text: str):
    assert urgency_of(text) is None


def test_the_sentences_of_the_shipped_tree_are_heard_as_it_says():
    """Nine in ten emergencies are heard, and one ordinary sentence in a hundred at most is one."""
    classes = tomllib.loads(TREE.read_text("utf-8"))["classes"]
    said = [
        (matter["urgency"], urgency_of(phrase))
        for top in classes
        for matter in top["matters"]
        for phrase in matter["phrases"]
    ]
    grave = [heard for urgency, heard in said if urgency == E]
    others = [heard for urgency, heard in said if urgency not in (E, U)]
    assert sum(bool(heard and heard.what == E) for heard in grave) >= 0.9 * len(grave)
    assert sum(bool(heard and heard.what == E) for heard in others) <= 0.01 * len(others)
    assert sum(bool(heard) for heard in others) <= 0.02 * len(others)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("请问老年卡怎么办理，需要什么材料", Kind.CONSULT),
        ("我要投诉物业，态度很差，互相推", Kind.COMPLAIN),
        ("举报楼下无证经营，请帮我保密", Kind.REPORT),
        ("想表扬一下修水管的师傅", Kind.PRAISE),
        ("建议在门口加装一个扶手", Kind.SUGGEST),
    ],
)
def test_what_the_writer_wants(text: str, kind: Kind):
    heard = kind_of(text)
    assert heard
    assert heard.what == kind
    assert all(word in text for word in heard.because)


def test_a_plain_call_for_help_suggests_no_other_kind():
    assert kind_of("楼道灯不亮，谢谢") is None


def test_only_what_is_graver_is_told():
    danger, outage = Heard(E, ("着火",)), Heard(U, ("停水",))
    assert graver(E, danger) is None
    assert graver(E, outage) is None
    assert graver(U, outage) is None
    assert graver(U, danger) == danger
    assert graver(N, outage) == outage
    assert graver(N, None) is None


@pytest.mark.django_db
def test_the_dispatcher_is_told_and_decides(town: Any, client: Client):
    """The clocks go by what a person decides: the words change nothing by themselves."""
    case = stories.raised(town, text="我要投诉，楼道灯不亮，电线掉下来漏电，有人触电")
    assert case.urgency == N
    client.force_login(town.account("dispatcher"))
    page = client.get(f"/desk/cases/{case.number}/").content.decode()
    assert "听着像 <b>紧急</b>" in page
    form = client.get(f"/desk/cases/{case.number}/triage/").content.decode()
    assert "建议：紧急，因为文中有“电线掉”“漏电”“触电”" in form
    assert "建议：投诉，因为文中有“投诉”" in form


@pytest.mark.django_db
def test_whoever_reports_danger_is_told_whom_to_call_first(town: Any, client: Client):
    said = {"text": "楼道灯不亮，有人触电了"}
    assert 'href="tel:119"' in client.post("/report/hints/", said).content.decode()
    client.force_login(town.account("dispatcher"))
    assert "听着像 <b>紧急</b>" in client.post("/desk/new/plan/", said).content.decode()
