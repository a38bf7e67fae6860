"""Every write of a request, one verb each."""

from linli.cases.actions.desk import delete_view, export_list, save_view
from linli.cases.actions.handle import (
    ask_extension,
    ask_parking,
    contact,
    give_back,
    note,
    reply,
    resume,
    review,
    sign_in,
)
from linli.cases.actions.imports import ImportReport, filled_in, import_cases
from linli.cases.actions.join import join
from linli.cases.actions.nightly import call_review, tell_stale
from linli.cases.actions.oversee import (
    arbitrate,
    call_back,
    check,
    close,
    deny,
    extend,
    park,
    reveal_reporter,
    send_back,
)
from linli.cases.actions.pauses import ask_back, go_on
from linli.cases.actions.reckon import reckon, reckon_all
from linli.cases.actions.register import register, register_many
from linli.cases.actions.resident import add, rate, reopen, withdraw
from linli.cases.actions.setup import (
    add_category,
    add_route,
    install_categories,
    move_route,
    remove_route,
    set_category,
    set_route,
)
from linli.cases.actions.sheets import import_categories, import_routes
from linli.cases.actions.study import (
    accept_suggestion,
    answer,
    decline,
    dispatch,
    merge,
    take_back,
    triage,
)
from linli.cases.actions.supervise import (
    answer_letter,
    climb,
    end_letter,
    miss_letter,
    return_letter,
    supervise,
)
from linli.cases.rules.drafts import Draft, Person

__all__ = [
    "Draft",
    "ImportReport",
    "Person",
    "accept_suggestion",
    "add",
    "add_category",
    "add_route",
    "answer",
    "answer_letter",
    "arbitrate",
    "ask_back",
    "ask_extension",
    "ask_parking",
    "call_back",
    "call_review",
    "check",
    "climb",
    "close",
    "contact",
    "decline",
    "delete_view",
    "deny",
    "dispatch",
    "end_letter",
    "export_list",
    "extend",
    "filled_in",
    "give_back",
    "go_on",
    "import_cases",
    "import_categories",
    "import_routes",
    "install_categories",
    "join",
    "merge",
    "miss_letter",
    "move_route",
    "note",
    "park",
    "rate",
    "reckon",
    "reckon_all",
    "register",
    "register_many",
    "remove_route",
    "reopen",
    "reply",
    "resume",
    "return_letter",
    "reveal_reporter",
    "review",
    "save_view",
    "send_back",
    "set_category",
    "set_route",
    "sign_in",
    "supervise",
    "take_back",
    "tell_stale",
    "triage",
    "withdraw",
]
