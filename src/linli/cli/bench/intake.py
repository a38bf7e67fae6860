"""How many requests a second come in over HTTP, beside what the bare database could take.

The bare side writes the same rows into the same tables, one transaction a request, over as many
connections: what is left between the two is all that Linli adds (HTTP, rules, routing, sealing).
"""

import json
import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import count
from statistics import median
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection
from uuid_utils.compat import uuid7

from linli.cases import actions
from linli.cases.actions import Draft, Person
from linli.cases.rules.words import Channel
from linli.cli.bench import ground
from linli.kernel.actor import system
from linli.kernel.streets import context
from linli.openapi import actions as openapi

CONNECTIONS = 8
ROUNDS = 5
TEXT = "三号楼二单元楼道灯不亮好几天了，老人晚上出门不方便，请尽快派人来修。"
_WRITES = ("INSERT", "SELECT procrastinate_defer")

Statement = tuple[str, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Rates:
    """Requests a second in each round."""

    http: list[float]
    bare: list[float]

    def line(self) -> str:
        """One line of JSON; medians, for a round may meet something else on the machine."""
        http, bare = median(self.http), median(self.bare)
        found = {"bench": "intake", "http_per_s": round(http, 1), "bare_per_s": round(bare, 1)}
        return json.dumps(found | {"ratio": round(http / bare, 3), "connections": CONNECTIONS})


def run(amount: int, say: Callable[[str], None]) -> Rates:
    """Warm up, then rounds of both sides by turns."""
    street = ground.prepare()
    key = openapi.create_key(actor=system(street.pk), name="bench", may=["cases:write"])
    bare = _Bare(street.pk)
    rates = Rates([], [])
    with ground.served() as port:
        each = amount // ROUNDS // CONNECTIONS
        _timed(lambda _: _create_many(port, key, max(each // 2, 5)), 1)
        _timed(lambda _: bare.write_many(max(each // 2, 5)), 1)
        say(f"{'round':>5} {'http/s':>9} {'bare/s':>9}")
        for number in range(1, ROUNDS + 1):
            rates.http.append(_timed(lambda _: _create_many(port, key, each), each))
            rates.bare.append(_timed(lambda _: bare.write_many(each * 4), each * 4))
            say(f"{number:>5} {rates.http[-1]:>9.1f} {rates.bare[-1]:>9.1f}")
    return rates


def _timed(work: Callable[[int], None], each: int) -> float:
    """Do the work on all connections at once; how many a second that was."""
    began = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        list(pool.map(work, range(CONNECTIONS)))
    return each * CONNECTIONS / (time.perf_counter() - began)


def _create_many(port: int, key: str, times: int) -> None:
    """One connection, kept alive, as an integrator has it."""
    lat, lon = ground.POINT
    reporter = {"name": "示小甲", "phone": "19900000001"}
    body = json.dumps({"text": TEXT, "lat": lat, "lon": lon, "reporter": reporter})
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    http = HTTPConnection("127.0.0.1", port, timeout=60)
    for _ in range(times):
        http.request("POST", "/api/v1/cases", body, headers)
        response = http.getresponse()
        answer = response.read()
        if response.status != 201:
            raise RuntimeError(f"{response.status}: {answer.decode()}")
    http.close()


def _written_by_one_create(street_id: int) -> list[Statement]:
    """The statements that write, as one create really sends them."""
    lat, lon = ground.POINT
    person = Person("示小甲", "19900000001")
    draft = Draft(TEXT, Channel.API, lat=lat, lon=lon, person=person, source="key:bench")
    seen: list[Statement] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, where: Any) -> Any:
        if sql.lstrip().startswith(_WRITES):
            seen.append((sql, params))
        return execute(sql, params, many, where)

    with context.in_street(street_id), connection.execute_wrapper(watch):
        actions.register(actor=system(street_id), draft=draft)
    return seen


class _Bare:
    """Writes what one create wrote, again and again, under new ids and numbers."""

    def __init__(self, street_id: int) -> None:
        before = _values(_written_by_one_create(street_id))
        self._statements = _written_by_one_create(street_id)
        # What differs from one create to the next is what must differ here too.
        fresh = _values(self._statements) - before
        self._ids = {value for value in fresh if isinstance(value, UUID)}
        (self._number,) = (one for one in fresh if str(one).startswith(f"{ground.INITIALS}-"))
        self._numbers = count(1)

    def write_many(self, times: int) -> None:
        with psycopg.connect(os.environ["LINLI_DATABASE_URL"]) as bare:
            for _ in range(times):
                changed: dict[Any, Any] = {old: uuid7() for old in self._ids}
                changed[self._number] = f"B{next(self._numbers)}"
                for sql, params in self._statements:
                    bare.execute(sql, [_changed(value, changed) for value in params])
                bare.commit()


def _values(statements: Sequence[Statement]) -> set[Any]:
    """All ids and texts in the parameters, those in lists too."""
    nested = [value for _, params in statements for value in params]
    flat = [one for value in nested for one in (value if isinstance(value, list) else [value])]
    return {one for one in flat if isinstance(one, UUID | str)}


def _changed(value: Any, changed: dict[Any, Any]) -> Any:
    """The new id or number for an old one; whatever cannot be a key stays as it is."""
    if isinstance(value, list):
        return [_changed(one, changed) for one in value]
    return changed.get(value, value) if isinstance(value, UUID | str) else value
