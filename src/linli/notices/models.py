"""A notice in the application, and a message on its way to somebody outside of it."""

from django.conf import settings
from django.db import models

from linli.kernel import clock
from linli.kernel.personal import PersonalText, Purpose, personal
from linli.kernel.streets.fields import StreetFK
from linli.kernel.streets.models import StreetModel
from linli.notices.rules import State


class Notice(StreetModel):
    """Tells one account of one event; ``subject_id`` is what it is about."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    event_id = models.UUIDField()
    kind = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    told_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True)

    class Meta(StreetModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["street", "account", "event_id"], name="notice_once")
        ]
        indexes = [
            models.Index(fields=["street", "account", "-id"], name="notice_by_account"),
            models.Index(
                fields=["street", "account"],
                name="notice_unread",
                condition=models.Q(read_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.account_id}"


class Message(StreetModel):
    """Tells one address outside of one event, once: a person with two requests has one address.

    ``id`` is the key that the other side recognises a second try by. ``within`` is the message
    that said this together with others; ``code`` opens ``path`` from a text message. ``via``
    says what took it.
    """

    event_id = models.UUIDField()
    kind = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    channel = models.CharField(max_length=10)
    address = PersonalText(purpose=Purpose.MESSAGE)
    address_index = personal(models.BinaryField(max_length=16), Purpose.MESSAGE)
    language = models.CharField(max_length=10)
    text = PersonalText(purpose=Purpose.MESSAGE)
    path = PersonalText(purpose=Purpose.MESSAGE)
    code = models.CharField(max_length=12)
    is_urgent = models.BooleanField(default=False)
    within = StreetFK("self", on_delete=models.PROTECT, null=True, related_name="others")

    state = models.CharField(max_length=10, default=State.WAITING.value)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=20, blank=True)
    sent_at = models.DateTimeField(null=True)
    via = models.CharField(max_length=10, blank=True)
    made_at = models.DateTimeField(default=clock.now)

    class Meta(StreetModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["street", "event_id", "channel", "address_index"], name="message_once"
            ),
            models.UniqueConstraint(fields=["street", "code"], name="message_code"),
        ]
        indexes = [
            models.Index(
                fields=["street", "next_try_at", "id"],
                name="message_due",
                condition=models.Q(state="waiting"),
            ),
            models.Index(
                fields=["street", "channel", "address_index"],
                name="message_waiting_for",
                condition=models.Q(state="waiting"),
            ),
            models.Index(fields=["street", "state", "-id"], name="message_by_state"),
            models.Index(fields=["street", "within"], name="message_within"),
            models.Index(fields=["street", "address_index"], name="message_by_address"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.kind}"


class Hook(StreetModel):
    """An address of an integrator that hears of every public step of this street's requests."""

    name = models.CharField(max_length=40)
    url = models.CharField(max_length=300)
    secret = PersonalText(purpose=Purpose.TECHNICAL)
    closed_at = models.DateTimeField(null=True)

    class Meta(StreetModel.Meta):
        constraints = [models.UniqueConstraint(fields=["street", "name"], name="hook_name")]

    def __str__(self) -> str:
        return self.name
