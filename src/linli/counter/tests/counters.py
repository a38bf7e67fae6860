"""Short cuts of the tests: items, and an application brought to a state by the real actions."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from linli.counter import actions
from linli.counter.models import Application, Item, ItemVersion
from linli.counter.rules.application_papers import Draft, Ticked
from linli.counter.rules.application_words import Outcome, Refusal, Special, State, Way
from linli.counter.rules.catalogue import Kind, Source, Unit
from linli.kernel import clock

# A Monday at ten, and when a bad rating of that day is answered and put right.
MONDAY = datetime(2026, 3, 2, 2, tzinfo=UTC)
BAD_DUE = (datetime(2026, 3, 3, 10, tzinfo=UTC), datetime(2026, 3, 23, 10, tzinfo=UTC))
WHO = {"name": "示小甲", "phone": "19900001234"}
MATERIALS = [
    {"code": "id", "name": "身份证", "source": Source.APPLICANT},
    {"code": "book", "name": "户口簿", "source": Source.APPLICANT},
    {"code": "photo", "name": "照片", "source": Source.APPLICANT, "is_original": False}
    | {"is_secondary": True},
    {"code": "insured", "name": "参保记录", "source": Source.SHARED},
    {"code": "rent", "name": "租约", "source": Source.APPLICANT},
]
QUESTIONS = [
    {
        "code": "home",
        "text": "房子是租的吗？",
        "answers": [
            {"code": "yes", "text": "是", "materials": ["rent"]},
            {"code": "no", "text": "不是"},
        ],
    }
]
OWN_HOME = frozenset({"rent"})
ALL = Ticked(frozenset({"id", "book", "photo"}), left_out=OWN_HOME)
SOME = Ticked(frozenset({"id"}), left_out=OWN_HOME)
LATER = Ticked(frozenset({"id", "book"}), frozenset({"photo"}), OWN_HOME)


def today(town: Any) -> date:
    """The day in the subdistrict, which may be tomorrow in Greenwich."""
    return town.street.day(clock.now())


def days(number: int, unit: Unit = Unit.WORKING) -> dict[str, Any]:
    return {"n": number, "unit": unit.value}


def item(town: Any, code: str = "MZ-05", **details: Any) -> Item:
    """An item with its first version, in force for long."""
    one = Item.objects.create(street_id=town.street.pk, code=code, order=1)
    version(town, one, **details)
    return one


def version(town: Any, one: Item, number: int = 1, **details: Any) -> ItemVersion:
    default: dict[str, Any] = {
        "since": date(2020, 1, 1),
        "name": "高龄津贴",
        "kind": Kind.PASSED_UP,
        "department": town.organisations["urban_management"],
        "department_name": "民政",
        "promised": days(10),
        "statutory": days(20),
        "materials": MATERIALS,
        "questions": QUESTIONS,
    }
    return ItemVersion.objects.create(
        street_id=town.street.pk, item=one, number=number, **{**default, **details}
    )


def draft(town: Any, ticked: Ticked = ALL, **details: Any) -> Draft:
    """For an item of its own, unless one is named."""
    if "item_id" not in details:
        code = f"T-{Item.objects.filter(street_id=town.street.pk).count()}"
        kind = details.pop("kind", Kind.PASSED_UP)
        details["item_id"] = item(town, code, kind=kind).pk
    account_id = town.account("resident").pk
    return Draft(**{**WHO, "account_id": account_id, "ticked": ticked, **details})


def booked(town: Any, **details: Any) -> Application:
    return actions.book(actor=town.actor("resident"), draft=draft(town, Ticked(), **details))


def received(town: Any, ticked: Ticked = ALL, **details: Any) -> Application:
    """In, and not yet looked at."""
    wanted = draft(town, ticked, **details)
    return actions.take_in(actor=town.actor("clerk"), draft=wanted, only_receive=True)


def correcting(town: Any, **details: Any) -> Application:
    return actions.take_in(actor=town.actor("clerk"), draft=draft(town, SOME, **details))


def accepted(town: Any, **details: Any) -> Application:
    return actions.take_in(actor=town.actor("clerk"), draft=draft(town, **details))


def reviewing(town: Any, **details: Any) -> Application:
    one = accepted(town, **details)
    return actions.examine(actor=town.actor("clerk"), application_id=one.pk)


def special(town: Any, **details: Any) -> Application:
    one = reviewing(town, **details)
    return actions.start_special(
        actor=town.actor("clerk"),
        application_id=one.pk,
        kind=Special.SURVEY,
        until=clock.now() + timedelta(days=7),
        text="下周二上午两个人上门看一看",
    )


def passed_up(town: Any, **details: Any) -> Application:
    one = accepted(town, **details)
    return actions.pass_up(actor=town.actor("clerk"), application_id=one.pk)


def decided(town: Any, **details: Any) -> Application:
    one = passed_up(town, **details)
    return actions.decide(
        actor=town.actor("department"), application_id=one.pk, outcome=Outcome.GRANTED
    )


def finished(town: Any, **details: Any) -> Application:
    one = decided(town, **details)
    return actions.finish(actor=town.actor("clerk"), application_id=one.pk)


def delivered(town: Any, **details: Any) -> Application:
    one = finished(town, **details)
    return actions.deliver(actor=town.actor("clerk"), application_id=one.pk, way=Way.WINDOW)


def refused(town: Any) -> Application:
    return actions.refuse(
        actor=town.actor("clerk"),
        application_id=received(town).pk,
        reason=Refusal.NOT_OURS,
        text="这件由医保中心办",
        office="样例区医保中心",
    )


def withdrawn(town: Any) -> Application:
    return actions.withdraw(actor=town.actor("resident"), application_id=accepted(town).pk)


def lapsed(town: Any) -> Application:
    one = correcting(town)
    with clock.at(clock.now() + timedelta(days=60)):
        return actions.lapse(actor=town.system, application_id=one.pk)


def terminated(town: Any) -> Application:
    return actions.terminate(
        actor=town.actor("secretary"), application_id=accepted(town).pk, text="申请人已迁出"
    )


WAYS = {
    State.BOOKED: booked,
    State.RECEIVED: received,
    State.CORRECTING: correcting,
    State.ACCEPTED: accepted,
    State.REVIEWING: reviewing,
    State.SPECIAL: special,
    State.PASSED_UP: passed_up,
    State.DECIDED: decided,
    State.FINISHED: finished,
    State.DELIVERED: delivered,
    State.REFUSED: refused,
    State.WITHDRAWN: withdrawn,
    State.LAPSED: lapsed,
    State.TERMINATED: terminated,
}


def in_state(town: Any, state: State) -> Application:
    """An application in any state of the table."""
    return WAYS[state](town)
