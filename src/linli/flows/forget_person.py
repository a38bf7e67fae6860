"""Somebody is forgotten, as was decided: every module that holds something of them lets it go.

A module with a table about persons is named here; a test counts the tables.
"""

from linli.capacity import actions as capacity
from linli.cases import actions as cases
from linli.counter import actions as counter
from linli.counter.actions import queue_halls as queue
from linli.kernel.actor import system
from linli.kernel.events import Consumer
from linli.kernel.models import Event
from linli.kernel.personal import normal_phone
from linli.notices import actions as notices
from linli.people import actions as accounts
from linli.people import queries as people
from linli.rights import actions as rights
from linli.rights.rules import RightsEvent


def forget(event: Event) -> None:
    """The account last, since its phone finds the rest; told twice it finds nothing more."""
    actor, account_id = system(event.street_id), event.subject_id
    account = people.accounts_of(event.street_id, [account_id])[account_id]
    addresses = [one for one in (normal_phone(account.phone), account.mail) if one]
    notices.forget_person(actor=actor, account_id=account_id, addresses=addresses)
    capacity.forget_person(actor=actor, account_id=account_id)
    cases.forget_person(actor=actor, account_id=account_id, phone=account.phone)
    counter.forget_person(actor=actor, account_id=account_id, phone=account.phone)
    queue.forget_person(actor=actor, account_id=account_id, phone=account.phone)
    rights.forget_person(actor=actor, account_id=account_id)
    accounts.forget_account(actor=actor, account_id=account_id)


CONSUMER = Consumer("forgetting", (RightsEvent.FORGET,), forget)
