"""The loaded demonstration: people, posts, and a history in which every row fits the others."""

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import time_machine
from django.db import connection
from django.test import TestCase

from linli.capacity import queries as capacity
from linli.capacity.models import Booking
from linli.cases import queries as cases
from linli.cases.models import Case, CoHandler, Entry, Reporter
from linli.cases.models import Counter as DayCounter
from linli.cases.rules.clocks import Tone, tone
from linli.cases.rules.intake import number
from linli.cases.rules.steps import step_for
from linli.cases.rules.table import STEPS
from linli.cases.rules.words import ENDED, CaseEvent, Channel, State, Urgency
from linli.counter.actions import queue as counter_queue
from linli.counter.models import Application, Original, Rating, Slip, Ticket
from linli.counter.queries import queue
from linli.counter.rules import application_words as counter
from linli.counter.rules.applications import STEPS as COUNTER_STEPS
from linli.demo import history, load, people
from linli.demo.plots import PLOTS
from linli.kernel import drift, seal
from linli.kernel.models import Event
from linli.kernel.streets import context
from linli.people.models import Account, Organisation, Post
from linli.people.queries import actor_of
from linli.people.rules import CHAIN, OrganisationKind, Role
from linli.places import queries as places
from linli.places.models import Grid
from linli.places.rules import GridKind

NOW = datetime(2026, 4, 16, 3, 10, tzinfo=UTC)  # a Thursday, ten past eleven in China
FEW = [replace(plot, count=min(plot.count, 9)) for plot in PLOTS]
VERB_OF = {step.event: step.verb for step in STEPS}


def test_the_whole_history_has_thousands_of_requests():
    counts = Counter()
    for plot in PLOTS:
        counts[plot.steps] += plot.count
    assert history.case_count() >= 2000
    assert counts[""] >= 25


