"""Setting a rule: a new version from a day on, by the administrator, recorded."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection

from linli.kernel import actor, events
from linli.kernel.errors import Forbidden, Refused
from linli.rulebook import actions, queries, rules
from linli.rulebook.tests import factories

pytestmark = pytest.mark.django_db

LIMITS = {**rules.PRESETS["cases.limits"], "reopen_days": 15}
NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today() -> object:
    with time_machine.travel(NOON, tick=False):
        yield


def test_a_rule_counts_from_its_first_day_and_the_preset_before_it() -> None:
    street = factories.street()
    admin = factories.somebody(street, "admin")
    first_day = date(2026, 12, 1)
    actions.set_rule(actor=admin, key="cases.limits", value=LIMITS, valid_from=first_day)
    street.refresh_from_db()
    last_moment = datetime(2026, 11, 30, 15, 59, tzinfo=UTC)  # 23:59 in China
    first_moment = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
    before = queries.rule_at(street, "cases.limits", last_moment)
    after = queries.rule_at(street, "cases.limits", first_moment)
    assert (before.version, before.value["reopen_days"]) == (0, 10)
    assert (after.version, after.value["reopen_days"]) == (1, 15)


def test_every_change_is_a_new_version_and_recorded_without_its_words() -> None:
    street = factories.street()
    admin = factories.somebody(street, "admin")
    for day in (date(2026, 12, 1), date(2027, 1, 1)):
        rule = actions.set_rule(actor=admin, key="cases.limits", value=LIMITS, valid_from=day)
    assert [row.version for row in queries.rule_history(street, "cases.limits")] == [2, 1]
    (event,) = events.history(street.pk, rule.pk)
    assert event.kind == "rulebook.rule.set"
    assert event.after == {"key": "cases.limits", "version": 2, "valid_from": "2027-01-01"}


@pytest.mark.django_db(transaction=True)
def test_administrators_who_save_at_the_same_time_get_a_version_each() -> None:
    street = factories.street()

    def save(day: int) -> int:
        with closing(connection):
            rule = actions.set_rule(
                actor=factories.somebody(street, "admin"),
                key="cases.limits",
                value=LIMITS,
                valid_from=date(2026, 12, day),
            )
            return rule.version

    with ThreadPoolExecutor(4) as people:
        assert sorted(people.map(save, range(1, 9))) == list(range(1, 9))


def test_only_the_administrator_and_the_system_may_and_others_are_told_who_may() -> None:
    street = factories.street()
    change = {"key": "cases.limits", "value": LIMITS, "valid_from": date(2026, 12, 1)}
    for role in ("leader", "dispatcher", "resident"):
        with pytest.raises(Forbidden, match="管理员"):
            actions.set_rule(actor=factories.somebody(street, role), **change)
    with pytest.raises(Forbidden):
        actions.set_rule(actor=actor.Actor(actor.ActorKind.VISITOR, street.pk), **change)
    assert actions.set_rule(actor=actor.system(street.pk), **change).version == 1


def test_a_rule_in_force_already_may_be_entered_by_the_system_only() -> None:
    street = factories.street()
    change = {"key": "cases.limits", "value": LIMITS, "valid_from": date(2026, 11, 21)}
    with pytest.raises(Refused) as refused:
        actions.set_rule(actor=factories.somebody(street, "admin"), **change)
    assert refused.value.reason.field == "valid_from"
    assert actions.set_rule(actor=actor.system(street.pk), **change).version == 1


def test_a_rule_that_makes_no_sense_changes_nothing() -> None:
    street = factories.street()
    admin = factories.somebody(street, "admin")
    with pytest.raises(Refused) as refused:
        actions.set_rule(
            actor=admin,
            key="cases.limits",
            value={**LIMITS, "reopen_days": -1},
            valid_from=date(2026, 12, 1),
        )
    assert refused.value.reason.field == "reopen_days"
    assert queries.rule_history(street, "cases.limits") == []


def test_a_street_keeps_its_own_rules() -> None:
    here, there = factories.street(), factories.street()
    admin = factories.somebody(here, "admin")
    actions.set_rule(actor=admin, key="cases.limits", value=LIMITS, valid_from=NOON.date())
    here.refresh_from_db()
    assert queries.rule_at(here, "cases.limits", NOON).value["reopen_days"] == 15
    assert queries.rule_at(there, "cases.limits", NOON).value["reopen_days"] == 10


@pytest.mark.parametrize("key", rules.KEYS)
def test_a_fresh_street_works_with_the_presets(key: str) -> None:
    found = queries.rule_at(factories.street(), key, NOON)
    assert found.version == 0
    assert found.value == rules.PRESETS[key]
