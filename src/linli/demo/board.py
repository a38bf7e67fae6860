"""What of the invented history stands on the public board, and who was thanked."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from random import Random

from linli.cases.models import Publication, Thanks
from linli.cases.queries import catalogue
from linli.cases.rules.limits import why_not_publish
from linli.cases.rules.masking import masked
from linli.cases.rules.words import CaseEvent, Publicity, State, Verb
from linli.demo.cast import Cast
from linli.demo.story import Story, id_at

_WAITS = timedelta(days=4)  # what was closed since then still waits for a decision
_THANKS = (
    "来得快，修得好，谢谢你们！",
    "老人们都说好，辛苦了。",
    "打了一个电话就办好了，真心感谢。",
)


class Board:
    """Publishes most of what was closed, and has every tenth of it thanked for."""

    def __init__(self, cast: Cast, now: datetime) -> None:
        self.rng = Random("linli board")  # its own, so that nothing else is drawn otherwise
        self.cast, self.now = cast, now
        self.publications: list[Publication] = []
        self.thanks: list[Thanks] = []

    def fill(self, stories: Iterable[Story]) -> None:
        for story in stories:
            ended = story.case.ended_at
            if story.state is State.CLOSED and ended and ended < self.now - _WAITS:
                self._thank(story)
                self._publish(story)

    def _publish(self, story: Story) -> None:
        case = story.case
        matter = catalogue(story.street).by_id.get(case.category_id) if case.category_id else None
        hidden = why_not_publish(case.kind, bool(matter and matter.is_personal), case.publicity)
        if hidden or matter is None or self.rng.random() < 0.3:
            return
        self._later(story)
        words = {entry.event_id: entry.text for entry in story.entries}
        said = [words[e.pk] for e in story.events if e.kind == CaseEvent.REPLIED and e.pk in words]
        change = {"publicity": Publicity.SHOWN}
        story.take(Verb.PUBLISH, self.cast.overseer(self.rng, case), change=change)
        self.publications.append(
            Publication(
                id=id_at(self.rng, story.now),
                street_id=case.street_id,
                case=case,
                title=matter.name,
                summary=masked(case.text),
                result=masked(said[-1]),
                published_at=story.now,
            )
        )

    def _thank(self, story: Story) -> None:
        case = story.case
        if (case.stars or 0) < 4 or self.rng.random() > 0.15:
            return
        self._later(story)
        by = self.cast.reporter(case, story.reporter.account_id)
        story.take(Verb.THANK, by, self.rng.choice(_THANKS))
        self.thanks.append(
            Thanks(
                id=id_at(self.rng, story.now),
                street_id=case.street_id,
                case=case,
                organisation_id=case.owner_id,
                event_id=story.events[-1].pk,
                by_id=by.id or case.pk,
                is_public=self.rng.random() < 0.6,
                given_at=story.now,
            )
        )

    def _later(self, story: Story) -> None:
        story.now = min(self.now, story.events[-1].at + timedelta(hours=1 + 12 * self.rng.random()))
