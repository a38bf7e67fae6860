"""The administrator's pages: who opens them, lists, changes counted before they are made."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from linli.cases.models import Category, Route
from linli.cases.queries import desks
from linli.kernel import clock
from linli.kernel.models import Event
from linli.people.models import Account, Organisation, Post
from linli.places.models import Area
from linli.rulebook.models import Rule
from tests.scenarios.offices import KINDS, SEEN, base, hidden, routed, words
from tests.town import EAST, Town

pytestmark = pytest.mark.django_db
READERS = ("admin", "leader", "supervisor", "auditor")
OTHERS = ("resident", "grid", "clerk", "dispatcher", "secretary", "department", "shop")
FRAME = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE SAVEPOINT")


def changing(town: Town) -> list[str]:
    """Every page that changes something."""
    unit, route = town.organisations["east"], Route.objects.filter(street_id=town.street.pk)
    category = Category.objects.filter(street_id=town.street.pk).first()
    post = Post.objects.filter(street_id=town.street.pk, role="grid").first()
    first = route.order_by("order").first()
    assert category
    assert post
    assert first
    return [
        *(f"{base(kind)}import/" for kind in KINDS),
        *(f"{base(kind)}add/" for kind in KINDS[:7]),
        f"{base('areas')}{town.areas['home'].pk}/",
        f"{base('areas')}{town.areas['home-1-1'].pk}/close/",
        f"{base('grids')}{town.grids['e1'].pk}",
        f"{base('grids')}{town.grids['w2'].pk}/close/",
        f"{base('organisations')}{unit.pk}/",
        f"{base('posts')}accounts/add/",
        f"{base('posts')}accounts/{post.account_id}/",
        f"{base('posts')}{post.pk}/end/",
        f"{base('categories')}{category.pk}/",
        f"{base('categories')}{category.pk}/close/",
        f"{base('routes')}{first.pk}/",
        f"{base('routes')}{first.pk}/move/",
        f"{base('routes')}{first.pk}/remove/",
        f"{base('days')}set/",
    ]


@pytest.mark.parametrize("who", READERS)
def test_whoever_answers_for_the_street_reads_every_list(town: Town, client: Client, who: str):
    client.force_login(town.account(who))
    assert "设置" in client.get("/desk/settings/").content.decode()
    for kind in KINDS:
        assert client.get(base(kind)).status_code == 200
        assert client.get(f"{base(kind)}export/").status_code == 200
    assert client.get(f"{base('rules')}cases.clocks/").status_code == 200


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_opens_them(town: Town, client: Client, who: str):
    client.force_login(town.account(who))
    for path in ["/desk/settings/", *map(base, KINDS), *changing(town)]:
        assert client.get(path).status_code == 403, path


@pytest.mark.parametrize("who", READERS[1:])
def test_only_the_administrator_opens_what_changes(town: Town, client: Client, who: str):
    client.force_login(town.account(who))
    before = Event.objects.filter(street_id=town.street.pk).count()
    for path in changing(town):
        assert client.get(path).status_code == 403, path
        assert client.post(path, {"sure": "1"}).status_code == 403, path
    assert client.post(f"{base('rules')}cases.limits/", {"reopen_days": 3}).status_code == 403
    assert Event.objects.filter(street_id=town.street.pk).count() == before


def test_every_page_that_changes_opens_for_the_administrator(town: Town, admin: Client):
    for path in changing(town):
        assert admin.get(path).status_code == 200, path
        assert admin.post(path, {"sure": "1"}).status_code in (200, 302, 422), path


def test_grids_that_nobody_answers_for_are_loud(town: Town, admin: Client):
    told = words(admin.get(base("posts")))
    assert "有 3 个网格没人负责" in told
    assert "西样第一网格" in told
    grid = town.grids["w1"]
    page = admin.get(f"{base('posts')}add/?grid={grid.pk}")
    assert f'value="{grid.pk}" selected' in page.content.decode()
    post = {"username": "shop", "role": "grid", "grid": grid.pk, "is_lead": "on"}
    admin.post(f"{base('posts')}add/", post | {"since": timezone.localdate(clock.now())})
    assert "有 2 个网格没人负责" in words(admin.get(base("posts")))


def test_a_post_without_account_or_with_a_taken_grid_says_why(town: Town, admin: Client):
    path, day = f"{base('posts')}add/", "2026-01-05"
    grid = {"role": "grid", "grid": town.grids["e1"].pk, "is_lead": "on", "since": day}
    answer = admin.post(path, {"username": "nobody"} | grid)
    assert "没有这个用户名" in words(answer)
    answer = admin.post(path, {"username": "shop"} | grid)
    assert "已由 例小丁 主责" in words(answer)


def test_a_new_account_gets_a_safe_password_and_then_a_post(town: Town, admin: Client):
    path = f"{base('posts')}accounts/add/"
    given = {"username": "new", "name": "新示例", "phone": "", "password": "1234567890"}
    assert "常见" in words(admin.post(path, given))
    answer = admin.post(path, given | {"password": "lamp-of-the-street"})
    assert answer.headers["Location"].endswith("add/?username=new")
    assert Account.objects.get(username="new").check_password("lamp-of-the-street")


def test_another_route_is_counted_on_what_came_in_lately(town: Town, admin: Client):
    routed(town)
    lights = Route.objects.get(street_id=town.street.pk, category__code="facilities.street_light")
    path = f"{base('routes')}{lights.pk}/"
    unit = town.organisations["police"].pk
    given = {"hours": "always", "target": "organisation", "organisation": unit}
    given |= {"category": lights.category_id, "community": ""}
    desks.routes.forget()  # a process that has just started
    preview = admin.post(path, given)
    assert unit not in [route.organisation_id for route in desks.routes(town.street)][:1]
    told = words(preview)
    assert "最近 30 天的 4 件里，会有 3 件换一家办" in told
    assert "3 件从 城管 改交给 公安" in told
    lights.refresh_from_db()
    assert lights.organisation_id == town.organisations["urban_management"].pk
    other = given | {"organisation": town.organisations["team"].pk}
    again = admin.post(path, other | {"seen": hidden(SEEN, preview)})
    assert "改交给 样板志愿队" in words(again), "other answers have not been seen yet"
    assert admin.post(path, given | {"seen": hidden(SEEN, preview)}).status_code == 302
    lights.refresh_from_db()
    assert lights.organisation_id == unit


def test_a_route_is_moved_and_removed_after_its_effect_was_seen(town: Town, admin: Client):
    routed(town)
    rows = Route.objects.filter(street_id=town.street.pk).order_by("order")
    first, *_, last = rows
    path = f"{base('routes')}{last.pk}/move/?before={first.pk}"
    preview = admin.post(path, {"sure": "1"})
    assert "3 件从 城管 改交给" in words(preview)
    admin.post(path, {"sure": "1", "seen": hidden(SEEN, preview)})
    assert rows.all().first() == last
    path = f"{base('routes')}{last.pk}/remove/"
    admin.post(path, {"sure": "1", "seen": hidden(SEEN, admin.post(path, {"sure": "1"}))})
    assert rows.all().first() == first
    gone = Event.objects.get(street_id=town.street.pk, kind="cases.route.removed")
    assert gone.before["target"] == "grid_lead"


def test_a_new_version_of_the_clocks_is_counted_and_dated(town: Town, admin: Client):
    routed(town)
    path = f"{base('rules')}cases.clocks/"
    form = admin.get(path).context["form"]
    given = {field.html_name: field.value() for field in form} | {"N.reply": 2}
    given["valid_from"] = timezone.localdate(clock.now()) + timedelta(days=3)
    preview = admin.post(path, given)
    told = words(preview)
    assert "最近 30 天登记的 4 件，按新规则算： 4 件的答复期限会提前" in told.replace("：", "： ")
    assert "已经在走的期限不变" in told
    assert not Rule.objects.filter(street_id=town.street.pk).exists()
    assert admin.post(path, given | {"seen": hidden(SEEN, preview)}).status_code == 302
    rule = Rule.objects.get(street_id=town.street.pk)
    assert rule.value["N"]["reply"] == {"working_days": 2}
    assert rule.valid_from == given["valid_from"]
    history = words(admin.get(path))
    assert "第 1 版" in history
    assert "一般 · 答复 5 个工作日" in history


def test_a_rule_that_cannot_be_says_so_beside_its_field(town: Town, admin: Client):
    path = f"{base('rules')}office.hours/"
    hours = {"opens": "19:00", "close_of_business": "18:00", "half_day_closes": "12:00"}
    given = hours | {"valid_from": "2030-01-01"}
    answer = admin.post(path, given)
    assert answer.status_code == 422
    assert "下班时间必须晚于上班时间" in words(answer)


def test_a_category_is_added_changed_closed_and_opened(town: Town, admin: Client):
    rows = Category.objects.filter(street_id=town.street.pk)
    top = rows.filter(parent=None).first()
    assert top
    given = {"parent": top.pk, "code": "new-one", "name": "新事项", "name_en": "", "urgency": "N"}
    admin.post(f"{base('categories')}add/", given | {"keywords": "灯，路灯 灯"})
    made = rows.get(code="new-one")
    assert made.keywords == ["灯", "路灯"]
    path = f"{base('categories')}{made.pk}/"
    admin.post(path, {"name": "改名", "name_en": "", "urgency": "U", "keywords": ""})
    assert rows.get(pk=made.pk).name == "改名"
    told = words(admin.get(f"{path}close/"))
    assert "最近 30 天有 0 件是这一类" in told
    for is_open in (False, True):
        admin.post(f"{path}close/", {"sure": "1"})
        assert rows.get(pk=made.pk).is_open is is_open


def test_areas_and_units_are_added_and_put_right(town: Town, admin: Client):
    given = {"kind": "building", "parent": "home", "name": "4号楼", "code": "", "grid": ""}
    admin.post(f"{base('areas')}add/", given)
    area = Area.objects.get(street_id=town.street.pk, name="4号楼")
    given = {"name": "四号楼", "grid": f"{EAST}002", "lat": "", "lon": ""}
    admin.post(f"{base('areas')}{area.pk}/", given)
    area.refresh_from_db()
    assert (area.name, area.grid_id) == ("四号楼", town.grids["e2"].pk)
    answer = admin.post(f"{base('areas')}{area.pk}/", given | {"grid": "000"})
    assert "没有登记" in words(answer)
    admin.post(f"{base('areas')}{area.pk}/close/", {"last_day": timezone.localdate(clock.now())})
    area.refresh_from_db()
    assert not area.is_open
    unit = town.organisations["team"]
    admin.post(f"{base('organisations')}{unit.pk}/", {"name": "新队", "phone": "119"})
    assert Organisation.objects.get(street_id=town.street.pk, pk=unit.pk).name == "新队"


def test_ground_that_no_grid_covers_is_loud(town: Town, admin: Client):
    given = {"last_day": timezone.localdate(clock.now()), "successor": ""}
    admin.post(f"{base('grids')}{town.grids['w2'].pk}/close/", given)
    assert "西样社区有 1 块地方" in words(admin.get(base("grids")))
    assert "有地方不属于任何网格" in words(admin.get("/desk/settings/"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_takes_as_many_statements_with_more_rows(town: Town, admin: Client, kind: str):
    def statements() -> int:
        admin.get(base(kind))  # what changes rarely is kept in memory
        with CaptureQueriesContext(connection) as seen:
            admin.get(base(kind))
        return len([query for query in seen if not query["sql"].startswith(FRAME)])

    few = statements()
    street = town.street.pk
    for number in range(40):
        Category.objects.create(street_id=street, code=f"c{number}", name="类", order=9000 + number)
        Route.objects.create(street_id=street, order=9000 + number, target="community")
        Organisation.objects.create(street_id=street, code=f"u{number}", name="单位", kind="team")
    town.street.revision += 1
    town.street.save()
    assert statements() == few
    assert few <= 5, few


def test_a_long_list_has_pages_and_finds(town: Town, admin: Client):
    for number in range(35):
        Organisation.objects.create(
            street_id=town.street.pk, code=f"u{number}", name=f"第{number}队", kind="team"
        )
    town.street.revision += 1
    town.street.save()
    assert "第 1 页，共 2 页" in words(admin.get(base("organisations")))
    assert "第34队" in words(admin.get(f"{base('organisations')}?q=第34队"))
    assert "没有符合的" in words(admin.get(f"{base('organisations')}?q=zzz&kind=bogus"))
