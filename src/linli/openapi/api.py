"""The API as a whole: authentication, errors, and its own documentation (works offline)."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from linli.kernel.errors import Refused
from linli.openapi.keys import KeyAuth
from linli.openapi.v1.cases import router

api = NinjaAPI(
    title="Linli 邻里",
    version="1",
    description="Requests in and out. Every refusal carries a code and a sentence.",
    auth=KeyAuth(),
    openapi_url="/openapi.json",
    docs_url=None,
    urls_namespace="api-v1",
)
api.add_router("/cases", router)


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """A rule said no: its code, its words, and the field to mend."""
    body = {"code": error.reason.code, "detail": str(error), "field": error.reason.field}
    return api.create_response(request, body, status=error.status)


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: Any) -> HttpResponse:
    """The body has not the shape of the documentation."""
    first = error.errors[0]
    parts = [str(part) for part in first["loc"] if part not in ("body", "payload", "query")]
    body = {
        "code": "invalid",
        "detail": first["msg"],
        "field": ".".join(parts),
        "errors": [{"field": list(one["loc"]), "detail": one["msg"]} for one in error.errors],
    }
    return api.create_response(request, body, status=422)


@api.exception_handler(AuthenticationError)
def unknown_key(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """No key, a wrong one and an ended one are told the same."""
    body = {"code": "unauthorized", "detail": gettext("请带上有效的密钥。"), "field": None}
    response = api.create_response(request, body, status=401)
    response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """The body is no JSON, or something else that never reached a rule."""
    body = {"code": "unreadable", "detail": str(error), "field": None}
    return api.create_response(request, body, status=error.status_code)


@api.exception_handler(RequestDataTooBig)
def too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    body = {"code": "too_big", "detail": gettext("请求的内容过大。"), "field": None}
    return api.create_response(request, body, status=413)
