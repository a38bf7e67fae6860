"""Requests: who raised them, the words in their thread, and the tables that sort and route them."""

from linli.cases.models.case import Case, CoHandler, Counter, Pause
from linli.cases.models.ladder import Escalation, Letter
from linli.cases.models.learning import SorterVersion
from linli.cases.models.public import Publication, Thanks
from linli.cases.models.sorting import Category, ReplyText, Route
from linli.cases.models.thread import Entry, Reporter
from linli.cases.models.views import SavedView

__all__ = [
    "Case",
    "Category",
    "CoHandler",
    "Counter",
    "Entry",
    "Escalation",
    "Letter",
    "Pause",
    "Publication",
    "ReplyText",
    "Reporter",
    "Route",
    "SavedView",
    "SorterVersion",
    "Thanks",
]
