"""Ninety days of requests in every state, as if the office had worked with Linli all along."""

from collections import Counter as Tally
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from random import Random
from zoneinfo import ZoneInfo

from linli.cases.actions import clocks
from linli.cases.models import Case, Category, Counter
from linli.cases.rules.clocks import Tone, tone
from linli.cases.rules.intake import number
from linli.cases.rules.words import State, Urgency
from linli.demo import curves
from linli.demo.board import Board
from linli.demo.cast import Cast
from linli.demo.deeds import Deeds
from linli.demo.plots import PLOTS, Plot, moments
from linli.demo.pour import pour
from linli.demo.scenes import Scenes, Spot
from linli.demo.story import Story, id_at
from linli.flows.case_to_notice import is_news
from linli.kernel import events
from linli.kernel.streets.models import Street
from linli.notices.models import Notice
from linli.people.models import Organisation
from linli.rulebook import queries as rulebook


def case_count(plots: Iterable[Plot] = PLOTS) -> int:
    return sum(plot.count for plot in plots)


@dataclass(frozen=True, slots=True)
class Tale:
    """A story with what it was made from."""

    plot: Plot
    spot: Spot
    matter: Category
    story: Story


class History:
    """Tells all stories first and writes them at once, oldest first."""

    def __init__(
        self, street: Street, cast: Cast, units: list[Organisation], now: datetime
    ) -> None:
        self.rng = Random("linli history")
        self.street, self.cast, self.units, self.now = street, cast, units, now
        self.zone = ZoneInfo(street.zone)
        self.calendar = rulebook.calendar(street)
        self.scenes = Scenes(self.rng, street, cast)
        self.tales: list[Tale] = []

    def tell(self, step: Callable[[], None], plots: Iterable[Plot] = PLOTS) -> None:
        """Make up every story of the plots; those that join another one come last."""
        for plot in sorted(plots, key=lambda plot: plot.is_merged):
            for start in self._arrivals(plot):
                self.tales.append(self._tale(plot, start))
                step()

    def write(self) -> list[Case]:
        """Number the requests as they came in and put all rows into the database."""
        stories = [tale.story for tale in self.tales]
        stories.sort(key=lambda story: (story.case.registered_at, story.case.pk))
        self._give_numbers(stories)
        board = Board(self.cast, self.now)
        board.fill(stories)
        cases = [story.case for story in stories]
        pour(cases)
        pour([story.reporter for story in stories])
        pour([row for story in stories for row in story.co_handlers])
        pour([letter for story in stories for letter in story.letters])
        written = [event for story in stories for event in story.events]
        pour(written)
        pour(events.for_the_seal(written))
        pour([entry for story in stories for entry in story.entries])
        pour(board.publications)
        pour(board.thanks)
        pour([notice for story in stories for notice in self._notices(story)])
        return cases

    def _notices(self, story: Story) -> Iterable[Notice]:
        """What the worker would have told whoever raised it; the older ones have been read."""
        account_id = story.reporter.account_id
        for event in story.events:
            if account_id and event.actor_id != account_id and is_news(event):
                is_old = event.at < self.now - timedelta(days=2)
                yield Notice(
                    id=id_at(self.rng, event.at),
                    street_id=self.street.pk,
                    account_id=account_id,
                    event_id=event.pk,
                    kind=event.kind,
                    subject_id=event.subject_id,
                    told_at=event.at,
                    read_at=event.at + timedelta(hours=1) if is_old else None,
                )

    def _arrivals(self, plot: Plot) -> list[datetime]:
        """By the curve of the week; over a few days evenly, for they may be a weekend."""
        newest, days = self.now - timedelta(days=plot.newest), plot.oldest - plot.newest
        if days > 20:
            times = curves.arrival_times(self.rng, int(days), plot.count, newest, self.zone)
            return [at.astimezone(UTC) for at in times]
        span = timedelta(days=days)
        drawn = (newest - span * self.rng.random() for _ in range(400 * plot.count))
        fitting = (at for at in drawn if plot.tone in (None, self._tone(at)))
        return sorted(islice(fitting, plot.count))

    def _tone(self, at: datetime) -> Tone:
        """What the clock of an ordinary request of that moment says by now."""
        case = Case(urgency=Urgency.ORDINARY)
        clocks.promise_reply(case, self.street, at)
        return tone(State.IN_PROGRESS, case.due_at, case.warn_at, self.now, is_paused=False)

    def _tale(self, plot: Plot, start: datetime) -> Tale:
        leading = self._leading(plot, start) if plot.is_merged else None
        spot, matter = self._scene(plot, leading)
        actor, draft = self.scenes.raised(plot, start, spot, matter)
        story = Story(self.rng, self.street, actor, draft)
        deeds = Deeds(
            rng=self.rng,
            cast=self.cast,
            story=story,
            about=self.scenes.about(spot, matter, draft),
            units=self.units,
            leading=leading.story.case if leading else None,
        )
        steps = plot.drawn_steps(self.rng)
        times = moments(self.rng, steps, start, self.now, matter.urgency, self.calendar, self.zone)
        for name, at in zip(steps, times, strict=True):
            deeds.step(name, at)
        return Tale(plot, spot, matter, story)

    def _scene(self, plot: Plot, leading: Tale | None) -> tuple[Spot, Category]:
        """Whoever joins a request speaks of the same matter, in a burst from another house."""
        if leading is None or plot.scene:
            return self.scenes.spot(plot), self.scenes.matter(plot)
        return leading.spot, leading.matter

    def _leading(self, plot: Plot, start: datetime) -> Tale:
        """An earlier request that this one may join."""
        return self.rng.choice(
            [
                tale
                for tale in self.tales
                if tale.plot.scene == plot.scene
                and not tale.plot.is_merged
                and timedelta() < start - tale.story.case.registered_at < timedelta(days=4)
            ]
        )

    def _give_numbers(self, stories: list[Story]) -> None:
        given: Tally[date] = Tally()
        for story in stories:
            day = story.case.registered_at.astimezone(self.zone).date()
            given[day] += 1
            story.case.number = number(self.street.initials, day, given[day])
        Counter.objects.bulk_create(
            Counter(id=id_at(self.rng, self.now), street_id=self.street.pk, day=day, last=last)
            for day, last in given.items()
        )
