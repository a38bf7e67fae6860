"""A message as it goes out: in the reader's language, with its link, several things as one."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from linli.kernel.streets.models import Street
from linli.notices.channels import Failed, Outgoing
from linli.notices.models import Hook, Message
from linli.notices.rules import Channel, Failure, quiet_until
from linli.rulebook import queries as rulebook
from linli.rulebook.rules import quiet


def may_disturb_at(street: Street, message: Message, moment: datetime) -> datetime:
    """The moment itself, or when the street's quiet hours are over; machines and emergencies do
    not wait."""
    if message.is_urgent or message.channel == Channel.WEBHOOK:
        return moment
    hours = quiet(rulebook.rule_at(street, "notices.quiet", moment).value)
    return quiet_until(moment, *hours, ZoneInfo(street.zone)) or moment


def short_link(street: Street, message: Message) -> str:
    """What a text message ends with; empty while nobody has said where the pages are."""
    root = address(street)
    return f"{root}{reverse('notices:opened', args=[message.code])}" if root else ""


def address(street: Street) -> str:
    """Where this street's pages are, as people outside type it."""
    return f"https://{street.host}" if street.host else str(settings.LINLI_ADDRESS)


def open_hooks(street_id: int) -> list[Hook]:
    return list(Hook.objects.filter(street_id=street_id, closed_at=None))


def outgoing(message: Message) -> Outgoing:
    """The message worded for its channel, with everything that goes out within it."""
    street = Street.objects.get(pk=message.street_id)
    others = Message.objects.filter(street_id=street.pk, within_id=message.pk)
    every = _newest(sorted([message, *others], key=lambda one: one.event_id))
    with translation.override(message.language):
        match Channel(message.channel):
            case Channel.SMS:
                return _short(street, message, every)
            case Channel.MAIL:
                return _letter(street, message, every)
            case Channel.WEBHOOK:
                return _pushed(message)


def _newest(messages: Sequence[Message]) -> list[Message]:
    """Of each matter only what happened last: it says how things stand."""
    return list({message.subject_id: message for message in messages}.values())


def _short(street: Street, message: Message, every: Sequence[Message]) -> Outgoing:
    many = gettext("您反映的 %(n)s 件事有新进展") % {"n": len(every)}
    text = every[0].text if len(every) == 1 else many
    said = f"{settings.LINLI_SMS_SIGN}{text} {short_link(street, message)}".strip()
    return Outgoing(str(message.pk), message.address, said)


def _letter(street: Street, message: Message, every: Sequence[Message]) -> Outgoing:
    root = address(street)
    parts = [f"{one.text}\n{root}{one.path}" if root and one.path else one.text for one in every]
    settings_page = f"{root}{reverse('people:me')}" if root else ""
    if settings_page:
        parts.append(gettext("不想再收邮件，请到这里改：%(page)s") % {"page": settings_page})
    return Outgoing(
        str(message.pk),
        message.address,
        "\n\n".join(parts),
        subject=gettext("%(street)s：您反映的事有新进展") % {"street": street.name},
        unsubscribe=settings_page,
    )


def _pushed(message: Message) -> Outgoing:
    hook = Hook.objects.filter(street_id=message.street_id, pk=message.address).first()
    if hook is None or hook.closed_at:
        raise Failed(Failure.CLOSED, is_final=True)
    return Outgoing(str(message.pk), hook.url, message.text, secret=hook.secret)
