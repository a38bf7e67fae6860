"""Ways out of the application, each behind one small protocol; none is open unless configured.

``LINLI_SMS`` and ``LINLI_MAIL`` say what takes the messages of a channel: nothing (empty), the
``sandbox``, which keeps them and sends nothing, or an address.
"""

from linli.notices.channels import gateway, mail, sandbox, webhook
from linli.notices.channels.outgoing import Adapter, Failed, Outgoing
from linli.notices.rules import Channel

__all__ = ["Adapter", "Failed", "Outgoing", "adapter", "is_open"]


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
