"""A case open beside the inbox: after a step the list goes on with the next one."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect, HttpResponseLocation

from linli.cases import queries
from linli.cases.forms import FilterForm
from linli.kernel.http import Request, wanted

PANE = "pane"


def is_pane(request: Request) -> bool:
    """Asked for by the inbox, to stand beside its list."""
    return bool(request.htmx) and request.htmx.target == PANE


@dataclass(frozen=True, slots=True)
class WayOn:
    """Where to go after a step; made before it, while the case still stands in its list."""

    request: Request
    number: str
    query: QueryDict | None
    numbers: list[str]

    def go(self) -> HttpResponse:
        """Back to what the form names, else on in the inbox, else to the case."""
        address = wanted(self.request) or self._inbox() or _case(self.number)
        if not self.request.htmx:
            return redirect(address)
        if self.query is not None:  # the inbox goes on where it stands, nothing loads anew
            return HttpResponseLocation(address)
        return HttpResponseClientRedirect(address)

    def _inbox(self) -> str:
        if self.query is None:
            return ""
        query = self.query.copy()
        following = self._next(_numbers(self.request, self.query))
        if following:
            query["open"] = following
        return f"{reverse('cases:inbox')}?{query.urlencode()}"

    def _next(self, left: list[str]) -> str:
        """The same one while it is still listed; else the one below it, or the last above."""
        if self.number in left or self.number not in self.numbers:
            return self.number
        place = self.numbers.index(self.number)
        near = [*self.numbers[place + 1 :], *reversed(self.numbers[:place])]
        return next((number for number in near if number in left), "")


def way_on(request: Request, number: str) -> WayOn:
    """Where a step on this case will lead."""
    query = _inbox_query(request, number)
    return WayOn(request, number, query, _numbers(request, query) if query is not None else [])


def _inbox_query(request: Request, number: str) -> QueryDict | None:
    """What the inbox was asked when this case stood open beside it; None elsewhere."""
    came = request.htmx.current_url or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came, {request.get_host()}):
        return None
    where = urlsplit(came)
    query = QueryDict(where.query, mutable=True)
    opened = query.pop("open", [""])[-1]
    is_inbox = where.path == reverse("cases:inbox")
    return query if is_inbox and (is_pane(request) or opened == number) else None


def _numbers(request: Request, query: QueryDict) -> list[str]:
    filters = FilterForm(request.street, query).filters(request.actor)
    return queries.numbers(request.actor, request.street, filters)


def _case(number: str) -> str:
    return reverse("cases:case", args=[number])
