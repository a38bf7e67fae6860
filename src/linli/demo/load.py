"""Loading the demonstration: all of it or, if something goes wrong, nothing."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction

from linli.cases import actions as cases
from linli.counter import actions as counter
from linli.demo import hall, history, people, town, units, visits
from linli.demo.cast import Cast
from linli.demo.people import Ground
from linli.demo.plots import PLOTS, Plot
from linli.kernel import clock
from linli.kernel.actor import system
from linli.kernel.streets import context, revisions
from linli.kernel.streets.models import Street
from linli.openapi import actions as openapi
from linli.openapi.models import Key
from linli.people.models import Organisation
from linli.people.rules import OrganisationKind
from linli.places.models import Area, Grid
from linli.rulebook import actions as rulebook
from linli.rulebook.rules import PRESETS, RuleKey

Step = Callable[[], None]

_OWNERS = (OrganisationKind.COMMUNITY, OrganisationKind.DEPARTMENT)


def is_needed() -> bool:
    """Whether there is no subdistrict yet."""
    return not Street.objects.exists()


def step_count() -> int:
    """How often ``load`` calls its ``step``: once a row of places, once a request and
    once an application."""
    return town.row_count() + history.case_count() + visits.errand_count()


def load(step: Step, now: datetime | None = None, plots: Iterable[Plot] = PLOTS) -> Street:
    """The invented subdistrict with its ninety days up to now."""
    moment = now or clock.now()
    with transaction.atomic():
        street, cast, owners = settle(moment, step)
        with context.in_street(street.pk):
            past = history.History(street, cast, owners, moment)
            past.tell(step, plots)
            past.write()
            counter_past = visits.Visits(street, cast, moment)
            counter_past.tell(step)
            counter_past.write()
    return street


def settle(now: datetime, step: Step) -> tuple[Street, Cast, list[Organisation]]:
    """Places, organisations, people and rules; who acts, and which units may own a request."""
    street = Street.objects.create(code=town.CODE, name=town.NAME, initials=town.INITIALS)
    with context.in_street(street.pk):
        return street, *_settle(street, now, step)


def _settle(street: Street, now: datetime, step: Step) -> tuple[Cast, list[Organisation]]:
    actor, today = system(street.pk), street.day(now)
    town.settle(actor, step)
    areas = {area.code: area for area in Area.objects.filter(street_id=street.pk)}
    grids = {grid.code: grid for grid in Grid.objects.filter(street_id=street.pk)}
    founded = units.found_units(actor, areas)
    accounts = people.engage(actor, Ground(areas, grids, founded), today)
    cases.install_categories(actor=actor)
    counter.install_items(actor=actor)
    hall.open_hall(actor, founded, today)
    units.set_routes(actor, founded)
    sign_in = dict(PRESETS[RuleKey.SIGN_IN]) | {"second_factor": 1}  # whoever tries it comes in
    rulebook.set_rule(actor=actor, key=RuleKey.SIGN_IN, value=sign_in, valid_from=today)
    openapi.create_key(actor=actor, name="示范接口", may=["cases:write"])
    revisions.move_on(street.pk)
    street.refresh_from_db()
    key = Key.objects.get(street=street)
    owners = [unit for unit in founded.values() if unit.kind in _OWNERS]
    return Cast(street, accounts, key.pk, today), owners
