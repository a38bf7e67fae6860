"""Who may do what here, and why may this person?"""

import ast
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from linli.cases import access
from linli.cases.rules.steps import steps_from
from linli.cases.rules.words import ALLOWING, State
from linli.cases.tests import stories
from linli.web import permissions
from tests.scenarios.offices import words
from tests.town import Town

PAGE = "/desk/settings/permissions/"
SOURCE = Path(__file__).parents[2] / "src" / "linli"


def ask(client: Client, **asked: str) -> Any:
    return client.get(PAGE, asked)


def test_every_table_that_a_module_asks_is_drawn():
    """Role sets of an access module are on the page; one that is new has no row yet."""
    drawn = (SOURCE / "web/permissions.py").read_text()
    files = [*SOURCE.glob("*/access.py"), *SOURCE.glob("*/access/*.py")]
    for file in [*files, SOURCE / "kernel/http.py"]:
        for node in ast.parse(file.read_text()).body:
            names = [t.id for t in getattr(node, "targets", []) if isinstance(t, ast.Name)]
            names += [node.target.id] if isinstance(node, ast.AnnAssign) else []  # type: ignore[union-attr]
            for name in names:
                if name.isupper() and not name.startswith("_") and "frozenset" in ast.dump(node):
                    where = {file.stem, file.parent.name, file.parent.parent.name}
                    is_drawn = any(f"{module}.{name}" in drawn for module in where)
                    assert is_drawn or name == "STREET_WIDE", f"{file}: {name}"


def test_every_right_has_its_own_name_and_somebody_who_may():
    rights = [right for _, rights in permissions.tables() for right in rights]
    assert len({right.key for right in rights}) == len(rights) > 50
    assert all(right.held() or right.others for right in rights)


def test_the_administrator_reads_who_may_do_what(admin: Client):
    shown = words(admin.get(PAGE))
    assert "裁定" in shown
    assert "任免管理员、安全员和审计员" in shown


@pytest.mark.parametrize("who", ["admin", "security", "auditor"])
def test_the_three_powers_open_it(town: Town, client: Client, who: str):
    client.force_login(town.account(who))
    assert client.get(PAGE).status_code == 200


def test_nobody_else_opens_it(town: Town, client: Client):
    client.force_login(town.account("clerk"))
    assert client.get(PAGE).status_code == 403


def test_somebody_may_by_a_post_and_the_rule_is_named(town: Town, admin: Client):
    case = stories.handed_over(town)
    shown = words(ask(admin, username="grid", right="sign_in", number=case.number))
    assert " 能做 " in shown
    assert "诉求由本人或本单位承办" in shown
    assert "东样第一网格" in shown


def test_somebody_may_not_for_it_is_elsewhere(town: Town, admin: Client):
    case = stories.handed_over(town)
    shown = words(ask(admin, username="clerk2", right="note", number=case.number))
    assert "不能做" in shown
    assert "这一步归这个岗位，但诉求不在它管的地方" in shown
    assert "西样社区居委会" in shown


def test_without_a_number_the_role_answers(town: Town, admin: Client):
    assert "这件事归这个岗位" in words(ask(admin, username="admin", right="people.appoint"))
    assert "这件事不归这个岗位" in words(ask(admin, username="grid", right="people.appoint"))
    assert "没有岗位" in words(ask(admin, username="resident", right="people.appoint"))


def test_an_unknown_name_or_number_is_named_beside_its_field(town: Town, admin: Client):
    assert "没有这个用户名" in words(ask(admin, username="nobody", right="reply"))
    assert "没有这个编号" in words(ask(admin, username="grid", right="reply", number="x"))


@pytest.mark.parametrize("state", State)
def test_what_the_page_says_is_what_the_action_asks(town: Town, state: State):
    """One function answers both."""
    case = stories.handed_over(town)
    case.state = state
    for username in ("grid", "grid2", "clerk", "clerk2", "supervisor", "resident", "property"):
        actor = town.actor(username)
        for step in steps_from(state):
            said = any(ground in ALLOWING for ground, _ in access.grounds(actor, step, case))
            assert said == access.may_step(actor, step, case)
