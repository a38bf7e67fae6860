"""Roles, kinds of organisations, and when a post counts."""

from collections.abc import Iterable, Mapping
from datetime import date

from linli.words import N_, Reason, Word


class Role(Word):
    RESIDENT = "resident", N_("居民")
    NEIGHBOUR = "neighbour", N_("邻长")
    GRID = "grid", N_("网格员")
    CLERK = "clerk", N_("窗口人员")
    DISPATCHER = "dispatcher", N_("派单员")
    SUPERVISOR = "supervisor", N_("督办员")
    SECRETARY = "secretary", N_("社区书记")
    LEADER = "leader", N_("街道领导")
    DEPARTMENT = "department", N_("部门经办")
    VOLUNTEER = "volunteer", N_("志愿者")
    SHOP = "shop", N_("合作商户")
    AUDITOR = "auditor", N_("审计员")
    SECURITY = "security", N_("安全员")
    ADMIN = "admin", N_("管理员")


class View(Word):
    """How the pages are set: large print and few words for whoever reads better that way."""

    STANDARD = "standard", N_("标准版")
    ELDER = "elder", N_("长辈版")


class Telling(Word):
    """What somebody wants to be told of their own requests."""

    EVERY = "every", N_("每一步都告诉我")
    RESULT = "result", N_("只告诉我结果")


class Reach(Word):
    """How somebody is told besides the page of notices."""

    PAGE = "page", N_("只在这里看")
    SMS = "sms", N_("也发短信")
    MAIL = "mail", N_("也发邮件")


class Theme(Word):
    SYSTEM = "system", N_("跟随系统")
    LIGHT = "light", N_("浅色")
    DARK = "dark", N_("深色")


STAFF = frozenset(
    {
        Role.GRID,
        Role.CLERK,
        Role.DISPATCHER,
        Role.SUPERVISOR,
        Role.SECRETARY,
        Role.LEADER,
        Role.DEPARTMENT,
        Role.ADMIN,
    }
)


# Who sets up, who says who may, and who looks whether both did right: nobody holds two of them.
POWERS = frozenset({Role.ADMIN, Role.SECURITY, Role.AUDITOR})


# Who must prove a second time who they are, by the level that the rulebook sets.
SECOND_FACTOR: Mapping[int, frozenset[Role]] = {
    1: frozenset(),
    2: POWERS,
    3: POWERS | frozenset({Role.DISPATCHER, Role.SUPERVISOR, Role.LEADER}),
    4: STAFF | POWERS,
}


class Way(Word):
    """How somebody proved who they are."""

    CODE = "code", N_("短信验证码")
    PASSWORD = "password", N_("密码")
    LINK = "link", N_("管理员给的链接")
    SECOND = "mfa", N_("第二步")


class Factor(Word):
    """What somebody proves it with a second time."""

    TOTP = "totp", N_("验证器")
    PASSKEY = "webauthn", N_("通行密钥")
    CODES = "recovery_codes", N_("备用码")


class Device(Word):
    PHONE = "phone", N_("手机")
    TABLET = "tablet", N_("平板")
    COMPUTER = "computer", N_("电脑")


class Program(Word):
    WECHAT = "wechat", N_("微信")
    ALIPAY = "alipay", N_("支付宝")
    BROWSER = "browser", N_("浏览器")


class OrganisationKind(Word):
    """The first five are the five-level chain (ORG-04); it holds no person's politics."""

    PARTY_COMMITTEE = "party_committee", N_("街道党工委")
    PARTY_COMMUNITY = "party_community", N_("社区党组织")
    PARTY_BRANCH = "party_branch", N_("小区党支部")
    PARTY_GRID = "party_grid", N_("网格党组织")
    PARTY_HOUSEHOLD = "party_household", N_("党员中心户")
    CENTRE = "centre", N_("街道指挥中心")
    COMMUNITY = "community", N_("社区居委会")
    SERVICE_CENTRE = "service_centre", N_("党群服务中心")
    STATION = "station", N_("服务站点")
    DEPARTMENT = "department", N_("职能部门")
    PROPERTY = "property", N_("物业公司")
    OWNERS = "owners", N_("业主委员会")
    TEAM = "team", N_("服务队伍")
    PARTNER = "partner", N_("共建单位")


# They work for themselves or for their members, not for the subdistrict.
OUTSIDE = frozenset(
    {
        OrganisationKind.PROPERTY,
        OrganisationKind.OWNERS,
        OrganisationKind.TEAM,
        OrganisationKind.PARTNER,
    }
)
CHAIN = (
    OrganisationKind.PARTY_COMMITTEE,
    OrganisationKind.PARTY_COMMUNITY,
    OrganisationKind.PARTY_BRANCH,
    OrganisationKind.PARTY_GRID,
    OrganisationKind.PARTY_HOUSEHOLD,
)


