"""What somebody writes to sign in, and the administrator of accounts, units and posts."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
)
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from linli.kernel.errors import Refused
from linli.kernel.personal import normal_phone
from linli.kernel.streets.models import Street
from linli.kernel.widgets import DayInput
from linli.people import queries, rules
from linli.people.models import Account, Organisation
from linli.people.rules import OrganisationKind, Role
from linli.places import queries as places
from linli.places.models import Area, Grid
from linli.places.rules import AreaKind
from linli.words import N_, Reason

NONE = ("", "—")
# Residents need no post; a post of one would say nothing.
GIVEN = [role for role in Role if role is not Role.RESIDENT]


def day_field(label: Any, **options: Any) -> forms.DateField:
    widget = DayInput()
    return forms.DateField(label=label, widget=widget, **options)


def communities(street: Street) -> list[tuple[str, str]]:
    return [(str(area.id), area.name) for area in places.communities(street)]


def compounds(street: Street) -> list[tuple[str, str]]:
    areas = places.atlas(street).areas.values()
    return [(str(area.id), area.name) for area in areas if area.kind == AreaKind.COMPOUND]


def _password_field(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("至少10位，不要用常见的词和数字。"),
        strip=False,
    )


def known_account(street: Street, username: str) -> Account:
    """Somebody of this street, or the refusal."""
    account = queries.find_account(street, username)
    if account is None:
        reason = Reason("no_account", N_("没有这个用户名；请核对，或先开通账号。"))
        raise forms.ValidationError(str(Refused(reason)))
    return account


class PasswordForm(forms.Form):
    password = _password_field(_("新密码"))

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


def _digits_field(label: Any, most: int, complete: str) -> forms.CharField:
    attributes = {"inputmode": "numeric", "autocomplete": complete, "dir": "ltr"}
    return forms.CharField(label=label, max_length=most, widget=forms.TextInput(attrs=attributes))


class PhoneForm(forms.Form):
    phone = _digits_field(_("手机号"), 20, "tel-national")

    def clean_phone(self) -> str:
        phone = normal_phone(self.cleaned_data["phone"])
        if not rules.is_mobile(phone):
            raise forms.ValidationError(gettext("请填11位的手机号。"))
        return phone


class CodeForm(forms.Form):
    code = _digits_field(_("短信里的6位数字"), 12, "one-time-code")

    def clean_code(self) -> str:
        return "".join(c for c in self.cleaned_data["code"] if c.isdecimal())


class SignInForm(forms.Form):
    username = forms.CharField(
        label=_("用户名或手机号"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class SecondForm(AuthenticateForm):  # type: ignore[misc]
    """A code of the authenticator, or a recovery code; either counts once."""

    code = _digits_field(_("6位数字，或一个备用码"), 20, "one-time-code")

    def clean_code(self) -> str:
        code: str = super().clean_code()
        # The library remembers a code for one step of the clock; with a tolerance it is good
        # for three.
        if not cache.add(f"second:{self.user.pk}:{code}", 1, timeout=120):
            raise forms.ValidationError(gettext("这个码刚用过，请等下一个。"))
        return code


class TotpForm(ActivateTOTPForm):  # type: ignore[misc]
    code = _digits_field(_("验证器上的6位数字"), 12, "one-time-code")


class PasskeyForm(LoginWebAuthnForm):  # type: ignore[misc]
    """A passkey that says itself whose it is."""

    def clean_credential(self) -> Any:
        return _heard(super().clean_credential)


class OwnPasskeyForm(AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey of somebody whose first step is done."""

    def clean_credential(self) -> Any:
        return _heard(super().clean_credential)


class NewPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    def clean(self) -> Any:
        return _heard(super().clean)


def _heard(read: Callable[[], Any]) -> Any:
    """The library stumbles over an answer without the parts it looks for; for us it is wrong."""
    try:
        return read()
    except (LookupError, TypeError, AttributeError) as fault:
        raise forms.ValidationError("unreadable") from fault


class LinkForm(forms.Form):
    drops_factors = forms.BooleanField(
        label=_("手机丢了或换了：原来的验证器、通行密钥和备用码一并作废"), required=False
    )


class AccountForm(PasswordForm):
    username = forms.CharField(label=_("用户名"), max_length=60, help_text=_("登录时写的名字。"))
    name = forms.CharField(label=_("姓名"), max_length=40)
    phone = forms.CharField(label=_("电话"), max_length=20, required=False)
    password = _password_field(_("初始密码"))
    password.help_text = _("至少10位；当面告诉本人，请他尽快改掉。")
    field_order = ("username", "name", "phone", "password")


