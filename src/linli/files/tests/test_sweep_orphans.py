"""Bytes that no row names go after a day; everything else stays."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from linli.files import actions, models, tasks
from linli.files.tests.factories import upload
from linli.kernel import actor, clock
from linli.kernel.streets.models import Street

pytestmark = pytest.mark.django_db


@pytest.fixture
def street() -> Street:
    return Street.objects.create(code="371482003000", name="银山街道", initials="YS")


def orphan(street: Street, at: datetime) -> str:
    """Bytes as a rolled-back transaction leaves them."""
    milliseconds = int(at.timestamp() * 1000)
    key = UUID(int=(milliseconds << 80) | (7 << 76) | (2 << 62) | 5)
    name = f"{models.folder(street.pk, at)}/{key}.jpg"
    default_storage.save(name, ContentFile(b"bytes"))
    default_storage.save(name.replace(".jpg", ".thumb.jpg"), ContentFile(b"bytes"))
    return name


def test_an_orphan_older_than_a_day_goes_and_a_younger_one_stays(street: Street) -> None:
    old, young = clock.now() - timedelta(hours=25), clock.now() - timedelta(hours=23)
    gone, kept = orphan(street, old), orphan(street, young)
    assert actions.sweep_orphans(actor=actor.system(street.pk)) == 2
    assert not default_storage.exists(gone)
    assert not default_storage.exists(gone.replace(".jpg", ".thumb.jpg"))
    assert default_storage.exists(kept)


def test_the_orphans_of_the_last_month_go_on_the_first_of_the_next(street: Street) -> None:
    with time_machine.travel(datetime(2027, 1, 1, 1, tzinfo=UTC), tick=False):
        gone = orphan(street, datetime(2026, 12, 30, tzinfo=UTC))
        assert actions.sweep_orphans(actor=actor.system(street.pk)) == 2
    assert not default_storage.exists(gone)


def test_photos_with_a_row_and_files_that_are_not_ours_stay(street: Street) -> None:
    (file,) = actions.store_photos(actor=actor.system(street.pk), uploads=[upload()])
    note = f"{models.folder(street.pk, clock.now())}/README.jpg"
    default_storage.save(note, ContentFile(b"kept by hand"))
    with time_machine.travel(clock.now() + timedelta(days=2)):
        assert actions.sweep_orphans(actor=actor.system(street.pk)) == 0
    assert default_storage.exists(file.path)
    assert default_storage.exists(note)


def test_the_nightly_job_sweeps_every_street(street: Street) -> None:
    other = Street.objects.create(code="371482004000", name="金山街道", initials="JS")
    at = clock.now() - timedelta(days=2)
    gone = [orphan(each, at) for each in (street, other)]
    tasks.sweep_orphans(timestamp=0)
    assert not any(default_storage.exists(name) for name in gone)
