"""Somebody before a screen."""

from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect

PHONE = {"width": 375, "height": 812}
DESKTOP = {"width": 1280, "height": 800}


@dataclass
class Visitor:
    """``taps`` counts what somebody presses; typing is no tap. ``faults`` are the browser's."""

    page: Page
    taps: int = 0
    faults: list[str] = field(default_factory=list)

    def tap(self, target: Locator | str) -> None:
        self.taps += 1
        (self.named(target) if isinstance(target, str) else target).click()
        self.settle()

    def settle(self) -> None:
        """What htmx was asked for has come and stands in the page."""
        busy = self.page.locator(".htmx-request, .htmx-swapping")
        busy.first.wait_for(state="detached")

    def write(self, label: str, text: str) -> None:
        self.tap(self.page.get_by_label(label))
        self.page.get_by_label(label).fill(text)

    def named(self, words: str) -> Locator:
        """The one button, or else the one link, of these words in the main part."""
        main = self.page.get_by_role("main")
        button = main.get_by_role("button", name=words, exact=True)
        link = main.get_by_role("link", name=words, exact=True)
        button.or_(link).first.wait_for()
        return button if button.count() else link

    def reads(self, words: str) -> None:
        """Waits until the main part says it."""
        expect(self.page.get_by_role("main")).to_contain_text(words)

    def words(self) -> str:
        return self.page.get_by_role("main").inner_text()
