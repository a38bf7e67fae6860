"""One form per step that needs words or choices; ``values`` are the action's keywords."""

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.cases.forms.fields import (
    EMPTY,
    category_choices,
    choices,
    organisation_choices,
    text_field,
)
from linli.cases.forms.public import ConfirmForm, PublishForm, ThankForm, UnpublishForm
from linli.cases.forms.several import AppraiseForm, ArriveForm, AssistForm, SplitForm
from linli.cases.forms.stepping import StepForm
from linli.cases.models import Case
from linli.cases.rules.hearing import kind_of, urgency_of
from linli.cases.rules.limits import FEW_STARS
from linli.cases.rules.words import (
    AskBack,
    Contact,
    Decline,
    GiveBack,
    Kind,
    Lacking,
    Mode,
    Satisfied,
    Solved,
    Supervision,
    Urgency,
    Verb,
    Whistle,
)
from linli.files.forms import PhotosField
from linli.kernel import clock
from linli.kernel.streets.models import Street
from linli.people import queries as people


class TextForm(StepForm):
    text = text_field(_("说明"))


class AnswerForm(StepForm):
    text = text_field(_("直接告诉居民"))


class TextOrNothingForm(StepForm):
    text = text_field(_("说明"), required=False, rows=2)


class TriageForm(StepForm):
    category = forms.ChoiceField(label=_("类别"))
    urgency = forms.ChoiceField(label=_("缓急"), choices=choices(Urgency))
    kind = forms.ChoiceField(label=_("类型"), choices=choices(Kind))
    text = text_field(_("备注"), required=False, rows=2)

    def __init__(self, street: Street, case: Case, *args: Any, **kwargs: Any) -> None:
        super().__init__(street, case, *args, **kwargs)
        for name, heard in (("urgency", urgency_of(case.text)), ("kind", kind_of(case.text))):
            if heard and heard.what != getattr(case, name):
                said = gettext("建议：%(what)s，因为文中有“%(words)s”")
                words = gettext("”“").join(heard.because)
                self[name].help_text = said % {"what": gettext(heard.what.word), "words": words}

    def start(self, case: Case) -> dict[str, Any]:
        return {"category": case.category_id, "urgency": case.urgency, "kind": case.kind}

    def offer(self, street: Street) -> None:
        self.fields["category"].choices = category_choices(street)  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        values = super().values()
        category_id = uuid.UUID(values.pop("category"))
        return {
            **values,
            "category_id": category_id,
            "urgency": Urgency(values["urgency"]),
            "kind": Kind(values["kind"]),
        }


class DeclineForm(StepForm):
    reason = forms.ChoiceField(label=_("原因"), choices=choices(Decline))
    text = text_field(_("告诉居民为什么、该找谁"))

    def values(self) -> dict[str, Any]:
        return {**super().values(), "reason": Decline(self.cleaned_data["reason"])}


class MergeForm(StepForm):
    leading = forms.CharField(label=_("并入哪一件（编号）"), max_length=24)


class UnmergeForm(StepForm):
    text = text_field(_("为什么不是同一件"), rows=2)


class OwnerForm(StepForm):
    """Names the owner; shared by dispatching and arbitrating."""

    owner = forms.ChoiceField(label=_("承办单位"))

    def start(self, case: Case) -> dict[str, Any]:
        return {"owner": case.proposed_owner_id or case.suggested_owner_id}

    def offer(self, street: Street) -> None:
        self.fields["owner"].choices = organisation_choices(street)  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        values = super().values()
        owner_id = uuid.UUID(values.pop("owner"))
        return {**values, "owner_id": owner_id}


