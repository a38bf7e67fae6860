"""What tests of the administrator's pages share."""

import re
from typing import Any

from linli.cases.models import Case
from linli.cases.tests import stories
from tests.town import Town

KINDS = ("areas", "grids", "organisations", "posts", "categories", "routes", "texts")
KINDS += ("rules", "days", "halls", "items")
SEEN = re.compile(r'name="seen" value="(\w+)"')
KEPT = re.compile(r'name="kept" value="([^"]+)"')


def base(kind: str) -> str:
    return f"/desk/settings/{kind}/"


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def hidden(pattern: re.Pattern[str], response: Any) -> str:
    found = pattern.search(response.content.decode())
    assert found, words(response)
    return found[1]


def routed(town: Town) -> list[Case]:
    """Three requests about broken lights and one about noise, all of the last days."""
    grid = town.grids["e1"]
    at = {"lat": grid.lat, "lon": grid.lon}
    lights = [stories.raised(town, text="路灯不亮了", **at) for _ in range(3)]
    return [*lights, stories.raised(town, text="楼上装修吵")]
