"""Every write of the counter."""

from linli.counter.actions.catalogue import (
    add_item,
    change_item,
    close_item,
    install_items,
    reopen_item,
)
from linli.counter.actions.catalogue_sheets import import_items

__all__ = [
    "add_item",
    "change_item",
    "close_item",
    "import_items",
    "install_items",
    "reopen_item",
]
