"""The main loop as each role lives it: through the pages, from the first words to the last star."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from linli.cases.models import Case
from linli.cases.rules.words import CaseEvent, State
from linli.files.tests.factories import upload
from linli.kernel import events
from linli.kernel.streets import context
from tests.town import Town

CLUTTER, LIGHT = "楼道堆满了纸箱子", "小区门口的路灯不亮了"
ADDRESS = "样板家园1号楼1单元"


@dataclass
class House:
    """The town with a browser for everybody."""

    town: Town
    browsers: dict[str, Client] = field(default_factory=dict)

    def browser(self, who: str) -> Client:
        if who not in self.browsers:
            self.browsers[who] = Client()
            if who != "visitor":
                self.browsers[who].force_login(self.town.account(who))
        return self.browsers[who]

    def raise_request(self, text: str = CLUTTER, who: str = "visitor", **more: Any) -> str:
        """Returns the address of the thread."""
        sent = {"text": text, "address": ADDRESS, "phone": "19900001111"} | more
        answer = self.browser(who).post("/report/", sent)
        assert answer.status_code == 302, answer.content.decode()
        return str(answer.url)

    def accepted(self, text: str = CLUTTER) -> str:
        """A request in the hands of its desk; returns its number."""
        number = self.raise_request(text).split("/")[2]
        answer = self.browser("dispatcher").post(f"/desk/cases/{number}/accept/", {"version": 0})
        assert answer.status_code == 302
        return number

    def take(self, who: str, number: str, verb: str, **values: Any) -> Any:
        """Read the form, then send it with the version it was opened with."""
        address = f"/desk/cases/{number}/{verb}/"
        shown = self.browser(who).get(address)
        found = re.search(r'name="version"[^>]*value="(\d+)"', shown.content.decode())
        version = {"version": found[1]} if found else {}
        return self.browser(who).post(address, version | values)

    def taken(self, who: str, number: str, verb: str, **values: Any) -> None:
        answer = self.take(who, number, verb, **values)
        assert answer.status_code == 302, answer.content.decode()

    def case(self, number: str) -> Case:
        with context.in_street(self.town.street.pk):
            return Case.objects.get(street_id=self.town.street.pk, number=number)

    def thread(self, number: str) -> list[str]:
        case = self.case(number)
        return [event.kind for event in events.history(case.street_id, case.pk)]

    def unit(self, name: str) -> Any:
        return self.town.organisations[name].pk


@pytest.fixture
def house(town: Town) -> House:
    return House(town)


def worked(house: House, number: str, who: str) -> None:
    house.taken(who, number, "sign_in")
    house.taken(who, number, "contact", result="reached", text="约在周末上门")


def closed(house: House, number: str, who: str) -> None:
    worked(house, number, who)
    house.taken(who, number, "reply", text="已经清走", photos=[upload()])
    house.taken("supervisor", number, "check")
    house.taken("supervisor", number, "call_back", solved="yes", satisfied="yes", text="好了")
    house.taken("supervisor", number, "close")


def later(**span: float) -> str:
    return (timezone.localtime() + timedelta(**span)).strftime("%Y-%m-%dT%H:%M")


def test_from_the_first_words_to_reopening(house: House):
    link = house.raise_request()
    number = link.split("/")[2]
    followed = house.browser("visitor").get(link).content.decode()
    assert number in followed
    assert "一网格" in house.browser("dispatcher").get(f"/desk/cases/{number}/").content.decode()
    house.browser("dispatcher").post(f"/desk/cases/{number}/accept/", {"version": 0})
    case = house.case(number)
    assert (case.owner_id, case.handler_id) == (
        house.unit("east"),
        house.town.account("grid").pk,
    )
    assert number in house.browser("grid").get("/field/").content.decode()
    closed(house, number, "grid")
    visitor = house.browser("visitor")
    assert visitor.post(f"{link}rate/", {"stars": "5", "text": "谢谢"}).status_code == 302
    assert house.case(number).stars == 5
    assert visitor.post(f"{link}reopen/", {"text": "又堆上了"}).status_code == 302
    case = house.case(number)
    assert (case.state, case.reopened) == (State.DISPATCHED, 1)
    assert (case.owner_id, case.handler_id) == (
        house.unit("east"),
        house.town.account("grid").pk,
    )
    event = CaseEvent
    assert house.thread(number) == [
        event.REGISTERED,
        event.TRIAGED,
        event.DISPATCHED,
        event.SIGNED_IN,
        event.CONTACTED,
        event.REPLIED,
        event.CHECKED,
        event.CALLED_BACK,
        event.CLOSED,
        event.RATED,
        event.REOPENED,
    ]


def test_a_request_returned_once_is_settled_by_the_centre(house: House):
    number = house.accepted(LIGHT)
    assert house.case(number).owner_id == house.unit("urban_management")
    house.taken(
        "department",
        number,
        "give_back",
        reason="not_ours",
        proposed=house.unit("property"),
        text="小区内部道路",
    )
    case = house.case(number)
    assert (case.state, case.owner_id) == (State.RETURNED, house.unit("centre"))
    house.taken("dispatcher", number, "arbitrate", owner=house.unit("property"), text="物业主办")
    assert house.case(number).owner_id == house.unit("property")
    again = house.take(
        "property",
        number,
        "give_back",
        reason="not_ours",
        proposed=house.unit("east"),
        text="也不是我们",
    )
    assert again.status_code == 422
    worked(house, number, "property")
    assert house.case(number).handler_id == house.town.account("property").pk


def test_nobody_grants_themselves_more_time(house: House):
    number = house.raise_request("邻居吵架，请来调解").split("/")[2]
    house.taken(
        "dispatcher", number, "triage", category=str(dispute(house)), urgency="N", kind="help"
    )
    house.taken("dispatcher", number, "dispatch", owner=house.unit("east"), mode="own")
    worked(house, number, "secretary")
    promised = house.case(number).due_at
    house.taken("secretary", number, "ask_extension", until=later(days=14), text="要开会商量")
    assert house.take("secretary", number, "extend", text="同意").status_code == 422
    assert house.case(number).due_at == promised
    house.taken("supervisor", number, "extend", text="同意")
    case = house.case(number)
    assert case.due_at > promised
    assert case.ask == ""


def test_a_grid_workers_application_is_granted_by_their_secretary(house: House):
    number = house.accepted()
    worked(house, number, "grid")
    house.taken("grid", number, "ask_extension", until=later(days=14), text="等配件")
    assert house.take("grid", number, "extend", text="同意").status_code in (403, 422)
    house.taken("secretary", number, "extend", text="同意")


def test_a_hard_request_is_parked_and_taken_up_again(house: House):
    number = house.accepted()
    worked(house, number, "grid")
    house.taken("grid", number, "ask_parking", until=later(days=90), text="等整体改造")
    house.taken("secretary", number, "park", text="列入台账")
    case = house.case(number)
    assert (case.state, case.due_at) == (State.PARKED, case.due_at)
    assert case.parked_until
    house.taken("grid", number, "resume", text="批下来了")
    case = house.case(number)
    assert (case.state, case.parked_until) == (State.IN_PROGRESS, None)


def test_some_requests_end_at_the_desk(house: House):
    link = house.raise_request()
    declined = link.split("/")[2]
    house.taken("clerk", declined, "decline", reason="other_area", text="请找邻街道")
    assert "请找邻街道" in house.browser("visitor").get(link).content.decode()
    answered = house.raise_request().split("/")[2]
    house.taken("secretary", answered, "answer", text="周五统一清运")
    leading, second = house.accepted(), house.raise_request().split("/")[2]
    assert house.take("dispatcher", second, "merge", leading="没有这件").status_code == 422
    house.taken("dispatcher", second, "merge", leading=leading)
    assert house.case(second).leading_id == house.case(leading).pk
    assert [house.case(number).state for number in (declined, answered, second)] == [
        State.DECLINED,
        State.ANSWERED,
        State.MERGED,
    ]


def test_a_resident_takes_a_request_back(house: House):
    link = house.raise_request(who="resident")
    number = link.split("/")[2]
    assert number in house.browser("resident").get("/mine/").content.decode()
    assert house.browser("resident").post(f"{link}withdraw/", {"text": ""}).status_code == 302
    assert house.case(number).state == State.WITHDRAWN
    late = house.browser("resident").post(f"{link}withdraw/", {"text": ""})
    assert late.status_code in (409, 422)


def test_a_supervisor_puts_a_request_under_supervision_and_sends_it_back(house: House):
    number = house.accepted()
    worked(house, number, "grid")
    house.taken("supervisor", number, "supervise", reason="overdue", text="今天办完")
    house.taken("grid", number, "reply", text="办好了")
    house.taken("supervisor", number, "send_back", text="照片看不出来")
    case = house.case(number)
    assert case.supervised_at
    assert (case.state, case.replied_at) == (State.IN_PROGRESS, None)


def test_whoever_comes_second_learns_what_changed(house: House):
    number = house.accepted()
    house.taken("grid", number, "sign_in")
    stale = house.browser("grid").post(
        f"/desk/cases/{number}/contact/", {"version": 0, "result": "reached", "text": "打过电话"}
    )
    assert stale.status_code == 422
    assert "打过电话" in stale.content.decode()
    assert house.case(number).state == State.SIGNED_IN


def test_the_phone_of_a_caller_opens_only_for_a_purpose(house: House):
    number = house.accepted()
    page = house.browser("grid").get(f"/desk/cases/{number}/").content.decode()
    assert "19900001111" not in page
    shown = house.browser("grid").post(f"/desk/cases/{number}/reveal/", {"purpose": "handle"})
    assert "19900001111" in shown.content.decode()
    assert house.thread(number)[-1] == CaseEvent.REVEALED


@pytest.mark.parametrize("who", ["grid2", "clerk2", "department", "property"])
def test_staff_of_elsewhere_cannot_tell_that_it_exists(house: House, who: str):
    number = house.accepted()
    assert house.browser(who).get(f"/desk/cases/{number}/").status_code == 404
    assert house.take(who, number, "sign_in").status_code == 404
    assert number not in house.browser(who).get("/desk/?view=all").content.decode()
    assert house.case(number).state == State.DISPATCHED


@pytest.mark.parametrize("who", ["resident", "volunteer", "shop", "neighbour"])
def test_residents_have_no_desk(house: House, who: str):
    number = house.accepted()
    assert house.browser(who).get(f"/desk/cases/{number}/").status_code == 403
    assert house.browser(who).get("/desk/").status_code == 403
    wrong = house.browser(who).get(f"/follow/{number}/{'0' * 24}/")
    assert wrong.status_code == 404


@pytest.mark.parametrize(
    "who",
    [
        *("grid", "clerk", "dispatcher", "supervisor", "secretary"),
        *("leader", "department", "auditor", "admin"),
    ],
)
def test_staff_open_their_desk(house: House, who: str):
    assert house.browser(who).get("/desk/").status_code == 200
    assert house.browser(who).get("/").status_code == 200


def test_a_visitor_is_asked_to_sign_in_first(house: House):
    answer = house.browser("visitor").get("/desk/")
    assert answer.status_code == 302
    assert answer.url.startswith("/sign-in/?next=")


def test_a_clerk_types_for_somebody_at_the_window(house: House):
    sent = {"text": CLUTTER, "address": ADDRESS, "channel": "window", "kind": "help"}
    answer = house.browser("clerk").post("/desk/new/", sent)
    assert answer.status_code == 302
    number = answer.url.split("/")[3]
    assert house.case(number).channel == "window"
    assert house.browser("department").get("/desk/new/").status_code == 403


def dispute(house: House) -> Any:
    from linli.cases.models import Category

    return Category.objects.get(street_id=house.town.street.pk, code="neighbours.dispute").pk
