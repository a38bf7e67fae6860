"""Before the trip: one question after the other, ending in what to bring."""

from collections.abc import Mapping
from dataclasses import dataclass

from linli.counter.rules.catalogue import Answer, Content, Material, Question, Source


@dataclass(frozen=True, slots=True)
class Guided:
    """How far somebody has come: what is asked next, or where it ends. ``stops`` says why it is
    not this item; ``materials`` is what this person needs."""

    given: tuple[tuple[Question, Answer], ...]
    asked: Question | None
    materials: tuple[Material, ...]

    @property
    def stops(self) -> str:
        return next((answer.stops for _, answer in self.given if answer.stops), "")

    @property
    def at_home(self) -> bool:
        return any(answer.at_home for _, answer in self.given)

    @property
    def step(self) -> int:
        return len(self.given) + 1

    @property
    def bring(self) -> list[Material]:
        return self._from(Source.APPLICANT)

    @property
    def fill_in(self) -> list[Material]:
        return self._from(Source.FORM)

    @property
    def looked_up(self) -> list[Material]:
        return self._from(Source.SHARED)

    def _from(self, source: Source) -> list[Material]:
        return [material for material in self.materials if material.source is source]


def guide(content: Content, answers: Mapping[str, str]) -> Guided:
    """Go through the questions as far as they are answered; an answer that there is not is none."""
    given: list[tuple[Question, Answer]] = []
    asked = None
    for question in content.questions:
        code = answers.get(question.code)
        answer = next((one for one in question.answers if one.code == code), None)
        if answer is None:
            asked = question
            break
        given.append((question, answer))
        if answer.stops:
            break
    always = {material.code for material in content.always()}
    needed = always.union(*(answer.materials for _, answer in given))
    return Guided(
        tuple(given), asked, tuple(one for one in content.materials if one.code in needed)
    )
