"""Tables of the counter."""

from linli.counter.models.catalogue import Item, ItemVersion
from linli.counter.models.queue import Hall, Ticket, TicketItem, Window

__all__ = ["Hall", "Item", "ItemVersion", "Ticket", "TicketItem", "Window"]
