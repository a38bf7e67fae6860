"""What the index of the settings says of each kind: how many, what for, what is missing."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from linli.capacity import queries as capacity
from linli.cases import queries as cases
from linli.counter import queries as counter
from linli.counter.queries import queue
from linli.kernel import clock
from linli.kernel.errors import Refused
from linli.kernel.streets.models import Street
from linli.notices import queries as notices
from linli.people import queries as people
from linli.people.rules import Role
from linli.places import queries as places
from linli.rulebook import queries as rulebook
from linli.rulebook.rules import RuleKey


@dataclass(frozen=True, slots=True)
class Kind:
    """One card; ``warning`` is what somebody must see to."""

    name: str
    url: str
    what: str
    count: int
    warning: str = ""


def groups(street: Street) -> list[tuple[str, list[Kind]]]:
    """The cards by what they are about."""
    today = timezone.localdate(clock.now())
    vacant, holes = people.vacant_grids(street, today), places.holes(street)
    known, directory = places.atlas(street), people.directory(street)
    tree = cases.catalogue(street).by_id.values()
    return [
        (
            gettext("地方"),
            [
                Kind(
                    gettext("区域"),
                    reverse("places:areas"),
                    gettext("社区、小区、楼栋、单元：登记时认地址用。"),
                    len(known.areas),
                ),
                Kind(
                    gettext("网格"),
                    reverse("places:grids"),
                    gettext("每块地方归哪个网格，边界画到哪里。"),
                    len(known.grids),
                    gettext("%(n)s 个社区有地方不属于任何网格") % {"n": len(holes)}
                    if holes
                    else "",
                ),
            ],
        ),
        (
            gettext("人和单位"),
            [
                Kind(
                    gettext("单位"),
                    reverse("people:organisations"),
                    gettext("能承办诉求的：指挥中心、社区、部门、物业。"),
                    len(directory.organisations),
                ),
                Kind(
                    gettext("任职"),
                    reverse("people:posts"),
                    gettext("谁在哪里做什么，从哪天到哪天；岗位决定能做什么。"),
                    len([post for post in directory.every_post() if post.counts_on(today)]),
                    ngettext("%(n)s 个网格没人负责", "%(n)s 个网格没人负责", len(vacant))
                    % {"n": len(vacant)}
                    if vacant
                    else "",
                ),
                Kind(
                    gettext("权限"),
                    reverse("permissions"),
                    gettext("谁能做什么；某个人为什么能做或不能做。"),
                    len(Role),
                ),
            ],
        ),
        (
            gettext("办理"),
            [
                Kind(
                    gettext("类别"),
                    reverse("cases:categories"),
                    gettext("诉求分哪些类，哪些词说明是哪一类。"),
                    len([row for row in tree if row.parent_id]),
                ),
                Kind(
                    gettext("自动分类"),
                    reverse("cases:sorter"),
                    gettext("从定好的诉求里学，给新来的建议类别。"),
                    len(cases.versions(street)),
                ),
                Kind(
                    gettext("派单规则"),
                    reverse("cases:routes"),
                    gettext("什么事、在哪里、什么时间，交给谁。"),
                    len(cases.routes(street)),
                ),
                Kind(
                    gettext("答复模板"),
                    reverse("cases:texts"),
                    gettext("答复时可以选用的话，编号、地点、期限自动填。"),
                    len(cases.reply_texts(street)),
                ),
                Kind(
                    gettext("办事项目"),
                    reverse("counter:setup_items"),
                    gettext("窗口能办什么，带什么，多久，来之前问什么。"),
                    len(counter.offers(street, today)),
                ),
                Kind(
                    gettext("服务大厅"),
                    reverse("counter:halls"),
                    gettext("有哪些大厅和窗口，门口能不能取号。"),
                    len(queue.halls(street)),
                ),
                Kind(
                    gettext("窗口和场地"),
                    reverse("capacity:resources"),
                    gettext("哪些窗口、上门小组和房间能预约，什么时候开放，给谁留号。"),
                    len(capacity.plan(street).resources),
                ),
                Kind(
                    gettext("时限和规则"),
                    reverse("rulebook:rules"),
                    gettext("多久签收、联系、答复；依据是什么，从哪天起。"),
                    len(RuleKey),
                ),
                Kind(
                    gettext("发出的通知"),
                    reverse("notices:messages"),
                    gettext("短信、邮件和数据推送：哪些发出去了，哪些没发成。"),
                    notices.sent_lately(street),
                    gettext("%(n)s 条没有发成") % {"n": failing}
                    if (failing := notices.failing(street))
                    else "",
                ),
                Kind(
                    gettext("工作日历"),
                    reverse("rulebook:days"),
                    gettext("放假和调休：工作日怎么算。"),
                    len(rulebook.days_of(street, today.year)),
                    " ".join(
                        str(Refused(reason)) for reason in rulebook.calendar_warnings(street, today)
                    ),
                ),
            ],
        ),
    ]
