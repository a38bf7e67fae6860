"""Storing photos, painting over parts of them, and clearing away bytes that no row names."""

from linli.files.actions.covering import cover
from linli.files.actions.photos import store_photos
from linli.files.actions.removal import remove_photos
from linli.files.actions.sweep import sweep_orphans

__all__ = ["cover", "remove_photos", "store_photos", "sweep_orphans"]
