"""What somebody was told, what is on its way, and how it is worded."""

from linli.notices.queries.messages import (
    Filters,
    MessageLine,
    MessagePage,
    behind,
    due_streets,
    failing,
    message_page,
    sent_lately,
    sent_to,
)
from linli.notices.queries.notices import NoticePage, notice_page, unread
from linli.notices.queries.wording import may_disturb_at, open_hooks, outgoing, short_link

__all__ = [
    "Filters",
    "MessageLine",
    "MessagePage",
    "NoticePage",
    "behind",
    "due_streets",
    "failing",
    "may_disturb_at",
    "message_page",
    "notice_page",
    "open_hooks",
    "outgoing",
    "sent_lately",
    "sent_to",
    "short_link",
    "unread",
]
