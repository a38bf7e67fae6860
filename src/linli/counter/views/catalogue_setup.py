"""The administrator's pages of the catalogue."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from linli.counter import actions, queries
from linli.counter.forms.catalogue import ItemForm
from linli.counter.queries import Offer
from linli.counter.rules.catalogue import Kind
from linli.kernel import upkeep
from linli.kernel.errors import NotFound
from linli.kernel.http import Request, changes_settings, page, reads_settings
from linli.kernel.upkeep import Book, FilterForm, form_page, list_page
from linli.words import N_

ITEMS = Book(
    N_("办事项目"),
    "counter:setup_items",
    list(queries.ITEM_COLUMNS.values()),
    queries.export_items,
    lambda actor, rows: actions.import_items(actor=actor, rows=rows),
    N_("代码相同的出一个新版本，没有的新增；空着的列不改。材料和问题的写法照导出的表。"),
)


@page(may=reads_settings)
def items(request: Request) -> HttpResponse:
    """Every item in its newest version, closed ones too."""
    every = [Offer(entry, entry.versions[0]) for entry in queries.items(request.street).values()]
    departments = dict.fromkeys(one.content.department_name for one in every)
    filters = FilterForm(
        request,
        gettext("名称、代码或说法"),
        department=(gettext("全部部门"), [(name, name) for name in departments]),
        kind=(gettext("各种办法"), [(one.value, gettext(one.word)) for one in Kind]),
        state=(gettext("开办和停办"), [("open", gettext("开办")), ("closed", gettext("停办"))]),
    )
    words, department, kind, state = map(filters.chosen, ("q", "department", "kind", "state"))
    rows = [
        one
        for one in every
        if department in ("", one.content.department_name)
        and kind in ("", one.content.kind)
        and state in ("", "open" if one.entry.is_open else "closed")
        and upkeep.holds(words, one.content.name, one.content.words, one.entry.code)
    ]
    add_url = reverse("counter:add_item")
    template = "counter/setup/items.html"
    return list_page(request, template, ITEMS, rows, filters=filters, add_url=add_url)


@page(may=changes_settings)
def add_item(request: Request) -> HttpResponse:
    form = ItemForm(request.street, request.POST or None)
    return form_page(
        request,
        ITEMS,
        form,
        act=lambda: actions.add_item(
            actor=request.actor,
            code=form.cleaned_data["code"],
            since=form.cleaned_data["since"],
            content=form.content(),
            department_id=form.department_id(),
        ),
        said=gettext("已新增，到了日子居民就能看到。"),
        title=gettext("新增办事项目"),
        button=gettext("新增"),
    )


@page(may=changes_settings)
def item(request: Request, item_id: UUID) -> HttpResponse:
    """The next version of an item, and the versions before it."""
    known = queries.entry(request.street, item_id)
    form = ItemForm(request.street, request.POST or None, known)
    return form_page(
        request,
        ITEMS,
        form,
        act=lambda: actions.change_item(
            actor=request.actor,
            item_id=item_id,
            since=form.cleaned_data["since"],
            content=form.content(),
            department_id=form.department_id(),
        ),
        said=gettext("已存成新版本；已经在办的还照原来的办。"),
        title=known.versions[0].content.name,
        lead=gettext("代码 %(code)s") % {"code": known.code},
        button=gettext("存成新版本"),
        entry=known,
        template="counter/setup/item.html",
    )


@page(may=changes_settings)
def close_item(request: Request, item_id: UUID) -> HttpResponse:
    """An item can no longer be applied for, or can again."""
    known = queries.entry(request.street, item_id)
    name = {"name": known.versions[0].content.name}
    if known.is_open:
        verb, title = actions.close_item, gettext("停办“%(name)s”")
        said, lead = gettext("已停办“%(name)s”。"), gettext("停办后不再收新的，已经在办的办完。")
    else:
        verb, title = actions.reopen_item, gettext("重新开办“%(name)s”")
        said, lead = gettext("已重新开办“%(name)s”。"), gettext("开办后居民又可以申请。")
    return form_page(
        request,
        ITEMS,
        upkeep.SureForm(request.POST or None),
        act=lambda: verb(actor=request.actor, item_id=item_id),
        said=said % name,
        title=title % name,
        lead=lead,
        button=gettext("确定停办") if known.is_open else gettext("重新开办"),
        is_end=known.is_open,
    )


@page(may=reads_settings)
def version(request: Request, item_id: UUID, number: int) -> HttpResponse:
    """An item as it was, is or will be."""
    known = queries.entry(request.street, item_id)
    found = next((one for one in known.versions if one.number == number), None)
    if found is None:
        raise NotFound
    shown = {"offer": Offer(known, found), "book": ITEMS}
    return render(request, "counter/setup/version.html", shown)
