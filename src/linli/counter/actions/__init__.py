"""Every write of the counter."""

from linli.counter.actions.application_accept import (
    accept,
    ask_correction,
    correct,
    deem_accepted,
    lapse,
    refuse,
    serve,
)
from linli.counter.actions.application_forgetting import forget_application, forget_person
from linli.counter.actions.application_looks import reveal_applicant
from linli.counter.actions.application_originals import (
    give_mandate,
    return_original,
    take_original,
)
from linli.counter.actions.application_photos import add_papers
from linli.counter.actions.application_ratings import contact_rater, mend_rating, rate, reveal_rater
from linli.counter.actions.application_receive import book, receive, take_in, take_in_booked
from linli.counter.actions.application_review import (
    answer,
    decide,
    deliver,
    end_special,
    examine,
    finish,
    pass_up,
    start_special,
    terminate,
    withdraw,
)
from linli.counter.actions.catalogue import (
    add_item,
    change_item,
    close_item,
    install_items,
    reopen_item,
)
from linli.counter.actions.catalogue_sheets import import_items
from linli.counter.actions.skill_notes import write_note
from linli.counter.actions.visits import (
    arrive_visit,
    book_visit,
    leave_list,
    move_visit,
    take_offer,
)

__all__ = [
    "accept",
    "add_item",
    "add_papers",
    "answer",
    "arrive_visit",
    "ask_correction",
    "book",
    "book_visit",
    "change_item",
    "close_item",
    "contact_rater",
    "correct",
    "decide",
    "deem_accepted",
    "deliver",
    "end_special",
    "examine",
    "finish",
    "forget_application",
    "forget_person",
    "give_mandate",
    "import_items",
    "install_items",
    "lapse",
    "leave_list",
    "mend_rating",
    "move_visit",
    "pass_up",
    "rate",
    "receive",
    "refuse",
    "reopen_item",
    "return_original",
    "reveal_applicant",
    "reveal_rater",
    "serve",
    "start_special",
    "take_in",
    "take_in_booked",
    "take_offer",
    "take_original",
    "terminate",
    "withdraw",
    "write_note",
]
