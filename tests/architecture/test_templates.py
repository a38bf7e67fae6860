"""Templates: nothing unescaped, nothing inline, every word translatable."""

import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "linli"
TEMPLATES = sorted(SOURCE.glob("*/templates/**/*.html"))
CHINESE = re.compile(r"[㐀-鿿]+")
TRANSLATED = (
    re.compile(r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}", re.S),
    re.compile(r"{%\s*trans(?:late)?\b.*?%}", re.S),
    re.compile(r"""_\(\s*(?:"[^"]*"|'[^']*')\s*\)"""),
    re.compile(r"{%\s*comment\s*%}.*?{%\s*endcomment\s*%}|{#.*?#}", re.S),
)
# Shown when neither database nor language is known, or naming a language in itself.
BOTH_TONGUES = {"500.html", "offline.html"}
OWN_NAMES = {"邻里", "中文", "万家灯火"}


def named(file: Path) -> str:
    return str(file.relative_to(SOURCE))


def every(check):
    return pytest.mark.parametrize("file", TEMPLATES, ids=named)(check)


def test_templates_are_found():
    assert len(TEMPLATES) > 15


@every
def test_nothing_is_shown_unescaped(file: Path):
    text = file.read_text("utf-8")
    assert not re.search(r"\|\s*safe(seq)?\b|{%\s*autoescape\s+off", text)


@every
def test_no_script_and_no_style_stands_in_the_page(file: Path):
    """The content security policy forbids both; htmx needs neither."""
    text = file.read_text("utf-8")
    assert not re.search(r"<style|\sstyle\s*=", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"\son[a-z]+\s*=|javascript:|hx-on", text)


@every
def test_nothing_comes_from_elsewhere(file: Path):
    text = file.read_text("utf-8")
    assert not re.search(r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//""", text)


@every
def test_every_word_can_be_translated(file: Path):
    if file.name in BOTH_TONGUES:
        return
    text = file.read_text("utf-8")
    for tag in TRANSLATED:
        text = tag.sub("", text)
    assert set(CHINESE.findall(text)) <= OWN_NAMES


@every
def test_every_form_that_posts_carries_its_token(file: Path):
    text = file.read_text("utf-8")
    posts = re.findall(r"<form[^>]*method=[\"']post[\"'].*?</form>", text, re.S | re.I)
    assert all("csrf_token" in form for form in posts)
