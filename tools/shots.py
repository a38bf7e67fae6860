"""Pictures of every page: `make shots` starts a fresh demo subdistrict and writes docs/img/.

To show a page, add a line to its sheet below: the name, who opens it ("" for a visitor), its
address, the looks. ``first`` takes an address that the demo data decides from a link on another
page; ``picture`` keeps the first look as a file of its own for the README.
Some pages only: `tools/shots.py board field` draws these sheets anew.
"""

import base64
import io
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from html import escape
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from linli.cli.browser import find_or_install
from linli.waiting import becomes_so

IMAGES = Path(__file__).parent.parent / "docs/img"
PASSWORD = "linli-demo"  # noqa: S105 - of every demo account, shown when it starts
MOST = 3_000_000  # bytes of the whole folder
PATIENCE = 600  # seconds until the demo answers


@dataclass(frozen=True)
class Look:
    """A screen; of a longer page two screens are shown."""

    width: int = 375
    height: int = 812
    scheme: str = "light"
    view: str = "standard"
    direction: str = "ltr"


@dataclass(frozen=True)
class Shot:
    """A page and how it is looked at."""

    name: str
    who: str
    path: str | Callable[[Page], str]
    looks: str = "phone desk"
    picture: str = ""


LOOKS = {
    "phone": Look(),
    "phone-dark": Look(scheme="dark"),
    "phone-elder": Look(view="elder"),
    "phone-rtl": Look(direction="rtl"),
    "desk": Look(1280, 800),
    "desk-dark": Look(1280, 800, scheme="dark"),
    "desk-elder": Look(1280, 800, view="elder"),
    "desk-rtl": Look(1280, 800, direction="rtl"),
    "hall": Look(1920, 1080, scheme="dark"),
}
PHONES = "phone phone-dark phone-elder phone-rtl"
DESKS = "desk desk-dark desk-elder desk-rtl"


def first(path: str, link: str = "main a[href*='/desk/cases/']") -> Callable[[Page], str]:
    """The address of the first such link on a page."""

    def found(page: Page) -> str:
        page.goto(path)
        return page.locator(link).first.get_attribute("href", timeout=10_000) or path

    return found


ENDED = first("/mine/", "main li:has(.pill-done) a.cover")
TO_GIVE = first("/desk/", ".row-green a.cover")


def beside(page: Page) -> str:
    """The inbox with the first request to hand over open beside it."""
    return f"/desk/?open={TO_GIVE(page).split('/')[3]}"


def printed(page: Page) -> str:
    """Its work order."""
    return f"{TO_GIVE(page)}print/"


