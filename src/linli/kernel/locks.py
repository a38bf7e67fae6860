"""Row locks, always in the same order, so that two actions never wait for each other."""

from typing import TypeVar
from uuid import UUID

from linli.kernel.errors import NotFound
from linli.kernel.streets.models import StreetModel

Row = TypeVar("Row", bound=StreetModel)


def take(model: type[Row], street_id: int, *ids: UUID) -> list[Row]:
    """Lock the rows until the transaction ends; returns them fresh, in the order of ``ids``.

    Rows of one table are locked in order of their key. An action that needs two tables takes the
    parent's table first. Raises NotFound when one is missing in this street.
    """
    rows = model._base_manager.select_for_update(of=("self",), no_key=True)
    found = {row.pk: row for row in rows.filter(street_id=street_id, pk__in=ids).order_by("pk")}
    if len(found) < len(set(ids)):
        raise NotFound
    return [found[pk] for pk in ids]
