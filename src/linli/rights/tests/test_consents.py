"""Consent: to one version, each on its own, by a guardian for a child, withdrawn like given."""

from typing import Any

import pytest
from django.test import Client

from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Forbidden, Refused
from linli.kernel.models import Event
from linli.rights import actions, queries
from linli.rights.models import Consent
from linli.rights.rules import STATEMENTS, RightsEvent, Statement, Topic

pytestmark = pytest.mark.django_db


def give(town: Any, topic: Topic = Topic.CARE, **given: Any) -> Consent:
    given = {"version": STATEMENTS[topic].version, **given}
    return actions.give_consent(actor=town.actor("resident"), topic=topic, **given)


def agrees(town: Any, topic: Topic = Topic.CARE) -> bool:
    resident = town.account("resident").pk
    return queries.agreeing(town.street.pk, {resident}, topic) == {resident}


def kinds(town: Any) -> list[str]:
    found = Event.objects.filter(street_id=town.street.pk, kind__startswith="rights.consent")
    return list(found.order_by("id").values_list("kind", flat=True))


def test_given_withdrawn_and_given_again_leaves_every_row(town: Any):
    give(town)
    assert agrees(town)
    actions.withdraw_consent(actor=town.actor("resident"), topic=Topic.CARE)
    assert not agrees(town)
    give(town)
    assert agrees(town)
    rows = Consent.objects.filter(street_id=town.street.pk).order_by("id")
    assert [bool(row.withdrawn_at) for row in rows] == [True, False]
    assert kinds(town) == [RightsEvent.CONSENTED, RightsEvent.WITHDREW, RightsEvent.CONSENTED]


def test_one_consent_is_not_another(town: Any):
    give(town, Topic.PHOTO)
    assert agrees(town, Topic.PHOTO)
    assert not agrees(town, Topic.CARE)


def test_twice_is_once(town: Any):
    assert give(town) == give(town)
    assert kinds(town) == [RightsEvent.CONSENTED]


def test_new_words_need_a_new_consent(town: Any, monkeypatch: pytest.MonkeyPatch):
    give(town)
    newer = Statement(2, "甲", "乙", "丙", "丁", is_sensitive=True, effect="戊")
    monkeypatch.setitem(STATEMENTS, Topic.CARE, newer)  # type: ignore[attr-defined]
    assert not agrees(town)
    with pytest.raises(Refused) as refused:
        give(town, version=1)
    assert refused.value.reason.code == "statement_changed"
    give(town)
    assert agrees(town)
    assert Consent.objects.filter(street_id=town.street.pk, withdrawn_at=None).count() == 1


def test_for_a_child_a_guardian_is_named_and_the_name_is_sealed(town: Any):
    with pytest.raises(Refused) as refused:
        give(town, is_for_child=True)
    assert refused.value.reason.field == "guardian"
    consent = give(town, is_for_child=True, guardian="示大甲")
    consent.refresh_from_db()
    assert (consent.is_for_child, consent.guardian) == (True, "示大甲")


@pytest.mark.parametrize("topic", list(Topic))
def test_every_statement_says_what_who_why_and_how_long(topic: Topic):
    told = STATEMENTS[topic]
    assert all((told.what, told.who, told.why, told.how_long))
    assert bool(told.effect) == told.is_sensitive


def test_nobody_consents_for_somebody_else(town: Any):
    key = Actor(ActorKind.KEY, town.street.pk, town.account("resident").pk)
    with pytest.raises(Forbidden):
        actions.give_consent(actor=key, topic=Topic.CARE, version=1)
    with pytest.raises(Forbidden):
        actions.withdraw_consent(actor=key, topic=Topic.CARE)


def test_the_page_gives_with_one_form_and_withdraws_with_one_press(town: Any, client: Client):
    client.force_login(town.account("resident"))
    sent = {"topic": "care", "version": STATEMENTS[Topic.CARE].version}
    assert client.post("/me/consents/", sent).status_code == 302
    assert agrees(town)
    assert "已同意" in client.get("/me/consents/").content.decode()
    assert client.post("/me/consents/care/withdraw/").status_code == 302
    assert not agrees(town)


def test_wrong_input_says_what_is_missing(town: Any, client: Client):
    client.force_login(town.account("resident"))
    sent = {"topic": "care", "version": 1, "is_for_child": "on", "guardian": ""}
    answer = client.post("/me/consents/", sent)
    assert answer.status_code == 422
    assert "监护人" in answer.content.decode()
    assert client.post("/me/consents/", {"topic": "nothing", "version": 1}).status_code == 422
    assert client.post("/me/consents/nothing/withdraw/").status_code == 404
