"""Why somebody may take a step of a request: what each rule said, in the order it was asked."""

from linli.cases import access
from linli.cases.models import Case
from linli.cases.rules.steps import step_for
from linli.cases.rules.words import Ground, State, Verb
from linli.kernel.actor import Actor, Standing
from linli.kernel.errors import NotFound


def why(
    asking: Actor, about: Actor, number: str, verb: Verb
) -> list[tuple[Ground, Standing | None]]:
    """Of a request that whoever asks may see."""
    rows = Case.objects.filter(street_id=asking.street_id, number=number)
    case = access.visible_to(asking, rows).first()
    if case is None:
        raise NotFound
    step = step_for(verb, State(case.state))
    return list(access.grounds(about, step, case)) if step else [(Ground.NOT_NOW, None)]
