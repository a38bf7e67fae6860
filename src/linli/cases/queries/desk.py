"""What the inbox needs beside its rows: steps on many at once, views of one's own."""

from collections.abc import Iterable, Sequence

from linli.cases import access
from linli.cases.models import Case, SavedView
from linli.cases.queries.lists import Filters, Row, listed
from linli.cases.rules.steps import step_for
from linli.cases.rules.words import State, Verb
from linli.kernel.actor import Actor
from linli.kernel.streets.models import Street

BULK = (Verb.DISPATCH, Verb.SIGN_IN, Verb.CHECK, Verb.CLOSE)


def bulk_verbs(actor: Actor, rows: Sequence[Row]) -> list[Verb]:
    """The steps without a form of their own that this actor may take on some of these rows."""
    return [verb for verb in BULK if any(_may(actor, verb, row) for row in rows)]


def _may(actor: Actor, verb: Verb, row: Row) -> bool:
    """Handing over takes the suggestion as it is; for a new request that is studying it too."""
    is_new = verb is Verb.DISPATCH and row.state is State.REGISTERED and row.matter
    step = step_for(Verb.TRIAGE if is_new else verb, row.state)
    return step is not None and access.may_step_as_staff(actor, step, row.case)


def picked(actor: Actor, numbers: Iterable[str]) -> dict[str, Case]:
    """The requests of these numbers that this actor sees."""
    seen = access.visible_to(actor, Case.objects.filter(number__in=list(numbers)))
    return {case.number: case for case in seen}


def numbers(actor: Actor, street: Street, filters: Filters) -> list[str]:
    """The numbers of one page of the inbox, in its order."""
    start = (filters.page - 1) * filters.page_size
    found = listed(actor, street, filters)[start : start + filters.page_size]
    return list(found.values_list("number", flat=True))


def saved_views(actor: Actor) -> list[SavedView]:
    """The views somebody keeps for themselves, the oldest first."""
    if actor.id is None:
        return []
    own = SavedView.objects.filter(street_id=actor.street_id, account_id=actor.id)
    return list(own.order_by("id"))
