"""`triage` on an office's own tables: nothing is lost, and every mistake is named."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from linli import sheets
from tests.triage.examples import examples


def table(path: Path, columns: Sequence[str], rows: Any, encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([columns, *rows])
    return path


@pytest.fixture
def sorted_by_people(tmp_path: Path) -> Path:
    rows = zip(*examples(20), strict=True)
    return table(tmp_path / "学.csv", ["内容", "类别"], rows, "gb18030")


@pytest.fixture
def folder(sorted_by_people: Path, tmp_path: Path) -> Path:
    run("train", sorted_by_people, text="内容", label="类别", model=tmp_path / "模型")
    return tmp_path / "模型"


def run(verb: str, file: Path, **options: Any) -> dict[str, Any]:
    """The JSON of the last line."""
    said = StringIO()
    given = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    call_command("triage", verb, str(file), *given, stdout=said)
    figures: dict[str, Any] = json.loads(said.getvalue().splitlines()[-1])
    return figures


def test_it_learns_and_says_how_well_it_does_on_rows_kept_apart(
    sorted_by_people: Path, tmp_path: Path
) -> None:
    figures = run("train", sorted_by_people, text="内容", label="类别", model=tmp_path / "m")
    assert (figures["rows"], figures["skipped"]) == (60, 0)
    assert figures["macro_f1"] > 0.9
    assert set(figures["categories"]) == {"路灯", "噪声", "垃圾"}


def test_every_column_and_row_stays_and_two_columns_are_added(folder: Path, tmp_path: Path) -> None:
    rows = [["001", "路灯不亮", "=1+1"], ["002", "", "空的"], ["003", "垃圾臭味", ""]]
    given = table(tmp_path / "新.csv", ["编号", "内容", "备注"], rows)
    out = tmp_path / "好.csv"
    figures = run("predict", given, text="内容", model=folder, out=out)
    assert (figures["rows"], figures["empty"]) == (3, 1)
    sheet = sheets.read(out)
    assert sheet.columns == ["编号", "内容", "备注", "category", "confidence"]
    kept = [row for _, row in sheet]
    assert [row["编号"] for row in kept] == ["001", "002", "003"]
    assert [row["备注"] for row in kept] == ["=1+1", "空的", ""]
    assert [row["category"] for row in kept] == ["路灯", "", "垃圾"]
    assert kept[1]["confidence"] == ""
    assert 0 < float(str(kept[0]["confidence"])) <= 1


def test_a_workbook_goes_in_and_comes_out(folder: Path, tmp_path: Path) -> None:
    given, out = tmp_path / "新.xlsx", tmp_path / "好.xlsx"
    sheets.write(given, ["编号", "内容"], [[1, "太吵睡不着"], [2, "路灯不亮"]])
    assert run("predict", given, text="内容", model=folder, out=out)["rows"] == 2
    assert [row["category"] for _, row in sheets.read(out)] == ["噪声", "路灯"]


def test_a_table_of_one_column_is_a_table(folder: Path, tmp_path: Path) -> None:
    given = table(tmp_path / "窄.csv", ["内容"], [["路灯，不亮"], ["垃圾堆满"]])
    out = tmp_path / "好.csv"
    assert run("predict", given, text="内容", model=folder, out=out)["rows"] == 2


def test_a_column_called_category_is_kept_beside_ours(folder: Path, tmp_path: Path) -> None:
    given = table(tmp_path / "新.csv", ["内容", "category"], [["路灯不亮", "旧的"]])
    run("predict", given, text="内容", model=folder, out=tmp_path / "好.csv")
    ((_, row),) = sheets.read(tmp_path / "好.csv")
    assert (row["category"], row["category（2）"]) == ("旧的", "路灯")


def test_score_compares_with_what_people_said(folder: Path, tmp_path: Path) -> None:
    texts, kinds = examples(10, seed=4)
    rows = [*zip(texts, kinds, strict=True), ["", "路灯"], ["没有类别", ""], ["井盖", "别的"]]
    given = table(tmp_path / "考.csv", ["内容", "类别"], rows)
    figures = run("score", given, text="内容", label="类别", model=folder)
    assert (figures["rows"], figures["empty"], figures["unlabelled"]) == (32, 2, 1)
    assert 0.6 < figures["macro_f1"] < 0.8  # the unknown category counts as not found
    assert figures["categories"]["噪声"]["recall"] > 0.9
    assert sum(times for _, _, times in figures["confusion"]) == 32


@pytest.mark.parametrize("verb", ["train", "predict", "score"])
def test_a_column_that_is_not_there_names_those_that_are(
    verb: str, sorted_by_people: Path, folder: Path, tmp_path: Path
) -> None:
    options = {"label": "类别"} if verb != "predict" else {"out": tmp_path / "o.csv"}
    with pytest.raises(CommandError, match="没有“正文”这一列；有：内容、类别"):
        run(verb, sorted_by_people, text="正文", model=folder, **options)


def test_one_category_only_is_said(tmp_path: Path) -> None:
    given = table(tmp_path / "一.csv", ["内容", "类别"], [["路灯不亮", "灯"], ["灯坏了", "灯"]])
    with pytest.raises(CommandError, match="只有一个类别：灯"):
        run("train", given, text="内容", label="类别", model=tmp_path / "m")
    assert not (tmp_path / "m").exists()


@pytest.mark.parametrize("rows", [[], [["", "灯"], ["路灯不亮", ""]]])
def test_no_row_to_learn_from_is_said(rows: list[list[str]], tmp_path: Path) -> None:
    given = table(tmp_path / "空.csv", ["内容", "类别"], rows)
    with pytest.raises(CommandError, match="没有样本"):
        run("train", given, text="内容", label="类别", model=tmp_path / "m")


def test_no_label_to_compare_with_is_said(folder: Path, tmp_path: Path) -> None:
    given = table(tmp_path / "空.csv", ["内容", "类别"], [["路灯不亮", ""]])
    with pytest.raises(CommandError, match="没有一行写了“类别”"):
        run("score", given, text="内容", label="类别", model=folder)


def test_a_missing_model_a_missing_file_and_a_broken_model_are_said(
    sorted_by_people: Path, folder: Path, tmp_path: Path
) -> None:
    with pytest.raises(CommandError, match="请先用 triage train"):
        run("score", sorted_by_people, text="内容", label="类别", model=tmp_path / "none")
    with pytest.raises(CommandError, match=r"no\.csv"):
        run("score", tmp_path / "no.csv", text="内容", label="类别", model=folder)
    (folder / "triage.model").write_bytes(b"\x80\x04.")
    with pytest.raises(CommandError, match="不是 Linli 的分类模型"):
        run("score", sorted_by_people, text="内容", label="类别", model=folder)


def test_the_result_never_replaces_its_source(sorted_by_people: Path, folder: Path) -> None:
    with pytest.raises(CommandError, match="不能就是原来的表"):
        run("predict", sorted_by_people, text="内容", model=folder, out=sorted_by_people)


def test_it_needs_no_database_and_leaves_no_data_folder(
    sorted_by_people: Path, tmp_path: Path
) -> None:
    environment = {**os.environ, "LINLI_DATA_DIR": str(tmp_path / "data")}
    environment.pop("LINLI_DATABASE_URL", None)
    command = [sys.executable, "-m", "linli", "triage", "train", str(sorted_by_people)]
    command += ["--text", "内容", "--label", "类别", "--model", str(tmp_path / "m")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    assert json.loads(done.stdout.splitlines()[-1])["triage"] == "train"
    assert not (tmp_path / "data").exists()
