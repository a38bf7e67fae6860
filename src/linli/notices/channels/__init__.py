"""Ways out of the application, each behind one small protocol; none is open unless configured.

``LINLI_SMS`` and ``LINLI_MAIL`` say what takes the messages of a channel: nothing (empty), the
``sandbox``, which keeps them and sends nothing, or an address.
"""

from django.conf import settings

from linli.notices.channels import gateway, mail, sandbox, webhook
from linli.notices.channels.outgoing import Adapter, Failed, Outgoing
from linli.notices.rules import Channel
from linli.people.channels import NotSentError, ShortMessages

__all__ = ["Adapter", "Failed", "Outgoing", "adapter", "codes", "is_open"]


def adapter(channel: Channel) -> Adapter | None:
    """What takes messages of a channel; None while nobody has configured it."""
    match channel:
        case Channel.SMS:
            return sandbox.Sandbox() if sandbox.is_meant(channel) else gateway.configured()
        case Channel.MAIL:
            return sandbox.Sandbox() if sandbox.is_meant(channel) else mail.configured()
        case Channel.WEBHOOK:
            return webhook.Webhook()


def is_open(channel: Channel) -> bool:
    return adapter(channel) is not None


def codes() -> ShortMessages:
    """What ``people`` sends one-time codes by. The sandbox keeps none, so it is a way only where
    the page shows them."""
    return ShortMessages(
        is_open=lambda: gateway.configured() is not None or _shows(),
        send=_send_code,
        shows=_shows,
    )


def _shows() -> bool:
    return sandbox.is_meant(Channel.SMS) and settings.LINLI_SHOWS_CODES


def _send_code(phone: str, text: str, key: str) -> None:
    way = adapter(Channel.SMS)
    try:
        if way is None:
            raise NotSentError
        way.send(Outgoing(key=key, address=phone, text=f"{settings.LINLI_SMS_SIGN}{text}"))
    except Failed as failed:
        raise NotSentError from failed