SHEETS = {
    "resident": [
        Shot("首页", "", "/", f"{PHONES} desk", picture="home"),
        Shot("首页，已登录", "resident", "/", "phone"),
        Shot("我要反映", "", "/report/", f"{PHONES} desk", picture="report"),
        Shot("我的诉求", "resident", "/mine/", "phone phone-elder"),
        Shot("一件诉求", "resident", ENDED, f"{PHONES} desk", picture="thread"),
        Shot("身边办好的", "", "/settled/", "phone"),
        Shot("通知", "resident", "/notices/", "phone phone-elder"),
        Shot("我的", "resident", "/me/", "phone phone-elder"),
        Shot("登录", "", "/sign-in/", "phone"),
        Shot("没有这个页面", "", "/nowhere/", "phone"),
    ],
    "desk": [
        Shot("待办清单", "dispatcher", "/desk/", f"{DESKS} phone"),
        Shot(
            "待交办的诉求",
            "dispatcher",
            TO_GIVE,
            f"{DESKS} phone",
        ),
        Shot("超时的诉求", "supervisor", first("/desk/?view=all&late=late"), "desk phone"),
        Shot("清单和打开的一件", "dispatcher", beside, "desk desk-dark", picture="inbox"),
        Shot("交办单", "dispatcher", printed, "desk"),
        Shot("按词查找", "supervisor", "/desk/?view=all&q=电梯", "desk"),
        Shot("没有找到", "supervisor", "/desk/?view=all&q=zzz", "desk"),
        Shot("代居民登记", "clerk", "/desk/new/"),
        Shot("不能看的页面", "resident", "/desk/", "desk"),
    ],
    "field": [
        Shot("现场清单", "grid", "/field/", f"{PHONES} desk", picture="field"),
        Shot("随手报", "grid", "/field/new/", "phone"),
        Shot("现场的一件诉求", "grid", first("/field/"), PHONES),
    ],
    "posters": [
        Shot("门口海报", "grid", "/posters/"),
        Shot("网格海报", "grid", first("/posters/", "main a[href*='/posters/grid/']"), "desk"),
    ],
    "board": [
        Shot("看板", "leader", "/board/", f"{DESKS} phone phone-elder", picture="board"),
        Shot("社区书记的看板", "secretary", "/board/", "desk"),
        Shot("大厅屏", "leader", "/board/?screen=1", "hall"),
    ],
    "settings": [
        Shot("设置", "admin", "/desk/settings/"),
        Shot("区划", "admin", "/desk/settings/areas/", "desk"),
        Shot("网格", "admin", "/desk/settings/grids/", "desk phone"),
        Shot("一个网格", "admin", first("/desk/settings/grids/", "main td a"), "desk"),
        Shot("单位", "admin", "/desk/settings/organisations/", "desk"),
        Shot("岗位", "admin", "/desk/settings/posts/", "desk phone"),
        Shot("类别", "admin", "/desk/settings/categories/", "desk"),
        Shot("派单规则", "admin", "/desk/settings/routes/", "desk"),
        Shot("导入", "admin", "/desk/settings/grids/import/", "desk"),
        Shot("规则", "admin", "/desk/settings/rules/", "desk"),
        Shot("工作日历", "admin", "/desk/settings/days/", "desk"),
    ],
}


