"""What residents say and handlers answer, made up piece by piece from a given random source.

The same seed always gives the same words. Nothing is looked up outside the two tables beside it.
"""

import math
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

_HERE = Path(__file__).parent
_WEEKDAYS = "一二三四五六日"
_SHORTEST, _LONGEST = 12, 400

# A sentence that speaks of its own time gets no second one put before it.
_SAYS_WHEN = re.compile(r"[早晚半夜昨今明]|凌晨|刚|中午|每|天|周|月|年|星期|小时|分钟|一到|现在")
_PUNCTUATION = re.compile(r"[，。！？、：]")
_SLIPS = {"在": "再", "的": "得", "做": "作", "那": "哪", "已": "以"}


@dataclass(frozen=True)
class Matter:
    """What the generator needs to know of one category."""

    code: str
    name: str
    tone: str
    desk: str
    phrases: tuple[str, ...]


@cache
def pieces() -> Any:
    """The table of pieces beside this file."""
    return tomllib.loads((_HERE / "texts.toml").read_text(encoding="utf-8"))


@cache
def matters() -> dict[str, Matter]:
    """Every matter of the category tree by its code."""
    source = _HERE.parent / "cases" / "categories.toml"
    tree = tomllib.loads(source.read_text(encoding="utf-8"))
    rows = [row for each in tree["classes"] for row in each["matters"]]
    return {row["code"]: _matter(row, tree["departments"]) for row in rows}


def _matter(row: dict[str, Any], departments: dict[str, dict[str, str]]) -> Matter:
    kind, _, slug = row["desk"].partition(":")
    desks = {"property": "物业服务中心", "grid": "网格员", "community": "社区"}
    desk = f"{departments[slug]['name']}部门" if slug else desks[kind]
    return Matter(row["code"], row["name"], _tone(row), desk, tuple(row["phrases"]))


def _tone(row: dict[str, Any]) -> str:
    special = {"community.praise": "praise", "community.suggestion": "idea"}
    by_urgency = {"E": "urgent", "Q": "ask"}
    return special.get(row["code"]) or by_urgency.get(row["urgency"], "trouble")


def request_text(rng: Random, category_code: str, place: str, when: datetime) -> str:
    """One resident's own words; `when` is local time and every time named in it lies before."""
    matter = matters()[category_code]
    target = min(_LONGEST, max(_SHORTEST, rng.lognormvariate(math.log(52), 0.75)))
    core = _core(rng, matter, place, when, target)
    sentences = _with_more(rng, matter, core, target)
    if target > 40 and rng.random() < 0.12:
        sentences.append(f"另外，{_other_phrase(rng, matter)}")
    if rng.random() < 0.65 and sum(map(len, sentences)) < target:
        sentences.append(rng.choice(pieces()["closers"][matter.tone]))
    return _spoken(rng, _punctuated(rng, sentences))[:_LONGEST]


def _core(rng: Random, matter: Matter, place: str, when: datetime, target: float) -> list[str]:
    """The sentence about the matter itself, with where and since when."""
    phrase = rng.choice(matter.phrases)
    if not _SAYS_WHEN.search(phrase) and rng.random() < 0.5:
        phrase = _time_words(rng, matter.tone, when) + phrase
    if rng.random() < 0.6 or len(phrase) < _SHORTEST:
        phrase = rng.choice([f"{place}，{phrase}", f"{place}这边，{phrase}", f"{phrase}，{place}"])
    opener = rng.choice(pieces()["openers"][matter.tone])
    wanted = opener and target > len(phrase) and rng.random() < 0.5
    return [f"{opener}，{phrase}"] if wanted else [phrase]


def _with_more(rng: Random, matter: Matter, sentences: list[str], target: float) -> list[str]:
    """Add what people tell besides, each thing once, until the text is as long as it should be."""
    more = pieces()["around"].get(matter.tone) or _details(matter)
    for sentence in rng.sample(more, len(more)):
        if sum(map(len, sentences)) >= target * 0.8:
            break
        sentences.append(sentence)
    return sentences


def _details(matter: Matter) -> list[str]:
    table = pieces()
    details: list[str] = table["details"][matter.code.partition(".")[0]]
    general: list[str] = table["around"]["general"]
    return details + general


def _other_phrase(rng: Random, matter: Matter) -> str:
    others = [each for each in matters().values() if each.tone == "trouble" and each != matter]
    return rng.choice(rng.choice(others).phrases)


