"""Receiving an application, and the form of each of its steps."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.counter import queries
from linli.counter.models import Application, ItemVersion
from linli.counter.rules.application_limits import MAX_TEXT
from linli.counter.rules.application_papers import Draft, Ticked, conditional, materials
from linli.counter.rules.application_words import (
    Outcome,
    Paper,
    Refusal,
    Special,
    Stars,
    Verb,
    Way,
)
from linli.counter.rules.catalogue import Source
from linli.files.forms import PhotosField
from linli.kernel import clock
from linli.kernel.streets.models import Street
from linli.kernel.widgets import DayInput
from linli.people import queries as people
from linli.people.rules import OrganisationKind
from linli.words import Word


def choices(words: Iterable[Word]) -> list[tuple[str, Any]]:
    """The members of an enum with their words in the reader's language."""
    return [(word.value, _(word.word)) for word in words]


def _text(label: Any, *, required: bool = True) -> forms.CharField:
    """Words that go to the applicant; how long they may be the action says."""
    widget = forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    return forms.CharField(label=label, required=required, widget=widget, max_length=2 * MAX_TEXT)


class TickForm(forms.Form):
    """What was brought, of the materials of one version of an item."""

    brought = forms.MultipleChoiceField(
        label=_("交来的材料"), widget=forms.CheckboxSelectMultiple, required=False
    )
    promised = forms.MultipleChoiceField(
        label=_("书面承诺后补"), widget=forms.CheckboxSelectMultiple, required=False
    )
    left_out = forms.MultipleChoiceField(
        label=_("按他的情况不用交"), widget=forms.CheckboxSelectMultiple, required=False
    )
    way = forms.ChoiceField(
        label=_("怎么来的"),
        choices=choices((Way.WINDOW, Way.HOME, Way.ONLINE, Way.POST, Way.AGENT)),
        initial=Way.WINDOW.value,
    )
    companion = forms.CharField(
        label=_("上门时同去的人"),
        max_length=50,
        required=False,
        help_text=_("上门要两个人一起去；在窗口办的空着。"),
    )

    def __init__(self, version: ItemVersion | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of = version
        asked = materials(version.materials) if version else []
        may_leave_out = conditional(version.questions) if version else frozenset()
        self.shared = [one.name for one in asked if one.source is Source.SHARED]
        wanted = [one for one in asked if one.source is not Source.SHARED]
        self._offer("brought", [(one.code, one.name) for one in wanted])
        self._offer("promised", [(one.code, one.name) for one in wanted if one.is_secondary])
        self._offer(
            "left_out", [(one.code, one.name) for one in wanted if one.code in may_leave_out]
        )

    def _offer(self, name: str, offered: list[tuple[str, str]]) -> None:
        if offered:
            self.fields[name].choices = offered  # type: ignore[attr-defined]
        else:
            del self.fields[name]

    def ticked(self) -> Ticked:
        values = self.cleaned_data
        return Ticked(
            *(frozenset(values.get(name, ())) for name in ("brought", "promised", "left_out"))
        )


class HandedInForm(TickForm):
    """What was brought, with photos of it; and whether it is looked at later."""

    only_receive = forms.BooleanField(label=_("先收下，回头再看材料"), required=False)

    def __init__(self, version: ItemVersion | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(version, *args, **kwargs)
        for one in materials(version.materials) if version else ():
            if one.source is not Source.SHARED:
                self.fields[f"photos-{one.code}"] = PhotosField(label=one.name, required=False)

    @property
    def photo_fields(self) -> list[forms.BoundField]:
        """One for each material that is handed in."""
        return [self[name] for name in self.fields if name.startswith("photos-")]

    def photos(self) -> dict[str, list[Any]]:
        """What was sent, by the code of the material."""
        return {
            bound.name.removeprefix("photos-"): sent
            for bound in self.photo_fields
            if (sent := self.cleaned_data[bound.name])
        }


class ReceptionForm(HandedInForm):
    """One screen: who, what, the materials. ``once`` makes a second click harmless."""

    name = forms.CharField(label=_("申请人姓名"), max_length=50)
    phone = forms.CharField(label=_("电话"), max_length=20, required=False)
    item = forms.ChoiceField(label=_("办什么"))
    once = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)
    field_order = ("name", "phone", "item", "brought", "promised", "left_out", "way", "companion")

    def __init__(self, street: Street, chosen: str, *args: Any, **kwargs: Any) -> None:
        offered = queries.versions_in_force(street)
        version = next((one for one in offered if str(one.item_id) == chosen), None)
        super().__init__(version, *args, **kwargs)
        named = [(str(one.item_id), f"{one.item.code} {one.name}") for one in offered]
        self.fields["item"].choices = [("", "—"), *named]  # type: ignore[attr-defined]
        self.fields["name"].widget.attrs.update(autofocus=not self.is_bound, autocomplete="off")
        self.fields["phone"].widget.attrs.update(inputmode="tel", autocomplete="off")

    def draft(self) -> Draft:
        values = self.cleaned_data
        return Draft(
            item_id=uuid.UUID(values["item"]),
            name=values["name"],
            phone=values["phone"],
            ticked=self.ticked(),
            way=Way(values["way"]),
            companion=values["companion"],
            once=str(values["once"]) if values["once"] else None,
        )


class BookedForm(HandedInForm):
    """The same screen for who booked: who and what are known. ``version`` is what was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, application: Application, *sent: Any) -> None:
        left_out = queries.codes_of(application, Paper.NOT_NEEDED)
        is_at_home = application.address != ""
        initial = {"version": application.version, "left_out": left_out}
        initial["way"] = (Way.HOME if is_at_home else Way.WINDOW).value
        super().__init__(application.item_version, *sent, initial=initial)

    def given(self) -> dict[str, Any]:
        """Keywords for the action."""
        names = ("companion", "only_receive", "version")
        values = {name: self.cleaned_data[name] for name in names}
        values |= {"ticked": self.ticked(), "photos": self.photos()}
        return values | {"way": Way(self.cleaned_data["way"])}


class StepForm(forms.Form):
    """``version`` is what the person saw when the form was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, street: Street, application: Application, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": application.version}
        super().__init__(*args, **kwargs)
        self.street = street
        self.offer(street, application)

    def offer(self, street: Street, application: Application) -> None:
        """Fill choices that depend on the street and the application."""

    def values(self) -> dict[str, Any]:
        """Keywords for the action."""
        return dict(self.cleaned_data)

    def end_of(self, day: date) -> datetime:
        """The last moment of a day in the subdistrict."""
        return datetime.combine(day, time(23, 59), ZoneInfo(self.street.zone))


class WordsForm(StepForm):
    text = _text(_("写给申请人"))


class MaybeWordsForm(StepForm):
    text = _text(_("写给申请人"), required=False)


class ReceiveForm(StepForm, TickForm):
    """What was booked is there: the materials are ticked."""

    def __init__(self, street: Street, application: Application, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": application.version, "way": Way.WINDOW.value}
        self.street = street
        TickForm.__init__(self, application.item_version, *args, **kwargs)

    def values(self) -> dict[str, Any]:
        values = self.cleaned_data
        kept = {name: values[name] for name in ("companion", "version")}
        return kept | {"ticked": self.ticked(), "way": Way(values["way"])}


class CorrectForm(StepForm):
    brought = forms.MultipleChoiceField(label=_("这次补来的"), widget=forms.CheckboxSelectMultiple)
    way = forms.TypedChoiceField(
        label=_("怎么来的"), choices=choices(Way), coerce=Way, initial=Way.WINDOW.value
    )

    def offer(self, street: Street, application: Application) -> None:
        codes = [
            *queries.codes_of(application, Paper.MISSING),
            *queries.codes_of(application, Paper.PROMISED),
        ]
        names = queries.names_of(application, codes)
        self.fields["brought"].choices = list(zip(codes, names, strict=True))  # type: ignore[attr-defined]


class RefuseForm(StepForm):
    reason = forms.TypedChoiceField(label=_("为什么"), choices=choices(Refusal), coerce=Refusal)
    office = forms.CharField(label=_("该去哪个单位办"), max_length=80, required=False)
    text = _text(_("写给申请人"))


class SpecialForm(StepForm):
    kind = forms.TypedChoiceField(label=_("哪一种"), choices=choices(Special), coerce=Special)
    until = forms.DateField(label=_("预计到哪天结束"), widget=DayInput())
    text = _text(_("写给申请人"))

    def values(self) -> dict[str, Any]:
        return {**self.cleaned_data, "until": self.end_of(self.cleaned_data["until"])}


class PassUpForm(StepForm):
    department = forms.TypedChoiceField(label=_("转给哪个部门"), coerce=uuid.UUID)
    text = _text(_("写给申请人"), required=False)

    def offer(self, street: Street, application: Application) -> None:
        units = people.directory(street).organisations.values()
        offered = [
            (str(unit.pk), unit.name) for unit in units if unit.kind == OrganisationKind.DEPARTMENT
        ]
        self.fields["department"].choices = offered  # type: ignore[attr-defined]
        usual = application.item_version.department_id
        self.fields["department"].initial = str(usual) if usual else None

    def values(self) -> dict[str, Any]:
        values = dict(self.cleaned_data)
        values["department_id"] = values.pop("department")
        return values


class DecideForm(StepForm):
    outcome = forms.TypedChoiceField(
        label=_("决定"), choices=choices(Outcome), coerce=Outcome, widget=forms.RadioSelect
    )
    text = _text(_("写给申请人"), required=False)


class DeliverForm(StepForm):
    way = forms.TypedChoiceField(label=_("怎么送到的"), choices=choices(Way), coerce=Way)
    signed_by = forms.CharField(
        label=_("谁签收的"),
        max_length=50,
        required=False,
        help_text=_("送到家里的要签收。"),
    )


class TakeForm(StepForm):
    material = forms.ChoiceField(label=_("哪份原件"))
    copies = forms.IntegerField(label=_("几份"), min_value=1, max_value=99, initial=1)

    def offer(self, street: Street, application: Application) -> None:
        known = queries.materials_by_code(application)
        offered = [
            (one.code, one.name)
            for one in known.values()
            if one.is_original and one.source is not Source.SHARED
        ]
        self.fields["material"].choices = offered  # type: ignore[attr-defined]


class PapersForm(StepForm):
    material = forms.ChoiceField(label=_("哪份材料"))
    photos = PhotosField(
        label=_("照片"), help_text=_("拍清楚四个角；可以选几张。只有办这件事的人看得到。")
    )

    def offer(self, street: Street, application: Application) -> None:
        known = queries.materials_by_code(application)
        offered = [(c, one.name) for c, one in known.items() if one.source is not Source.SHARED]
        self.fields["material"].choices = offered  # type: ignore[attr-defined]


class ReturnForm(StepForm):
    material = forms.ChoiceField(label=_("哪份原件"))
    signed_by = forms.CharField(label=_("谁签收的"), max_length=50)

    def offer(self, street: Street, application: Application) -> None:
        codes = [one.material for one in queries.held_of(application)]
        names = queries.names_of(application, codes)
        self.fields["material"].choices = list(zip(codes, names, strict=True))  # type: ignore[attr-defined]


class MandateForm(StepForm):
    agent = forms.TypedChoiceField(label=_("委托谁"), coerce=uuid.UUID)
    until = forms.DateField(label=_("到哪天为止"), widget=DayInput())
    is_signed = forms.BooleanField(label=_("申请人已在委托书上签字"), required=False)

    def offer(self, street: Street, application: Application) -> None:
        today = street.day(clock.now())
        offered = {str(holder.account_id): holder.name for holder in people.staff_on(street, today)}
        self.fields["agent"].choices = list(offered.items())  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        values = dict(self.cleaned_data)
        values["agent_id"] = values.pop("agent")
        return values


class RateForm(StepForm):
    """Voluntary and unsigned; whoever wants to be called leaves a number."""

    stars = forms.TypedChoiceField(
        label=_("这次服务怎么样？"), choices=choices(Stars), coerce=Stars, widget=forms.RadioSelect
    )
    text = _text(_("哪里好，哪里不好？"), required=False)
    name = forms.CharField(label=_("怎么称呼您"), max_length=50, required=False)
    phone = forms.CharField(label=_("想让我们打给您就留电话"), max_length=20, required=False)


FORMS: dict[Verb, type[StepForm]] = {
    Verb.RECEIVE: ReceiveForm,
    Verb.SERVE: StepForm,
    Verb.ASK_CORRECTION: MaybeWordsForm,
    Verb.CORRECT: CorrectForm,
    Verb.ACCEPT: StepForm,
    Verb.REFUSE: RefuseForm,
    Verb.EXAMINE: StepForm,
    Verb.START_SPECIAL: SpecialForm,
    Verb.END_SPECIAL: MaybeWordsForm,
    Verb.PASS_UP: PassUpForm,
    Verb.ANSWER: WordsForm,
    Verb.DECIDE: DecideForm,
    Verb.FINISH: StepForm,
    Verb.DELIVER: DeliverForm,
    Verb.WITHDRAW: MaybeWordsForm,
    Verb.TERMINATE: WordsForm,
    Verb.TAKE_ORIGINAL: TakeForm,
    Verb.RETURN_ORIGINAL: ReturnForm,
    Verb.GIVE_MANDATE: MandateForm,
    Verb.ADD_PAPERS: PapersForm,
    Verb.RATE: RateForm,
}
