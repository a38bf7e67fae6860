"""The journal of what was done (Event), whom it must still reach (Delivery), the seal that chains
it (Seal, SealedEvent), and Link."""

from typing import ClassVar

from django.db import models

from linli.kernel import clock
from linli.kernel.streets.fields import StreetFK
from linli.kernel.streets.models import StreetModel


class Event(StreetModel):
    """One thing that somebody did: the audit record, the timeline entry and the outbox in one.

    Carries ids and codes only, never names or free text, so that forgetting a person never
    rewrites it. ``audience`` is ``public``, ``staff`` or ``private`` (the person concerned and
    the staff in charge).
    """

    append_only: ClassVar[bool] = True

    at = models.DateTimeField(default=clock.now)
    kind = models.CharField(max_length=60)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True)
    actor_roles = models.JSONField(default=list)
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    audience = models.CharField(max_length=10)
    reason = models.CharField(max_length=40, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta(StreetModel.Meta):
        indexes = [
            models.Index(fields=["street", "subject_id", "id"], name="event_by_subject"),
            models.Index(fields=["street", "kind", "at"], name="event_by_kind"),
            models.Index(fields=["street", "at", "id"], name="event_by_time"),
            models.Index(fields=["street", "actor_id", "at"], name="event_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"


class Delivery(StreetModel):
    """One consumer that must still learn of one event; written beside the event."""

    event = StreetFK(Event, on_delete=models.PROTECT, related_name="deliveries")
    consumer = models.CharField(max_length=40)
    done_at = models.DateTimeField(null=True)

    class Meta(StreetModel.Meta):
        indexes = [
            models.Index(
                fields=["street", "id"], name="delivery_open", condition=models.Q(done_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.consumer} {self.event_id}"


class Seal(StreetModel):
    """A batch of events, chained to the batch before: ``hash`` covers this row, the digest of each
    of its events and the hash of the seal before. ``first`` and ``last`` are keys of events."""

    append_only: ClassVar[bool] = True

    number = models.PositiveIntegerField()
    at = models.DateTimeField(default=clock.now)
    algorithm = models.CharField(max_length=10)
    count = models.PositiveIntegerField()
    first = models.UUIDField()
    last = models.UUIDField()
    hash = models.BinaryField(max_length=32)

    class Meta(StreetModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["street", "number"], name="seal_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.hash_text}"

    @property
    def hash_text(self) -> str:
        return bytes(self.hash).hex()


class SealedEvent(StreetModel):
    """The digest of one event in a seal, under the key of the event: it says which event was
    changed. No foreign key, since it has to outlive an event that somebody took away."""

    append_only: ClassVar[bool] = True

    number = models.PositiveIntegerField()
    digest = models.BinaryField(max_length=32)

    class Meta(StreetModel.Meta):
        indexes = [models.Index(fields=["street", "number"], name="sealed_by_number")]

    def __str__(self) -> str:
        return f"{self.number} {self.pk}"


class Tally(models.Model):
    """How often somebody did something until a moment. Belongs to no street; see ``limits``."""

    key = models.BinaryField(primary_key=True, max_length=16)
    ends_at = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.count} until {self.ends_at}"


class Link(StreetModel):
    """A relation between rows of modules that do not know each other."""

    kind = models.CharField(max_length=30)
    source_type = models.CharField(max_length=40)
    source_id = models.UUIDField()
    target_type = models.CharField(max_length=40)
    target_id = models.UUIDField()

    class Meta(StreetModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["street", "kind", "source_id", "target_id"], name="link_once"
            )
        ]
        indexes = [models.Index(fields=["street", "target_id"], name="link_by_target")]

    def __str__(self) -> str:
        return f"{self.source_type} {self.kind} {self.target_type}"
