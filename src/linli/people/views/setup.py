"""The administrator's pages of units, posts and accounts."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from linli.kernel import clock, upkeep
from linli.kernel.errors import NotFound
from linli.kernel.http import Request, changes_settings, page, reads_settings, tried
from linli.kernel.upkeep import Book, FilterForm, SureForm, form_page, list_page
from linli.people import access, actions, forms, queries, rules
from linli.people.models import Organisation
from linli.people.queries import Holder, StandIn
from linli.people.rules import OrganisationKind
from linli.places import queries as places
from linli.words import N_

Row = tuple[Holder, str, UUID | None, list[StandIn]]
ORGANISATIONS = Book(
    N_("单位"),
    "people:organisations",
    queries.ORGANISATION_COLUMNS,
    queries.export_organisations,
    lambda actor, rows: actions.import_organisations(actor=actor, rows=rows),
    N_("上级、社区、小区写代码；代码已有的只改名称、电话和地方。"),
)
POSTS = Book(
    N_("任职"),
    "people:posts",
    queries.POST_COLUMNS,
    queries.export_posts,
    lambda actor, rows: actions.import_posts(actor=actor, rows=rows),
    N_("单位、社区、网格、区域写代码。新用户名会开通账号，设好密码才能登录；导出时电话不写出来。"),
)


@page(may=reads_settings)
def organisations(request: Request) -> HttpResponse:
    """Whoever can own a request."""
    kinds = [(kind.value, gettext_lazy(kind.word)) for kind in OrganisationKind]
    filters = FilterForm(request, gettext("名称、代码或电话"), kind=(gettext("全部类型"), kinds))
    words, kind = filters.chosen("q"), filters.chosen("kind")
    known = queries.directory(request.street)
    rows = [
        (unit, OrganisationKind(unit.kind), known.organisation_name(unit.parent_id))
        for unit in known.organisations.values()
        if kind in ("", unit.kind) and upkeep.holds(words, unit.name, unit.code, unit.phone)
    ]
    add_url = reverse("people:add_organisation")
    template = "people/organisations.html"
    return list_page(request, template, ORGANISATIONS, rows, filters=filters, add_url=add_url)


@page(may=changes_settings)
def add_organisation(request: Request) -> HttpResponse:
    form = forms.OrganisationForm(request.street, request.POST or None)

    def act() -> Organisation:
        given, units = form.cleaned_data, queries.directory(request.street).organisations
        return actions.add_organisation(
            actor=request.actor,
            code=given["code"],
            kind=OrganisationKind(given["kind"]),
            parent=units[UUID(given["parent"])] if given["parent"] else None,
            **form.changes(),
        )

    return form_page(
        request,
        ORGANISATIONS,
        form,
        act=act,
        said=gettext("已新增单位。"),
        title=gettext("新增单位"),
        button=gettext("新增"),
    )


@page(may=changes_settings)
def organisation(request: Request, organisation_id: UUID) -> HttpResponse:
    """A unit is put right; whatever it owns stays with it."""
    known = queries.directory(request.street).organisations.get(organisation_id)
    if known is None:
        raise NotFound
    form = forms.OrganisationForm(
        request.street,
        request.POST or None,
        known,
        name=known.name,
        phone=known.phone,
        community=known.community_id,
        compound=known.compound_id,
    )
    return form_page(
        request,
        ORGANISATIONS,
        form,
        act=lambda: actions.change_organisation(
            actor=request.actor, organisation_id=organisation_id, **form.changes()
        ),
        said=gettext("已改好。"),
        title=known.name,
        lead=gettext("%(kind)s，代码 %(code)s")
        % {"kind": gettext(OrganisationKind(known.kind).word), "code": known.code},
        button=gettext("保存"),
    )


@page(may=reads_settings)
def posts(request: Request) -> HttpResponse:
    """Who holds what, and loudly which grids have nobody."""
    roles = [(role.value, gettext_lazy(role.word)) for role in forms.GIVEN]
    states = [("past", gettext("已离任")), ("all", gettext("在任和离任"))]
    filters = FilterForm(
        request,
        gettext("姓名、用户名、单位或网格"),
        role=(gettext("全部岗位"), roles),
        community=(gettext("全部社区"), forms.communities(request.street)),
        state=(gettext("在任"), states),
    )
    today = _today()
    rows = [row for row in _post_rows(request) if _is_wanted(filters, row, today)]
    return list_page(
        request,
        "people/posts.html",
        POSTS,
        rows,
        filters=filters,
        add_url=reverse("people:add_post"),
        may_arrange=access.arranges_posts(request.actor),
        vacant=queries.vacant_grids(request.street, today),
        today=today,
    )


def _post_rows(request: Request) -> list[Row]:
    """Posts with the name of where they count, their community, and who stands in."""
    known, street, rows = places.atlas(request.street), request.street, []
    directory, today = queries.directory(street), _today()
    for post in directory.every_post():
        grid = known.grids.get(post.grid_id) if post.grid_id else None
        community_id = post.community_id or (grid.community_id if grid else None)
        deputies = directory.deputies_of(post.post_id, today)
        rows.append((post, queries.where(street, post), community_id, deputies))
    order = list(rules.Role)
    return sorted(rows, key=lambda row: (order.index(row[0].role), row[1], row[0].name))


def _post(request: Request, post_id: UUID) -> tuple[Holder, dict[str, str]]:
    """One post, and the words that its pages say of it."""
    post = next(
        (one for one in queries.directory(request.street).every_post() if one.post_id == post_id),
        None,
    )
    if post is None:
        raise NotFound
    where = queries.where(request.street, post)
    return post, {"name": post.name, "role": gettext(post.role.word), "where": where}


def _is_wanted(filters: FilterForm, row: Row, today: Any) -> bool:
    post, where, community_id, _ = row
    is_past = post.until is not None and post.until < today
    state, community = filters.chosen("state"), filters.chosen("community")
    return (
        state in (("past", "all") if is_past else ("", "all"))
        and filters.chosen("role") in ("", post.role)
        and community in ("", str(community_id))
        and upkeep.holds(filters.chosen("q"), post.name, post.username, where)
    )


@page(may=access.arranges_posts)
def add_post(request: Request) -> HttpResponse:
    """Somebody takes up a post; a grid that has nobody comes filled in."""
    asked = request.GET.get("grid", "")
    first = {"role": "grid", "grid": asked, "is_lead": True} if asked else {}
    account = {"username": request.GET.get("username", "")}
    form = forms.PostForm(request.street, request.POST or None, since=_today(), **first, **account)
    return form_page(
        request,
        POSTS,
        form,
        act=lambda: actions.appoint(actor=request.actor, **form.given()),
        said=gettext("已任命，从那天起生效。"),
        title=gettext("新的任职"),
        button=gettext("任命"),
        template="people/add_post.html",
    )


@page(may=access.arranges_posts)
def end_post(request: Request, post_id: UUID) -> HttpResponse:
    """A post ends on a day; a change of post is an end and a new one."""
    post, names = _post(request, post_id)
    form = forms.EndForm(request.street, request.POST or None, initial={"until": _today()})
    return form_page(
        request,
        POSTS,
        form,
        act=lambda: actions.end_post(actor=request.actor, post_id=post_id, **form.cleaned_data),
        said=gettext("已离任。"),
        title=gettext("%(name)s 离任") % names,
        lead=gettext("%(role)s，%(where)s。过了最后一天就不能再用这个岗位办事；记录都还在。")
        % names,
        button=gettext("确定离任"),
        is_end=True,
        post=post,
        template="people/end_post.html",
    )


@page(may=access.arranges_posts)
def deputy(request: Request, post_id: UUID) -> HttpResponse:
    """Somebody stands in for a post while its holder is away."""
    _, names = _post(request, post_id)
    form = forms.DeputyForm(request.street, request.POST or None, initial={"since": _today()})

    def act() -> Any:
        given = form.cleaned_data
        return actions.deputise(
            actor=request.actor,
            post_id=post_id,
            account=given["username"],
            since=given["since"],
            until=given["until"],
        )

    return form_page(
        request,
        POSTS,
        form,
        act=act,
        said=gettext("已安排代理，从那天起生效。"),
        title=gettext("安排代理 %(name)s") % names,
        lead=gettext("%(role)s，%(where)s。代理期间办的每一步都会注明代谁办的。") % names,
        button=gettext("安排代理"),
    )


@page(may=access.arranges_posts)
def end_deputy(request: Request, deputy_id: UUID) -> HttpResponse:
    """The holder is back; the deputy stops at once."""
    every = queries.directory(request.street).stands_in.values()
    found = next((one for held in every for one in held if one.deputy_id == deputy_id), None)
    if found is None:
        raise NotFound
    yesterday = _today() - timedelta(days=1)
    role = gettext(found.holder.role.word)
    names = {"name": found.name, "holder": found.holder.name, "role": role}
    return form_page(
        request,
        POSTS,
        SureForm(request.POST or None),
        act=lambda: actions.end_deputy(actor=request.actor, deputy_id=deputy_id, until=yesterday),
        said=gettext("代理已结束。"),
        title=gettext("%(name)s 不再代理") % names,
        lead=gettext("%(role)s，代 %(holder)s。从现在起不能再替他办事；办过的都还在，注明是代办。")
        % names,
        button=gettext("结束代理"),
        is_end=True,
    )


@page(may=changes_settings)
def add_account(request: Request) -> HttpResponse:
    """Somebody new can sign in; the post comes next."""
    form = forms.AccountForm(request.POST or None)
    username = request.POST.get("username", "")
    return form_page(
        request,
        POSTS,
        form,
        act=lambda: actions.register_account(actor=request.actor, **form.cleaned_data),
        said=gettext("账号已开通，接着给他任职。"),
        back=f"{reverse('people:add_post')}?username={username}",
        title=gettext("开通账号"),
        button=gettext("开通"),
    )


@page(may=changes_settings)
def link(request: Request, account_id: UUID) -> HttpResponse:
    """Whoever cannot sign in is handed a link, on paper or on the screen, to set a password."""
    holder = _holder(request, account_id)
    form = forms.LinkForm(request.POST or None)
    shown: dict[str, Any] = {"form": form, "holder": holder, "book": POSTS}
    if request.method == "POST" and form.is_valid():
        made = tried(
            form,
            lambda: actions.make_link(
                actor=request.actor,
                account_id=account_id,
                drops_factors=form.cleaned_data["drops_factors"],
            ),
        )
        if made:
            key, secret = made
            path = reverse("people:by_link", args=[key.pk, secret])
            shown |= {"address": request.build_absolute_uri(path), "until": key.expires_at}
    return render(request, "people/link.html", shown, status=422 if form.errors else 200)


@page(may=changes_settings)
def close(request: Request, account_id: UUID) -> HttpResponse:
    """Somebody has left; their posts have ended before."""
    holder = _holder(request, account_id)
    return form_page(
        request,
        POSTS,
        SureForm(request.POST or None),
        act=lambda: actions.close_account(actor=request.actor, account_id=account_id),
        said=gettext("账号已停用。"),
        title=gettext("停用 %(name)s 的账号") % {"name": holder.name},
        lead=gettext("用户名 %(username)s。以后不能再登录，正登录着的马上退出；办过的事都还在。")
        % {"username": holder.username},
        button=gettext("停用账号"),
        is_end=True,
    )


def _holder(request: Request, account_id: UUID) -> Holder:
    held = queries.directory(request.street).held_by(account_id)
    if not held:
        raise NotFound
    return held[0]


def _today() -> Any:
    return timezone.localdate(clock.now())
