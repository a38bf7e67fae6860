"""The model in use: what it makes of a text."""

from functools import lru_cache
from uuid import UUID

from linli import triage
from linli.cases.models import SorterVersion
from linli.kernel.streets.models import Street
from linli.kernel.streets.revisions import per_revision

_MOST_KEPT = 3  # models in the memory of one process, each some megabytes


def model_in_use(street: Street) -> triage.Model | None:
    """The model of the version that is switched on; None where keywords work alone."""
    version_id = _used_version(street)
    return model_of(street.pk, version_id) if version_id else None


@lru_cache(maxsize=_MOST_KEPT)
def model_of(street_id: int, version_id: UUID) -> triage.Model:
    """A version never changes, so it is read once."""
    rows = SorterVersion.objects.filter(street_id=street_id, pk=version_id)
    return triage.unpacked(bytes(rows.values_list("content", flat=True).get()))


@per_revision
def _used_version(street: Street) -> UUID | None:
    rows = SorterVersion.objects.filter(street_id=street.pk, is_used=True)
    return rows.values_list("pk", flat=True).first()
