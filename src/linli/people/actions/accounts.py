"""An account is opened, and set the way its holder wants it."""

from uuid import UUID

from linli.kernel import events
from linli.kernel.action import action
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound, Refused
from linli.kernel.events import Audience
from linli.kernel.personal import normal_phone
from linli.kernel.streets import revisions
from linli.people import access, factors, queries, rules
from linli.people.access import Verb
from linli.people.actions.signing_in import end_sign_ins
from linli.people.models import Account, KeyLink, SignInCode
from linli.people.rules import PeopleEvent, Reach, Telling, View
from linli.words import N_, Reason


@action
def register_account(
    *, actor: Actor, username: str, password: str | None, name: str, phone: str = ""
) -> Account:
    """An administrator opens an account; without a password nobody can sign in with it yet."""
    access.require(actor, Verb.REGISTER_ACCOUNT)
    if Account.objects.filter(username=username).exists():
        raise Refused(Reason("username_taken", N_("这个用户名已有人使用。"), field="username"))
    index = queries.free_phone_index(actor.street_id, phone)
    account = Account(
        street_id=actor.street_id, username=username, name=name, phone=phone, phone_index=index
    )
    account.set_password(password)
    account.save(force_insert=True)
    events.record(actor, PeopleEvent.REGISTERED, account, audience=Audience.PRIVATE)
    return account


@action
def forget_account(*, actor: Actor, account_id: UUID) -> None:
    """Nothing is left of somebody but a key under which nobody signs in; the rows that name the
    key stay whole. Decided elsewhere, carried out by the system."""
    access.require_system(actor)
    rows = Account.objects.filter(street_id=actor.street_id, pk=account_id)
    account = rows.select_for_update(of=("self",), no_key=True).first()
    if account is None:
        raise NotFound
    factors.drop(account)
    end_sign_ins(actor, account)
    KeyLink.objects.filter(street_id=actor.street_id, account=account).delete()
    codes = SignInCode.objects.filter(street_id=actor.street_id)
    sent = [code.pk for code in codes if code.phone == normal_phone(account.phone)]
    codes.filter(pk__in=sent).delete()
    account.username, account.is_active = f"forgotten-{account.pk}", False
    account.name = account.phone = account.mail = account.language = ""
    account.phone_index = None
    account.set_unusable_password()
    erased = ("username", "name", "phone", "phone_index", "mail", "language")
    account.save(update_fields=[*erased, "password", "is_active"])
    revisions.move_on(actor.street_id)
    events.record(actor, PeopleEvent.FORGOTTEN, account)


@action
def set_view(*, actor: Actor, account: Account, view: View) -> None:
    """Somebody chooses large print or the standard pages; the choice follows them to any device."""
    access.require_own(actor, account)
    is_elder = view is View.ELDER
    if account.is_elder_view == is_elder:
        return
    account.is_elder_view = is_elder
    account.save(update_fields=["is_elder_view"])
    _chose(actor, PeopleEvent.VIEW_SET, account, {"view": view})


@action
def set_telling(*, actor: Actor, account: Account, telling: Telling) -> None:
    """Somebody chooses to be told of every step, or of the results only."""
    access.require_own(actor, account)
    if account.telling == telling:
        return
    account.telling = telling
    account.save(update_fields=["telling"])
    _chose(actor, PeopleEvent.TELLING_SET, account, {"telling": telling})


@action
def set_reach(*, actor: Actor, account: Account, reach: Reach) -> None:
    """Somebody chooses how else to be told; without a phone or a mail address there is no way."""
    access.require_own(actor, account)
    refused = rules.why_not_reach(reach, has_phone=bool(account.phone), has_mail=bool(account.mail))
    if refused:
        raise Refused(refused)
    if account.reach != reach:
        account.reach = reach
        account.save(update_fields=["reach"])
        _chose(actor, PeopleEvent.REACH_SET, account, {"reach": reach})


@action
def set_mail(*, actor: Actor, account: Account, mail: str) -> None:
    """Somebody has opened the letter that we sent there: from now on they are told by mail."""
    access.require_own(actor, account)
    account.mail, account.reach = mail, Reach.MAIL
    account.save(update_fields=["mail", "reach"])
    _chose(actor, PeopleEvent.MAIL_SET, account, {"reach": Reach.MAIL})


@action
def set_language(*, actor: Actor, account: Account, language: str) -> None:
    """Somebody chooses a language; what is sent to them is in it too."""
    access.require_own(actor, account)
    if account.language != language:
        account.language = language
        account.save(update_fields=["language"])
        _chose(actor, PeopleEvent.LANGUAGE_SET, account, {"language": language})


def _chose(actor: Actor, what: PeopleEvent, account: Account, after: dict[str, str]) -> None:
    events.record(actor, what, account, audience=Audience.PRIVATE, after=after)
