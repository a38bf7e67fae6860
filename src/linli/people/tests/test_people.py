"""Posts decide what somebody may do; signing in and out is safe."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from linli.kernel import clock, events
from linli.kernel.errors import Forbidden, Refused
from linli.people import actions, rules
from linli.people.models import Post
from linli.people.rules import OrganisationKind, PeopleEvent, Role

PASSWORD = "linli-demo"
SOON = date(2030, 1, 1)


@pytest.fixture
def page(client: Client) -> Client:
    return client


def signed_in(client: Client, username: str, **extra: str) -> Any:
    return client.post("/sign-in/", {"username": username, "password": PASSWORD, **extra})


def test_the_five_level_chain_hangs_together_level_by_level() -> None:
    kind = OrganisationKind
    assert rules.why_not_parent(kind.PARTY_COMMITTEE, None) is None
    assert rules.why_not_parent(kind.PARTY_BRANCH, kind.PARTY_COMMUNITY) is None
    reason = rules.why_not_parent(kind.PARTY_GRID, kind.PARTY_COMMUNITY)
    assert reason is not None
    assert reason.params["above"] == kind.PARTY_BRANCH.word


def test_a_post_counts_from_its_first_to_its_last_day() -> None:
    first, last = date(2026, 1, 1), date(2026, 1, 31)
    assert rules.counts_on(first, first, last)
    assert rules.counts_on(last, first, last)
    assert not rules.counts_on(last + timedelta(days=1), first, last)
    assert not rules.counts_on(first - timedelta(days=1), first, None)


def test_a_grid_worker_without_a_grid_is_refused(town: Any) -> None:
    with pytest.raises(Refused) as refused:
        actions.appoint(
            actor=town.system, account=town.account("shop"), role=Role.GRID, since=date(2026, 1, 1)
        )
    assert refused.value.reason.code == "post_incomplete"


def test_only_the_administrator_appoints(town: Any) -> None:
    given = {"account": town.account("shop"), "role": Role.LEADER, "since": date(2026, 1, 1)}
    with pytest.raises(Forbidden):
        actions.appoint(actor=town.actor("leader"), **given)
    post = actions.appoint(actor=town.actor("admin"), **given)
    assert events.history(town.street.pk, post.pk)[0].kind == PeopleEvent.APPOINTED


def test_a_grid_has_one_worker_in_charge(town: Any) -> None:
    given = {"role": Role.GRID, "since": date(2026, 1, 1), "grid": town.grids["e1"]}
    with pytest.raises(Refused, match="主责") as refused:
        actions.appoint(actor=town.system, account=town.account("shop"), is_lead=True, **given)
    assert refused.value.reason.field == "is_lead"


def test_a_session_dies_with_the_last_post(town: Any, page: Client) -> None:
    signed_in(page, "dispatcher")
    assert page.get("/desk/").status_code == 200
    post = Post.objects.get(street_id=town.street.pk, account=town.account("dispatcher"))
    yesterday = timezone.localdate(clock.now()) - timedelta(days=1)
    actions.end_post(actor=town.system, post_id=post.pk, until=yesterday)
    assert page.get("/desk/").url.startswith("/sign-in/")
    signed_in(page, "dispatcher")
    assert page.get("/desk/").status_code == 403, "as a resident they may come back"
    assert page.get("/mine/").status_code == 200


def test_a_visitor_is_sent_to_sign_in_and_then_back(town: Any, page: Client) -> None:
    answer = page.get("/desk/?view=all")
    assert answer["Location"] == "/sign-in/?next=%2Fdesk%2F%3Fview%3Dall"
    answer = signed_in(page, "dispatcher", next="/desk/?view=all")
    assert answer["Location"] == "/desk/?view=all"


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_signing_in_leads_nowhere_else(town: Any, page: Client, wanted: str) -> None:
    assert signed_in(page, "dispatcher", next=wanted)["Location"] == "/desk/"


def test_a_wrong_password_says_so_and_keeps_the_name(town: Any, page: Client) -> None:
    answer = page.post("/sign-in/", {"username": "dispatcher", "password": "wrong"})
    assert answer.status_code == 422
    assert 'value="dispatcher"' in answer.content.decode()
    unknown = page.post("/sign-in/", {"username": "nobody", "password": "wrong"})
    assert unknown.status_code == 422


def test_signing_in_changes_the_session_and_is_on_record(town: Any, page: Client) -> None:
    page.get("/sign-in/")
    session = page.session
    session["before"] = True
    session.save()
    page.cookies["sessionid"] = old = session.session_key
    signed_in(page, "clerk")
    assert page.cookies["sessionid"].value != old
    assert page.cookies["sessionid"]["httponly"]
    last = events.history(town.street.pk, town.account("clerk").pk)[-1]
    assert last.kind == PeopleEvent.SIGNED_IN


def test_signing_out_ends_the_session_and_takes_a_post(town: Any, page: Client) -> None:
    signed_in(page, "clerk")
    assert page.get("/sign-out/").status_code == 405
    page.post("/sign-out/")
    assert page.get("/desk/").status_code == 302


def test_pages_of_a_person_stay_out_of_shared_caches(town: Any, page: Client) -> None:
    signed_in(page, "clerk")
    assert "no-store" in page.get("/desk/")["Cache-Control"]


@pytest.mark.parametrize("role", ["resident", "volunteer", "shop", "neighbour"])
def test_the_desk_is_for_staff(town: Any, page: Client, role: str) -> None:
    signed_in(page, role)
    assert page.get("/desk/").status_code == 403
    assert page.get("/mine/").status_code == 200


@pytest.mark.parametrize("role", [Role.ADMIN, Role.SECURITY, Role.AUDITOR])
@pytest.mark.parametrize("held", ["admin", "security", "auditor"])
def test_no_account_holds_two_of_the_three_powers(town: Any, held: str, role: Role) -> None:
    account = town.account(held)
    if role == held:
        assert actions.appoint(actor=town.system, account=account, role=role, since=SOON)
        return
    with pytest.raises(Refused, match="不能是同一个人"):
        actions.appoint(actor=town.system, account=account, role=role, since=SOON)


def test_when_a_power_has_ended_another_may_follow(town: Any) -> None:
    account = town.account("auditor")
    (post,) = Post.objects.filter(street_id=town.street.pk, account=account)
    actions.end_post(actor=town.system, post_id=post.pk, until=SOON)
    with pytest.raises(Refused, match="不能是同一个人"):
        actions.appoint(actor=town.system, account=account, role=Role.ADMIN, since=SOON)
    later = SOON + timedelta(days=1)
    assert actions.appoint(actor=town.system, account=account, role=Role.ADMIN, since=later)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.SECURITY, Role.AUDITOR])
def test_the_powers_are_given_by_the_security_officer_only(town: Any, role: Role) -> None:
    account = town.account("volunteer")
    with pytest.raises(Forbidden, match="安全员"):
        actions.appoint(actor=town.actor("admin"), account=account, role=role, since=SOON)
    assert actions.appoint(actor=town.actor("security"), account=account, role=role, since=SOON)


def test_the_security_officer_gives_no_other_post(town: Any) -> None:
    given = {"account": town.account("volunteer"), "role": Role.SHOP, "since": SOON}
    with pytest.raises(Forbidden, match="管理员"):
        actions.appoint(actor=town.actor("security"), **given)
    assert actions.appoint(actor=town.actor("admin"), **given)


def test_nobody_appoints_themselves(town: Any) -> None:
    for who, role in (("admin", Role.LEADER), ("security", Role.SECURITY)):
        with pytest.raises(Forbidden, match="别人"):
            actions.appoint(actor=town.actor(who), account=town.account(who), role=role, since=SOON)


def test_a_deputy_holds_the_post_between_the_days_and_it_is_marked(town: Any) -> None:
    post = Post.objects.get(street_id=town.street.pk, account=town.account("grid"))
    today = timezone.localdate(clock.now())
    given = {"account": town.account("volunteer"), "post_id": post.pk}
    actions.deputise(
        actor=town.actor("admin"), since=today, until=today + timedelta(days=2), **given
    )
    actor = town.actor("volunteer")
    assert Role.GRID in actor.roles
    assert actor.stands_in_for == {town.account("grid").pk}
    event = events.draft(actor, PeopleEvent.ENDED, post)
    assert event.after == {"acting_for": [str(town.account("grid").pk)]}
    for days in (-1, 3):
        with clock.at(clock.now() + timedelta(days=days)):
            assert Role.GRID not in town.actor("volunteer").roles


def test_whoever_is_back_early_ends_the_deputy_at_once(town: Any, client: Client) -> None:
    post = Post.objects.get(street_id=town.street.pk, account=town.account("grid"))
    today = timezone.localdate(clock.now())
    time = {"since": today, "until": today + timedelta(days=9)}
    who = town.account("volunteer")
    one = actions.deputise(actor=town.system, post_id=post.pk, account=who, **time)
    client.force_login(town.account("admin"))
    address = f"/desk/settings/posts/deputies/{one.pk}/end/"
    assert address in client.get("/desk/settings/posts/").content.decode()
    assert client.post(address, {"sure": "on"}).status_code == 302
    assert Role.GRID not in town.actor("volunteer").roles
    assert address not in client.get("/desk/settings/posts/").content.decode()
    with pytest.raises(Refused, match="提前"):
        actions.end_deputy(actor=town.system, deputy_id=one.pk, until=today)
    with pytest.raises(Forbidden):
        actions.end_deputy(actor=town.actor("clerk"), deputy_id=one.pk, until=today)


def test_nobody_is_deputy_of_two_powers_or_of_themselves(town: Any) -> None:
    today = timezone.localdate(clock.now())
    posts = {
        name: Post.objects.get(street_id=town.street.pk, account=town.account(name))
        for name in ("admin", "grid")
    }
    time = {"actor": town.system, "since": today, "until": today}
    with pytest.raises(Refused, match="不能是同一个人"):
        actions.deputise(post_id=posts["admin"].pk, account=town.account("auditor"), **time)
    with pytest.raises(Refused, match="另选一位"):
        actions.deputise(post_id=posts["grid"].pk, account=town.account("grid"), **time)
    early = time | {"until": today - timedelta(days=1)}
    with pytest.raises(Refused, match="不能早于"):
        actions.deputise(post_id=posts["grid"].pk, account=town.account("clerk"), **early)


def test_a_deputy_goes_when_the_post_ends(town: Any) -> None:
    post = Post.objects.get(street_id=town.street.pk, account=town.account("grid"))
    today = timezone.localdate(clock.now())
    time = {"since": today, "until": today + timedelta(days=9)}
    who = town.account("volunteer")
    actions.deputise(actor=town.system, post_id=post.pk, account=who, **time)
    actions.end_post(actor=town.system, post_id=post.pk, until=today - timedelta(days=1))
    assert Role.GRID not in town.actor("volunteer").roles