class LoadedTest(TestCase):
    """Loaded once for all tests of the class."""

    @classmethod
    def setUpTestData(cls):
        with connection.as_owner():  # as the command does; others may not copy
            cls.street = load.load(lambda: None, NOW, FEW)
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # nobody else does before the transaction is over
        connection.check_constraints()  # once, and not after every test anew

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterClassContext(context.in_street(cls.street.pk))
        cls.threads, cls.looks = defaultdict(list), []
        rows = Event.objects.filter(street_id=cls.street.pk, subject_type="cases.case")
        for event in rows.order_by("id"):
            told = cls.looks if event.kind == CaseEvent.REVEALED else cls.threads[event.subject_id]
            told.append(event)

    def cases(self, **only):
        return Case.objects.filter(street_id=self.street.pk, **only)

    def actor(self, username):
        return actor_of(Account.objects.get(username=username), self.street, NOW.date())

    def test_everything_that_happened_is_sealed_and_holds(self):
        assert [found for found in drift.RECORD.look(self.street) if found] == []
        assert seal.seal_waiting(self.street.pk) > 1000
        looked = list(drift.RECORD.look(self.street))
        assert len(looked) == Event.objects.filter(street_id=self.street.pk).count()
        assert not any(looked)

    def test_every_grid_has_one_lead_and_there_are_301_grid_workers(self):
        posts = Post.objects.filter(street_id=self.street.pk, role=Role.GRID)
        leads = Counter(post.grid_id for post in posts if post.is_lead)
        grids = Grid.objects.filter(street_id=self.street.pk).exclude(kind=GridKind.MICRO)
        assert leads == Counter(grid.pk for grid in grids)
        assert len({post.account_id for post in posts}) == 301

    def test_organisations_have_the_figures_of_the_articles(self):
        kinds = Counter(
            Organisation.objects.filter(street_id=self.street.pk).values_list("kind", flat=True)
        )
        kind = OrganisationKind
        assert (kinds[kind.TEAM], kinds[kind.STATION]) == (64, 122)
        assert kinds[kind.SERVICE_CENTRE] >= 9
        assert kinds[kind.PROPERTY] == kinds[kind.OWNERS] == 60
        assert all(kinds[level] for level in CHAIN)

    def test_only_the_demo_accounts_can_sign_in(self):
        for account in Account.objects.filter(street=self.street):
            assert account.has_usable_password() == (account.username in people.DEMO_ACCOUNTS)
        assert Account.objects.get(username="grid").check_password(people.PASSWORD)

    def test_every_state_channel_and_urgency_comes_about(self):
        rows = list(self.cases())
        assert {row.state for row in rows} == set(State)
        assert {row.channel for row in rows} == set(Channel)
        assert {row.urgency for row in rows} == set(Urgency)
        assert {row.ask for row in rows} == {"", "extension", "parking"}
        tones = {
            tone(State(row.state), row.due_at, row.warn_at, NOW, is_paused=False) for row in rows
        }
        assert tones == set(Tone)

    def test_the_demo_accounts_find_their_work(self):
        def waiting(username):
            return cases.inbox(self.actor(username), self.street, cases.Filters()).counts["mine"]

        assert waiting("grid") >= 7
        assert waiting("department") >= 1
        own = cases.raised_by(self.actor("resident"), self.street)
        assert len(own) == 12
        assert len({row.state for row in own}) >= 9

    def test_the_thread_of_every_case_leads_to_its_row(self):
        for case in self.cases():
            thread = self.threads[case.pk]
            assert thread[0].kind == CaseEvent.REGISTERED
            state = State.REGISTERED
            facts = {}
            for version, event in enumerate(thread):
                assert event.after["version"] == version
                if version:
                    step = step_for(VERB_OF[event.kind], state)
                    assert step is not None, (event.kind, state)
                    assert {name: facts.get(name) for name in event.before if name in facts} == {
                        name: value for name, value in event.before.items() if name in facts
                    }
                    state = step.target or state
                facts |= event.after
                assert facts["state"] == state
            assert (case.state, case.version) == (state, len(thread) - 1)
            assert facts["owner"] == str(case.owner_id)
            assert facts.get("handler") == (str(case.handler_id) if case.handler_id else None)
            if "due" in facts:
                assert facts["due"] == (case.due_at.isoformat() if case.due_at else None)

    def test_whoever_has_an_account_reads_who_looked_before_they_called(self):
        resident = Account.objects.get(username="resident")
        assert cases.who_looked(self.street, resident.pk)[:]
        for look in self.looks:
            calls = [
                event
                for event in self.threads[look.subject_id]
                if event.kind == CaseEvent.CONTACTED and event.actor_id == look.actor_id
            ]
            assert any(look.at < call.at <= look.at + timedelta(minutes=1) for call in calls)

    def test_times_run_forwards_and_never_beyond_now(self):
        for case in self.cases():
            times = [event.at for event in self.threads[case.pk]]
            assert times[0] == case.registered_at
            assert times == sorted(set(times))
            assert times[-1] <= NOW
            assert (case.ended_at is not None) == (case.state in ENDED)

    def test_every_step_was_taken_by_somebody_who_may(self):
        accounts = {account.pk: account for account in Account.objects.filter(street=self.street)}
        for case in self.cases():
            rows = Reporter.objects.filter(street_id=self.street.pk, case_id=case.pk)
            reporters = set(rows.values_list("account_id", flat=True))
            for event in self.threads[case.pk][1:]:
                verb = VERB_OF[event.kind]
                step = next(step for step in STEPS if step.verb == verb)
                by_role = bool(step.roles & set(event.actor_roles))
                by_report = step.reporter and (
                    event.actor_kind == "link" or event.actor_id in reporters
                )
                owns = step.owner and event.actor_id in accounts and bool(event.actor_roles)
                assert by_role or by_report or owns, (verb, event.actor_roles)

    def test_nobody_decides_on_their_own_application(self):
        for thread in self.threads.values():
            asked_by = None
            for event in thread:
                if event.kind in (CaseEvent.EXTENSION_ASKED, CaseEvent.PARKING_ASKED):
                    asked_by = event.actor_id
                if event.kind in (CaseEvent.EXTENDED, CaseEvent.PARKED, CaseEvent.DENIED):
                    assert event.actor_id != asked_by

    def test_numbers_count_the_days(self):
        zone, given = ZoneInfo(self.street.zone), Counter()
        for case in self.cases().order_by("registered_at", "id"):
            day = case.registered_at.astimezone(zone).date()
            given[day] += 1
            assert case.number == number(self.street.initials, day, given[day])
        kept = DayCounter.objects.filter(street_id=self.street.pk)
        assert {row.day: row.last for row in kept} == given

    def test_words_belong_to_an_event_of_the_same_case(self):
        ids = {case_id: {event.pk for event in thread} for case_id, thread in self.threads.items()}
        for entry in Entry.objects.filter(street_id=self.street.pk):
            assert entry.event_id in ids[entry.case_id]
            assert entry.text
        assert CoHandler.objects.filter(street_id=self.street.pk).exists()

    def test_a_merged_request_follows_an_earlier_one(self):
        for case in self.cases().filter(state=State.MERGED).select_related("leading"):
            assert case.leading.registered_at < case.registered_at
            assert case.leading.leading_id is None

    def test_the_address_of_the_resident_leads_to_the_demo_grid_worker(self):
        from linli.demo.town import plan

        match = places.locate_address(self.street, plan().shown_address)
        place = places.find_place(self.street, match.area_id)
        assert place.grid_code == plan().shown_grid
        lead = self.actor("grid")
        assert {standing.grid_id for standing in lead.standings} == {place.grid_id}

    def rows(self, model, **only):
        return model.objects.filter(street_id=self.street.pk, **only)

    def test_applications_of_every_state_have_a_thread_that_leads_to_their_row(self):
        applications = list(self.rows(Application))
        assert len(applications) >= 300
        assert {one.state for one in applications} == set(counter.State)
        told = defaultdict(list)
        for event in self.rows(Event, subject_type="counter.application").order_by("id"):
            told[event.subject_id].append(event)
        for one in applications:
            state, last = counter.State.BOOKED, one.opened_at
            for event in told[one.pk]:
                assert last <= event.at <= NOW
                last = event.at
                if event.kind != counter.CounterEvent.BOOKED:
                    of_kind = [e for e in COUNTER_STEPS if e.event == event.kind]
                    assert any(state in edge.sources for edge in of_kind), (event.kind, state)
                    state = counter.State(event.after.get("state", state))
            assert (one.state, one.version) == (state, told[one.pk][-1].after["version"])
            assert (one.ended_at is not None) == (state in counter.ENDED)

    def test_every_kind_of_slip_and_rating_is_there_and_originals_are_out_and_back(self):
        assert set(self.rows(Slip).values_list("kind", flat=True)) == set(counter.SlipKind)
        stars = Counter(self.rows(Rating).values_list("stars", flat=True))
        assert set(stars) == {1, 2, 3, 4, 5}
        bad = self.rows(Rating, stars__lte=2)
        assert bad.filter(mended_at=None).exists()
        assert bad.filter(mended_at__isnull=False).exists()
        originals = self.rows(Original)
        assert originals.filter(returned_at=None).exists()
        assert originals.filter(returned_at__isnull=False).exists()

    def test_people_wait_in_the_hall_and_the_clerk_may_call_them(self):
        clerk = self.actor("clerk")
        window = queue.window_of(clerk)
        with time_machine.travel(NOW, tick=False):
            shown = queue.panel(self.street, window)
            assert shown.ticket is None
            assert len(shown.line) >= 3
            called = counter_queue.call_next(actor=clerk, window_id=window.pk)
        assert called.waited_seconds > 0

    def test_no_two_visits_are_at_one_window_at_once(self):
        by_window = defaultdict(list)
        for one in self.rows(Ticket, called_at__isnull=False):
            by_window[one.window_id].append((one.called_at, one.ended_at or NOW))
        assert len(by_window) == 3
        for visits in by_window.values():
            visits.sort()
            assert all(before[1] <= after[0] for before, after in pairwise(visits))

    def test_booked_hours_lie_within_what_is_open_in_every_outcome(self):
        bookings = list(self.rows(Booking).select_related("resource"))
        assert {"booked", "arrived", "missed", "cancelled"} <= {one.state for one in bookings}
        assert any(one.start > NOW for one in bookings)
        for one in bookings:
            slots = capacity.slots_on(self.street, one.resource_id, self.street.day(one.start))
            assert (one.start, one.end) in [(slot.start, slot.end) for slot in slots]