class OrganisationForm(forms.Form):
    """A new unit, or a known one put right: its code, kind and place in the chain stay."""

    code = forms.CharField(label=_("代码"), max_length=40)
    name = forms.CharField(label=_("名称"), max_length=80)
    kind = forms.ChoiceField(
        label=_("类型"),
        choices=[(kind.value, gettext_lazy(kind.word)) for kind in OrganisationKind],
    )
    parent = forms.ChoiceField(label=_("上级单位"), required=False)
    community = forms.ChoiceField(label=_("社区"), required=False)
    compound = forms.ChoiceField(
        label=_("小区"), required=False, help_text=_("物业公司、业主委员会写明管哪个小区。")
    )
    phone = forms.CharField(label=_("电话"), max_length=20, required=False)

    def __init__(
        self, street: Street, data: Any, known: Organisation | None = None, **initial: Any
    ) -> None:
        super().__init__(data, initial=initial)
        units = queries.directory(street).organisations
        named = {"parent": [(str(unit.pk), unit.name) for unit in units.values()]}
        named |= {"community": communities(street), "compound": compounds(street)}
        for name, choices in named.items():
            self.fields[name].choices = [NONE, *choices]  # type: ignore[attr-defined]
        for name in ("code", "kind", "parent") if known else ():
            del self.fields[name]

    def changes(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "name": given["name"],
            "phone": given["phone"],
            "community_id": _key(given["community"]),
            "compound_id": _key(given["compound"]),
        }


class PostForm(forms.Form):
    """Who, as what, where, from when."""

    username = forms.CharField(label=_("用户名"), max_length=60)
    role = forms.ChoiceField(
        label=_("岗位"), choices=[(role.value, gettext_lazy(role.word)) for role in GIVEN]
    )
    grid = forms.ChoiceField(label=_("网格"), required=False)
    is_lead = forms.BooleanField(
        label=_("主责（A 岗）"), required=False, help_text=_("一个网格只有一位主责的网格员。")
    )
    organisation = forms.ChoiceField(label=_("单位"), required=False)
    community = forms.ChoiceField(label=_("社区"), required=False)
    since = day_field(_("从哪天起"))

    def __init__(self, street: Street, data: Any, **initial: Any) -> None:
        super().__init__(data, initial=initial)
        self._street = street
        units = queries.directory(street).organisations.values()
        named = {"grid": [(str(grid.id), grid.name) for grid in places.grids(street)]}
        named |= {"community": communities(street)}
        named |= {"organisation": [(str(unit.pk), unit.name) for unit in units]}
        for name, choices in named.items():
            self.fields[name].choices = [NONE, *choices]  # type: ignore[attr-defined]

    def clean_username(self) -> str:
        return known_account(self._street, self.cleaned_data["username"]).username

    def given(self) -> dict[str, Any]:
        """What ``appoint`` takes."""
        values = self.cleaned_data
        models = {"grid": Grid, "organisation": Organisation, "community": Area}
        place = {
            name: model.objects.get(street_id=self._street.pk, pk=values[name])
            for name, model in models.items()
            if values[name]
        }
        account: Account | None = queries.find_account(self._street, values["username"])
        is_lead = values["is_lead"] and values["role"] == Role.GRID
        role = Role(values["role"])
        return {
            "account": account,
            "role": role,
            "since": values["since"],
            "is_lead": is_lead,
            **place,
        }


class DeputyForm(forms.Form):
    username = forms.CharField(label=_("代理人（用户名）"), max_length=60)
    since = day_field(_("从哪天起"))
    until = day_field(_("到哪天"))

    def __init__(self, street: Street, data: Any, **options: Any) -> None:
        super().__init__(data, **options)
        self._street = street

    def clean_username(self) -> Account:
        return known_account(self._street, self.cleaned_data["username"].strip())


class EndForm(forms.Form):
    until = day_field(_("最后一天"))
    successor = forms.CharField(
        label=_("谁接手（用户名）"),
        max_length=60,
        required=False,
        help_text=_("手里没办完的，过了最后一天都转给这位；没有就不用写。"),
    )

    def __init__(self, street: Street, data: Any, **options: Any) -> None:
        super().__init__(data, **options)
        self._street = street

    def clean_successor(self) -> Account | None:
        username: str = self.cleaned_data["successor"].strip()
        return known_account(self._street, username) if username else None


def _key(chosen: str) -> UUID | None:
    return UUID(chosen) if chosen else None
