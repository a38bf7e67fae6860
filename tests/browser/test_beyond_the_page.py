"""What every page does beyond its HTML: slow answers, failed answers, no network, two presses."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.visitor import DESKTOP, Visitor
from tests.town import Town

Visit = Callable[..., Visitor]
WORDS = "楼道灯不亮"


def held(page: Page, path: str) -> list[Route]:
    """Requests to this path wait until the test lets them go."""
    routes: list[Route] = []
    page.route(f"**{path}", lambda route: routes.append(route))
    return routes


def live(visitor: Visitor) -> Any:
    return visitor.page.locator("#live")


PRESS_AGAIN = """button => new MutationObserver((_, watch) => {
  watch.disconnect()
  button.click()
  console.info(button.textContent)
}).observe(button, {childList: true})"""


def pressed_twice(visitor: Visitor) -> list[Route]:
    """The second press comes when the first has been given words; the answer is held back."""
    visitor.write("用户名", "nobody")
    visitor.write("密码", "wrong")
    routes = held(visitor.page, "/sign-in/")
    button = visitor.named("登录")
    button.evaluate(PRESS_AGAIN)
    with visitor.page.expect_console_message(lambda said: said.text == "正在提交…"):
        button.click(no_wait_after=True)
    assert len(routes) == 1
    return routes


def test_a_form_is_sent_once_and_says_that_it_is_on_its_way(town: Town, visit: Visit) -> None:
    visitor = visit("/sign-in/")
    pressed_twice(visitor).pop().continue_()
    expect(visitor.page.get_by_text("用户名或密码不对")).to_be_visible()


def test_a_form_whose_sending_was_left_can_be_sent_again(town: Town, visit: Visit) -> None:
    visitor = visit("/sign-in/")
    pressed_twice(visitor).pop().abort("aborted")
    visitor.page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow'))")
    assert visitor.named("登录").get_attribute("aria-disabled") is None


def test_without_network_the_words_stay_and_nothing_is_sent(town: Town, visit: Visit) -> None:
    resident = visit("/report/")
    resident.write("要反映什么事？", WORDS)
    resident.page.context.set_offline(True)
    expect(live(resident)).to_contain_text("没有网络，您写的都还在")
    resident.page.locator("main form .button-wide").click()
    assert resident.page.get_by_label("要反映什么事？").input_value() == WORDS
    assert resident.page.url.endswith("/report/")
    resident.page.context.set_offline(False)
    expect(live(resident)).to_contain_text("网络恢复了")


def fetching(visit: Visit) -> tuple[Visitor, list[Route]]:
    """A page with a button that fetches a part, pressed."""
    visitor = visit("/me/", size=DESKTOP)
    routes = held(visitor.page, "/part/")
    visitor.page.evaluate("""() => {
      const part = document.createElement("p"), button = document.createElement("button")
      part.id = "part"
      button.id = "fetch"
      button.setAttribute("hx-get", "/part/")
      button.setAttribute("hx-target", "#part")
      document.querySelector("main").append(part, button)
      htmx.process(button)
    }""")
    visitor.page.locator("#fetch").click()
    return visitor, routes


def test_a_slow_answer_is_given_words_and_then_read_out(town: Town, visit: Visit) -> None:
    visitor, routes = fetching(visit)
    expect(live(visitor)).to_have_text("正在读取…")
    assert visitor.page.locator("#part").get_attribute("aria-busy") == "true"
    routes.pop().fulfill(body="<b data-say>找到 3 件</b>")
    expect(visitor.page.locator("#part")).to_have_text("找到 3 件")
    expect(live(visitor)).to_have_attribute("data-how", "heard")
    expect(live(visitor)).to_have_text("找到 3 件")
    assert visitor.page.locator("#part").get_attribute("aria-busy") is None


@pytest.mark.parametrize(
    ("status", "words"), [(500, "是我们的错"), (404, "没有找到"), (403, "不能做这一步")]
)
def test_a_failed_answer_is_not_silent(town: Town, visit: Visit, status: int, words: str) -> None:
    visitor, routes = fetching(visit)
    expect(live(visitor)).not_to_be_empty()
    routes.pop().fulfill(status=status, body="")
    expect(live(visitor)).to_contain_text(words)
    visitor.page.locator("h1").click()
    expect(live(visitor)).to_be_empty()


def test_an_answer_that_never_came_is_not_silent(town: Town, visit: Visit) -> None:
    visitor, routes = fetching(visit)
    expect(live(visitor)).not_to_be_empty()
    routes.pop().abort()
    expect(live(visitor)).to_contain_text("没有连上")


def test_a_refusal_with_its_own_words_becomes_a_note(town: Town, visit: Visit) -> None:
    visitor, routes = fetching(visit)
    expect(live(visitor)).not_to_be_empty()
    note = '<div id="messages" role="status" hx-swap-oob="true">别人刚刚动过这一件</div>'
    routes.pop().fulfill(status=409, headers={"HX-Reswap": "none"}, body=note)
    expect(visitor.page.locator("#messages")).to_have_text("别人刚刚动过这一件")
    expect(visitor.page.locator("#part")).to_be_empty()


def test_without_network_there_is_a_page_and_none_of_a_person_is_kept(
    town: Town, visit: Visit
) -> None:
    resident = visit("/mine/", by="resident", service_workers="allow")
    resident.page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    resident.page.context.set_offline(True)
    resident.page.goto("/mine/")
    assert "现在没有网络" in resident.words()
    assert resident.page.get_by_role("link", name="再试一次").is_visible()
    font = "getComputedStyle(document.querySelector('.button')).borderRadius"
    assert resident.page.evaluate(font) == "8px"
    kept = resident.page.evaluate("""async () => {
      const all = await (await caches.open("linli")).keys()
      return all.map(({url}) => new URL(url).pathname)
    }""")
    assert {path for path in kept if not path.startswith("/static/")} == {"/offline/"}