def _time_words(rng: Random, tone: str, when: datetime) -> str:
    if tone == "urgent":
        return rng.choice(["刚刚", "就刚才", f"{rng.randint(2, 15)}分钟前", "现在"])
    if tone != "trouble":
        return ""
    day = when - timedelta(days=rng.randint(2, 6))
    far = when - timedelta(days=rng.randint(8, 40))
    words = ["这两天", "最近", "昨天晚上", "有一阵子了，", f"都{rng.randint(2, 20)}天了，"]
    words.append(f"{far.month}月{far.day}号到现在，")
    week = "上周" if day.isocalendar()[:2] != when.isocalendar()[:2] else "这周"
    words.append(f"从{week}{_WEEKDAYS[day.weekday()]}开始，")
    if when.hour >= 9:
        words.append("今天早上")
    return rng.choice(words)


def _punctuated(rng: Random, sentences: list[str]) -> str:
    """Calm people end with full stops, angry ones do not."""
    marks = rng.choice(["，，。", "，。。", "。。！", "，，，", "！！。"])
    text = "".join(sentence + rng.choice(marks) for sentence in sentences[:-1]) + sentences[-1]
    return text + rng.choice(["", "", "。", "。", "！"])


def _spoken(rng: Random, text: str) -> str:
    """A part of the texts comes from voice input, a part with a slip of the keyboard."""
    style = rng.random()
    if style < 0.12:
        text = _PUNCTUATION.sub(lambda _: rng.choice(["", "", " ", "就是", "然后"]), text)
        return text.strip().removesuffix("就是").removesuffix("然后")
    if style < 0.17:
        return text.replace("，", " ")
    if style < 0.21:
        slip = rng.choice(list(_SLIPS))
        return text.replace(slip, _SLIPS[slip], 1)
    return text


def reply_text(
    rng: Random, category_code: str, place: str, when: datetime, solved: bool = True
) -> str:
    """The handler's answer to a request raised at `when` about `place`."""
    matter, replies = matters()[category_code], pieces()["replies"]
    done = f"{when.month}月{when.day}日当天" if matter.tone == "urgent" else "约定时限内"
    parts = [rng.choice(replies["openers"])]
    if solved or matter.tone not in ("trouble", "urgent"):
        parts.append(rng.choice(pieces()["leads"][matter.tone]))
        parts.append(rng.choice(pieces()["answers"][category_code]) + "。")
    if not solved:
        parts.append(rng.choice(replies["pending"]))
    elif matter.tone in ("trouble", "urgent"):
        parts.append(rng.choice(replies["results"]))
    parts.append(rng.choice(replies["closers"][matter.tone]))
    return "".join(parts).format(
        name=matter.name, place=place, desk=matter.desk, done=done, month=when.month, day=when.day
    )


def _note(first: str, then: str) -> Callable[[Random], str]:
    def note(rng: Random) -> str:
        notes = pieces()["notes"]
        return f"{rng.choice(notes[first])}，{rng.choice(notes[then])}。"

    return note


def contact_note(rng: Random) -> str:
    """What a handler writes down after the first contact."""
    return _note("contact", "contact_then")(rng)


def callback_note(rng: Random, satisfied: bool) -> str:
    """What the caller writes down after asking whether it was solved."""
    kind = "satisfied" if satisfied else "unsatisfied"
    return _note(kind, f"{kind}_then")(rng)


def return_reason(rng: Random) -> str:
    """Why a unit says a case is not its own, and whose it would be."""
    return _note("returns", "returns_then")(rng)


def rating_words(rng: Random, stars: int) -> str:
    """A few words that go with one to five stars."""
    ratings = pieces()["ratings"]
    tail = rng.choice(ratings["tails"]) if stars > 3 or rng.random() < 0.3 else ""
    words: str = rng.choice(ratings[str(stars)])
    return f"{words}，{tail}" if tail else words


def person_name(rng: Random) -> str:
    """A name nobody bears: a surname that says sample, and a heavenly stem."""
    names = pieces()["names"]
    given = rng.choice(names["middles"] + names["stems"]) + rng.choice(names["stems"])
    return f"{rng.choice(names['surnames'])}{given}"


def phone(rng: Random) -> str:
    """A number of the right shape in a block that is not given out."""
    return f"1990000{rng.randrange(10_000):04d}"


def community_names() -> list[str]:
    """The ten communities of the demonstration subdistrict."""
    return list(pieces()["names"]["communities"])


def compound_name(rng: Random, i: int) -> str:
    """The i-th compound; no two of the first 144 share a name."""
    names = pieces()["names"]
    places, kinds = names["places"], names["compounds"]
    row, column = divmod(i, len(places))
    phase = rng.choice(names["phases"]) if rng.random() < 0.15 else ""
    return f"{places[column]}{kinds[(row + column) % len(kinds)]}{phase}"


def road_name(rng: Random) -> str:
    """A road that is on no map."""
    names = pieces()["names"]
    return f"{rng.choice(names['places'])}{rng.choice(names['roads'])}"
