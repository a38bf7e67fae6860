"""How a page asks for permission and shows a refusal."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django import forms
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse
from django.test import RequestFactory
from django.views.decorators.http import require_POST
from django_htmx.middleware import HtmxDetails

from linli.kernel import http
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Forbidden, NotFound, Refused, Stale
from linli.words import Reason

VISITOR = Actor(ActorKind.VISITOR, 1)
ACCOUNT = Actor(ActorKind.ACCOUNT, 1)
REASON = Reason("late", "晚了 %(days)s 天", {"days": 3}, field="until")


@pytest.fixture(autouse=True)
def _plain_refusals(settings: Any) -> None:
    """The refusal page without the shell around it."""
    shell = {
        "errors/refused.html": "{{ refused }}",
        "web/components/messages.html": "<p>{% for message in messages %}{{ message }}{% endfor %}",
    }
    loader = ("django.template.loaders.locmem.Loader", shell)
    backend = "django.template.backends.django.DjangoTemplates"
    notes = "django.contrib.messages.context_processors.messages"
    options = {"loaders": [loader], "context_processors": [notes]}
    settings.TEMPLATES = [{"BACKEND": backend, "OPTIONS": options}]


def opened(
    view: http.View, actor: Actor, path: str = "/desk/?view=all&q=灯", *, is_part: bool = False
) -> Any:
    """``is_part`` asks as htmx does, from the page /desk/cases/1/."""
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/desk/cases/1/"}
    request = RequestFactory().get(path, headers=headers if is_part else {})
    request.actor, request.htmx = actor, HtmxDetails(request)
    request._messages = CookieStorage(request)
    return view(request)


def page(may: Any, refused: Refused | None = None) -> http.View:
    @http.page(may=may)
    def view(request: http.Request) -> HttpResponse:
        if refused:
            raise refused
        return HttpResponse("open")

    return view


def test_who_may_sees_the_page():
    assert opened(page(http.anyone), VISITOR).content == b"open"
    assert opened(page(http.signed_in), ACCOUNT).content == b"open"


def test_a_visitor_is_sent_to_sign_in_and_back_again():
    response = opened(page(http.signed_in), VISITOR)
    address = urlsplit(response["Location"])
    assert (response.status_code, address.path) == (302, "/sign-in/")
    (back,) = parse_qs(address.query)["next"]
    assert back == RequestFactory().get("/desk/?view=all&q=灯").get_full_path()


def test_anyone_else_is_told_that_they_may_not():
    response = opened(page(lambda _: False), ACCOUNT)
    assert response.status_code == 403
    assert response.content.decode() == http.NOT_YOURS.text


@pytest.mark.parametrize(
    ("refused", "status"),
    [(Refused(REASON), 422), (Forbidden(REASON), 403), (Stale(REASON), 409), (NotFound(), 404)],
)
def test_a_refusal_becomes_a_page_with_its_reason(refused: Refused, status: int):
    response = opened(page(http.anyone, refused), ACCOUNT)
    assert response.status_code == status
    assert response.content.decode() == str(refused)


def test_for_a_part_of_a_page_the_reason_is_a_note_and_nothing_else_changes():
    response = opened(page(http.anyone, Stale(REASON)), ACCOUNT, is_part=True)
    assert (response.status_code, response["HX-Reswap"]) == (409, "none")
    assert response.content.decode() == "<p>晚了 3 天"


def test_for_a_part_of_a_page_a_visitor_takes_the_whole_page_to_sign_in():
    response = opened(page(http.signed_in), VISITOR, is_part=True)
    assert response["HX-Redirect"] == "/sign-in/?next=%2Fdesk%2Fcases%2F1%2F"


def test_an_address_for_buttons_only_says_so():
    pressed = http.page(may=http.anyone)(require_POST(lambda _: HttpResponse()))
    response = opened(pressed, ACCOUNT)
    assert response.status_code == 405
    assert response.content.decode() == http.BY_BUTTON.text


def test_the_page_tells_who_may():
    assert page(http.signed_in).may is http.signed_in  # type: ignore[attr-defined]


class Form(forms.Form):
    until = forms.CharField()


def refuse(reason: Reason) -> Any:
    raise Refused(reason)


def test_tried_gives_what_was_done():
    assert http.tried(Form({"until": "x"}), lambda: 7) == 7


def test_tried_puts_a_refusal_beside_its_field():
    form = Form({"until": "x"})
    assert form.is_valid()
    assert http.tried(form, lambda: refuse(REASON)) is None
    assert form.errors == {"until": ["晚了 3 天"]}


def test_tried_puts_other_refusals_above_the_form():
    form = Form({"until": "x"})
    assert form.is_valid()
    http.tried(form, lambda: refuse(Reason("x", "不行", field="elsewhere")))
    assert form.non_field_errors() == ["不行"]


def test_a_toast_keeps_its_way_back_for_the_page_shown_next():
    request = RequestFactory().get("/")
    storage = CookieStorage(request)
    request._messages = storage  # type: ignore[attr-defined]
    http.toast(request, "已交办", undo="/undo/")
    http.toast(request, "已记下")
    assert [(one.message, one.extra_tags) for one in storage] == [
        ("已交办", "/undo/"),
        ("已记下", ""),
    ]
