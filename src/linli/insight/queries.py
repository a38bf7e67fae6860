"""The board of a subdistrict in four statements, all bounded to what is open and 90 days.

A figure is counted with the same filters that its address gives to the inbox, so the rows found
there are as many as the figure says.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import CharField, Count, QuerySet, Value
from django.db.models.functions import TruncDate

from linli.cases import access as cases_access
from linli.cases import queries as cases
from linli.cases.models import Case
from linli.cases.queries import ELSEWHERE, Filters, View, looks
from linli.cases.rules.looks import Lateness, Promise
from linli.cases.rules.words import Stage
from linli.insight import access
from linli.insight.rules import (
    SHARE_DAYS,
    TREND_DAYS,
    Bar,
    Day,
    Figure,
    Share,
    days_of,
    percent,
    ranks,
    window,
)
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.streets.models import Street
from linli.places import queries as places
from linli.words import N_

SOON_ROWS = 10


@dataclass(frozen=True, slots=True)
class Board:
    """Everything on the page; ``is_empty`` when this reader has nothing to count."""

    at: datetime
    today: tuple[Figure, ...]
    share: Share
    soon: Figure
    soon_rows: list[cases.Row]
    communities: list[Bar]
    trend: list[Day]
    categories: list[Bar]
    stages: tuple[Figure, ...]

    @property
    def tiles(self) -> list[tuple[Figure, Figure]]:
        """The first figures, each with the one it is read against."""
        yesterday = [replace(figure, word=N_("昨天")) for figure in self.trend[-2].figures]
        return list(zip(self.today, (*yesterday, self.soon), strict=False))

    @property
    def late(self) -> Figure:
        return self.today[-1]

    @property
    def late_percent(self) -> int | None:
        """How much of what is open is late."""
        return percent(self.late.count, self.today[-2].count)

    @property
    def is_empty(self) -> bool:
        counts = [figure.count for day in self.trend for figure in day.figures]
        return not any([*counts, *(figure.count for figure in (*self.today, *self.stages))])


@dataclass(frozen=True, slots=True)
class _Looker:
    """For whom, where and on which day the board is drawn."""

    actor: Actor
    street: Street
    today: date

    def seen(self) -> QuerySet[Case]:
        return cases_access.visible_to(self.actor, Case.objects.all())


def board(actor: Actor, street: Street) -> Board:
    """What stands on the board at this moment."""
    now = clock.now()
    looker = _Looker(actor, street, street.day(now))
    asked = _asked(looker.today)
    by_community = _by_community(looker, asked)
    total: Counter[str] = sum(by_community.values(), Counter())
    figures = _figures(asked, total)
    return Board(
        at=now,
        today=tuple(figures[name] for name in ("registered", "ended", "open", "late")),
        share=_share(figures),
        soon=figures["soon"],
        soon_rows=_soon_rows(looker),
        communities=_community_bars(looker, asked, by_community),
        trend=_trend(looker),
        categories=_category_bars(looker),
        stages=tuple(figures[stage] for stage in Stage),
    )


def _asked(today: date) -> dict[str, tuple[str, Filters]]:
    """Each figure of the street with its word and the filters that find its rows."""
    first, last = window(today, SHARE_DAYS)
    judged = Filters(view=View.ENDED, ended_from=first, ended_to=last)
    opened = Filters(view=View.OPEN)
    return {
        "registered": (
            N_("今天登记"),
            Filters(view=View.ALL, registered_from=today, registered_to=today),
        ),
        "ended": (N_("今天结束"), Filters(view=View.ENDED, ended_from=today, ended_to=today)),
        "open": (N_("在办"), opened),
        "late": (N_("已超时"), replace(opened, late=Lateness.LATE)),
        "soon": (N_("快到期"), replace(opened, late=Lateness.SOON)),
        "kept": (Promise.KEPT.word, replace(judged, promise=Promise.KEPT)),
        "judged": (Promise.JUDGED.word, replace(judged, promise=Promise.JUDGED)),
        "out": (Promise.OUT.word, replace(judged, promise=Promise.OUT)),
        **{stage.value: (stage.word, replace(opened, stage=stage)) for stage in Stage},
    }


def _by_community(
    looker: _Looker, asked: Mapping[str, tuple[str, Filters]]
) -> dict[UUID | str, Counter[str]]:
    """One statement: every figure of every community; what lies in none of them together."""
    known = {area.id for area in places.communities(looker.street)}
    first, _ = window(looker.today, SHARE_DAYS)
    counts = {
        name: Count("pk", filter=cases.condition(looker.actor, looker.street, filters))
        for name, (_word, filters) in asked.items()
    }
    found: dict[UUID | str, Counter[str]] = {key: Counter() for key in known}
    near = looker.seen().filter(looks.open_or_ended_since(looker.street, first))
    rows: Any = near.values("community_id").annotate(**counts).order_by()
    for row in rows:
        key = row["community_id"]
        place = key if key in known else ELSEWHERE
        found.setdefault(place, Counter()).update({name: row[name] for name in counts})
    return found


def _figures(
    asked: Mapping[str, tuple[str, Filters]], counts: Mapping[str, int], **place: Any
) -> dict[str, Figure]:
    return {
        name: Figure(word, counts[name], cases.inbox_address(replace(filters, **place)))
        for name, (word, filters) in asked.items()
    }


def _share(figures: Mapping[str, Figure]) -> Share:
    return Share(figures["kept"], figures["judged"], figures["out"])


def _community_bars(
    looker: _Looker,
    asked: Mapping[str, tuple[str, Filters]],
    counted: Mapping[UUID | str, Counter[str]],
) -> list[Bar]:
    """In the order of the tree, so that nobody is looked up in another place each day."""
    names: dict[UUID | str, str] = {a.id: a.name for a in places.communities(looker.street)}
    names[ELSEWHERE] = ""
    whole = access.sees_the_whole_street(looker.actor)
    shown = [
        (name, _figures(asked, counted[key], community_id=key))
        for key, name in names.items()
        if key in counted and (whole or any(counted[key].values()))
    ]
    shares = [_share(figures) for _name, figures in shown]
    places_taken = ranks(shares) if len(shares) > 1 else [None] * len(shares)
    return [
        Bar(name, (figures["open"], figures["late"]), share, rank)
        for (name, figures), share, rank in zip(shown, shares, places_taken, strict=True)
    ]


def _category_bars(looker: _Looker) -> list[Bar]:
    """One statement: what was registered in the window, by class, the most frequent first."""
    first, last = window(looker.today, TREND_DAYS)
    rows = looker.seen().filter(looks.registered(looker.street, first, last))
    counted: Counter[UUID | str] = Counter()
    known = cases.catalogue(looker.street).by_id
    for key, count in rows.values_list("category_id").annotate(n=Count("pk")).order_by():
        row = known.get(key)
        counted[(row.parent_id or row.pk) if row else ELSEWHERE] += count
    asked = Filters(view=View.ALL, registered_from=first, registered_to=last)
    return [
        Bar(
            cases.named(known[key]) if isinstance(key, UUID) else "",
            (Figure(N_("登记"), n, cases.inbox_address(replace(asked, category_id=key))),),
        )
        for key, n in counted.most_common()
    ]


def _trend(looker: _Looker) -> list[Day]:
    """One statement: registered and ended on each day of the window, days of nothing too."""
    street, (first, last) = looker.street, window(looker.today, TREND_DAYS)
    registered = _per_day(looker, "registered_at", looks.registered(street, first, last))
    ended = _per_day(looker, "ended_at", looks.ended(street, first, last))
    found = {(what, day): count for what, day, count in registered.union(ended, all=True)}
    return [
        Day(
            day,
            (
                _of_day(N_("登记"), found.get(("registered_at", day), 0), "registered", day),
                _of_day(N_("结束"), found.get(("ended_at", day), 0), "ended", day),
            ),
        )
        for day in days_of(first, last)
    ]


def _per_day(looker: _Looker, name: str, when: Any) -> QuerySet[Any, Any]:
    day = TruncDate(name, tzinfo=ZoneInfo(looker.street.zone))
    rows = looker.seen().filter(when).annotate(what=Value(name, CharField()), on=day)
    return rows.values_list("what", "on").annotate(n=Count("pk")).order_by()


def _of_day(word: str, count: int, name: str, day: date) -> Figure:
    view = View.ALL if name == "registered" else View.ENDED
    window_of_one: dict[str, Any] = {f"{name}_from": day, f"{name}_to": day}
    return Figure(word, count, cases.inbox_address(Filters(view=view, **window_of_one)))


def _soon_rows(looker: _Looker) -> list[cases.Row]:
    """One statement: the next to fall due, none of them late yet."""
    rows: Iterable[Case] = (
        looker.seen().filter(looks.due_next()).order_by("due_at", "id")[:SOON_ROWS]
    )
    return cases.rows(looker.street, rows)
