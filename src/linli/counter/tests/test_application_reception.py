"""At the counter: one trip where it can be one, what is missing told once and in full."""

from datetime import date, timedelta
from typing import Any

import pytest

from linli.counter import actions, queries
from linli.counter.models import Application, Slip
from linli.counter.rules.application_papers import Ticked
from linli.counter.rules.application_words import (
    CounterEvent,
    Outcome,
    Paper,
    Refusal,
    SlipKind,
    State,
    Way,
)
from linli.counter.tests import counters
from linli.kernel import clock, events
from linli.kernel.errors import Forbidden, NotFound, Refused

pytestmark = pytest.mark.django_db


def slips(one: Application) -> list[Slip]:
    return list(Slip.objects.filter(street_id=one.street_id, application=one).order_by("ordinal"))


def refused(act: Any, **given: Any) -> Any:
    with pytest.raises(Refused) as found:
        act(**given)
    return found.value.reason


def test_an_immediate_item_with_everything_there_is_one_action_and_one_trip(town: Any) -> None:
    one = counters.accepted(town, kind="immediate")
    assert (one.state, one.trips) == (State.FINISHED, 1)
    assert one.ended_at is not None
    kinds = [event.kind for event in events.history(one.street_id, one.pk)]
    assert kinds == [CounterEvent.RECEIVED, CounterEvent.SERVED]


def test_what_takes_longer_is_accepted_with_a_slip_and_a_date(town: Any) -> None:
    one = counters.accepted(town)
    (slip,) = slips(one)
    assert one.state == State.ACCEPTED
    assert (slip.kind, slip.until) == (SlipKind.ACCEPTANCE, one.due_at)


def test_what_is_missing_is_told_all_at_once_and_never_again(town: Any) -> None:
    one, clerk = counters.correcting(town), town.actor("clerk")
    (slip,) = slips(one)
    assert (slip.kind, slip.materials) == (SlipKind.CORRECTION, ["book", "photo"])
    assert slip.until == one.correct_by
    actions.correct(actor=clerk, application_id=one.pk, brought=["book", "photo"])
    reason = refused(actions.ask_correction, actor=clerk, application_id=one.pk)
    assert (reason.code, reason.field) == ("told_once", "brought")


def test_nothing_is_asked_for_where_nothing_is_missing(town: Any) -> None:
    one = counters.received(town)
    reason = refused(actions.ask_correction, actor=town.actor("clerk"), application_id=one.pk)
    assert reason.code == "nothing_missing"


def test_half_a_correction_is_kept_and_the_days_run_on(town: Any) -> None:
    one, clerk = counters.correcting(town), town.actor("clerk")
    until = one.correct_by
    half = actions.correct(actor=clerk, application_id=one.pk, brought=["book"])
    assert (half.state, half.correct_by) == (State.CORRECTING, until)
    whole = actions.correct(actor=clerk, application_id=one.pk, brought=["photo"])
    assert (whole.state, whole.correct_by) == (State.RECEIVED, None)
    reason = refused(
        actions.ask_correction, actor=clerk, application_id=one.pk, version=whole.version
    )
    assert reason.code == "told_once"


def test_a_correction_ticks_only_what_is_still_wanted(town: Any) -> None:
    one, clerk = counters.correcting(town), town.actor("clerk")
    for brought in ([], ["id"], ["none"]):
        reason = refused(actions.correct, actor=clerk, application_id=one.pk, brought=brought)
        assert (reason.code, reason.field) == ("nothing_brought", "brought")


def test_nothing_is_accepted_that_lacks_a_material(town: Any) -> None:
    one, clerk = counters.received(town, counters.SOME), town.actor("clerk")
    reason = refused(actions.accept, actor=clerk, application_id=one.pk)
    assert (reason.field, reason.params["names"]) == ("brought", ["户口簿", "照片"])


