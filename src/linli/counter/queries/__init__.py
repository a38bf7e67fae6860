"""Every read of the counter."""

from linli.counter.queries.catalogue import (
    ITEM_COLUMNS,
    Entry,
    Offer,
    Version,
    by_department,
    entry,
    export_items,
    found_offers,
    items,
    offer,
    offers,
    proofs,
    shipped_items,
    today,
    version,
    window,
)

__all__ = [
    "ITEM_COLUMNS",
    "Entry",
    "Offer",
    "Version",
    "by_department",
    "entry",
    "export_items",
    "found_offers",
    "items",
    "offer",
    "offers",
    "proofs",
    "shipped_items",
    "today",
    "version",
    "window",
]
