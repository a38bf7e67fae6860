"""What the administrator's pages of every module share: lists, forms, sheets out and in."""

import base64
import binascii
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Generic, TypeVar
from zlib import crc32

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli import sheets
from linli.kernel.action import tried_out
from linli.kernel.actor import Actor
from linli.kernel.errors import Refused
from linli.kernel.http import (
    Request,
    asked_page,
    changes_settings,
    page,
    reads_settings,
    tried,
    workbook,
)
from linli.kernel.streets.models import Street

Row = TypeVar("Row")

PAGE_SIZE = 30
# A form may carry a megabyte, and what it carries grows by a third on the way.
MOST_BYTES = 700_000


@dataclass(frozen=True, slots=True)
class Paged(Generic[Row]):
    """One page of a list; ``found`` counts the rows of all pages."""

    rows: Sequence[Row]
    found: int
    page: int
    pages: int


def paged(request: Request, rows: Sequence[Row]) -> Paged[Row]:
    """The page that the address asks for; the last one when it asks for more."""
    pages = max(1, ceil(len(rows) / PAGE_SIZE))
    page = min(pages, asked_page(request.GET))
    return Paged(rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE], len(rows), page, pages)


def holds(words: str, *texts: str) -> bool:
    """Whether every word somebody looks for stands in one of the texts."""
    within = "\n".join(texts).casefold()
    return all(word in within for word in words.casefold().split())


@dataclass(frozen=True, slots=True)
class Book:
    """One kind of setting as a sheet: what it is called, where it is listed, out and in;
    ``effect`` looks at how things are and gives what is asked once the rows of a preview stand."""

    name: str
    listed: str  # the name of the list's address; those of export and import begin with it
    columns: Sequence[str]
    rows: Callable[[Street], Iterable[Sequence[Any]]]
    take: Callable[[Actor, sheets.Rows], sheets.Report]
    hint: str = ""
    effect: Callable[[Street], Callable[[], Any]] | None = None

    @property
    def title(self) -> str:
        return gettext(self.name)

    @property
    def url(self) -> str:
        return reverse(self.listed)

    @property
    def export_url(self) -> str:
        return reverse(f"{self.listed}_export")

    @property
    def import_url(self) -> str:
        return reverse(f"{self.listed}_import")


class FilterForm(forms.Form):
    """What the address bar of a list says: words to look for, and one choice for each name."""

    q = forms.CharField(label=_("找什么"), required=False, max_length=100)

    def __init__(self, request: Request, label: str, **choices: tuple[str, Sequence[Any]]) -> None:
        super().__init__(request.GET)
        self.fields["q"].label = label
        for name, (every, given) in choices.items():
            self.fields[name] = forms.ChoiceField(
                label=every, choices=[("", every), *given], required=False
            )
        self.is_valid()

    def chosen(self, name: str) -> str:
        """What makes no sense counts as not chosen."""
        value: str = self.cleaned_data.get(name, "")
        return value


def list_page(
    request: Request, template: str, book: Book, rows: Sequence[Any], **shown: Any
) -> HttpResponse:
    """A page of a list, with the ways to add, import and export for whoever may."""
    is_admin = changes_settings(request.actor)
    listing = paged(request, rows)
    return render(
        request, template, {"book": book, "listing": listing, "may_change": is_admin, **shown}
    )


def only(report: sheets.Report) -> sheets.Report:
    """A form is a sheet of one row: what the import refuses, the form refuses."""
    if report.refused:
        raise Refused(report.refused[0].reason)
    return report


def form_page(
    request: Request,
    book: Book,
    form: forms.Form,
    *,
    act: Callable[[], Any],
    said: str,
    back: str = "",
    effect: Callable[[], Callable[[], Any]] | None = None,
    template: str = "web/settings/form.html",
    **shown: Any,
) -> HttpResponse:
    """A form that does one thing, then back to the list of the book unless ``back`` names another
    page. With ``effect`` it is first told what that will do: it looks
    at how things are, and gives what is asked while the change stands, before it is taken back.
    Nothing is kept until the same answers come back with the word that they were seen."""
    if request.method == "POST" and form.is_valid():
        seen = _fingerprint(request)
        if effect and request.POST.get("seen") != seen:
            ask = effect()
            if told := tried(form, lambda: tried_out(lambda: (act(), ask()))):
                shown |= {"effect": told[1], "seen": seen}
        elif tried(form, lambda: [act()]):
            messages.success(request, said)
            return redirect(back or book.url)
    shown |= {"form": form, "book": book, "back": back or book.url}
    shown["has_effect"] = effect is not None
    return render(request, template, shown, status=422 if form.errors else 200)


