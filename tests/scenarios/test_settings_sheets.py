"""Settings as sheets: what goes out comes back, previews that keep nothing, results."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli import sheets
from linli.cases.models import Route
from linli.people.models import Account
from linli.places.models import Grid
from linli.rulebook.models import Rule
from tests.scenarios.offices import KEPT, KINDS, base, hidden, routed, words
from tests.town import EAST, Town

pytestmark = pytest.mark.django_db


def sheet(columns: str, *rows: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("表.csv", "\n".join([columns, *rows]).encode("utf-8-sig"))


@pytest.mark.parametrize("kind", KINDS)
def test_what_goes_out_comes_back_unchanged(town: Town, admin: Client, kind: str):
    if kind == "days":
        admin.post(f"{base('days')}set/", {"day": "2027-01-01", "kind": "holiday", "name": "元旦"})
    content = admin.get(f"{base(kind)}export/").content
    rows = list(sheets.read(content))
    if kind == "posts":
        assert not any(row["电话"] for _, row in rows)
    upload = SimpleUploadedFile("out.xlsx", content)
    preview = admin.post(f"{base(kind)}import/", {"file": upload})
    report = preview.context["report"]
    assert report.refused == ()
    assert (report.new, report.changed, report.known) == (0, 0, len(rows))
    assert "没有新东西" in words(preview)


def test_a_preview_of_grids_tells_each_row_and_writes_nothing(town: Town, admin: Client):
    path = f"{base('grids')}import/"
    upload = sheet(
        "代码,名称,社区",
        f"{EAST}001,东样甲网格,{EAST}",
        f"{EAST}003,东样第三网格,{EAST}",
        f"{EAST}x,坏代码,{EAST}",
        f"{EAST}002,东样第二网格,{EAST}",
    )
    preview = admin.post(path, {"file": upload})
    told = words(preview)
    assert "还没有写入" in told
    assert "第 4 行 网格代码只能是数字" in told
    assert "东样第一网格" in told
    assert "东样甲网格" in told
    grids = Grid.objects.filter(street_id=town.street.pk)
    assert grids.count() == 5
    assert grids.get(pk=town.grids["e1"].pk).name == "东样第一网格"
    done = admin.post(path, {"kept": hidden(KEPT, preview)})
    assert "导入完了" in words(done)
    assert grids.count() == 6
    assert grids.get(pk=town.grids["e1"].pk).name == "东样甲网格"


def test_a_preview_belongs_to_who_saw_it_and_to_its_kind(town: Town, admin: Client):
    upload = sheet("代码,名称,社区", f"{EAST}003,东样第三网格,{EAST}")
    kept = hidden(KEPT, admin.post(f"{base('grids')}import/", {"file": upload}))
    for path, body in (("areas", kept), ("grids", kept[:-3] + "abc")):
        answer = admin.post(f"{base(path)}import/", {"kept": body})
        assert answer.status_code == 422
        assert "预览已失效" in words(answer)


@pytest.mark.parametrize(
    ("upload", "told"),
    [
        (None, "请选一个"),
        (SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 50), "不是"),
        (SimpleUploadedFile("a.csv", BytesIO(b"a,b\n" * 300_000).read()), "超过"),
    ],
)
def test_a_file_that_is_none_says_what_to_do(town: Town, admin: Client, upload: Any, told: str):
    answer = admin.post(f"{base('posts')}import/", {"file": upload} if upload else {"x": "1"})
    assert answer.status_code == 422
    assert told in words(answer)


def test_posts_come_from_a_sheet_with_their_accounts(town: Town, admin: Client):
    upload = sheet(
        "用户名,姓名,电话,岗位,网格,主责,任职日期",
        f"wang,王示例,19900009999,网格员,{EAST}501,是,2026-01-05",
        f"li,李示例,,网格员,{EAST}001,是,2026-01-05",
        "zhao,赵示例,,园丁,,,2026-01-05",
        "qian,钱示例,,派单员,,,昨天",
    )
    path = f"{base('posts')}import/"
    preview = admin.post(path, {"file": upload})
    told = words(preview)
    assert preview.context["report"].new == 1
    assert "第 3 行 “东样第一网格”已由 例小丁 主责" in told
    assert "第 4 行 “岗位”列没有“园丁”这一种" in told
    assert "第 5 行 “任职日期”列的“昨天”不是日期" in told
    assert not Account.objects.filter(username="wang").exists()
    admin.post(path, {"kept": hidden(KEPT, preview)})
    account = Account.objects.get(username="wang")
    assert account.phone == "19900009999"
    assert not account.has_usable_password()
    assert not Account.objects.filter(username="li").exists()


def test_a_sheet_of_routes_is_previewed_with_its_effect(town: Town, admin: Client):
    routed(town)
    upload = sheet("顺序,类别,交给,单位", "5,facilities.street_light,指定单位,公安", "6,,指定单位,")
    preview = admin.post(f"{base('routes')}import/", {"file": upload})
    told = words(preview)
    assert "3 件从 城管 改交给 公安" in told
    assert "第 3 行 请选交给哪个单位" in told
    assert Route.objects.filter(street_id=town.street.pk, order=5).count() == 0


def test_a_sheet_of_rules_makes_one_version_and_refuses_bad_amounts(town: Town, admin: Client):
    path = f"{base('rules')}import/"
    upload = sheet(
        "规则,项目,数值,单位",
        "cases.clocks,N.reply,3,个工作日",
        "cases.clocks,Q.reply,0,小时",
        "cases.limits,reopen_days,7,",
        "cases.limits,none,7,",
    )
    preview = admin.post(path, {"file": upload})
    assert [remark.number for remark in preview.context["report"].refused] == [3, 5]
    admin.post(path, {"kept": hidden(KEPT, preview)})
    rules = {rule.key: rule.value for rule in Rule.objects.filter(street_id=town.street.pk)}
    assert rules["cases.clocks"]["N"]["reply"] == {"working_days": 3}
    assert rules["cases.clocks"]["Q"]["reply"] == {"working_days": 1}
    assert rules["cases.limits"]["reopen_days"] == 7
