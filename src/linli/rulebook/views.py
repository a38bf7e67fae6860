"""The administrator's pages of rules and of the working calendar."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from linli.kernel import clock, upkeep
from linli.kernel.errors import Forbidden, NotFound
from linli.kernel.http import NOT_YOURS, Request, changes_settings, page, reads_settings
from linli.kernel.upkeep import Book, FilterForm, form_page, list_page
from linli.rulebook import actions, queries
from linli.rulebook.forms import DayForm, RuleForm
from linli.rulebook.rules import DayKind, RuleKey
from linli.words import N_

RULES = Book(
    N_("时限和规则"),
    "rulebook:rules",
    queries.RULE_COLUMNS,
    queries.export_rules,
    lambda actor, rows: actions.import_rules(actor=actor, rows=rows),
    N_("一行一个数；规则和项目照导出的写，生效日期空着就是今天。"),
)
DAYS = Book(
    N_("工作日历"),
    "rulebook:days",
    queries.DAY_COLUMNS,
    queries.export_days,
    lambda actor, rows: actions.import_days(actor=actor, rows=rows),
    N_("类型写“放假”“上班”或“半天”；照国务院办公厅每年的通知填。半天可写几点下班。"),
)


@page(may=reads_settings)
def rule_list(request: Request) -> HttpResponse:
    """Every amount in force with its source and since when it counts."""
    lines = queries.item_lines(request.street, clock.now())
    return list_page(request, "rulebook/rules.html", RULES, lines, keys=list(RuleKey))


@page(may=reads_settings)
def rule(request: Request, key: str) -> HttpResponse:
    """One rule: its amounts, its versions; who may sets a new version after seeing its effect."""
    if key not in list(RuleKey):
        raise NotFound
    known = RuleKey(key)
    value = queries.rule_at(request.street, key, clock.now()).value
    today = timezone.localdate(clock.now())
    form = RuleForm(known, value, request.POST or None, valid_from=today)
    may_change = changes_settings(request.actor)
    if request.method == "POST" and not may_change:
        raise Forbidden(NOT_YOURS)
    return form_page(
        request,
        RULES,
        form,
        act=lambda: actions.set_rule(
            actor=request.actor,
            key=key,
            value=form.value(),
            valid_from=form.cleaned_data["valid_from"],
        ),
        effect=lambda: form.value,
        said=gettext("新的规则已定好，从那天起照它办。"),
        title=gettext(known.word),
        button=gettext("确定这样改"),
        key=key,
        may_change=may_change,
        history=queries.versions_said(request.street, known),
        template="rulebook/rule.html",
    )


@page(may=reads_settings)
def days(request: Request) -> HttpResponse:
    """The days that are not as their weekday would have them, year by year."""
    this_year = timezone.localdate(clock.now()).year
    known = sorted({*queries.years(request.street), this_year, this_year + 1}, reverse=True)
    filters = FilterForm(
        request,
        gettext("节日名称"),
        year=(gettext("今年"), [(str(year), str(year)) for year in known if year != this_year]),
    )
    year, words = int(filters.chosen("year") or this_year), filters.chosen("q")
    rows = [
        (row, DayKind(row.kind))
        for row in queries.days_of(request.street, year)
        if upkeep.holds(words, row.name, row.date.isoformat())
    ]
    return list_page(
        request,
        "rulebook/days.html",
        DAYS,
        rows,
        filters=filters,
        year=year,
        is_known=not queries.calendar(request.street).is_estimated(year),
        add_url=reverse("rulebook:set_day"),
        warnings=queries.calendar_warnings(request.street, timezone.localdate(clock.now())),
    )


@page(may=changes_settings)
def set_day(request: Request) -> HttpResponse:
    """One day is entered or put right."""
    form = DayForm(request.POST or None)
    return form_page(
        request,
        DAYS,
        form,
        act=lambda: actions.set_days(actor=request.actor, days=[form.named_day()]),
        said=gettext("已记下，以后算期限照新的日历。"),
        title=gettext("写一天"),
        lead=gettext(
            "放假的日子、调休要上班的周末、只上半天的日子；已有的那天会改成新的。已经在走的期限不变。"
        ),
        button=gettext("保存"),
    )
