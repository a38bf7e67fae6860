"""Walking the main job through real pages: from a resident's words to reopening, then the API.

Knows the house only from outside: addresses, names of fields, words on pages.
"""

import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from io import BytesIO

from PIL import Image

from linli.demo.browser import TIMEOUT, Browser, Page
from linli.demo.people import PASSWORD
from linli.demo.town import plan
from linli.waiting import becomes_so

PATIENCE = 90  # seconds for the web process to answer, and for the worker to catch up
TEXT = "楼道里堆满了纸箱和旧家具，老人下楼都绊脚，请来看看。"
_DUE = re.compile(r"\d{1,2}月\d{1,2}日|20\d\d-\d\d-\d\d|今天|明天|后天|周[一二三四五六日]")


class NotSoError(Exception):
    """The page did not say what it should."""

    def __init__(self, expected: str, page: Page | None = None) -> None:
        said = f"（{page.status} {page.path}：{page.text[:600]}）" if page else ""
        super().__init__(f"{expected}{said}")


class Walk:
    """Everybody's browser, and what they know of the request."""

    def __init__(self, root: str, key: str) -> None:
        self.root, self._key = root, key
        self.visitor = Browser(root)
        self.desks: dict[str, Browser] = {}
        self.number = self.link = self.owned = ""

    def steps(self) -> Iterator[tuple[str, Callable[[], object]]]:
        """Each thing that somebody does, in plain words."""
        yield "网页服务已经启动", self._wait
        yield "居民写下诉求和地点，得到编号、期限和专属链接", self._report
        yield "派单员看到它已定位到网格，并有建议的类别和承办单位", self._see
        yield "派单员采纳建议，交办", self._accept
        yield "网格员签收", lambda: self._take("grid", "sign_in")
        yield "网格员记录已联系居民", self._contact
        yield "网格员答复，附照片", self._reply
        yield "督办员核查", lambda: self._take("supervisor", "check")
        yield "督办员回访，记录居民意见", self._call_back
        yield "督办员办结", lambda: self._take("supervisor", "close")
        yield "居民凭链接评价", self._rate
        yield "居民凭链接重新打开", self._reopen
        yield "重新打开的诉求回到原来的承办人手里", self._is_back
        yield "登录的居民另提一件，派单员交办", self._report_signed_in
        yield "后台把进展告诉了这位居民（站内通知）", self._is_told
        yield "接口登记诉求，返回期限和查询链接", self._call_api

    def _wait(self) -> None:
        if not becomes_so(self._answers, seconds=PATIENCE):
            raise NotSoError("网页服务没有应答")

    def _answers(self) -> bool:
        try:
            return self.visitor.get("/healthz").status == 200
        except OSError:
            return False

    def _report(self) -> None:
        page = self._sent(self.visitor, {"phone": "19900001234", "name": "示小甲"})
        self.link = page.path
        self.number = page.path.split("/")[2]
        _must(self.number in page.text, "页面上应有编号", page)
        _must(bool(_DUE.search(page.text)), "页面上应有答复期限", page)
        _must(self.link in page.html, "页面上应有专属链接", page)

    def _see(self) -> None:
        page = self._case("dispatcher")
        for expected in (plan().shown.name, "网格", "楼道堆物", "居委会"):
            _must(expected in page.text, f"页面上应有“{expected}”", page)

    def _accept(self) -> None:
        page = self._accepted(self.number)
        _must("已交办" in page.text, "状态应为已交办", page)

    def _contact(self) -> None:
        self._take("grid", "contact", result="reached", text="居民说周末在家，已约上门。")

    def _reply(self) -> None:
        words = "今天上午会同物业把楼道杂物清走了，旧家具由居民自行处理，请看照片。"
        page = self._take("grid", "reply", files={"photos": ("清理后.jpg", _photo())}, text=words)
        _must("/photos/" in page.html, "页面上应有照片", page)

    def _call_back(self) -> None:
        self._take("supervisor", "call_back", solved="yes", satisfied="yes", text="清干净了。")

    def _rate(self) -> None:
        page = self._followed("rate", stars="5", text="来得快，谢谢。")
        _must("来得快" in page.text, "评价应在经过里", page)

    def _reopen(self) -> None:
        page = self._followed("reopen", text="第二天又有人堆上了。")
        _must("已交办" in page.text, "状态应为已交办", page)

    def _is_back(self) -> None:
        page = self._case("grid")
        page.form("version", action="/sign_in/")
        field = self._desk("grid").get("/field/")
        _must(self.number in field.html, "网格员的清单里应有这件", field)

    def _report_signed_in(self) -> None:
        page = self._sent(self._desk("resident"), {})
        self.owned = page.path.split("/")[2]
        mine = self._desk("resident").get("/mine/")
        _must(self.owned in mine.html, "“我的诉求”里应有这件", mine)
        self._accepted(self.owned)

    def _is_told(self) -> None:
        def is_told() -> bool:
            return self.owned in self._desk("resident").get("/notices/").text

        if not becomes_so(is_told, seconds=PATIENCE):
            raise NotSoError("后台没有发出站内通知")

    def _call_api(self) -> None:
        body = {"text": TEXT, "address": plan().shown_address, "external_id": "CHECK-1"}
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self._key}"}
        address, sent = f"{self.root}/api/v1/cases", json.dumps(body).encode()
        request = urllib.request.Request(address, sent, headers)
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
                status, said = answer.status, json.load(answer)
        except urllib.error.HTTPError as refused:
            words = refused.read().decode(errors="replace")[:600]
            raise NotSoError(f"接口应答 {refused.code}：{words}") from refused
        if status != 201 or not said.get("due_at") or not said.get("number"):
            raise NotSoError(f"应答应为 201，带编号和期限，实为 {status} {said}")
        page = self.visitor.get(said["tracking_url"])
        _must(page.status == 200 and said["number"] in page.text, "查询链接应能打开", page)

    def _sent(self, browser: Browser, person: dict[str, str]) -> Page:
        """Report from the page, with a place; the answer is the thread."""
        page = browser.get("/report/")
        values = {"text": TEXT, "address": plan().shown_address, **person}
        page = browser.send(page, page.form("text", "address", "once"), values)
        _must(page.status == 200 and page.path.startswith("/follow/"), "应转到专属页面", page)
        return page

    def _accepted(self, number: str) -> Page:
        desk = self._desk("dispatcher")
        page = desk.get(f"/desk/cases/{number}/")
        return _done(desk.send(page, page.form("version", action="/accept/"), {}))

    def _take(
        self,
        who: str,
        verb: str,
        files: dict[str, tuple[str, bytes]] | None = None,
        **values: str,
    ) -> Page:
        """Open the form of a step and send it; steps without one have a button on the page."""
        desk = self._desk(who)
        page = desk.get(f"/desk/cases/{self.number}/{verb}/")
        form = page.form("version", *values, action=f"/{verb}/")
        return _done(desk.send(page, form, values, files))

    def _followed(self, verb: str, **values: str) -> Page:
        page = self.visitor.get(f"{self.link}{verb}/")
        form = page.form("version", *values, action=f"/{verb}/")
        return _done(self.visitor.send(page, form, values))

    def _case(self, who: str) -> Page:
        page = self._desk(who).get(f"/desk/cases/{self.number}/")
        _must(page.status == 200, "应能打开这件诉求", page)
        return page

    def _desk(self, who: str) -> Browser:
        """The browser of a demo account, signed in the first time it is needed."""
        if who not in self.desks:
            browser = self.desks[who] = Browser(self.root)
            page = browser.get("/sign-in/")
            signed = {"username": who, "password": PASSWORD}
            page = browser.send(page, page.form("username", "password"), signed)
            _must(page.status == 200 and page.path != "/sign-in/", f"{who} 应能登录", page)
        return self.desks[who]


def walk(root: str, key: str, say: Callable[[str], None]) -> bool:
    """Take every step and say so; False after the first that went wrong."""
    for words, step in Walk(root, key).steps():
        start = time.monotonic()
        try:
            step()
        except (NotSoError, LookupError, OSError) as fault:
            say(f"✗ {words}\n  {fault}")
            return False
        say(f"✓ {words}（{time.monotonic() - start:.1f} 秒）")
    return True


def _must(is_so: bool, expected: str, page: Page) -> None:
    if not is_so:
        raise NotSoError(expected, page)


def _done(page: Page) -> Page:
    """A step that was taken leads back to the thread."""
    _must(page.status == 200, "这一步应当成功", page)
    return page


def _photo() -> bytes:
    made = BytesIO()
    Image.new("RGB", (640, 480), (214, 190, 150)).save(made, "JPEG")
    return made.getvalue()
