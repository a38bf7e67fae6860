"""Every read of requests; the first argument says for whom."""

from linli.cases.queries.desks import (
    Catalogue,
    catalogue,
    desk_for,
    last_resort,
    limits,
    named,
    routes,
    suggest,
)
from linli.cases.queries.detail import (
    CasePage,
    Line,
    Option,
    case_page,
    opened_by_link,
    photo,
    reporter_accounts,
    visible_case,
)
from linli.cases.queries.lists import (
    Filters,
    Inbox,
    Row,
    follow_key,
    inbox,
    raised_by,
    recently_settled,
    rows_of,
)

__all__ = [
    "CasePage",
    "Catalogue",
    "Filters",
    "Inbox",
    "Line",
    "Option",
    "Row",
    "case_page",
    "catalogue",
    "desk_for",
    "follow_key",
    "inbox",
    "last_resort",
    "limits",
    "named",
    "opened_by_link",
    "photo",
    "raised_by",
    "recently_settled",
    "reporter_accounts",
    "routes",
    "rows_of",
    "suggest",
    "visible_case",
]
