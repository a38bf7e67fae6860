"""Storing photos, and clearing away bytes that no row names."""

from linli.files.actions.photos import store_photos
from linli.files.actions.sweep import sweep_orphans

__all__ = ["store_photos", "sweep_orphans"]
