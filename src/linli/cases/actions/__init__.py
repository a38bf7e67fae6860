"""Every write of a request, one verb each."""

from linli.cases.actions.contacts import ask_contacts, export_contacts
from linli.cases.actions.data import ask_right, settle_right, take_copy
from linli.cases.actions.desk import delete_view, export_list, save_view
from linli.cases.actions.forgetting import forget_case, forget_person
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
from linli.cases.actions.learning import ask_learning, keep_version, use_version
from linli.cases.actions.links import opened, share
from linli.cases.actions.merged import unmerge
from linli.cases.actions.nightly import call_review, tell_stale
from linli.cases.actions.oversee import (
    arbitrate,
    call_back,
    check,
    close,
    deny,
    extend,
    miss_call,
    park,
    reveal_reporter,
    send_back,
)
from linli.cases.actions.parts import split
from linli.cases.actions.pauses import ask_back, go_on
from linli.cases.actions.photos import redact, uncover
from linli.cases.actions.public import publish, take_off, unpublish
from linli.cases.actions.reckon import reckon, reckon_all
from linli.cases.actions.register import register, register_many
from linli.cases.actions.resident import add, confirm, rate, reopen, thank, withdraw
from linli.cases.actions.setup import (
    add_category,
    add_route,
    install_categories,
    move_route,
    remove_route,
    set_category,
    set_route,
)
from linli.cases.actions.several import appraise, arrive, assist
from linli.cases.actions.sheets import import_categories, import_routes
from linli.cases.actions.study import (
    accept_suggestion,
    answer,
    decline,
    dispatch,
    merge,
    take_back,
    take_over,
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
from linli.cases.actions.texts import import_reply_texts, remove_reply_text, set_reply_text
from linli.cases.rules.drafts import Draft, Part, Person

__all__ = [
    "Draft",
    "ImportReport",
    "Part",
    "Person",
    "accept_suggestion",
    "add",
    "add_category",
    "add_route",
    "answer",
    "answer_letter",
    "appraise",
    "arbitrate",
    "arrive",
    "ask_back",
    "ask_contacts",
    "ask_extension",
    "ask_learning",
    "ask_parking",
    "ask_right",
    "assist",
    "call_back",
    "call_review",
    "check",
    "climb",
    "close",
    "confirm",
    "contact",
    "decline",
    "delete_view",
    "deny",
    "dispatch",
    "end_letter",
    "export_contacts",
    "export_list",
    "extend",
    "filled_in",
    "forget_case",
    "forget_person",
    "give_back",
    "go_on",
    "import_cases",
    "import_categories",
    "import_reply_texts",
    "import_routes",
    "install_categories",
    "join",
    "keep_version",
    "merge",
    "miss_call",
    "miss_letter",
    "move_route",
    "note",
    "opened",
    "park",
    "publish",
    "rate",
    "reckon",
    "reckon_all",
    "redact",
    "register",
    "register_many",
    "remove_reply_text",
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
    "set_reply_text",
    "set_route",
    "settle_right",
    "share",
    "sign_in",
    "split",
    "supervise",
    "take_back",
    "take_copy",
    "take_off",
    "take_over",
    "tell_stale",
    "thank",
    "triage",
    "uncover",
    "unmerge",
    "unpublish",
    "use_version",
    "withdraw",
]
