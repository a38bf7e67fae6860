"""One POST to a machine outside."""

from collections.abc import Mapping
from http import HTTPStatus
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

from linli.notices.channels.outgoing import Failed
from linli.notices.rules import Failure

_READ = 20_000
# Asking again would be answered the same; whoever turns us away for another reason may have been
# configured wrongly, and is asked again.
_FINAL = frozenset(
    {
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.GONE,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
    }
)


class _NoRedirect(HTTPRedirectHandler):
    """A message goes where it was addressed to, or nowhere."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def post(url: str, body: bytes, headers: Mapping[str, str]) -> str:
    """What the other side answered to a body it took."""
    request = Request(url, body, dict(headers), method="POST")  # noqa: S310 - checked where set
    try:
        with build_opener(_NoRedirect).open(request, timeout=settings.LINLI_SEND_SECONDS) as answer:
            return str(answer.read(_READ).decode("utf-8", "replace"))
    except HTTPError as answer:
        answer.close()
        is_final = answer.code in _FINAL
        raise Failed(Failure.REFUSED if is_final else Failure.BUSY, is_final=is_final) from answer
    except TimeoutError as fault:
        raise Failed(Failure.TIMEOUT) from fault
    except URLError as fault:
        is_late = isinstance(fault.reason, TimeoutError)
        raise Failed(Failure.TIMEOUT if is_late else Failure.UNREACHABLE) from fault
    except (OSError, HTTPException) as fault:
        raise Failed(Failure.UNREACHABLE) from fault