class DispatchForm(OwnerForm):
    mode = forms.ChoiceField(label=_("方式"), choices=choices(Mode), initial=Mode.OWN.value)
    co_handlers = forms.MultipleChoiceField(
        label=_("一起参加的单位"), required=False, widget=forms.CheckboxSelectMultiple
    )
    whistle = forms.ChoiceField(
        label=_("吹哨情形"), choices=[EMPTY, *choices(Whistle)], required=False
    )
    text = text_field(_("交办意见"), required=False, rows=2)

    def start(self, case: Case) -> dict[str, Any]:
        return {**super().start(case), "mode": Mode.OWN.value}

    def offer(self, street: Street) -> None:
        super().offer(street)
        offered = organisation_choices(street)
        self.fields["co_handlers"].choices = offered  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        values = super().values()
        whistle = values.pop("whistle")
        return {
            **values,
            "mode": Mode(values["mode"]),
            "co_handlers": [uuid.UUID(unit) for unit in values["co_handlers"]],
            "whistle": Whistle(whistle) if whistle else None,
        }


class TakeOverForm(StepForm):
    handler = forms.ChoiceField(label=_("由谁接手"))

    def offer(self, street: Street) -> None:
        staff = people.staff_on(street, timezone.localdate(clock.now()))
        self.fields["handler"].choices = [  # type: ignore[attr-defined]
            EMPTY,
            *((str(one.account_id), f"{one.name} · {gettext(one.role.word)}") for one in staff),
        ]

    def values(self) -> dict[str, Any]:
        values = super().values()
        return {"handler_id": uuid.UUID(values.pop("handler")), **values}


class ArbitrateForm(OwnerForm):
    text = text_field(_("裁定理由"))


class ContactForm(StepForm):
    result = forms.ChoiceField(
        label=_("联系结果"), choices=choices(Contact), widget=forms.RadioSelect
    )
    text = text_field(_("居民怎么说"), required=False, rows=3)

    def values(self) -> dict[str, Any]:
        return {**super().values(), "result": Contact(self.cleaned_data["result"])}


class ReplyForm(StepForm):
    text = text_field(_("答复居民：做了什么，结果怎样"))
    photos = PhotosField(label=_("办理照片"), required=False)


class AddForm(ReplyForm):
    text = text_field(_("补充说明"))
    photos = PhotosField(label=_("照片"), required=False)


class NoteForm(ReplyForm):
    text = text_field(_("记录"), rows=3)
    photos = PhotosField(label=_("照片"), required=False)
    is_public = forms.BooleanField(label=_("也告诉居民（作为进展）"), required=False)


class GiveBackForm(StepForm):
    reason = forms.ChoiceField(label=_("退回原因"), choices=choices(GiveBack))
    proposed = forms.ChoiceField(label=_("应由谁办"))
    text = text_field(_("说明依据"))

    def offer(self, street: Street) -> None:
        self.fields["proposed"].choices = organisation_choices(street)  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        values = super().values()
        proposed_id = uuid.UUID(values.pop("proposed"))
        return {
            **values,
            "proposed_id": proposed_id,
            "reason": GiveBack(values["reason"]),
        }


class AskBackForm(StepForm):
    reason = forms.ChoiceField(label=_("为什么要问"), choices=choices(AskBack))
    text = text_field(_("问居民什么"), rows=3)

    def values(self) -> dict[str, Any]:
        return {**super().values(), "reason": AskBack(self.cleaned_data["reason"])}


