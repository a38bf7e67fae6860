"""Takes messages and sends nothing: the administrator reads them on the page of messages."""

from django.conf import settings

from linli.notices.channels.outgoing import Outgoing
from linli.notices.rules import Channel

NAME = "sandbox"


def is_meant(channel: Channel) -> bool:
    configured = {Channel.SMS: settings.LINLI_SMS, Channel.MAIL: settings.LINLI_MAIL}
    return configured[channel] == NAME


class Sandbox:
    """The row of the message is what it keeps."""

    name = NAME

    def send(self, outgoing: Outgoing) -> None:
        return None
