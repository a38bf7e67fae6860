"""A very small browser for the check of the demo: cookies, links, forms by the names of fields."""

import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar

TIMEOUT = 30
_QUIET = frozenset({"script", "style", "head", "template"})
_NOT_SENT = frozenset({"submit", "button", "image", "reset", "file"})


@dataclass(slots=True)
class Form:
    """What one form of a page would send if nobody touched it."""

    action: str = ""
    method: str = "get"
    values: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Page:
    status: int
    url: str
    html: str
    text: str
    forms: list[Form]

    @property
    def path(self) -> str:
        return urllib.parse.urlsplit(self.url).path

    def form(self, *names: str, action: str = "") -> Form:
        """The first form that has these fields and goes to this address."""
        for form in self.forms:
            goes_there = (form.action or self.path).split("?")[0].endswith(action)
            if goes_there and form.method == "post" and form.names.issuperset(names):
                return form
        raise LookupError(f"页面上没有这样的表单：{action or '、'.join(names)}（{self.path}）")


class Browser:
    """One visitor: keeps cookies, follows redirects, sends forms as a browser would."""

    def __init__(self, root: str) -> None:
        self.root = root
        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        self._opener = urllib.request.build_opener(cookies)

    def get(self, path: str) -> Page:
        return self._open(urllib.request.Request(self._address(path)))

    def send(
        self,
        page: Page,
        form: Form,
        values: Mapping[str, str],
        files: Mapping[str, tuple[str, bytes]] | None = None,
    ) -> Page:
        """Fill the form and send it; what is hidden in it goes along."""
        boundary = uuid.uuid4().hex
        body = _multipart(boundary, {**form.values, **values}, files or {})
        request = urllib.request.Request(
            urllib.parse.urljoin(page.url, form.action or page.url),
            data=body,
            headers={
                "Content-Type": f"multipart/form-data; boundary={boundary}",
                "Referer": page.url,
            },
        )
        return self._open(request)

    def _address(self, path: str) -> str:
        return urllib.parse.urljoin(self.root, path)

    def _open(self, request: urllib.request.Request) -> Page:
        try:
            with self._opener.open(request, timeout=TIMEOUT) as answer:
                return _page(answer.status, answer.url, answer.read().decode())
        except urllib.error.HTTPError as answer:
            return _page(answer.code, request.full_url, answer.read().decode(errors="replace"))


def _page(status: int, url: str, html: str) -> Page:
    reader = _Reader()
    reader.feed(html)
    return Page(status, url, html, " ".join(" ".join(reader.words).split()), reader.forms)


class _Reader(HTMLParser):
    """Collects forms with what they would send, and the words that a person sees."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.words: list[str] = []
        self._hidden = 0
        self._form: Form | None = None
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._hidden += tag in _QUIET
        if tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form is not None:
            self._field(self._form, tag, given)

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in _QUIET
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area and self._form is not None:
            self._form.values[self._area] += data
        elif not self._hidden:
            self.words.append(data)

    def _field(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        form.names |= {name} if name else set()
        if tag == "option" and self._select:
            if "selected" in given:
                form.values[self._select] = given.get("value", "")
        elif tag == "select":
            self._select = name
        elif tag == "textarea" and name:
            self._area, form.values[name] = name, ""
        elif tag == "input" and name:
            self._input(form, name, given)

    def _input(self, form: Form, name: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        is_chosen = kind not in ("checkbox", "radio") or "checked" in given
        if is_chosen and kind not in _NOT_SENT:
            form.values[name] = given.get("value", "on" if kind == "checkbox" else "")


def _multipart(
    boundary: str, values: Mapping[str, str], files: Mapping[str, tuple[str, bytes]]
) -> bytes:
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in values.items()
    ]
    for name, (filename, content) in files.items():
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; '
        head += f'filename="{filename}"\r\nContent-Type: image/jpeg\r\n\r\n'
        parts.append(head.encode() + content + b"\r\n")
    return b"".join(parts) + f"--{boundary}--\r\n".encode()
