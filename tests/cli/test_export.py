"""What is exported can be imported again; who raised what does not leave."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from linli import sheets
from linli.cases import actions
from linli.cases.actions import Draft, Person
from linli.cases.models import Case
from linli.cases.rules.words import Channel

WHERE = {"lat": 38.605, "lon": 119.505}


@pytest.fixture
def raised(town: Any) -> list[Case]:
    person = Person("张三丰", "13900000001")
    drafts = [
        Draft("楼道灯不亮，=1+1", Channel.HOTLINE, address="样板家园1号楼", person=person),
        Draft(
            "电梯坏了", Channel.WINDOW, lat=38.605, lon=119.505, source="旧系统", external_id="7"
        ),
    ]
    return [actions.register(actor=town.system, draft=draft) for draft in drafts]


def command(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue().splitlines()[-1]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_an_export_comes_back_as_known_rows(
    town: Any, raised: list[Case], tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"诉求.{suffix}"
    command("export", "cases", str(path))
    assert "new 0, known 2, refused 0" in command("import", "cases", str(path))
    assert Case.objects.filter(street_id=town.street.pk).count() == 2


def test_personal_data_leaves_masked(town: Any, raised: list[Case], tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    command("export", "cases", str(path))
    (_, first), (_, second) = sheets.read(path)
    assert (first["姓名"], first["联系电话"]) == ("张**", "139****0001")
    assert first["工单编号"] == raised[0].number
    assert (first["来源"], first["状态"]) == ("热线", "已登记")
    assert (second["原系统"], second["原编号"]) == ("旧系统", "7")
    assert "13900000001" not in path.read_text("utf-8-sig")


def test_requests_go_on_a_map(town: Any, raised: list[Case], tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    assert "rows 2" in command("export", "cases", str(path))
    first, second = json.loads(path.read_text("utf-8"))["features"]
    assert first["geometry"] is None
    assert second["geometry"]["coordinates"] == [119.505, 38.605]
    assert second["properties"]["诉求内容"] == "电梯坏了"


@pytest.mark.parametrize("kind", ["areas", "grids"])
@pytest.mark.parametrize("suffix", ["csv", "xlsx", "geojson"])
def test_places_come_back_as_known_rows(town: Any, tmp_path: Path, kind: str, suffix: str) -> None:
    path = tmp_path / f"a.{suffix}"
    command("export", kind, str(path))
    assert command("import", kind, str(path)).startswith("新增 0 · ")
    assert command("import", kind, str(path)).endswith("refused 0)")


def test_an_unknown_suffix_or_folder_is_refused(town: Any, tmp_path: Path) -> None:
    for name in ("a.pdf", "nowhere/a.csv", "nowhere/a.geojson"):
        with pytest.raises(CommandError):
            command("export", "cases", str(tmp_path / name))


def test_days_are_imported_too(town: Any, tmp_path: Path) -> None:
    path = tmp_path / "days.csv"
    path.write_text("日期,类型,名称\n2027-01-01,放假,元旦\n2027-02-30,放假,\n", "utf-8")
    assert command("import", "days", str(path), "--dry-run").startswith("新增 1 · 已有 0 · 退回 1")
    assert command("import", "days", str(path)).startswith("新增 1 · 已有 0 · 退回 1")
    assert command("import", "days", str(path)).startswith("新增 0 · 已有 1 · 退回 1")
    assert (tmp_path / "days.refused.csv").exists()
