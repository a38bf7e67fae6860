"""Photos painted over: everybody sees the new one, looks at the photo as taken are on record."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from linli.cases import actions, queries
from linli.cases.models import Case
from linli.cases.rules.words import CaseEvent
from linli.cases.tests import stories
from linli.files.models import File
from linli.files.rules import Box
from linli.kernel import events
from linli.kernel.errors import Refused

pytestmark = pytest.mark.django_db


def white() -> BytesIO:
    out = BytesIO()
    Image.new("RGB", (100, 80), "white").save(out, "JPEG")
    out.seek(0)
    return out


def with_photo(town: Any) -> tuple[Case, File]:
    case = stories.in_progress(town)
    actions.note(
        actor=town.actor("grid"), case_id=case.pk, text="到场", is_public=True, photos=[white()]
    )
    return case, shown(town, case, "resident")


def shown(town: Any, case: Case, who: str) -> File:
    page = queries.case_page(town.actor(who), town.street, case.number)
    (photo,) = next(line.photos for line in page.thread if line.photos)
    return photo


def pixel(content: bytes, at: tuple[int, int]) -> bool:
    """Whether it is black there."""
    return sum(Image.open(BytesIO(content)).convert("RGB").getpixel(at)) < 60


def served(client: Client, photo: File, size: str = "full") -> bytes:
    return b"".join(client.get(f"/desk/photos/{photo.pk}/{size}/").streaming_content)


def test_what_is_covered_is_black_for_everybody_also_by_the_old_address(town: Any, client: Client):
    case, taken = with_photo(town)
    made = actions.redact(
        actor=town.actor("dispatcher"), file_id=taken.pk, boxes=[Box(10, 10, 20, 20)]
    )
    for who in ("resident", "grid", "dispatcher"):
        assert shown(town, case, who) == made
    client.force_login(town.account("grid"))
    for photo in (made, taken):
        content = served(client, photo)
        assert pixel(content, (20, 16))
        assert not pixel(content, (80, 60))
        assert pixel(served(client, photo, "thumb"), (20, 16))


def test_the_photo_as_taken_is_kept_and_each_look_at_it_is_on_record(town: Any, client: Client):
    case, taken = with_photo(town)
    desk = town.actor("dispatcher")
    made = actions.redact(actor=desk, file_id=taken.pk, boxes=[Box(0, 0, 50, 50)])
    client.force_login(town.account("grid"))
    look = client.post(f"/desk/photos/{made.pk}/uncover/")
    assert not pixel(b"".join(look.streaming_content), (20, 16))
    assert look["Cache-Control"] == "no-store"
    assert client.get(f"/desk/photos/{made.pk}/uncover/").status_code == 405
    last = events.history(town.street.pk, case.pk)[-1]
    assert (last.kind, last.actor_id) == (CaseEvent.UNCOVERED, town.account("grid").pk)
    page = queries.case_page(town.actor("resident"), town.street, case.number)
    assert page.thread[-1].what == CaseEvent.UNCOVERED


def test_covered_twice_the_first_photo_is_the_one_beneath(town: Any):
    case, taken = with_photo(town)
    desk = town.actor("dispatcher")
    once = actions.redact(actor=desk, file_id=taken.pk, boxes=[Box(0, 0, 10, 10)])
    twice = actions.redact(actor=desk, file_id=once.pk, boxes=[Box(50, 50, 10, 10)])
    assert shown(town, case, "resident") == twice
    assert actions.uncover(actor=desk, file_id=twice.pk) == taken


def test_who_only_raised_it_or_sees_it_from_afar_neither_covers_nor_uncovers(town: Any):
    _, taken = with_photo(town)
    for who in ("resident", "auditor", "department"):
        with pytest.raises(Refused):
            actions.redact(actor=town.actor(who), file_id=taken.pk, boxes=[Box(0, 0, 9, 9)])
    made = actions.redact(actor=town.actor("grid"), file_id=taken.pk, boxes=[Box(0, 0, 9, 9)])
    for who in ("resident", "auditor", "department"):
        with pytest.raises(Refused):
            actions.uncover(actor=town.actor(who), file_id=made.pk)


def test_boxes_written_as_numbers_do_the_same_without_a_pointer(town: Any, client: Client):
    case, taken = with_photo(town)
    client.force_login(town.account("grid"))
    path = f"/desk/photos/{taken.pk}/cover/"
    assert "用数字写框的位置" in client.get(path).content.decode()
    assert "请画出要遮的地方" in client.post(path, {"left_0": ""}).content.decode()
    wrong = {"left_0": 10, "top_0": 10, "width_0": 20, "height_0": 0}
    assert "遮挡要在照片里" in client.post(path, wrong).content.decode()
    done = client.post(path, {**wrong, "height_0": 20})
    assert done.status_code == 302
    assert pixel(served(client, shown(town, case, "grid")), (20, 16))


def test_an_uncovered_photo_has_nothing_beneath(town: Any):
    _, taken = with_photo(town)
    with pytest.raises(Refused):
        actions.uncover(actor=town.actor("grid"), file_id=taken.pk)
