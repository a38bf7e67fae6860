"""Short cuts of the tests: a request brought to a state through the real actions."""

from datetime import timedelta
from typing import Any

from linli.cases import actions
from linli.cases.actions import Draft, Person
from linli.cases.models import Case, Category
from linli.cases.rules.words import (
    Channel,
    Contact,
    Decline,
    GiveBack,
    Kind,
    Mode,
    Satisfied,
    Solved,
    State,
    Supervision,
    Urgency,
    Whistle,
)
from linli.kernel import clock
from linli.rights import actions as rights
from linli.rights.rules import STATEMENTS, Topic

TEXT = "楼道灯不亮好几天了，老人晚上出门不方便"


def raised(town: Any, text: str = TEXT, **details: Any) -> Case:
    """A signed-in resident's own request."""
    person = Person("示小甲", "19900001234", town.account("resident").pk)
    details = {"channel": Channel.PHONE, "person": person, **details}
    return actions.register(actor=town.actor("resident"), draft=Draft(text=text, **details))


def agree(town: Any, topic: Topic) -> None:
    """The resident consents to the words as they are now."""
    version = STATEMENTS[topic].version
    rights.give_consent(actor=town.actor("resident"), topic=topic, version=version)


def handed_over(town: Any, **details: Any) -> Case:
    """Triaged and dispatched to the community of the grid, with its grid worker named."""
    grid = town.grids["e1"]
    case = raised(town, lat=grid.lat, lon=grid.lon, **details)
    desk = town.actor("dispatcher")
    _studied(town, case)
    return actions.dispatch(
        actor=desk,
        case_id=case.pk,
        owner_id=town.organisations["east"].pk,
        handler_id=town.account("grid").pk,
    )


def in_progress(town: Any, **details: Any) -> Case:
    case = handed_over(town, **details)
    worker = town.actor("grid")
    actions.sign_in(actor=worker, case_id=case.pk)
    return actions.contact(actor=worker, case_id=case.pk, result=Contact.REACHED, text="已约上门")


def replied(town: Any, **details: Any) -> Case:
    case = in_progress(town, **details)
    return actions.reply(actor=town.actor("grid"), case_id=case.pk, text="灯已经换好")


def called_back(town: Any, **details: Any) -> Case:
    case = replied(town, **details)
    supervisor = town.actor("supervisor")
    actions.check(actor=supervisor, case_id=case.pk)
    return actions.call_back(
        actor=supervisor, case_id=case.pk, solved=Solved.YES, satisfied=Satisfied.YES
    )


def closed(town: Any, **details: Any) -> Case:
    case = called_back(town, **details)
    return actions.close(actor=town.actor("supervisor"), case_id=case.pk)


def triaged(town: Any, **details: Any) -> Case:
    return _studied(town, raised(town, **details))


def called(town: Any, mode: Mode = Mode.WHISTLE) -> Case:
    """The urban management leads, the property company and the police are called."""
    case, units = triaged(town), town.organisations
    return actions.dispatch(
        actor=town.actor("dispatcher"),
        case_id=case.pk,
        owner_id=units["urban_management"].pk,
        mode=mode,
        co_handlers=[units["property"].pk, units["police"].pk],
        whistle=Whistle.JOINT if mode is Mode.WHISTLE else None,
    )


def answered(town: Any) -> Case:
    desk = town.actor("dispatcher")
    return actions.answer(actor=desk, case_id=raised(town).pk, text="请带身份证来")


def declined(town: Any) -> Case:
    given = {"reason": Decline.OTHER_AREA, "text": "请找邻街道"}
    return actions.decline(actor=town.actor("dispatcher"), case_id=raised(town).pk, **given)


def merged(town: Any) -> Case:
    leading, case = raised(town), raised(town)
    desk = town.actor("dispatcher")
    return actions.merge(actor=desk, case_id=case.pk, leading=leading.number)


def withdrawn(town: Any) -> Case:
    return actions.withdraw(actor=town.actor("resident"), case_id=raised(town).pk)


def signed_in(town: Any) -> Case:
    return actions.sign_in(actor=town.actor("grid"), case_id=handed_over(town).pk)


def returned(town: Any) -> Case:
    return actions.give_back(
        actor=town.actor("grid"),
        case_id=handed_over(town).pk,
        reason=GiveBack.NOT_OURS,
        proposed_id=town.organisations["property"].pk,
        text="属于物业公共部位",
    )


def parked(town: Any) -> Case:
    case, until = in_progress(town), clock.now() + timedelta(days=90)
    actions.ask_parking(actor=town.actor("grid"), case_id=case.pk, until=until, text="等改造")
    return actions.park(actor=town.actor("supervisor"), case_id=case.pk, text="每季复查")


def checking(town: Any) -> Case:
    return actions.check(actor=town.actor("supervisor"), case_id=replied(town).pk)


WAYS = {
    State.REGISTERED: raised,
    State.TRIAGED: triaged,
    State.ANSWERED: answered,
    State.DECLINED: declined,
    State.MERGED: merged,
    State.WITHDRAWN: withdrawn,
    State.DISPATCHED: handed_over,
    State.SIGNED_IN: signed_in,
    State.IN_PROGRESS: in_progress,
    State.RETURNED: returned,
    State.PARKED: parked,
    State.REPLIED: replied,
    State.CHECKING: checking,
    State.CALLED_BACK: called_back,
    State.CLOSED: closed,
}


def in_state(town: Any, state: State) -> Case:
    """A request in any state of the table."""
    return WAYS[state](town)


def supervised(town: Any) -> Case:
    case = in_progress(town)
    return actions.supervise(
        actor=town.actor("supervisor"), case_id=case.pk, reason=Supervision.OVERDUE, text="请提速"
    )


def matter(town: Any, code: str) -> Category:
    return Category.objects.get(street_id=town.street.pk, code=code)


def _studied(town: Any, case: Case) -> Case:
    return actions.triage(
        actor=town.actor("dispatcher"),
        case_id=case.pk,
        category_id=case.category_id or matter(town, "facilities.stairwell_light").pk,
        urgency=Urgency(case.urgency),
        kind=Kind(case.kind),
    )