class PeopleEvent(Word):
    REGISTERED = "people.account.registered", N_("开通账号")
    SIGNED_IN = "people.account.signed_in", N_("登录")
    VIEW_SET = "people.account.view_set", N_("选择版面")
    TELLING_SET = "people.account.telling_set", N_("选择消息多少")
    REACH_SET = "people.account.reach_set", N_("选择消息怎么发")
    MAIL_SET = "people.account.mail_set", N_("确认邮箱")
    LANGUAGE_SET = "people.account.language_set", N_("选择语言")
    PASSWORD_SET = "people.account.password_set", N_("设了密码")
    SIGN_IN_FAILED = "people.account.sign_in_failed", N_("登录没有成功")
    FACTOR_ADDED = "people.account.factor_added", N_("开了两步登录")
    FACTOR_DROPPED = "people.account.factor_dropped", N_("停了两步登录")
    CODES_RENEWED = "people.account.codes_renewed", N_("换了备用码")
    SIGNED_OUT = "people.account.signed_out", N_("退出登录")
    CLOSED = "people.account.closed", N_("停用账号")
    CODE_MADE = "people.code.made", N_("发出验证码")
    CODE_MISSED = "people.code.missed", N_("验证码不对")
    CODE_USED = "people.code.used", N_("验证码用过")
    LINK_MADE = "people.link.made", N_("发出设密码的链接")
    LINK_USED = "people.link.used", N_("用链接设了密码")
    ORGANISATION_ADDED = "people.organisation.added", N_("新增单位")
    ORGANISATION_CHANGED = "people.organisation.changed", N_("更改单位")
    APPOINTED = "people.post.appointed", N_("任职")
    FORGOTTEN = "people.account.forgotten", N_("删除了账号里的个人信息")
    ENDED = "people.post.ended", N_("离任")
    DEPUTISED = "people.post.deputised", N_("安排代理")
    DEPUTY_ENDED = "people.post.deputy_ended", N_("结束代理")


def counts_on(day: date, since: date, until: date | None) -> bool:
    """A post counts from its first to its last day, both included."""
    return since <= day and (until is None or day <= until)


def is_mobile(digits: str) -> bool:
    """Eleven digits that a text message reaches."""
    return len(digits) == 11 and digits.isdecimal() and digits[0] == "1" and digits[1] in "3456789"


def device_of(agent: str) -> tuple[Device, Program]:
    """What a browser says of itself, as far as its owner needs it to know it again."""
    program = next((word for sign, word in _PROGRAMS.items() if sign in agent), Program.BROWSER)
    return next(
        (word for sign, word in _DEVICES.items() if sign in agent), Device.COMPUTER
    ), program


_PROGRAMS = {"MicroMessenger": Program.WECHAT, "AlipayClient": Program.ALIPAY}
_DEVICES = {
    "iPad": Device.TABLET,
    "Tablet": Device.TABLET,
    "Mobile": Device.PHONE,
    "Android": Device.TABLET,
}


def why_not_code(*, tries: int, most: int, is_used: bool, is_late: bool) -> Reason | None:
    """A one-time code counts once, for a while, and for a few tries."""
    if is_used:
        return Reason("code_used", N_("这个验证码已经用过，请重新获取。"))
    if is_late:
        return Reason("code_late", N_("验证码过期了，请重新获取。"), field="code")
    if tries >= most:
        return Reason("code_spent", N_("错的次数太多，这个验证码作废了，请重新获取。"))
    return None


def why_not_by_code(roles: frozenset[str], *, is_active: bool) -> Reason | None:
    """Told only to whoever holds the phone: a closed account, and posts that ask for more."""
    if not is_active:
        return Reason("account_closed", N_("这个账号已经停用；有疑问请找社区工作人员。"))
    if roles & (STAFF | {Role.AUDITOR}):
        return Reason("staff_by_password", N_("工作人员请用用户名和密码登录。"))
    return None


def why_not_reach(reach: Reach, *, has_phone: bool, has_mail: bool) -> Reason | None:
    """Whoever wants to be reached some way has left an address for it."""
    if reach is Reach.SMS and not has_phone:
        return Reason("no_phone", N_("您没有留电话，发不了短信；请找社区工作人员登记。"))
    if reach is Reach.MAIL and not has_mail:
        return Reason("no_mail", N_("请先填邮箱，再打开我们发去的信确认。"))
    return None


def why_not_parent(kind: OrganisationKind, parent: OrganisationKind | None) -> Reason | None:
    """In the five-level chain each level hangs from the one above it."""
    if kind not in CHAIN:
        return None
    above = CHAIN[CHAIN.index(kind) - 1] if kind != CHAIN[0] else None
    if parent == above:
        return None
    return Reason(
        "wrong_parent",
        N_("%(kind)s必须设在%(above)s之下。"),
        {"kind": kind.word, "above": above.word if above else "—"},
        field="parent",
    )


def why_not_power(role: Role, held: Iterable[Role]) -> Reason | None:
    """The administrator, the security officer and the auditor are three persons."""
    other = next((one for one in held if one in POWERS and one != role), None)
    if role not in POWERS or other is None:
        return None
    text = N_("%(role)s和%(other)s不能是同一个人；请换一个账号，或先办离任。")
    return Reason("two_powers", text, {"role": role.word, "other": other.word}, field="role")


def overlap(since: date, until: date | None, other_since: date, other_until: date | None) -> bool:
    """Whether two times share a day; without a last day a time goes on."""
    return (until is None or other_since <= until) and (other_until is None or since <= other_until)


def why_not_post(role: Role, has_community: bool, has_grid: bool, has_unit: bool) -> Reason | None:
    """Some roles mean nothing without the place or organisation they are for."""
    needs = {
        Role.GRID: (has_grid, N_("网格")),
        Role.SECRETARY: (has_community, N_("社区")),
        Role.DEPARTMENT: (has_unit, N_("单位")),
    }
    given, missing = needs.get(role, (True, ""))
    if given:
        return None
    params = {"role": role.word, "missing": missing}
    return Reason("post_incomplete", N_("%(role)s的任职要写明%(missing)s。"), params)
