"""Who may do what here, drawn from the tables that the actions ask; and why somebody may."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from linli.capacity import access as capacity
from linli.cases import access as cases
from linli.cases import queries as requests
from linli.cases.rules.table import STEPS
from linli.cases.rules.words import ALLOWING, Ground, Verb
from linli.counter import access as counter
from linli.counter.access import queue
from linli.counter.rules import application_words as applications
from linli.counter.rules.applications import STEPS as APPLICATION_STEPS
from linli.insight import access as insight
from linli.kernel import http
from linli.kernel.actor import Actor, Standing
from linli.kernel.errors import NotFound
from linli.kernel.http import Request
from linli.notices import access as notices
from linli.people import access as people
from linli.people import queries as directory
from linli.people.models import Account
from linli.people.rules import Role
from linli.places import access as places
from linli.posters import access as posters
from linli.rights import access as rights
from linli.rulebook import access as rulebook
from linli.words import N_


@dataclass(frozen=True, slots=True)
class Right:
    """One thing to do: the roles that may, each within its area, and who else may."""

    key: str
    verb: str
    roles: frozenset[str]
    others: tuple[str, ...] = ()

    def held(self) -> list[Role]:
        return [role for role in Role if role in self.roles]


@dataclass(frozen=True, slots=True)
class Answer:
    """What one rule said of one post, or of the person."""

    holds: bool
    ground: Ground
    standing: Standing | None


def tables() -> list[tuple[str, list[Right]]]:
    """Every right by what it is about."""
    return [
        (N_("诉求的每一步"), list(_steps())),
        (
            N_("诉求之外的"),
            [
                Right("cases.reading", N_("打开待办"), cases.READING),
                Right("cases.typing", N_("替别人登记"), cases.TYPING),
                Right("cases.revealing", N_("看反映人的联系方式"), cases.REVEALING),
                Right("cases.exporting", N_("导出诉求清单"), cases.EXPORTING),
                Right("cases.configuring", N_("设置类别、派单规则和模板"), cases.CONFIGURING),
                Right("capacity.arranging", N_("设置窗口和开放时间"), capacity.ARRANGING),
                Right("capacity.serving", N_("替人预约、登记到场"), capacity.SERVING),
                Right("counter.configuring", N_("改办事项目，设置大厅和窗口"), counter.CONFIGURING),
                Right("counter.receiving", N_("窗口收件"), counter.RECEIVING),
                Right("counter.revealing", N_("看申请人的联系方式"), counter.REVEALING),
                Right("counter.seeing_all", N_("看全部申请"), counter.SEEING_ALL),
                Right("counter.ratings", N_("处理差评"), counter.ANSWERING_RATINGS),
                Right("rights.settling", N_("办个人信息的请求"), rights.SETTLING),
                Right("rights.approving", N_("批准导出联系方式"), rights.APPROVING),
                Right("queue.serving", N_("在大厅窗口叫号"), queue.SERVING),
                Right("queue.managing", N_("看大厅情况"), queue.MANAGING),
                Right("insight.readers", N_("看看板"), insight.READERS),
                Right("posters.printing", N_("打印门口海报"), posters.PRINTING),
                Right("kernel.readers", N_("看设置"), http.READERS),
                Right("kernel.changers", N_("打开修改设置的页面"), http.CHANGERS),
                Right("notices.seeing_to", N_("重发通知、设置数据推送"), notices.SEEING_TO),
            ],
        ),
        (N_("申请的每一步"), list(_application_steps())),
        (N_("账号、单位和任职"), list(_of("people", people.ROLES))),
        (N_("地方"), list(_of("places", places.ROLES))),
        (N_("规则"), list(_of("rulebook", rulebook.ROLES))),
    ]


def _steps() -> Iterator[Right]:
    """A verb with several edges is open to whoever may walk one of them."""
    for verb in Verb:
        edges = [step for step in STEPS if step.verb == verb]
        others = {
            N_("承办单位"): any(step.owner for step in edges),
            N_("协办单位"): any(step.helper for step in edges),
            N_("反映人"): any(step.reporter for step in edges),
        }
        roles = frozenset[str]().union(*(step.roles for step in edges))
        yield Right(verb.value, verb.word, roles, tuple(who for who, may in others.items() if may))


def _application_steps() -> Iterator[Right]:
    """The same of an application; what is nobody's the system does by itself."""
    for verb in applications.Verb:
        edges = [step for step in APPLICATION_STEPS if step.verb == verb]
        others = {
            N_("转报的部门"): any(step.department for step in edges),
            N_("申请人"): any(step.applicant for step in edges),
            N_("代办人"): any(step.agent for step in edges),
        }
        roles = frozenset[str]().union(*(step.roles for step in edges))
        may = tuple(who for who, may in others.items() if may)
        by_itself = () if roles or may else (N_("系统"),)
        yield Right(f"counter.{verb}", verb.word, roles, may + by_itself)


def _of(module: str, table: Mapping[Any, frozenset[Any]]) -> Iterator[Right]:
    verbs = dict.fromkeys(verb for given in table.values() for verb in sorted(given))
    for verb in verbs:
        roles = frozenset(str(role) for role, given in table.items() if verb in given)
        yield Right(f"{module}.{verb.value}", verb.word, roles)


def why(asking: Actor, about: Actor, right: Right, number: str) -> list[Answer]:
    """What each rule says, in the order it is asked. A step is asked of one request if its number
    is given; without one the role decides."""
    if number and right.key in list(Verb):
        found = requests.why(asking, about, number, Verb(right.key))
    else:
        found = [
            (Ground.ROLE_ONLY if post.role in right.roles else Ground.OTHER_ROLE, post)
            for post in about.standings
        ]
    return [Answer(ground in ALLOWING, ground, post) for ground, post in found]


class AskForm(forms.Form):
    """Who, what, and for a step perhaps which request."""

    username = forms.CharField(label=_("谁（用户名）"), max_length=60)
    right = forms.ChoiceField(label=_("做什么"))
    number = forms.CharField(
        label=_("哪一件（编号）"),
        max_length=24,
        required=False,
        help_text=_("问诉求的某一步时写；不写只看岗位。"),
    )

    def __init__(self, request: Request) -> None:
        super().__init__(request.GET if "username" in request.GET else None)
        self._request = request
        self._rights = {right.key: right for _, rights in tables() for right in rights}
        self.fields["right"].choices = [  # type: ignore[attr-defined]
            (gettext(name), [(right.key, gettext_lazy(right.verb)) for right in rights])
            for name, rights in tables()
        ]

    def clean_username(self) -> Account:
        username = self.cleaned_data["username"].strip()
        account = directory.find_account(self._request.street, username)
        if account is None:
            raise forms.ValidationError(gettext("没有这个用户名，请核对。"))
        return account

    def answers(self, about: Actor) -> list[Answer]:
        """Empty, with the reason beside the field, for a number that is none."""
        right, number = self._rights[self.cleaned_data["right"]], self.cleaned_data["number"]
        try:
            return why(self._request.actor, about, right, number.strip())
        except NotFound:
            self.add_error("number", gettext("没有这个编号，请核对。"))
            return []
