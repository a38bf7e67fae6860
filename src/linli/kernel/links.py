"""Relations between rows of modules that may not import each other."""

from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from linli.kernel.models import Link
from linli.kernel.streets.models import StreetModel

Row = TypeVar("Row", bound=StreetModel)


def link(source: StreetModel, targets: Iterable[StreetModel], kind: str) -> None:
    """Relate ``source`` to each target; saying it twice changes nothing."""
    rows = [
        Link(
            street_id=source.street_id,
            kind=kind,
            source_type=source._meta.label_lower,
            source_id=source.pk,
            target_type=target._meta.label_lower,
            target_id=target.pk,
        )
        for target in targets
    ]
    if rows:
        Link.objects.bulk_create(rows, ignore_conflicts=True)


def targets(source: StreetModel, model: type[Row], *kinds: str) -> list[Row]:
    """The rows of ``model`` that ``source`` is related to, oldest link first."""
    links = Link.objects.filter(
        street_id=source.street_id,
        kind__in=kinds,
        source_id=source.pk,
        target_type=model._meta.label_lower,
    )
    ids: list[UUID] = list(links.order_by("id").values_list("target_id", flat=True))
    if not ids:
        return []
    rows = model._base_manager.filter(street_id=source.street_id, pk__in=ids)
    return sorted(rows, key=lambda row: ids.index(row.pk))


def links_to(street_id: int, target_id: UUID, *kinds: str) -> list[Link]:
    """The links of these kinds that end at one row."""
    return list(Link.objects.filter(street_id=street_id, kind__in=kinds, target_id=target_id))
