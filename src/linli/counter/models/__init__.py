"""Tables of the counter."""

from linli.counter.models.catalogue import Item, ItemVersion

__all__ = ["Item", "ItemVersion"]