class UntilForm(StepForm):
    until = forms.DateTimeField(
        label=_("到什么时候"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    text = text_field(_("理由"))


class CallBackForm(StepForm):
    solved = forms.ChoiceField(
        label=_("居民说解决了吗"), choices=choices(Solved), widget=forms.RadioSelect
    )
    satisfied = forms.ChoiceField(
        label=_("居民满意吗"), choices=choices(Satisfied), widget=forms.RadioSelect
    )
    text = text_field(_("居民原话"), required=False, rows=3)

    def values(self) -> dict[str, Any]:
        values = super().values()
        return {
            **values,
            "solved": Solved(values["solved"]),
            "satisfied": Satisfied(values["satisfied"]),
        }


class SuperviseForm(StepForm):
    reason = forms.ChoiceField(label=_("督办原因"), choices=choices(Supervision))
    text = text_field(_("督办要求"))

    def values(self) -> dict[str, Any]:
        return {**super().values(), "reason": Supervision(self.cleaned_data["reason"])}


class LetterAnswerForm(StepForm):
    text = text_field(_("做了什么、结果怎样、为什么慢了"))


class RateForm(StepForm):
    takes_focus = False
    stars = forms.TypedChoiceField(
        label=_("您满意吗"),
        coerce=int,
        widget=forms.RadioSelect,
        choices=[
            (1, _("非常不满意")),
            (2, _("不满意")),
            (3, _("基本满意")),
            (4, _("满意")),
            (5, _("非常满意")),
        ],
    )
    reason = forms.ChoiceField(
        label=_("哪里没有做好"),
        choices=choices(Lacking),
        widget=forms.RadioSelect,
        required=False,
    )
    text = text_field(_("想说的话"), required=False, rows=2)

    def values(self) -> dict[str, Any]:
        """Nothing was lacking where four or five stars were given."""
        values = super().values()
        chosen = values["reason"] if values["stars"] <= FEW_STARS else ""
        return {**values, "reason": Lacking(chosen) if chosen else None}


class ReopenForm(StepForm):
    text = text_field(_("哪里还没有解决"))


FORMS: Mapping[Verb, type[StepForm]] = {
    Verb.TRIAGE: TriageForm,
    Verb.ANSWER: AnswerForm,
    Verb.DECLINE: DeclineForm,
    Verb.MERGE: MergeForm,
    Verb.UNMERGE: UnmergeForm,
    Verb.SPLIT: SplitForm,
    Verb.DISPATCH: DispatchForm,
    Verb.TAKE_BACK: StepForm,
    Verb.SIGN_IN: StepForm,
    Verb.CONTACT: ContactForm,
    Verb.REPLY: ReplyForm,
    Verb.ARRIVE: ArriveForm,
    Verb.ASSIST: AssistForm,
    Verb.APPRAISE: AppraiseForm,
    Verb.SHARE: StepForm,
    Verb.TAKE_OVER: TakeOverForm,
    Verb.GIVE_BACK: GiveBackForm,
    Verb.ARBITRATE: ArbitrateForm,
    Verb.ASK_EXTENSION: UntilForm,
    Verb.ASK_PARKING: UntilForm,
    Verb.EXTEND: TextForm,
    Verb.PARK: TextForm,
    Verb.DENY: TextForm,
    Verb.ASK_BACK: AskBackForm,
    Verb.GO_ON: TextOrNothingForm,
    Verb.REVIEW: UntilForm,
    Verb.RECKON: StepForm,
    Verb.RESUME: TextForm,
    Verb.CHECK: StepForm,
    Verb.SEND_BACK: TextForm,
    Verb.CALL_BACK: CallBackForm,
    Verb.MISS_CALL: TextOrNothingForm,
    Verb.CONFIRM: ConfirmForm,
    Verb.CLOSE: StepForm,
    Verb.PUBLISH: PublishForm,
    Verb.UNPUBLISH: UnpublishForm,
    Verb.TAKE_OFF: StepForm,
    Verb.SUPERVISE: SuperviseForm,
    Verb.ANSWER_LETTER: LetterAnswerForm,
    Verb.RETURN_LETTER: TextForm,
    Verb.END_LETTER: TextOrNothingForm,
    Verb.NOTE: NoteForm,
    Verb.ADD: AddForm,
    Verb.RATE: RateForm,
    Verb.THANK: ThankForm,
    Verb.REOPEN: ReopenForm,
    Verb.WITHDRAW: TextOrNothingForm,
}


def form_for(verb: Verb) -> type[StepForm]:
    """The form of a verb; every verb of the state table has one (held by a test)."""
    return FORMS[verb]
