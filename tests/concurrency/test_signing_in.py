"""Guessing in parallel buys nothing: each try counts, exactly once."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from linli.kernel import events
from linli.kernel.actor import Actor, ActorKind
from linli.people import actions, queries
from linli.people.models import Account, SignInCode
from linli.people.rules import PeopleEvent
from linli.words import Reason
from tests.concurrency.together import at_once
from tests.town import Town

pytestmark = pytest.mark.django_db(transaction=True)

THREADS, PHONE = 8, "13800138000"


@pytest.fixture(autouse=True)
def uncounted() -> Iterator[None]:
    """Guesses are counted in the cache, whose table is not emptied between tests."""
    yield
    cache.clear()


def visitor(town: Town) -> Actor:
    return Actor(ActorKind.VISITOR, town.street.pk)


def wrong(digits: str, by: int) -> str:
    return f"{(int(digits) + by) % 10**6:06}"


def test_parallel_guesses_of_one_code_are_counted_one_by_one(town: Town) -> None:
    code, digits = actions.make_code(actor=visitor(town), phone=PHONE)
    guess = partial(actions.use_code, actor=visitor(town), code_id=code.pk)
    answers = at_once([partial(guess, digits=wrong(digits, n + 1)) for n in range(THREADS)])
    codes = [answer.code for answer in answers if isinstance(answer, Reason)]
    assert sorted(codes) == ["code_spent"] * (THREADS - 5) + ["code_wrong"] * 5
    assert SignInCode.objects.get(street_id=town.street.pk).tries == THREADS
    told = [event.after["tries"] for event in events.history(town.street.pk, code.pk)[1:]]
    assert sorted(told) == list(range(1, THREADS + 1))


def test_the_right_code_sent_eight_times_at_once_opens_once(town: Town) -> None:
    code, digits = actions.make_code(actor=visitor(town), phone=PHONE)
    use = partial(actions.use_code, actor=visitor(town), code_id=code.pk, digits=digits)
    answers = at_once([use] * THREADS)
    assert [type(answer) for answer in answers].count(Account) == 1


def test_two_codes_of_one_new_phone_at_once_open_one_account(town: Town) -> None:
    made = [actions.make_code(actor=visitor(town), phone=PHONE) for _ in range(THREADS)]
    answers = at_once(
        [
            partial(actions.use_code, actor=visitor(town), code_id=code.pk, digits=digits)
            for code, digits in made
        ]
    )
    assert [type(answer) for answer in answers] == [Account] * THREADS
    account = queries.account_of_phone(town.street.pk, PHONE)
    assert account
    told = [event.kind for event in events.history(town.street.pk, account.pk)]
    assert told.count(PeopleEvent.REGISTERED) == 1


def test_parallel_guesses_of_a_password_stop_at_ten(town: Town) -> None:
    def guess(number: int) -> int:
        given = {"username": "clerk", "password": f"wrong-{number}"}
        return Client(REMOTE_ADDR="198.51.100.77").post("/sign-in/", given).status_code

    statuses: list[Any] = at_once([partial(guess, n) for n in range(16)])
    assert statuses.count(422) <= 10
    assert set(statuses) == {422, 429}
    failed = [e.kind for e in events.history(town.street.pk, town.account("clerk").pk)]
    assert failed.count(PeopleEvent.SIGN_IN_FAILED) == statuses.count(422)
