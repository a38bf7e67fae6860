"""Storing photos: all or none, under names that tell nothing, recorded."""

import hashlib
from datetime import UTC
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image

from linli.files import actions, models, queries
from linli.files.models import File
from linli.files.tests.factories import picture, upload
from linli.kernel import clock, events
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Refused
from linli.kernel.streets.models import Street, new_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def somebody() -> Actor:
    street = Street.objects.create(code="371482002000", name="银山街道", initials="YS")
    return Actor(ActorKind.ACCOUNT, street.pk, new_id())


def stored_names(folder: str = "") -> list[str]:
    if not default_storage.exists(folder or "."):
        return []
    folders, names = default_storage.listdir(folder or ".")
    below = [name for each in folders for name in stored_names(f"{folder}/{each}".strip("/"))]
    return [*(f"{folder}/{name}" for name in names), *below]


def test_a_photo_is_stored_with_its_thumb_and_described(somebody: Actor) -> None:
    (file,) = actions.store_photos(actor=somebody, uploads=[upload(picture(3000, 2000), "PNG")])
    with queries.file_bytes(file) as photo, queries.file_bytes(file, thumb=True) as thumb:
        content, small = photo.read(), thumb.read()
    assert (file.width, file.height, file.size) == (2560, 1707, len(content))
    assert file.sha256 == hashlib.sha256(content).hexdigest()
    assert (file.thumb_size, Image.open(BytesIO(small)).size) == (len(small), (480, 320))
    assert (file.media_type, file.uploaded_by) == ("image/jpeg", somebody.id)


def test_the_name_in_the_storage_comes_from_the_key_alone(somebody: Actor) -> None:
    sent = SimpleUploadedFile("../../张三的病历.svg", upload().getvalue(), "text/html")
    (file,) = actions.store_photos(actor=somebody, uploads=[sent])
    month = clock.now().astimezone(UTC).strftime("%Y/%m")
    assert file.path == f"{somebody.street_id}/{month}/{file.pk}.jpg"
    assert sorted(stored_names()) == sorted([file.path, file.thumb_path])


def test_each_stored_photo_is_recorded_with_its_checksum(somebody: Actor) -> None:
    files = actions.store_photos(actor=somebody, uploads=[upload(), upload(picture(90, 90))])
    for file in files:
        (event,) = events.history(somebody.street_id, file.pk)
        assert event.kind == "files.file.stored"
        assert event.after == {"sha256": file.sha256, "size": file.size}


def test_one_bad_photo_refuses_all_and_says_which(somebody: Actor) -> None:
    with pytest.raises(Refused, match="第2个文件不是照片") as refused:
        actions.store_photos(actor=somebody, uploads=[upload(), BytesIO(b"<html>"), upload()])
    assert refused.value.reason.params["number"] == 2
    assert not File.objects.filter(street_id=somebody.street_id).exists()
    assert stored_names() == []


def test_ten_photos_are_one_too_many_and_none_is_fine(somebody: Actor) -> None:
    with pytest.raises(Refused, match="请去掉1张"):
        actions.store_photos(actor=somebody, uploads=[upload() for _ in range(10)])
    assert actions.store_photos(actor=somebody, uploads=[]) == []


def test_a_visitor_without_account_may_send_a_photo(somebody: Actor) -> None:
    visitor = Actor(ActorKind.VISITOR, somebody.street_id)
    (file,) = actions.store_photos(actor=visitor, uploads=[upload()])
    assert file.uploaded_by is None


def test_the_month_of_a_file_is_read_from_its_key(somebody: Actor) -> None:
    (file,) = actions.store_photos(actor=somebody, uploads=[upload()])
    assert abs((models.made_at(file.pk) - clock.now()).total_seconds()) < 60


def test_a_photo_goes_with_the_callers_transaction(somebody: Actor) -> None:
    with transaction.atomic():
        actions.store_photos(actor=somebody, uploads=[upload()])
        transaction.set_rollback(True)
    assert not File.objects.filter(street_id=somebody.street_id).exists()
    assert len(stored_names()) == 2, "the bytes wait for the sweep"
