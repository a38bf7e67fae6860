"""The administrator imports a sheet of grids with one bad row, sees what comes of it, confirms."""

from collections.abc import Callable
from pathlib import Path

from linli import sheets
from linli.kernel.streets import context
from linli.places.models import Grid
from tests.browser.test_every_page import sticks_out, violations
from tests.browser.visitor import PHONE, Visitor
from tests.town import EAST, Town

Visit = Callable[..., Visitor]


def test_a_sheet_of_grids_is_seen_before_it_is_taken(
    town: Town, visit: Visit, tmp_path: Path
) -> None:
    rows = [
        (f"{EAST}001", "东样甲网格", EAST),
        (f"{EAST}003", "东样第三网格", EAST),
        (f"{EAST}9", "坏代码", EAST),
    ]
    sheets.write(tmp_path / "grids.xlsx", ("代码", "名称", "社区"), rows)
    admin = visit("/desk/settings/", by="admin", size=PHONE)
    page = admin.page
    admin.tap(page.get_by_role("main").get_by_role("link", name="网格", exact=True))
    admin.tap("导入")
    page.get_by_label("表格文件").set_input_files(tmp_path / "grids.xlsx")
    admin.tap("看预览，先不写入")
    told = admin.words()
    assert "还没有写入" in told
    assert "第 4 行" in told
    assert "东样第一网格" in told
    assert not sticks_out(page, "preview") + violations(page, "preview")
    with context.in_street(town.street.pk):
        assert not Grid.objects.filter(street_id=town.street.pk, code=f"{EAST}003").exists()
    admin.tap("导入没有问题的行")
    assert "导入完了" in admin.words()
    with context.in_street(town.street.pk):
        names = Grid.objects.filter(street_id=town.street.pk).values_list("name", flat=True)
    assert {"东样甲网格", "东样第三网格"} <= set(names)
    assert not admin.faults
    assert admin.taps == 4