def test_a_secondary_paper_may_follow_but_not_the_yes_without_it(town: Any) -> None:
    one, clerk = counters.accepted(town, ticked=counters.LATER), town.actor("clerk")
    assert one.state == State.ACCEPTED
    assert slips(one)[0].materials == ["photo"]
    given = {"actor": clerk, "application_id": one.pk}
    actions.examine(**given)
    reason = refused(actions.decide, **given, outcome=Outcome.GRANTED)
    assert (reason.field, reason.params["names"]) == ("outcome", ["照片"])
    actions.correct(**given, brought=["photo"])
    assert actions.decide(**given, outcome=Outcome.GRANTED).state == State.DECIDED


@pytest.mark.parametrize(
    ("ticked", "code", "field"),
    [
        (Ticked(frozenset({"none"})), "no_such_material", "brought"),
        (Ticked(promised=frozenset({"book"})), "main_material", "promised"),
        (Ticked(left_out=frozenset({"id"})), "always_asked", "left_out"),
    ],
)
def test_what_is_ticked_wrongly_names_the_field(
    town: Any, ticked: Ticked, code: str, field: str
) -> None:
    wanted = counters.draft(town, ticked)
    reason = refused(actions.take_in, actor=town.actor("clerk"), draft=wanted)
    assert (reason.code, reason.field) == (code, field)
    assert not Application.objects.filter(street_id=town.street.pk).exists()


def test_what_the_office_can_look_up_is_never_missing(town: Any) -> None:
    one = counters.received(town, Ticked())
    assert queries.codes_of(one, Paper.SHARED) == ["insured"]
    assert queries.codes_of(one, Paper.MISSING) == ["id", "book", "photo", "rent"]


def test_a_refusal_says_why_where_to_go_and_how_to_object(town: Any) -> None:
    one = counters.refused(town)
    (slip,) = slips(one)
    assert (slip.kind, slip.reason) == (SlipKind.REFUSAL, Refusal.NOT_OURS)
    assert (slip.text, slip.office) == ("这件由医保中心办", "样例区医保中心")
    assert (slip.appeal_days, slip.lawsuit_months) == (60, 6)


def test_nobody_is_sent_away_without_words_or_a_place_to_go(town: Any) -> None:
    one, clerk = counters.received(town), town.actor("clerk")
    given = {"actor": clerk, "application_id": one.pk, "reason": Refusal.NOT_OURS}
    assert refused(actions.refuse, **given, text=" ").field == "text"
    assert refused(actions.refuse, **given, text="不归我们").field == "office"


def test_a_no_says_why(town: Any) -> None:
    one, clerk = counters.reviewing(town), town.actor("clerk")
    given = {"actor": clerk, "application_id": one.pk, "outcome": Outcome.DENIED}
    assert refused(actions.decide, **given).field == "text"
    actions.decide(**given, text="年龄差两个月")
    assert slips(one)[-1].kind == SlipKind.DENIAL


def test_sent_twice_it_is_one_application(town: Any) -> None:
    wanted = counters.draft(town, once="a-tab")
    one = actions.take_in(actor=town.actor("clerk"), draft=wanted)
    assert actions.take_in(actor=town.actor("clerk"), draft=wanted).pk == one.pk
    assert Application.objects.filter(street_id=town.street.pk).count() == 1


def test_numbers_run_per_day(town: Any) -> None:
    first, second = counters.received(town), counters.received(town)
    day = counters.today(town)
    assert first.number == f"YY-{day:%Y%m%d}-S0001"
    assert second.number.endswith("S0002")


def test_only_a_clerk_takes_in_and_any_clerk_does(town: Any) -> None:
    wanted = counters.draft(town)
    assert actions.take_in(actor=town.actor("clerk2"), draft=wanted).state == State.ACCEPTED
    with pytest.raises(Forbidden):
        actions.take_in(actor=town.actor("grid"), draft=counters.draft(town))


