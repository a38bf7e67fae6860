"""The API as a whole: authentication, errors, and its own documentation (works offline)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

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
    field = ".".join(str(part) for part in first["loc"] if part not in ("body", "payload", "query"))
    body = {"code": "invalid", "detail": first["msg"], "field": field, "errors": error.errors}
    return api.create_response(request, body, status=422)
