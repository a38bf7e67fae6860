"""Relations between rows of modules that may not import each other."""

from collections.abc import Iterable
from uuid import UUID

from linli.kernel.models import Link
from linli.kernel.streets.models import StreetModel


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


def also(street_id: int, target_id: UUID, other: StreetModel) -> None:
    """Whatever is related to one row is related in the same way to another."""
    rows = Link.objects.filter(street_id=street_id, target_id=target_id)
    found = [
        Link(
            street_id=street_id,
            kind=row.kind,
            source_type=row.source_type,
            source_id=row.source_id,
            target_type=row.target_type,
            target_id=other.pk,
        )
        for row in rows
    ]
    Link.objects.bulk_create(found, ignore_conflicts=True)


def links_from(street_id: int, source_ids: Iterable[UUID], *kinds: str) -> list[Link]:
    """The links of these kinds that start at any of these rows, oldest first."""
    rows = Link.objects.filter(street_id=street_id, kind__in=kinds, source_id__in=list(source_ids))
    return list(rows.order_by("id"))


def links_to(street_id: int, target_id: UUID, *kinds: str) -> list[Link]:
    """The links of these kinds that end at one row."""
    return list(Link.objects.filter(street_id=street_id, kind__in=kinds, target_id=target_id))


def unlink(street_id: int, target_ids: Iterable[UUID]) -> None:
    """Whatever points at these rows goes, for they go too."""
    Link.objects.filter(street_id=street_id, target_id__in=list(target_ids)).delete()
