"""The living guide shows every part; every text stands out by day and by night."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from linli.cases.rules.clocks import Tone
from linli.cases.rules.words import State
from linli.web.guide import palette

WEB = Path(__file__).parents[1]
PARTS = sorted((WEB / "templates" / "web" / "components").glob("*.html"))
RULE = re.compile(r"{([^{}]*)}")
TEXT = re.compile(r"(?<![\w-])color: var\(--([\w-]+)\)")
GROUND = re.compile(r"(?<![\w-])background: var\(--([\w-]+)\)")
THEMES = ("light", "dark")


def test_the_guide_is_drawn_by_every_part_of_the_product(town: Any, client: Client) -> None:
    answer = client.get("/guide/")
    drawn = {template.name for template in answer.templates}
    assert answer.status_code == 200
    assert len(PARTS) > 18
    assert {f"web/components/{part.name}" for part in PARTS} <= drawn


def test_the_guide_shows_every_state_clock_icon_and_token(town: Any, client: Client) -> None:
    shown = client.get("/guide/").content.decode()
    assert all(state.word in shown for state in State)
    assert all(f"pill-{tone}" in shown for tone in Tone if tone is not Tone.STOPPED)
    symbols = palette.everything()["icons"]
    assert len(symbols) > 30
    assert all(f"icons.svg#{name}" in shown for name in symbols)
    named = [n for n, value in palette.tokens().items() if value.startswith("#")]
    assert all(f'<code dir="ltr">{name}</code>' in shown for name in named)
    classes = set(re.findall(r"size-(t-\w+)", (WEB / "static/linli/guide.css").read_text("utf-8")))
    assert classes == set(palette.everything()["sizes"])


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("pair", palette.PAIRS, ids="/".join)
def test_every_text_stands_out_on_its_ground(pair: tuple[str, str], theme: str) -> None:
    text, ground = (palette.tokens(theme)[name] for name in pair)
    assert palette.contrast(text, ground) >= 4.5


def test_the_contrast_is_the_one_of_the_standard() -> None:
    assert palette.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert palette.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_no_style_sheet_sets_a_text_on_a_ground_that_was_not_measured() -> None:
    used = set()
    for sheet in (WEB / "static" / "linli").glob("*.css"):
        for rule in RULE.findall(sheet.read_text("utf-8")):
            text, ground = TEXT.search(rule), GROUND.search(rule)
            used |= {(text[1], ground[1])} if text and ground else set()
    assert len(used) > 10
    assert used <= set(palette.PAIRS)


def test_the_night_changes_colours_and_nothing_else() -> None:
    night = palette.tokens("dark")
    changed = {name for name, value in palette.tokens().items() if night[name] != value}
    assert len(changed) > 20
    assert all(night[name].startswith("#") or name == "shadow" for name in changed)
    assert night.keys() == palette.tokens().keys()


def test_the_page_takes_the_look_that_its_address_names(town: Any, client: Client) -> None:
    shown = client.get("/guide/?theme=dark&view=elder&dir=rtl").content.decode()
    assert 'dir="rtl" data-view="elder" data-theme="dark"' in shown
    odd = client.get("/guide/?theme=x&view=x&dir=x").content.decode()
    assert 'dir="ltr" data-view="standard" data-theme="system"' in odd


def test_the_desk_leads_to_the_guide(town: Any, client: Client) -> None:
    client.post("/sign-in/", {"username": "clerk", "password": "linli-demo"})
    assert 'href="/guide/"' in client.get("/desk/").content.decode()
