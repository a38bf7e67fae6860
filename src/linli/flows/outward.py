"""How somebody is reached outside of the application."""

from linli.kernel.personal import normal_phone
from linli.notices import channels
from linli.notices.rules import Channel, is_mobile
from linli.people.models import Account
from linli.people.rules import Reach


def way_to(account: Account | None, phone: str) -> tuple[Channel, str] | None:
    """The channel and the address; None where there is none, or nobody has opened it."""
    reach = Reach(account.reach) if account else Reach.SMS
    number = normal_phone((account.phone if account else "") or phone)
    if reach is Reach.MAIL and account and account.mail and channels.is_open(Channel.MAIL):
        return Channel.MAIL, account.mail
    if reach is Reach.SMS and channels.is_open(Channel.SMS) and is_mobile(number):
        return Channel.SMS, number
    return None
