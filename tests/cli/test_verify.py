"""`./linli verify`: a clean street ends with 0, one changed row with 1 and its number."""

from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from PIL import Image

from linli.cases.models import Case, Entry
from linli.cases.tests import stories
from linli.cli import verify
from linli.files import actions as files
from linli.kernel import drift, events, seal
from linli.kernel.models import Delivery, Event
from linli.kernel.streets import context


def verified(**options: str) -> tuple[int, str]:
    out = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("verify", stdout=out, **options)
    return int(left.value.code or 0), out.getvalue()


def test_a_clean_street_has_one_line_for_each_check(town: Any) -> None:
    stories.closed(town)
    code, said = verified()
    assert code == 0
    assert said.count("✓") == len(verify.words()) == len(said.splitlines()) - 1


def test_a_changed_row_is_named_with_what_is_wrong(town: Any) -> None:
    case = stories.raised(town)
    with connection.as_owner():
        Case.objects.filter(street_id=town.street.pk).update(state="closed")
    code, said = verified()
    assert code == 1
    assert "✗ 1 facts" in said
    assert f"{case.number} fact_differs" in said


def deliveries(town: Any) -> set[str]:
    with context.in_street(town.street.pk):
        found = verify.run(town.street, lambda: None)
    assert set(found.counts) <= {"deliveries"}
    return {drift.reason.code for drift in found.first}


def test_a_delivery_may_wait_but_not_be_lost(town: Any) -> None:
    stories.in_progress(town)
    assert deliveries(town) == set()
    events.hand_over(town.street.pk)
    assert deliveries(town) == set()
    with connection.as_owner():
        told = Delivery.objects.filter(street_id=town.street.pk, consumer="notices")
        last = told.order_by("-id").first()
        Delivery.objects.filter(street_id=town.street.pk, pk=last.pk).delete()
    assert deliveries(town) == {"delivery_missing"}


def test_a_delivery_made_twice_or_to_nobody_is_found(town: Any) -> None:
    stories.raised(town)
    first = Delivery.objects.filter(street_id=town.street.pk, consumer="notices").first()
    Delivery.objects.create(
        street_id=town.street.pk, event_id=first.event_id, consumer=first.consumer
    )
    Delivery.objects.create(street_id=town.street.pk, event_id=first.event_id, consumer="gone")
    assert deliveries(town) == {"delivery_twice", "delivery_to_nobody"}


def test_a_photo_whose_bytes_are_gone_is_found(town: Any) -> None:
    made = BytesIO()
    Image.new("RGB", (64, 48)).save(made, "JPEG")
    (photo,) = files.store_photos(actor=town.system, uploads=[made])
    assert verified()[0] == 0
    default_storage.delete(photo.thumb_path)
    code, said = verified()
    assert code == 1
    assert f"{photo.thumb_path} photo_missing" in said


def test_a_changed_event_is_named(town: Any) -> None:
    stories.closed(town)
    assert seal.seal_waiting(town.street.pk) > 5
    assert verified()[0] == 0
    with context.in_street(town.street.pk), connection.as_owner():
        event = Event.objects.filter(kind="cases.case.closed").get()
        Event.objects.filter(pk=event.pk).update(audience="staff")
    code, said = verified()
    assert code == 1
    assert "✗ 1 record" in said
    assert f"{event.pk} event_changed" in said
    assert "cases.case.closed" in said


def test_words_of_a_person_may_be_forgotten_without_breaking_the_record(town: Any) -> None:
    case = stories.closed(town)
    seal.seal_waiting(town.street.pk)
    with context.in_street(town.street.pk):
        Entry.objects.filter(case=case).update(text="")
        case.reporters.update(name="", phone="")
        assert [found for found in drift.RECORD.look(town.street) if found] == []


def test_a_head_kept_outside_is_looked_for_on_the_chain(town: Any) -> None:
    stories.raised(town)
    seal.seal_waiting(town.street.pk)
    kept = bytes(seal.head(town.street.pk).hash).hex()
    assert verified(head=kept)[0] == 0
    code, said = verified(head="00" * 32)
    assert code == 1
    assert "✗ head" in said


def test_what_is_no_head_is_said_so(town: Any) -> None:
    with pytest.raises(CommandError, match="64"):
        call_command("verify", stdout=StringIO(), head="示例")
