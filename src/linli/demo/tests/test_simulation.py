"""A few simulated days: the same seed tells the same story, and what it leaves behind holds."""

from datetime import UTC, datetime, timedelta
from unittest import mock
from uuid import UUID

import pytest
from django.db import transaction
from django.test import TestCase

from linli.cases.models import Case, Escalation
from linli.cases.queries import drifts
from linli.demo import simulation
from linli.demo.habits import Habits
from linli.demo.simulation import Simulation
from linli.demo.worker import Worker
from linli.kernel import clock
from linli.kernel.models import Delivery, Event
from linli.kernel.streets import context

START = datetime(2026, 3, 9, tzinfo=UTC)


class SimulatedTest(TestCase):
    """The subdistrict is settled once for all runs."""

    @classmethod
    def setUpTestData(cls):
        cls.enterClassContext(mock.patch.object(simulation, "RESIDENTS", 10))
        cls.ground = simulation.settle(START.date(), lambda: None)

    def simulated(self, seed):
        run = Simulation(self.ground, seed, days=2, per_day=8, start=START.date())
        run.run(lambda: None)
        return run

    def digest(self, seed):
        """The journal of a run that leaves nothing behind."""
        street = self.ground.street
        with transaction.atomic(), context.in_street(street.pk):
            self.simulated(seed)
            found = simulation.journal_digest(street)
            transaction.set_rollback(True)
        street.refresh_from_db()
        return found

    def test_the_same_seed_is_the_same_journal_and_another_seed_is_another(self):
        first, again, other = self.digest(1), self.digest(1), self.digest(2)
        assert first == again != other

    def test_what_a_simulation_leaves_behind_holds(self):
        run, street = self.simulated(3), self.ground.street
        assert run.figures.raised == 16
        with context.in_street(street.pk):
            assert not [each for survey in drifts.SURVEYS for each in survey.look(street) if each]
            assert len(set(Case.objects.values_list("state", flat=True))) >= 3
            assert Escalation.objects.filter(street_id=street.pk).exists()
            assert not Delivery.objects.filter(street_id=street.pk, done_at=None).exists()
            newest = Event.objects.filter(street_id=street.pk).order_by("-at").first()
            assert START <= newest.at <= run.end


def test_the_clock_is_driven_only_inside():
    before = clock.now()
    with clock.at(START):
        assert clock.now() == START
        with clock.at(START + timedelta(days=1)):
            assert clock.now() == START + timedelta(days=1)
        assert clock.now() == START
    assert clock.now() >= before


def test_whoever_is_ill_comes_back_and_the_same_person_is_ill_again_under_the_same_seed():
    people = [(f"grid-{number}", UUID(int=number)) for number in range(300)]
    end = START + timedelta(days=90)
    one, other = (Habits("x", people, START, end) for _ in range(2))
    moments = [START + timedelta(hours=70 * step) for step in range(30)]
    back = [one.back(pk, at) for _, pk in people for at in moments]
    assert back == [other.back(pk, at) for _, pk in people for at in moments]
    away = [later - at for later, at in zip(back, moments * 300, strict=True) if later > at]
    assert away
    assert max(away) <= timedelta(days=8)
    assert {one.pace(pk) > 3 for _, pk in people} == {True, False}


@pytest.mark.django_db
def test_periodic_jobs_run_at_their_minutes_and_empty_minutes_are_skipped(
    monkeypatch: pytest.MonkeyPatch,
):
    ran: list[datetime] = []
    worker = Worker(START)
    monkeypatch.setattr(worker, "_often", [lambda **_: ran.append(clock.now())])
    worker.want([START + timedelta(hours=1, minutes=3)])
    worker.run_until(START + timedelta(hours=9), lambda _: None)
    assert START + timedelta(hours=1, minutes=30) in ran
    assert START + timedelta(hours=5, minutes=20) in ran
    assert len(ran) <= 4
