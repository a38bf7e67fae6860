"""Tables of the counter."""

from linli.counter.models.application_papers import Mandate, MaterialCheck, Original, Slip
from linli.counter.models.application_ratings import Rating
from linli.counter.models.applications import Application, ApplicationCount, ApplicationEntry
from linli.counter.models.catalogue import Item, ItemVersion, SkillNote
from linli.counter.models.queue import Hall, Ticket, TicketItem, Window

__all__ = [
    "Application",
    "ApplicationCount",
    "ApplicationEntry",
    "Hall",
    "Item",
    "ItemVersion",
    "Mandate",
    "MaterialCheck",
    "Original",
    "Rating",
    "SkillNote",
    "Slip",
    "Ticket",
    "TicketItem",
    "Window",
]
