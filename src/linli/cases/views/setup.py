"""The administrator's pages of categories and routes."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from linli.cases import actions, queries
from linli.cases.forms.setup import CategoryForm, RouteForm
from linli.cases.models import Route
from linli.cases.rules.intake import Target
from linli.kernel import upkeep
from linli.kernel.errors import NotFound
from linli.kernel.http import Request, changes_settings, page, reads_settings, toast
from linli.kernel.upkeep import Book, FilterForm, form_page, list_page
from linli.words import N_

CATEGORIES = Book(
    N_("类别"),
    "cases:categories",
    queries.CATEGORY_COLUMNS,
    queries.export_categories,
    lambda actor, rows: actions.import_categories(actor=actor, rows=rows),
    N_("上级写大类的代码，大类空着；关键词用顿号隔开；空着的列不改。"),
)
ROUTES = Book(
    N_("派单规则"),
    "cases:routes",
    queries.ROUTE_COLUMNS,
    queries.export_routes,
    lambda actor, rows: actions.import_routes(actor=actor, rows=rows),
    N_("顺序相同的那条被替换，表里没有的不动；空着的类别、社区就是全部。"),
    effect=queries.route_effect,
)


@page(may=reads_settings)
def categories(request: Request) -> HttpResponse:
    """The tree that requests are sorted into."""
    tops = [row for row in queries.categories(request.street) if row.parent_id is None]
    filters = FilterForm(
        request,
        gettext("名称、代码或关键词"),
        top=(gettext("全部类别"), [(str(top.pk), queries.named(top)) for top in tops]),
        state=(gettext("启用和停用"), [("open", gettext("启用")), ("closed", gettext("停用"))]),
    )
    words, top, state = (filters.chosen(name) for name in ("q", "top", "state"))
    rows = [
        row
        for row in queries.categories(request.street)
        if top in ("", str(row.pk), str(row.parent_id))
        and state in ("", "open" if row.is_open else "closed")
        and upkeep.holds(words, row.name, row.name_en, row.code, *row.keywords)
    ]
    add_url = reverse("cases:add_category")
    template = "cases/setup/categories.html"
    return list_page(request, template, CATEGORIES, rows, filters=filters, add_url=add_url)


@page(may=changes_settings)
def add_category(request: Request) -> HttpResponse:
    form = CategoryForm(request.street, request.POST or None, urgency="N")
    return form_page(
        request,
        CATEGORIES,
        form,
        act=lambda: actions.add_category(actor=request.actor, **form.given()),
        said=gettext("已新增类别。接着看看派单规则里谁来办。"),
        title=gettext("新增类别"),
        button=gettext("新增"),
    )


@page(may=changes_settings)
def category(request: Request, category_id: UUID) -> HttpResponse:
    """A category gets another name, urgency or other words."""
    known = queries.category(request.street, category_id)
    form = CategoryForm(request.street, request.POST or None, known)
    return form_page(
        request,
        CATEGORIES,
        form,
        act=lambda: actions.set_category(
            actor=request.actor, category_id=category_id, **form.given()
        ),
        said=gettext("已改好，以后登记的照新的办。"),
        title=queries.named(known),
        lead=gettext("代码 %(code)s") % {"code": known.code},
        button=gettext("保存"),
        category=known,
        template="cases/setup/category.html",
    )


@page(may=changes_settings)
def close_category(request: Request, category_id: UUID) -> HttpResponse:
    """A category is closed for new requests, or opened again."""
    known = queries.category(request.street, category_id)
    is_open, name = known.is_open, {"name": queries.named(known)}
    verb = gettext("停用“%(name)s”") if is_open else gettext("重新启用“%(name)s”")
    return form_page(
        request,
        CATEGORIES,
        upkeep.SureForm(request.POST or None),
        act=lambda: actions.set_category(
            actor=request.actor, category_id=category_id, is_open=not is_open
        ),
        said=(gettext("已停用“%(name)s”。") if is_open else gettext("已启用“%(name)s”。")) % name,
        title=verb % name,
        button=gettext("确定停用") if is_open else gettext("重新启用"),
        is_end=is_open,
        category=known,
        use=queries.category_use(request.street, category_id),
        template="cases/setup/close_category.html",
    )


@page(may=reads_settings)
def routes(request: Request) -> HttpResponse:
    """The routing table in the order in which it is asked."""
    filters = FilterForm(request, gettext("类别、社区或单位"))
    words = filters.chosen("q")
    rows = [
        line
        for line in queries.route_lines(request.street)
        if upkeep.holds(words, *_names(line.route))
    ]
    return list_page(
        request,
        "cases/setup/routes.html",
        ROUTES,
        rows,
        filters=filters,
        add_url=reverse("cases:add_route"),
        last_resort=queries.last_resort_name(request.street),
    )


@page(may=changes_settings)
def add_route(request: Request) -> HttpResponse:
    form = RouteForm(request.street, request.POST or None)
    return _route_page(
        request,
        form,
        act=lambda: actions.add_route(
            actor=request.actor, before_id=form.before_id(), **form.row(request.street)
        ),
        said=gettext("已新增，以后登记的照新的派。"),
        title=gettext("新增派单规则"),
        button=gettext("确定新增"),
    )


@page(may=changes_settings)
def route(request: Request, route_id: UUID) -> HttpResponse:
    known = _route(request, route_id)
    form = RouteForm(request.street, request.POST or None, known)
    return _route_page(
        request,
        form,
        act=lambda: actions.set_route(
            actor=request.actor, order=known.order, **form.row(request.street)
        ),
        said=gettext("已改好，以后登记的照新的派。"),
        title=gettext("改派单规则"),
        button=gettext("确定这样改"),
        route=known,
    )


@page(may=changes_settings)
def move_route(request: Request, route_id: UUID) -> HttpResponse:
    """A row is asked earlier or later; ``before`` names the row it goes before."""
    known, before = _route(request, route_id), request.GET.get("before", "")
    others = {str(line.route.pk): line.route for line in queries.route_lines(request.street)}
    if before and before not in others:
        raise NotFound
    return _route_page(
        request,
        upkeep.SureForm(request.POST or None),
        act=lambda: actions.move_route(
            actor=request.actor, route_id=route_id, before_id=UUID(before) if before else None
        ),
        said=gettext("顺序已改，以后登记的照新的派。"),
        title=gettext("调整顺序：%(name)s") % {"name": " · ".join(_names(known))},
        lead=gettext("放到“%(name)s”的前面。") % {"name": " · ".join(_names(others[before]))}
        if before
        else gettext("放到最后。"),
        button=gettext("确定调整"),
    )


@page(may=changes_settings)
def remove_route(request: Request, route_id: UUID) -> HttpResponse:
    known = _route(request, route_id)
    return _route_page(
        request,
        upkeep.SureForm(request.POST or None),
        act=lambda: actions.remove_route(actor=request.actor, route_id=route_id),
        said=gettext("已删去，以后登记的照剩下的派。"),
        title=gettext("删去：%(name)s") % {"name": " · ".join(_names(known))},
        lead=gettext("日志里留着它原来写的什么。"),
        button=gettext("确定删去"),
        is_end=True,
    )


def _route_page(request: Request, form: Any, **shown: Any) -> HttpResponse:
    """Nobody changes the table before the change has been counted on what came in lately."""
    return form_page(
        request,
        ROUTES,
        form,
        effect=lambda: queries.route_effect(request.street),
        template="cases/setup/route.html",
        **shown,
    )


def _route(request: Request, route_id: UUID) -> Route:
    lines = queries.route_lines(request.street)
    found = next((line.route for line in lines if line.route.pk == route_id), None)
    if found is None:
        raise NotFound
    return found


def _names(route: Route) -> list[str]:
    """What a row is about, and whose it makes it."""
    linked = (route.category, route.community, route.organisation)
    names = [row.name for row in linked if row]
    return names if route.organisation else [*names, gettext(Target(route.target).word)]


@page(may=changes_settings)
@require_POST
def reckon(request: Request) -> HttpResponse:
    """The clocks that run already move to the rules of now, because the administrator asks."""
    count = actions.reckon_all(actor=request.actor)
    toast(request, gettext("已重算 %(count)s 件，新的期限都告诉居民了。") % {"count": count})
    return redirect("rulebook:rules")
