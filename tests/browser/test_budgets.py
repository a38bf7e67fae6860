"""What a page may weigh, and when it is ready on a slow phone in a stairwell.

Ready is computed, not timed: a clock, and the processor time of the browser too, measure how busy
this machine is. Of three seconds on slow 3G with a processor four times slower, the wire may take
2.2: rounds of requests and bytes. The rest is the processor's, for which what it has to do is held
small: elements of the page and bytes of script.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil
from typing import Any

import pytest

from linli.cases import queries
from linli.kernel.streets import context
from tests.browser.checks import SHIFT, STILL
from tests.browser.test_every_page import raised
from tests.browser.visitor import DESKTOP, PHONE, Visitor
from tests.town import Town

Visit = Callable[..., Visitor]
FIRST, NEXT = 60_000, 15_000  # bytes
ON_THE_WIRE = 2.2  # seconds
ROUND_TRIP, BYTES_PER_SECOND = 0.4, 400_000 / 8
ELEMENTS, SCRIPT = 800, 80_000  # of a page, bytes unpacked
AT_ONCE = 6  # requests of a browser to one server
SOON = ("VeryHigh", "High")  # how Chrome asks for what it cannot paint without
SCRIPTS = """() => performance.getEntriesByType('resource')
  .filter(one => one.name.endsWith('.js')).reduce((sum, one) => sum + one.decodedBodySize, 0)"""


@dataclass
class Wire:
    """What one page brought over the wire."""

    session: Any
    needed: set[str] = field(default_factory=set)
    fetched: set[str] = field(default_factory=set)
    sizes: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.session.on("Network.requestWillBeSent", self._asked)
        self.session.on("Network.responseReceived", self._came)
        self.session.on("Network.loadingFinished", self._ended)
        self.session.send("Network.enable")

    def _asked(self, event: Any) -> None:
        """The document, its styles but those for paper and night, and all scripts."""
        if event["type"] == "Script" or event["request"]["initialPriority"] in SOON:
            self.needed.add(event["requestId"])

    def _came(self, event: Any) -> None:
        is_photo = "/photos/" in event["response"]["url"]
        if not is_photo and not event["response"].get("fromDiskCache"):
            self.fetched.add(event["requestId"])

    def _ended(self, event: Any) -> None:
        self.sizes[event["requestId"]] = event["encodedDataLength"]

    def weight(self) -> float:
        return sum(self.sizes.get(one, 0) for one in self.fetched)

    def seconds(self) -> float:
        """Until the document has come with its styles and scripts."""
        needed = self.fetched & self.needed
        rounds = 1 + ceil((len(needed) - 1) / AT_ONCE)
        moved = sum(self.sizes.get(one, 0) for one in needed) / BYTES_PER_SECOND
        return rounds * ROUND_TRIP + moved


def weighed(visitor: Visitor, path: str) -> Wire:
    wire = Wire(visitor.page.context.new_cdp_session(visitor.page))
    visitor.page.goto(path, wait_until="networkidle")
    return wire


def paths(town: Town) -> list[str]:
    """The resident's pages."""
    with context.in_street(town.street.pk):
        case = raised(town, "单元门口垃圾没人清", area_id=town.areas["home-1-1"].pk)
    thread = f"/follow/{case.number}/{queries.follow_key(case)}/"
    return ["/", f"/report/?at={town.areas['home-1'].pk}", thread, "/sign-in/", "/me/"]


def test_a_first_page_is_light_and_ready_soon_and_the_next_one_lighter(
    town: Town, visit: Visit
) -> None:
    for path in paths(town):
        visitor = visit("about:blank")
        first = weighed(visitor, path)
        assert first.sizes
        assert first.weight() <= FIRST, f"{path}: {first.weight()} bytes"
        assert first.seconds() <= ON_THE_WIRE, f"{path}: {first.seconds():.1f} s"
        assert visitor.page.evaluate("document.all.length") <= ELEMENTS, path
        assert visitor.page.evaluate(SCRIPTS) <= SCRIPT, path
        then = weighed(visitor, "/mine/" if path == "/me/" else "/me/")
        assert then.weight() <= NEXT, f"after {path}: {then.weight()} bytes"


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_nothing_moves_while_a_page_arrives_slowly(town: Town, visit: Visit, size: Any) -> None:
    for who, path in [*(("", path) for path in paths(town)), ("supervisor", "/desk/?view=all")]:
        visitor = visit("/me/", by=who, size=size) if who else visit("about:blank", size=size)
        session = visitor.page.context.new_cdp_session(visitor.page)
        slow = {"latency": 40, "downloadThroughput": 200_000, "uploadThroughput": 200_000}
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", {"offline": False, **slow})
        visitor.page.goto(path, wait_until="load")
        assert visitor.page.evaluate(SHIFT) < STILL, path
