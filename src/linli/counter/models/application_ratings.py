"""How somebody found the service, kept so that nobody who works here can tell who it was."""

from django.db import models
from django.db.models import Q

from linli.counter.models.catalogue import Item
from linli.kernel.personal import PersonalText, Purpose
from linli.kernel.streets.fields import StreetFK
from linli.kernel.streets.models import StreetModel
from linli.people.models import Organisation


class Rating(StreetModel):
    """好差评. No link to the application, to the account, or to who served; a day and no moment,
    and the organisation of the hall. ``token`` is a keyed digest of the application: it makes a
    second rating meet the first, and no query can read it back
    (``docs/decisions/0019-ratings.md``). ``name`` and ``phone`` are there only if the rater wants
    to be called. A bad one is answered by ``contact_due_at`` and put right by ``mend_due_at``."""

    token = models.BinaryField(max_length=16)
    item = StreetFK(Item, on_delete=models.PROTECT, related_name="+")
    organisation = StreetFK(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    day = models.DateField()
    stars = models.PositiveSmallIntegerField()
    text = PersonalText(purpose=Purpose.APPLICATION)
    name = PersonalText(purpose=Purpose.APPLICATION)
    phone = PersonalText(purpose=Purpose.APPLICATION)
    contact_due_at = models.DateTimeField(null=True)
    mend_due_at = models.DateTimeField(null=True)
    contacted_at = models.DateTimeField(null=True)
    mended_at = models.DateTimeField(null=True)
    mended = PersonalText(purpose=Purpose.APPLICATION)

    class Meta(StreetModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["street", "token"], name="rating_once"),
            models.CheckConstraint(condition=Q(stars__range=(1, 5)), name="rating_stars"),
        ]
        indexes = [models.Index(fields=["street", "mend_due_at"], name="rating_by_due")]

    def __str__(self) -> str:
        return f"{self.day} {self.stars}"
