"""The secret part of a link that opens one row without an account."""

from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac

from linli.kernel.streets.models import StreetModel


def seal(row: StreetModel, use: str) -> str:
    """96 bits that only we can make, for one row and one use."""
    return _seal(row.street_id, row.pk, use)


def token(row: StreetModel, use: str) -> str:
    """The seal behind the key of the row, where an address says nothing else of it."""
    return f"{row.pk.hex}{seal(row, use)}"


def opened(street_id: int, given: str, use: str) -> UUID | None:
    """The key of the row that a token opens; nothing for a token that is not ours."""
    try:
        pk = UUID(given[:32])
    except ValueError:
        return None
    return pk if constant_time_compare(_seal(street_id, pk, use), given[32:]) else None


def _seal(street_id: int, pk: UUID, use: str) -> str:
    return salted_hmac(f"linli.{use}", f"{street_id}:{pk}").hexdigest()[:24]