def test_whoever_took_it_stays_responsible_wherever_it_goes(town: Any) -> None:
    one = counters.passed_up(town)
    actions.answer(actor=town.actor("department"), application_id=one.pk, text="同意")
    given = {"actor": town.actor("clerk2"), "application_id": one.pk}
    actions.decide(**given, outcome=Outcome.GRANTED)
    actions.finish(**given)
    one.refresh_from_db()
    assert one.taker_id == town.account("clerk").pk


def test_only_the_department_it_was_passed_to_answers(town: Any) -> None:
    one = counters.passed_up(town)
    with pytest.raises(NotFound):
        actions.answer(actor=town.actor("property"), application_id=one.pk, text="同意")


def test_without_a_department_nothing_is_passed_up(town: Any) -> None:
    one = counters.accepted(town, item_id=counters.item(town, department=None).pk)
    reason = refused(actions.pass_up, actor=town.actor("clerk"), application_id=one.pk)
    assert (reason.code, reason.field) == ("no_department", "department")


def test_what_was_booked_is_there_when_somebody_comes(town: Any) -> None:
    one = counters.booked(town)
    assert (one.state, one.trips) == (State.BOOKED, 0)
    given = {"actor": town.actor("clerk2"), "application_id": one.pk}
    got = actions.receive(**given, ticked=counters.ALL)
    assert (got.state, got.trips) == (State.RECEIVED, 1)
    assert got.taker_id == town.account("clerk2").pk


def test_one_books_for_oneself_only(town: Any) -> None:
    with pytest.raises(Forbidden):
        actions.book(actor=town.actor("resident2"), draft=counters.draft(town))


def test_trips_count_days_on_which_somebody_had_to_come(town: Any) -> None:
    one, clerk = counters.correcting(town), town.actor("clerk")
    actions.correct(actor=clerk, application_id=one.pk, brought=["book"])
    with clock.at(clock.now() + timedelta(days=1)):
        actions.correct(actor=clerk, application_id=one.pk, brought=["photo"], way=Way.POST)
    with clock.at(clock.now() + timedelta(days=2)):
        actions.accept(actor=clerk, application_id=one.pk)
    one.refresh_from_db()
    assert one.trips == 1


def test_an_open_application_keeps_the_version_it_began_with(town: Any) -> None:
    item = counters.item(town)
    one = counters.correcting(town, item_id=item.pk)
    more = [*counters.MATERIALS, {"code": "new", "name": "新表", "source": "applicant"}]
    counters.version(town, item, 2, since=date(2020, 1, 2), materials=more)
    done = actions.correct(
        actor=town.actor("clerk"), application_id=one.pk, brought=["book", "photo"]
    )
    assert (done.state, done.item_version.number) == (State.RECEIVED, 1)
    later = counters.received(town, item_id=item.pk)
    assert later.item_version.number == 2
    assert "new" in queries.codes_of(later, Paper.MISSING)


def test_a_version_of_tomorrow_does_not_count_today(town: Any) -> None:
    item = counters.item(town)
    counters.version(town, item, 2, since=counters.today(town) + timedelta(days=3))
    assert counters.received(town, item_id=item.pk).item_version.number == 1


def test_what_is_off_the_list_is_applied_for_no_more(town: Any) -> None:
    item = counters.item(town)
    item.is_open = False
    item.save()
    wanted = counters.draft(town, item_id=item.pk)
    assert refused(actions.take_in, actor=town.actor("clerk"), draft=wanted).field == "item"


def test_an_application_is_somebodys(town: Any) -> None:
    wanted = counters.draft(town, name=" ")
    assert refused(actions.take_in, actor=town.actor("clerk"), draft=wanted).field == "name"


def test_whoever_signs_in_with_the_number_that_was_typed_follows_it(town: Any) -> None:
    account = town.account("resident2")
    wanted = counters.draft(town, account_id=None, phone=account.phone)
    one = actions.take_in(actor=town.actor("clerk"), draft=wanted)
    assert one.account_id == account.pk
