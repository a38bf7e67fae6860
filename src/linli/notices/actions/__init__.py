"""Every write of notices and messages: one function is one thing somebody does."""

from linli.notices.actions.forgetting import forget_old, forget_person
from linli.notices.actions.hooks import close_hook, open_hook
from linli.notices.actions.mail import ask_mail, confirm_mail
from linli.notices.actions.sending import claim, fail, retry, sent
from linli.notices.actions.telling import mark_read, send_out, tell

__all__ = [
    "ask_mail",
    "claim",
    "close_hook",
    "confirm_mail",
    "fail",
    "forget_old",
    "forget_person",
    "mark_read",
    "open_hook",
    "retry",
    "send_out",
    "sent",
    "tell",
]
