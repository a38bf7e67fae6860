"""The administrator's pages of texts that replies start from."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from linli.cases import actions, queries
from linli.cases.forms.setup import ReplyTextForm
from linli.kernel import upkeep
from linli.kernel.http import Request, changes_settings, page, reads_settings
from linli.kernel.upkeep import Book, FilterForm, form_page, list_page
from linli.words import N_

TEXTS = Book(
    N_("答复模板"),
    "cases:texts",
    queries.TEXT_COLUMNS,
    queries.export_reply_texts,
    lambda actor, rows: actions.import_reply_texts(actor=actor, rows=rows),
    N_("名称相同的那条被替换，表里没有的不动；类别空着就是都能用。"),
)


@page(may=reads_settings)
def texts(request: Request) -> HttpResponse:
    """What replies may start from, by category."""
    filters = FilterForm(request, gettext("名称或正文"))
    words = filters.chosen("q")
    rows = [
        row
        for row in queries.reply_texts(request.street)
        if upkeep.holds(words, row.name, row.text, row.category.name if row.category else "")
    ]
    add_url = reverse("cases:add_text")
    template = "cases/setup/texts.html"
    return list_page(request, template, TEXTS, rows, filters=filters, add_url=add_url)


@page(may=changes_settings)
def add_text(request: Request) -> HttpResponse:
    form = ReplyTextForm(request.street, request.POST or None)
    return form_page(
        request,
        TEXTS,
        form,
        act=lambda: actions.set_reply_text(actor=request.actor, **form.given()),
        said=gettext("已新增，答复这类诉求时就能选。"),
        title=gettext("新增答复模板"),
        button=gettext("新增"),
    )


@page(may=changes_settings)
def text(request: Request, text_id: UUID) -> HttpResponse:
    known = queries.reply_text(request.street, text_id)
    form = ReplyTextForm(request.street, request.POST or None, known)
    return form_page(
        request,
        TEXTS,
        form,
        act=lambda: actions.set_reply_text(actor=request.actor, name=known.name, **form.given()),
        said=gettext("已改好。"),
        title=known.name,
        button=gettext("保存"),
        text=known,
        template="cases/setup/text.html",
    )


@page(may=changes_settings)
def remove_text(request: Request, text_id: UUID) -> HttpResponse:
    known = queries.reply_text(request.street, text_id)
    return form_page(
        request,
        TEXTS,
        upkeep.SureForm(request.POST or None),
        act=lambda: actions.remove_reply_text(actor=request.actor, text_id=text_id),
        said=gettext("已删去。"),
        title=gettext("删去：%(name)s") % {"name": known.name},
        lead=known.text,
        button=gettext("确定删去"),
        is_end=True,
    )
