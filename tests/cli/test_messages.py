"""Texts are collected from code and templates, translated without gaps, compiled when newer."""

import os
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.mofile import read_mo
from django.core.management import call_command

from linli.cli import extraction, messages

CODE = """
from django.utils.translation import gettext as _, ngettext, pgettext
greeting = N_("您好，" "%(name)s")
once = _('再见')
several = ngettext("%(n)s 天", "%(n)s 天", n)
meant = pgettext("月份", "一月")
plain = str("不译")
"""
PAGE = """
<p>{% translate "首页" %}</p>
    <b title="{% translate '更多' %}">{# 不译 #}</b>
  {% blocktranslate with n=count trimmed %}
      共 {{ n }} 件
  {% endblocktranslate %}
{% blocktranslate count n=n %}{{ n }} 天{% plural %}{{ n }} 天{% endblocktranslate %}
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "templates/web").mkdir(parents=True)
    (tmp_path / "words.py").write_text(CODE, "utf-8")
    (tmp_path / "templates/web/home.html").write_text(PAGE, "utf-8")
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/test_words.py").write_text("_('试')", "utf-8")
    return tmp_path


def ids(catalogue: Catalog) -> set[object]:
    return {message.id for message in catalogue if message.id}


def test_texts_come_from_code_and_templates_but_not_from_tests(source: Path) -> None:
    assert ids(extraction.collected(source)) == {
        "您好，%(name)s",
        "再见",
        ("%(n)s 天", "%(n)s 天"),
        "一月",
        "首页",
        "更多",
        "共 %(n)s 件",
    }


def test_an_update_keeps_translations_and_drops_what_is_gone(source: Path, tmp_path: Path) -> None:
    path = tmp_path / "locale/en/LC_MESSAGES/django.po"
    kept = extraction.read(path)
    kept.add("再见", "Goodbye")
    kept.add("老话", "Old words")
    extraction.write(path, extraction.updated(kept, extraction.collected(source)))
    again = extraction.read(path)
    assert again.get("再见").string == "Goodbye"  # type: ignore[union-attr]
    assert again.get("老话") is None
    assert "首页" in ids(again)
    before = path.read_bytes()
    extraction.write(path, extraction.updated(again, extraction.collected(source)))
    assert path.read_bytes() == before


def test_a_gap_and_a_lost_placeholder_are_faults(source: Path) -> None:
    texts = extraction.collected(source)
    kept = Catalog(locale="en")
    for message in texts:
        kept.add(
            message.id, "x %(n)s" if message.id == "共 %(n)s 件" else "", context=message.context
        )
    kept["您好，%(name)s"].string = "Hello"  # type: ignore[union-attr]
    found = extraction.faults(kept, texts)
    assert len(found) == len(ids(texts)) - 1
    assert any("placeholders" in fault for fault in found)


def test_only_what_is_newer_is_compiled(tmp_path: Path) -> None:
    path = tmp_path / "en/LC_MESSAGES/django.po"
    catalogue = Catalog(locale="en")
    catalogue.add("再见", "Goodbye")
    catalogue.add(("%(n)s 天", "%(n)s 天"), ("%(n)s day", "%(n)s days"))
    extraction.write(path, catalogue)
    assert messages.compile_all(tmp_path) == [path]
    assert messages.compile_all(tmp_path) == []
    os.utime(path, (2_000_000_000, 2_000_000_000))
    assert messages.compile_all(tmp_path) == [path]
    with path.with_suffix(".mo").open("rb") as file:
        assert read_mo(file).get("再见").string == "Goodbye"  # type: ignore[union-attr]


def test_every_text_of_the_product_is_translated() -> None:
    call_command("messages", "--check")
