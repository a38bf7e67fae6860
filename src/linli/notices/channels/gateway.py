"""Short messages through the HTTP gateway of a telephone company.

Every gateway wants another body, so the body is a template: ``{address}``, ``{text}`` and
``{key}`` are put in, escaped as the content type asks.
"""

import json
from collections.abc import Mapping
from urllib.parse import quote_plus

from django.conf import settings

from linli.notices.channels import http
from linli.notices.channels.outgoing import Adapter, Failed, Outgoing
from linli.notices.rules import Failure


class Gateway:
    """Configured by ``LINLI_SMS`` (address), ``…_HEADERS``, ``…_BODY`` and ``…_EXPECT``."""

    name = "gateway"

    def send(self, outgoing: Outgoing) -> None:
        headers = {"Idempotency-Key": outgoing.key} | settings.LINLI_SMS_HEADERS
        is_json = "json" in headers.get("Content-Type", "")
        escape = _in_json if is_json else quote_plus
        places = {"address": outgoing.address, "text": outgoing.text, "key": outgoing.key}
        body = _filled(settings.LINLI_SMS_BODY, {n: escape(v) for n, v in places.items()})
        url = _filled(settings.LINLI_SMS, {n: quote_plus(v) for n, v in places.items()})
        answer = http.post(url, body.encode(), headers)
        if settings.LINLI_SMS_EXPECT not in answer:
            raise Failed(Failure.UNCLEAR)


def configured() -> Adapter | None:
    return Gateway() if settings.LINLI_SMS.startswith(("http://", "https://")) else None


def _in_json(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)[1:-1]


def _filled(template: str, places: Mapping[str, str]) -> str:
    """Braces of JSON stay what they are, and nothing that is put in is looked at again."""
    filled = ""
    while template:
        before, brace, rest = template.partition("{")
        name, end, after = rest.partition("}")
        is_place = bool(end) and name in places
        filled += before + (places[name] if is_place else brace)
        template = after if is_place else rest
    return filled
