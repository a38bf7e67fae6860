"""Where an integrator hears of every public step."""

import secrets
from urllib.parse import urlsplit

from linli.kernel import clock, events
from linli.kernel.action import action
from linli.kernel.actor import Actor
from linli.kernel.errors import Refused
from linli.notices import access
from linli.notices.models import Hook
from linli.notices.rules import NoticeEvent
from linli.words import N_, Reason


@action
def open_hook(*, actor: Actor, name: str, url: str) -> Hook:
    """Push every public step to an address from now on; its ``secret`` signs what is pushed."""
    access.require(actor)
    address = urlsplit(url)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise Refused(Reason("hook_address", N_("推送地址要以 https:// 开头。"), field="url"))
    if Hook.objects.filter(street_id=actor.street_id, name=name).exists():
        raise Refused(Reason("hook_known", N_("这个名字已经用过，请换一个。"), field="name"))
    hook: Hook = Hook.objects.create(
        street_id=actor.street_id, name=name, url=url, secret=secrets.token_urlsafe(32)
    )
    events.record(actor, NoticeEvent.HOOK_OPENED, hook)
    return hook


@action
def close_hook(*, actor: Actor, name: str) -> Hook:
    """Push nothing more there; what waits for it is given up when its turn comes."""
    access.require(actor)
    rows = Hook.objects.filter(street_id=actor.street_id, name=name, closed_at=None)
    hook: Hook | None = rows.first()
    if hook is None:
        raise Refused(Reason("hook_unknown", N_("没有叫这个名字的推送。"), field="name"))
    hook.closed_at = clock.now()
    hook.save(update_fields=["closed_at"])
    events.record(actor, NoticeEvent.HOOK_CLOSED, hook)
    return hook