@contextmanager
def demo(folder: str) -> Iterator[str]:
    """A fresh subdistrict that answers at this address; stopped however we leave."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "linli", "demo", "--port", str(port), "--data", folder]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            _wait(f"http://127.0.0.1:{port}/healthz", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    def answers() -> bool:
        with suppress(OSError), urllib.request.urlopen(address, timeout=5):  # noqa: S310
            return True
        return process.poll() is not None

    if not becomes_so(answers, seconds=PATIENCE) or process.poll() is not None:
        raise SystemExit("演示没有启动。The demo did not start.")


class Camera:
    """A browser in which everybody of the demo can look."""

    def __init__(self, browser: Browser, root: str) -> None:
        self._browser, self._root = browser, root
        self._sessions: dict[str, BrowserContext] = {"": self._context(LOOKS["desk"])}
        self._addresses: dict[Shot, str] = {}

    def take(self, shot: Shot, look: Look, *, is_whole: bool) -> Image.Image:
        """The page down to the end, two screens at most; or only what is seen first, sharper."""
        address = self._address(shot)
        scale = 1 if is_whole else 1.5
        context = self._context(look, scale, self._session(shot.who))
        page = context.new_page()
        answer = page.goto(address, wait_until="networkidle")
        if answer and answer.status >= 500:
            raise SystemExit(f"{shot.who} {address}: {answer.status}")
        page.evaluate("way => { document.documentElement.dir = way }", look.direction)
        if is_whole:
            high = page.evaluate("document.documentElement.scrollHeight")
            high = max(look.height, min(high, 2 * look.height))
            page.set_viewport_size({"width": look.width, "height": high})
        page.evaluate("scrollTo(0, 0)")  # a focused field may have moved the page
        image = Image.open(io.BytesIO(page.screenshot()))
        context.close()
        return image

    def draw(self, html: str) -> Image.Image:
        """A sheet is a page too: the browser has the fonts and the line breaks."""
        page = self._sessions[""].new_page()
        page.set_content(html, wait_until="load")
        image = Image.open(io.BytesIO(page.screenshot(full_page=True)))
        page.close()
        return image

    def _address(self, shot: Shot) -> str:
        """Found once, so that all looks show the same."""
        if shot not in self._addresses:
            if isinstance(shot.path, str):
                self._addresses[shot] = shot.path
            else:
                page = self._session(shot.who).new_page()
                self._addresses[shot] = shot.path(page)
                page.close()
        return self._addresses[shot]

    def _session(self, who: str) -> BrowserContext:
        """Signed in at the first time."""
        if who not in self._sessions:
            self._sessions[who] = context = self._context(LOOKS["desk"])
            page = context.new_page()
            page.goto("/sign-in/")
            page.get_by_label("用户名").fill(who)
            page.get_by_label("密码").fill(PASSWORD)
            page.get_by_role("main").get_by_role("button", name="登录").click()
            page.wait_for_url(lambda address: "/sign-in/" not in address)
            page.close()
        return self._sessions[who]

    def _context(
        self, look: Look, scale: float = 1, signed_in: BrowserContext | None = None
    ) -> BrowserContext:
        context = self._browser.new_context(
            base_url=self._root,
            viewport={"width": look.width, "height": look.height},
            device_scale_factor=scale,
            color_scheme="dark" if look.scheme == "dark" else "light",
            reduced_motion="reduce",
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            storage_state=signed_in.storage_state() if signed_in else None,
        )
        context.add_cookies([{"name": "linli_view", "value": look.view, "url": self._root}])
        return context


SHEET = """<!doctype html><meta charset="utf-8"><style>
  body { width: 1760px; padding: 20px; background: #d9d5cc; font: 15px sans-serif; color: #333 }
  body, section { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 12px; margin: 0 }
  body { gap: 28px 40px } h2 { width: 100%%; margin: 0; font-size: 18px }
  h2 span { font-size: 15px }
  figure { margin: 0 } img { display: block; border-radius: 6px }
</style>%s"""
SHRUNK = 0.5


def sheet(camera: Camera, shots: list[Shot]) -> str:
    """One section for each page, one picture for each look."""
    return SHEET % "".join(
        f"<section><h2>{escape(shot.name)} <span>{shot.who}</span></h2>"
        + "".join(_figure(camera, shot, look) for look in shot.looks.split())
        + "</section>"
        for shot in shots
    )


def _figure(camera: Camera, shot: Shot, look: str) -> str:
    print(f"{shot.name} · {look}", flush=True)
    image = camera.take(shot, LOOKS[look], is_whole=True)
    file = io.BytesIO()
    image.save(file, "PNG")
    data = base64.b64encode(file.getvalue()).decode()
    width = round(image.width * SHRUNK)
    return (
        f'<figure><img width="{width}" src="data:image/png;base64,{data}">'
        f"<figcaption>{look}</figcaption></figure>"
    )


def write(image: Image.Image, name: str, quality: int) -> None:
    image.convert("RGB").save(IMAGES / f"{name}.webp", quality=quality, method=6)


def main() -> None:
    """Every sheet, or those named on the command line."""
    names = sys.argv[1:] or list(SHEETS)
    IMAGES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        demo(folder) as root,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=find_or_install(), args=["--no-sandbox"]) as b,
    ):
        camera = Camera(b, root)
        for name in names:
            write(camera.draw(sheet(camera, SHEETS[name])), f"sheet-{name}", 60)
            for shot in SHEETS[name]:
                if shot.picture:
                    look = LOOKS[shot.looks.split()[0]]
                    write(camera.take(shot, look, is_whole=False), shot.picture, 80)
    size = sum(path.stat().st_size for path in IMAGES.iterdir())
    print(f"{IMAGES}: {size / 1e6:.1f} MB")
    if size > MOST:
        raise SystemExit("图片太大，减几张或减几种样子。Too large: fewer pages or looks.")


if __name__ == "__main__":
    main()
