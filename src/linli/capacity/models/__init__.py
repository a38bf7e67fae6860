"""What there is only so much of, and who has which hour of it."""

from linli.capacity.models.booking import Booking, Waiting
from linli.capacity.models.resource import ClosedDay, Hours, Resource

__all__ = ["Booking", "ClosedDay", "Hours", "Resource", "Waiting"]
