"""Accounts, organisations, posts, and what somebody signs in with."""

from typing import Any, ClassVar
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from linli.kernel import clock
from linli.kernel.personal import PersonalText, Purpose, personal
from linli.kernel.streets.fields import StreetFK
from linli.kernel.streets.models import Street, StreetModel, new_id
from linli.places.models import Area, Grid


def unnamed(account_id: UUID) -> str:
    return f"p{account_id.hex}"


class AccountManager(BaseUserManager["Account"]):
    def get_queryset(self) -> models.QuerySet["Account"]:
        """With its street: every request needs both, and one statement brings them."""
        return super().get_queryset().select_related("street")


class Account(AbstractBaseUser):
    """Somebody who can sign in. A reference table; what they may do stands in their posts.

    ``phone_index`` is of the number that opens this account by a one-time code; two accounts may
    name one number to be called at, but one of them only is opened by it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    street = models.ForeignKey(Street, on_delete=models.PROTECT, related_name="+")
    username = personal(models.CharField(max_length=60, unique=True), Purpose.ACCOUNT)
    name = PersonalText(purpose=Purpose.ACCOUNT)
    phone = PersonalText(purpose=Purpose.ACCOUNT)
    phone_index = personal(models.BinaryField(max_length=16, null=True), Purpose.ACCOUNT)
    language = models.CharField(max_length=10, blank=True)
    is_elder_view = models.BooleanField(default=False)
    telling = models.CharField(max_length=10, default="every")
    reach = models.CharField(max_length=10, default="page")
    mail = PersonalText(purpose=Purpose.MAIL)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "username"
    objects: ClassVar[Any] = AccountManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["street", "phone_index"], name="account_one_per_phone")
        ]

    def __str__(self) -> str:
        return self.username

    @property
    def was_named(self) -> bool:
        """Whoever came by phone has a username that nobody needs to know."""
        return self.username != unnamed(self.id)


class Organisation(StreetModel):
    """A unit that can own requests: the centre, a community, a department, a property company."""

    code = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20)
    parent = StreetFK("self", on_delete=models.PROTECT, null=True, related_name="children")
    community = StreetFK(Area, on_delete=models.PROTECT, null=True, related_name="+")
    compound = StreetFK(Area, on_delete=models.PROTECT, null=True, related_name="+")
    phone = models.CharField(max_length=20, blank=True)
    is_last_resort = models.BooleanField(default=False)

    class Meta(StreetModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["street", "code"], name="organisation_code"),
            models.UniqueConstraint(
                fields=["street"],
                condition=models.Q(is_last_resort=True),
                name="organisation_one_last_resort",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Post(StreetModel):
    """An account holds a role somewhere, from a day to a day. No place means the whole street.
    What is still in hand after the last day goes to the ``successor``."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=20)
    organisation = StreetFK(Organisation, on_delete=models.PROTECT, null=True, related_name="posts")
    community = StreetFK(Area, on_delete=models.PROTECT, null=True, related_name="+")
    grid = StreetFK(Grid, on_delete=models.PROTECT, null=True, related_name="+")
    area = StreetFK(Area, on_delete=models.PROTECT, null=True, related_name="+")
    is_lead = models.BooleanField(default=False)
    since = models.DateField()
    until = models.DateField(null=True)
    successor = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta(StreetModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["street", "grid"],
                condition=models.Q(role="grid", is_lead=True, until=None),
                name="post_one_lead_per_grid",
            )
        ]
        indexes = [models.Index(fields=["street", "account"], name="post_by_account")]

    def __str__(self) -> str:
        return f"{self.role} {self.account_id}"


class SignInCode(StreetModel):
    """A one-time code on its way to a phone, for the browser that asked for it and no other."""

    phone = PersonalText(purpose=Purpose.ACCOUNT)
    digest = models.BinaryField(max_length=16)
    tries = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta(StreetModel.Meta):
        indexes = [models.Index(fields=["street", "expires_at"], name="sign_in_code_expires")]

    def __str__(self) -> str:
        return str(self.pk)


class KeyLink(StreetModel):
    """A link, handed out by the administrator, by which somebody sets a password once."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    digest = models.BinaryField(max_length=16)
    drops_factors = models.BooleanField(default=False)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta(StreetModel.Meta):
        indexes = [models.Index(fields=["street", "account"], name="key_link_by_account")]

    def __str__(self) -> str:
        return str(self.pk)


class SignIn(StreetModel):
    """A browser that somebody is signed in with; it counts as long as its session does."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40)
    device = models.CharField(max_length=10)
    program = models.CharField(max_length=10)
    at = models.DateTimeField(default=clock.now)

    class Meta(StreetModel.Meta):
        indexes = [models.Index(fields=["street", "account"], name="sign_in_by_account")]

    def __str__(self) -> str:
        return f"{self.device} {self.account_id}"


class Deputy(StreetModel):
    """Somebody does the work of a post for whoever holds it, from a day to a day."""

    post = StreetFK(Post, on_delete=models.PROTECT, related_name="deputies")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField()

    class Meta(StreetModel.Meta):
        indexes = [models.Index(fields=["street", "post"], name="deputy_by_post")]

    def __str__(self) -> str:
        return f"{self.post_id} {self.account_id}"
