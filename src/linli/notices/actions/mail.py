"""A mail address counts once its owner has opened the letter sent there."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import get_language, gettext

from linli.kernel import clock, events
from linli.kernel.action import action
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound, Refused
from linli.kernel.events import Audience
from linli.kernel.models import Event
from linli.notices.actions.telling import send_out
from linli.notices.rules import Channel, Draft, NoticeEvent
from linli.people import actions as people
from linli.people.models import Account
from linli.words import N_, Reason

_SALT = "linli.mail"
_DAY = timedelta(days=1)
_MOST_A_DAY = 5


@action
def ask_mail(*, actor: Actor, account: Account, mail: str) -> None:
    """Send a letter with a link that only its reader can open; no more than five a day."""
    asked = Event.objects.filter(
        street_id=actor.street_id,
        subject_id=account.pk,
        kind=NoticeEvent.MAIL_ASKED,
        at__gte=clock.now() - _DAY,
    )
    if asked.count() >= _MOST_A_DAY:
        raise Refused(
            Reason("mail_often", N_("今天发过好几封确认信了，请明天再试。"), field="mail")
        )
    token = signing.dumps([str(account.pk), mail], salt=_SALT)
    text = gettext("这是您在“我的设置”里填的邮箱。打开下面的页面确认；不是您填的，不用理会。")
    draft = Draft(
        Channel.MAIL,
        mail,
        [text],
        reverse("notices:confirm_mail", args=[token]),
        get_language() or settings.LANGUAGE_CODE,
        is_urgent=True,
    )
    event = events.record(actor, NoticeEvent.MAIL_ASKED, account, audience=Audience.PRIVATE)
    send_out(actor=actor, event=event, drafts=[draft])


def confirm_mail(*, actor: Actor, account: Account, token: str) -> None:
    """The letter came back to whoever asked for it: the address is theirs, for a day's time."""
    try:
        asked_by, mail = signing.loads(token, salt=_SALT, max_age=_DAY)
    except signing.BadSignature as fault:
        raise Refused(Reason("mail_stale", N_("这个链接过期了，请重新填一次邮箱。"))) from fault
    if asked_by != str(account.pk):
        raise NotFound
    people.set_mail(actor=actor, account=account, mail=mail)
