"""The register of processing: for what, by what right and until when texts about persons are kept.

A change here changes the public register (``./linli privacy report``) and what residents read on
their own page; the lengths of time are amounts of the rule ``privacy.retention``.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from linli.words import N_, Word


class Basis(Word):
    """The seven grounds of the Personal Information Protection Law, art. 13."""

    CONSENT = "consent", N_("本人同意")
    CONTRACT = "contract", N_("订立或履行合同所必需")
    DUTY = "duty", N_("履行法定职责或法定义务")
    EMERGENCY = "emergency", N_("应对突发情况，保护生命健康和财产")
    NEWS = "news", N_("公共利益的新闻报道和舆论监督")
    DISCLOSED = "disclosed", N_("本人已经公开")
    LAW = "law", N_("法律、行政法规规定的其他情形")


class Purpose(Word):
    """What a text is kept for, as the person concerned reads it."""

    ACCOUNT = "account", N_("登录，称呼您，联系您")
    REPORTER = "reporter", N_("办您的诉求时联系您、回访您")
    RECORD = "record", N_("办理经过，供您和经办人员查看")
    APPLICATION = "application", N_("办您申请的事项，联系您，留下办理凭据")
    VISIT = "visit", N_("在大厅叫号，快轮到时告诉您")
    MAIL = "mail", N_("按您选的方式发邮件告诉您")
    MESSAGE = "message", N_("把办理进展发给您")
    RIGHTS = "rights", N_("办理您对个人信息的请求，证明已经办过")
    CONSENT = "consent", N_("证明谁同意过什么")
    TECHNICAL = "technical", N_("系统之间对接的密钥，不是居民的信息")


@dataclass(frozen=True, slots=True)
class Entry:
    """``days`` names the amount of ``privacy.retention``; ``until`` says from when it counts."""

    basis: Basis
    days: str
    until: str


REGISTER: Mapping[Purpose, Entry] = {
    Purpose.ACCOUNT: Entry(Basis.CONTRACT, "account_days", N_("您最后一次登录以后")),
    Purpose.REPORTER: Entry(Basis.DUTY, "case_days", N_("诉求办结以后")),
    Purpose.RECORD: Entry(Basis.DUTY, "case_days", N_("诉求办结以后")),
    Purpose.APPLICATION: Entry(Basis.DUTY, "case_days", N_("申请办结以后")),
    Purpose.VISIT: Entry(Basis.DUTY, "ticket_days", N_("来大厅那天以后")),
    Purpose.MAIL: Entry(Basis.CONSENT, "account_days", N_("您最后一次登录以后")),
    Purpose.MESSAGE: Entry(Basis.DUTY, "message_days", N_("发出以后")),
    Purpose.RIGHTS: Entry(Basis.DUTY, "proof_days", N_("请求办完以后")),
    Purpose.CONSENT: Entry(Basis.DUTY, "proof_days", N_("撤回同意以后")),
    Purpose.TECHNICAL: Entry(Basis.CONTRACT, "account_days", N_("对接停用以后")),
}