def _fingerprint(request: Request) -> str:
    """Equal for equal answers."""
    given = sorted((name, request.POST.getlist(name)) for name in request.POST)
    kept = [pair for pair in given if pair[0] not in ("seen", "csrfmiddlewaretoken")]
    return f"{crc32(repr(kept).encode()):08x}"


def sheet_paths(route: str, book: Book) -> list[URLPattern]:
    """The addresses of a list's sheet, out and in, below that of the list."""

    @page(may=reads_settings)
    def export(request: Request) -> HttpResponse:
        return _export_page(request, book)

    @page(may=changes_settings)
    def take_in(request: Request) -> HttpResponse:
        return _import_page(request, book)

    name = book.listed.partition(":")[2]
    return [
        path(f"{route}export/", export, name=f"{name}_export"),
        path(f"{route}import/", take_in, name=f"{name}_import"),
    ]


def _export_page(request: Request, book: Book) -> HttpResponse:
    """The whole list as a workbook that the import reads."""
    name = f"{request.street.name}-{book.title}.xlsx"
    return workbook(name, book.columns, book.rows(request.street))


class SureForm(forms.Form):
    """Nothing to fill in, only to confirm; present when somebody has pressed the button."""


class SheetForm(forms.Form):
    """The upload, and after the preview the same bytes, signed.

    The sheet travels in the page between the two requests: nothing of an import that somebody
    leaves halfway stays behind, two windows do not mix, and what is confirmed is what was shown.
    """

    file = forms.FileField(
        label=_("表格文件"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.txt"}),
    )
    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, request: Request, book: Book) -> None:
        super().__init__(request.POST or None, request.FILES or None)
        self._salt = f"{book.listed}:{request.actor.id}"

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        upload, kept = given.get("file"), given.get("kept")
        try:
            given["content"] = self._kept(kept) if kept else self._read(upload)
            given["sheet"] = sheets.read(given["content"])
            given["rows"] = list(given["sheet"])
        except sheets.UnreadableSheet as fault:
            self.add_error("file", fault.reason)
        return given

    def carried(self) -> str:
        """The bytes as the page of the preview carries them."""
        text = base64.b64encode(self.cleaned_data["content"]).decode()
        return signing.dumps(text, salt=self._salt, compress=True)

    def _read(self, upload: Any) -> bytes:
        if upload is None:
            raise sheets.UnreadableSheet(gettext("请选一个 Excel 或 CSV 文件。"))
        if (upload.size or 0) > MOST_BYTES:
            text = gettext("文件超过 %(most)s KB；请拆成几个，或请机房用命令导入。")
            raise sheets.UnreadableSheet(text % {"most": MOST_BYTES // 1000})
        content: bytes = upload.read()
        return content

    def _kept(self, kept: str) -> bytes:
        try:
            return base64.b64decode(signing.loads(kept, salt=self._salt))
        except (signing.BadSignature, binascii.Error) as fault:
            raise sheets.UnreadableSheet(gettext("预览已失效，请重新选文件。")) from fault


def _import_page(request: Request, book: Book) -> HttpResponse:
    """Upload, then what would happen row by row, then the result; a bad row costs no good one."""
    form, is_done = SheetForm(request, book), False
    report, effect = None, None
    if request.method == "POST" and form.is_valid():
        rows = form.cleaned_data["rows"]
        is_done = bool(form.cleaned_data["kept"])
        ask = book.effect(request.street) if book.effect and not is_done else None

        def take() -> tuple[sheets.Report, Any]:
            report = book.take(request.actor, rows)
            return report, ask() if ask else None

        report, effect = tried(form, take if is_done else lambda: tried_out(take)) or (None, None)
    shown = {
        "book": book,
        "form": form,
        "report": report,
        "effect": effect,
        "is_done": is_done,
        "kept": form.carried() if report and not is_done else "",
        "unchanged": report.known - report.changed if report else 0,
    }
    return render(request, "web/settings/import.html", shown, status=422 if form.errors else 200)
