"""Requests over the API: the same actions and queries as the pages."""

import hashlib
from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from ninja import Header, Query, Router, Schema, Status
from pydantic import AfterValidator, BaseModel, Field, model_validator

from linli.cases import actions, queries
from linli.cases.actions import Draft, Person
from linli.cases.models import Case
from linli.cases.queries.lists import Row, View
from linli.cases.rules.words import Channel, State
from linli.kernel.streets import context
from linli.kernel.streets.models import Street
from linli.openapi.keys import actor_of
from linli.openapi.models import Key

router = Router(tags=["cases"])


def _without_nul(text: str) -> str:
    """PostgreSQL keeps no NUL character, and nobody means one."""
    if "\0" in text:
        raise ValueError("contains a NUL character")
    return text


Words = Annotated[str, AfterValidator(_without_nul)]


class ReporterIn(BaseModel):
    """Not a Schema, which would take any value that lacks these names for an empty one."""

    name: Words = Field("", max_length=50)
    phone: Words = Field("", max_length=20)


class CaseIn(Schema):
    """Only ``text`` is required. ``lat``, ``lon``: WGS-84 degrees; ``category``: code or name."""

    text: Words
    lat: float | None = None
    lon: float | None = None
    address: Words = Field("", max_length=200)
    category: Words = Field("", max_length=60)
    reporter: ReporterIn = ReporterIn(name="", phone="")
    channel: Channel = Channel.API
    external_id: Words | None = Field(None, max_length=80)

    @model_validator(mode="after")
    def has_both_or_neither(self) -> Self:
        """Half a point is no point."""
        if (self.lat is None) != (self.lon is None):
            raise ValueError("lat and lon belong together")
        return self


class CreatedOut(Schema):
    """``place`` is null where the request lies outside the subdistrict or nobody knows where."""

    id: UUID
    number: str
    status: State
    category: str | None
    place: str | None
    due_at: datetime | None
    tracking_url: str


class CaseOut(CreatedOut):
    text: str
    registered_at: datetime
    external_id: str | None


class CasesOut(Schema):
    items: list[CaseOut]
    total: int
    page: int
    pages: int


@router.post("", response={201: CreatedOut})
def create(
    request: HttpRequest,
    payload: CaseIn,
    idempotency_key: Annotated[str | None, Header(max_length=200)] = None,
) -> Status[dict[str, Any]]:
    """Raise a request. Sent again with the same Idempotency-Key or external_id, the first one is
    answered again."""
    key: Key = request.auth  # type: ignore[attr-defined]
    actor = actor_of(key, "cases:write")
    draft = Draft(
        text=payload.text,
        channel=payload.channel,
        category=payload.category,
        address=payload.address,
        lat=payload.lat,
        lon=payload.lon,
        person=Person(payload.reporter.name, payload.reporter.phone),
        source=f"key:{key.pk}",
        external_id=payload.external_id or None,
        once=_once(key, idempotency_key) if idempotency_key else None,
    )
    case = actions.register(actor=actor, draft=draft)
    return Status(201, _shown(request, key.street, case))


@router.get("", response=CasesOut)
def index(
    request: HttpRequest,
    status: State | None = None,
    q: Words = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    page_size: Annotated[int, Query(ge=1, le=200)] = 50,
) -> dict[str, Any]:
    """The requests this key has raised, newest first."""
    key: Key = request.auth  # type: ignore[attr-defined]
    actor = actor_of(key, "cases:read")
    filters = queries.Filters(View.ALL, q, state=status, page=page, page_size=page_size)
    with context.in_street(key.street_id):
        found = queries.inbox(actor, key.street, filters)
    items = [_out(request, row) for row in found.rows]
    return {"items": items, "total": found.found, "page": page, "pages": found.pages}


@router.get("/{case_id}", response=CaseOut)
def detail(request: HttpRequest, case_id: UUID) -> dict[str, Any]:
    """One request this key has raised."""
    key: Key = request.auth  # type: ignore[attr-defined]
    actor = actor_of(key, "cases:read")
    with context.in_street(key.street_id):
        case = queries.visible_case(actor, case_id)
    return _shown(request, key.street, case)


def _once(key: Key, idempotency_key: str) -> str:
    """A key's word for one sending; a digest, for it may be long and must not be cut."""
    return hashlib.sha256(f"{key.pk.hex}:{idempotency_key}".encode()).hexdigest()


def _shown(request: HttpRequest, street: Street, case: Case) -> dict[str, Any]:
    with context.in_street(street.pk):
        (row,) = queries.rows(street, [case])
    return _out(request, row)


def _out(request: HttpRequest, row: Row) -> dict[str, Any]:
    case = row.case
    path = reverse("cases:follow", kwargs={"number": case.number, "key": row.key})
    return {
        "id": case.pk,
        "number": case.number,
        "status": row.state,
        "category": row.category_code or None,
        "place": row.place or None,
        "due_at": case.due_at,
        "tracking_url": request.build_absolute_uri(path),
        "text": case.text,
        "registered_at": case.registered_at,
        "external_id": case.external_id,
    }
