"""The head of the chain: checked every night, and put where nobody who can change the database can
change it."""

from pathlib import Path

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone
from django.utils.translation import gettext

from linli.kernel import clock, events, seal
from linli.kernel.action import action
from linli.kernel.actor import Actor
from linli.kernel.models import Event
from linli.kernel.streets.models import Street
from linli.words import N_, Word


class SealEvent(Word):
    CHECKED = "kernel.seal.checked", N_("核对封存的记录")


@action
def record_check(*, actor: Actor, drifts: int) -> Event | None:
    """Keep that the chain was checked, up to which seal, and how much did not hold."""
    newest = seal.head(actor.street_id)
    if newest is None:
        return None
    after = {"number": newest.number, "drifts": drifts}
    return events.record(actor, SealEvent.CHECKED, newest, after=after)


def publish(street: Street, drifts: int) -> None:
    """A line in a file, a letter: each only where the settings name one."""
    newest = seal.head(street.pk)
    if newest is None:
        return
    line = f"{street.code} {newest.number} {newest.algorithm} {newest.hash_text} {drifts}\n"
    if settings.LINLI_HEAD_FILE:
        _append(Path(settings.LINLI_HEAD_FILE), line)
    if settings.LINLI_HEAD_MAIL:
        day = timezone.localdate(clock.now()).isoformat()
        subject = gettext("%(street)s %(day)s 的记录封存值") % {"street": street.name, "day": day}
        text = gettext("请保存这封信。以后可以用它核对：./linli verify --head 封存值")
        send_mail(subject, f"{line}\n{text}\n", None, [settings.LINLI_HEAD_MAIL])


def _append(path: Path, line: str) -> None:
    """A line that stands already is not repeated."""
    with path.open("a+") as file:
        file.seek(0)
        if line not in file:
            file.write(line)
