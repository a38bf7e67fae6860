"""好差评: once, while it is fresh, and nobody who works here learns from whom."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from linli.counter import actions, queries
from linli.counter.models import Rating
from linli.counter.rules.application_words import CounterEvent, Stars
from linli.counter.tests import counters
from linli.kernel import clock, events
from linli.kernel.actor import ActorKind
from linli.kernel.errors import Forbidden, Refused
from linli.kernel.models import Event

pytestmark = pytest.mark.django_db


def rated(town: Any, stars: Stars = Stars.ONE, **details: Any) -> Rating:
    one = counters.finished(town)
    return actions.rate(actor=town.actor("resident"), application_id=one.pk, stars=stars, **details)


def refused(act: Any, **given: Any) -> Any:
    with pytest.raises(Refused) as found:
        act(**given)
    return found.value.reason


def test_a_rating_sent_twice_counts_once(town: Any) -> None:
    one = counters.finished(town)
    given = {"actor": town.actor("resident"), "application_id": one.pk}
    actions.rate(**given, stars=Stars.FOUR)
    reason = refused(actions.rate, **given, stars=Stars.ONE)
    assert (reason.code, reason.field) == ("rated_once", "stars")
    assert Rating.objects.get(street_id=one.street_id).stars == 4


def test_rating_late_is_refused_with_another_way(town: Any) -> None:
    one = counters.finished(town)
    given = {"actor": town.actor("resident"), "application_id": one.pk}
    with clock.at(clock.now() + timedelta(days=20)):
        assert refused(actions.rate, **given, stars=Stars.ONE).code == "rated_late"


def test_a_bad_one_has_to_be_answered_and_put_right_in_time(town: Any) -> None:
    with clock.at(counters.MONDAY):
        rating = rated(town, phone="19900001234")
    assert (rating.contact_due_at, rating.mend_due_at) == counters.BAD_DUE
    good = rated(town, Stars.THREE)
    assert (good.contact_due_at, good.mend_due_at) == (None, None)


def test_a_bad_one_is_seen_to_by_somebody_it_is_not_about(town: Any) -> None:
    rating, supervisor = rated(town, phone="19900001234"), town.actor("supervisor")
    with pytest.raises(Forbidden):
        actions.contact_rater(actor=town.actor("clerk"), rating_id=rating.pk)
    actions.contact_rater(actor=supervisor, rating_id=rating.pk)
    again = refused(actions.contact_rater, actor=supervisor, rating_id=rating.pk)
    assert again.code == "no_contact_due"
    given = {"actor": supervisor, "rating_id": rating.pk}
    assert refused(actions.mend_rating, **given, text=" ").field == "text"
    assert actions.mend_rating(**given, text="窗口加了一把椅子").mended_at is not None
    assert refused(actions.mend_rating, **given, text="再来").code == "no_mending_due"


def test_the_number_is_shown_to_who_is_to_call_and_the_look_is_on_record(
    town: Any, client: Client
) -> None:
    rating, page = rated(town, name="示小甲", phone="19900001234"), "/desk/counter/ratings/"
    client.force_login(town.account("supervisor"))
    assert "19900001234" not in client.get(page).content.decode()
    shown = client.post(f"{page}{rating.pk}/", {"reveal": "1"}).content.decode()
    assert "19900001234" in shown
    (look,) = events.history(town.street.pk, rating.pk)[1:]
    assert (look.kind, look.actor_id) == (
        CounterEvent.RATER_REVEALED,
        town.account("supervisor").pk,
    )
    with pytest.raises(Forbidden):
        actions.reveal_rater(actor=town.actor("clerk"), rating_id=rating.pk)


def test_whoever_left_no_number_is_not_called(town: Any) -> None:
    rating = rated(town)
    reason = refused(actions.contact_rater, actor=town.actor("supervisor"), rating_id=rating.pk)
    assert reason.code == "no_number"


def test_no_row_and_no_event_leads_from_a_rating_to_whoever_gave_it(town: Any) -> None:
    one = counters.finished(town)
    before = row_of(one)
    seen = Event.objects.filter(street_id=one.street_id).count()
    rating = actions.rate(
        actor=town.actor("resident"), application_id=one.pk, stars=Stars.TWO, text="等了很久"
    )
    assert row_of(one) == before
    (event,) = Event.objects.filter(street_id=one.street_id).order_by("id")[seen:]
    assert (event.kind, event.actor_kind) == (CounterEvent.RATED, ActorKind.SYSTEM)
    assert (event.actor_id, event.after) == (None, {"stars": 2})
    assert CounterEvent.RATED not in {e.kind for e in events.history(one.street_id, one.pk)}
    keys = {one.pk, one.account_id, one.taker_id, one.number, one.name, one.phone}
    values = {getattr(rating, field.attname) for field in rating._meta.local_concrete_fields}
    assert not keys & {value for value in values if isinstance(value, (str, type(one.pk)))}
    assert bytes(rating.token) == queries.rating_token(one.pk) != one.pk.bytes


def row_of(one: Any) -> Any:
    """The whole row of an application as the database has it."""
    with connection.cursor() as cursor:
        statement = "SELECT t::text, xmin::text FROM counter_application t WHERE street_id = %s"
        cursor.execute(f"{statement} AND id = %s", [one.street_id, one.pk])
        return cursor.fetchall()
