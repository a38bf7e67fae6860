"""Texts of the office: set by the administrator, offered for their category, blanks filled."""

from typing import Any

import pytest
from django.test import Client

from linli.cases import actions, queries
from linli.cases.models import ReplyText
from linli.cases.rules.texts import filled
from linli.cases.tests import stories
from linli.kernel.errors import Refused
from linli.kernel.streets.models import Street

pytestmark = pytest.mark.django_db


def test_blanks_are_filled_and_others_stay():
    assert filled("{编号}在{地点}", {"编号": "YY-1", "地点": "1号楼"}) == "YY-1在1号楼"


def test_a_reply_offers_the_texts_of_its_matter_its_class_and_of_all(town: Any, client: Client):
    case = stories.in_progress(town)
    matter, admin = case.category, town.actor("admin")
    other = stories.matter(town, "facilities.street_light")
    give = actions.set_reply_text
    give(actor=admin, name="灯", text="{编号}的灯换好了", category_id=matter.pk)
    give(actor=admin, name="设施", text="设施已修", category_id=matter.parent_id)
    give(actor=admin, name="通用", text="谢谢您，{地点}已处理")
    give(actor=admin, name="别的", text="路灯已修", category_id=other.pk)
    client.force_login(town.account("grid"))
    page = client.get(f"/desk/cases/{case.number}/reply/").content.decode()
    assert f"{case.number}的灯换好了" in page
    assert "设施已修" in page
    assert "{地点}" not in page
    assert "路灯已修" not in page
    contact = client.get(f"/desk/cases/{case.number}/note/").content.decode()
    assert "设施已修" not in contact


def test_a_blank_nobody_fills_is_refused_and_the_same_name_is_the_same_text(town: Any):
    admin = town.actor("admin")
    with pytest.raises(Refused) as refused:
        actions.set_reply_text(actor=admin, name="灯", text="{姓名}您好")
    assert refused.value.reason.code == "blank_unknown"
    for text in ("一", "二"):
        actions.set_reply_text(actor=admin, name="灯", text=text)
    assert [row.text for row in ReplyText.objects.filter(street_id=town.street.pk)] == ["二"]


def test_only_the_administrator_sets_them(town: Any):
    with pytest.raises(Refused):
        actions.set_reply_text(actor=town.actor("dispatcher"), name="灯", text="好了")


def test_they_come_and_go_as_a_sheet(town: Any):
    admin = town.actor("admin")
    rows = [
        (2, {"名称": "灯", "类别": "facilities.stairwell_light", "正文": "灯换好了"}),
        (3, {"名称": "坏", "类别": "", "正文": "{名字}"}),
    ]
    report = actions.import_reply_texts(actor=admin, rows=rows)
    assert (report.new, len(report.refused)) == (1, 1)
    street = Street.objects.get(pk=town.street.pk)
    assert list(queries.export_reply_texts(street)) == [
        ("灯", "facilities.stairwell_light", "灯换好了")
    ]


def test_the_administrators_pages_add_change_and_remove(town: Any, client: Client):
    client.force_login(town.account("admin"))
    base = "/desk/settings/texts/"
    given = {"name": "灯", "text": "好了", "category": ""}
    assert client.post(f"{base}add/", given).status_code == 302
    row = ReplyText.objects.get(street_id=town.street.pk)
    assert "好了" in client.get(base).content.decode()
    client.post(f"{base}{row.pk}/", {"text": "换好了", "category": ""})
    assert "换好了" in client.get(base).content.decode()
    client.post(f"{base}{row.pk}/remove/", {"sure": "1"})
    assert not ReplyText.objects.filter(street_id=town.street.pk).exists()
