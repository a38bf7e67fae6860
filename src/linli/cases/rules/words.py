"""The words of a request: kinds, channels, urgency, states, verbs and events."""

from linli.rulebook.rules import Urgency as Urgency  # noqa: PLC0414 - a word of requests too
from linli.words import N_, Word


class Kind(Word):
    HELP = "help", N_("求助")
    COMPLAIN = "complain", N_("投诉")
    CONSULT = "consult", N_("咨询")
    REPORT = "report", N_("举报")
    SUGGEST = "suggest", N_("建议")
    PRAISE = "praise", N_("表扬")
    RIGHTS = "rights", N_("个人信息")


class Channel(Word):
    PHONE = "phone", N_("手机网页")
    QR = "qr", N_("扫码")
    HOTLINE = "hotline", N_("热线")
    WINDOW = "window", N_("窗口")
    VISIT = "visit", N_("走访")
    PATROL = "patrol", N_("网格巡查")
    LETTER = "letter", N_("来信")
    API = "api", N_("接口")


class State(Word):
    REGISTERED = "registered", N_("已登记")
    TRIAGED = "triaged", N_("已研判")
    DISPATCHED = "dispatched", N_("已交办")
    SIGNED_IN = "signed_in", N_("已签收")
    IN_PROGRESS = "in_progress", N_("办理中")
    REPLIED = "replied", N_("已答复")
    RETURNED = "returned", N_("退回待裁定")
    PARKED = "parked", N_("已挂账")
    CHECKING = "checking", N_("核查中")
    CALLED_BACK = "called_back", N_("已回访")
    CLOSED = "closed", N_("已办结")
    ANSWERED = "answered", N_("已直接答复")
    DECLINED = "declined", N_("不予受理")
    MERGED = "merged", N_("已并案")
    WITHDRAWN = "withdrawn", N_("已撤回")


class Stage(Word):
    """接办-研办-交办-督办, the four steps of the loop (REQ-09)."""

    TAKE_IN = "take_in", N_("接办")
    STUDY = "study", N_("研办")
    HAND_OVER = "hand_over", N_("交办")
    OVERSEE = "oversee", N_("督办")


STAGES = {
    Stage.TAKE_IN: (State.REGISTERED,),
    Stage.STUDY: (State.TRIAGED, State.RETURNED),
    Stage.HAND_OVER: (State.DISPATCHED, State.SIGNED_IN, State.IN_PROGRESS, State.PARKED),
    Stage.OVERSEE: (State.REPLIED, State.CHECKING, State.CALLED_BACK, State.CLOSED),
}
ENDED = frozenset({State.CLOSED, State.ANSWERED, State.DECLINED, State.MERGED, State.WITHDRAWN})


class Verb(Word):
    TRIAGE = "triage", N_("研判")
    ANSWER = "answer", N_("直接答复")
    DECLINE = "decline", N_("不予受理")
    MERGE = "merge", N_("并案")
    UNMERGE = "unmerge", N_("拆出单办")
    SPLIT = "split", N_("分解")
    DISPATCH = "dispatch", N_("交办")
    TAKE_BACK = "take_back", N_("收回")
    SIGN_IN = "sign_in", N_("签收")
    CONTACT = "contact", N_("联系居民")
    REPLY = "reply", N_("答复")
    ARRIVE = "arrive", N_("报到")
    ASSIST = "assist", N_("协办答复")
    APPRAISE = "appraise", N_("吹哨互评")
    SHARE = "share", N_("发办理链接")
    TAKE_OVER = "take_over", N_("移交经办")
    GIVE_BACK = "give_back", N_("退回")
    ARBITRATE = "arbitrate", N_("裁定")
    ASK_EXTENSION = "ask_extension", N_("申请延期")
    ASK_PARKING = "ask_parking", N_("申请挂账")
    EXTEND = "extend", N_("批准延期")
    PARK = "park", N_("批准挂账")
    DENY = "deny", N_("不批准")
    ASK_BACK = "ask_back", N_("请居民补充")
    GO_ON = "go_on", N_("继续计时")
    REVIEW = "review", N_("复查挂账")
    RECKON = "reckon", N_("重算期限")
    RESUME = "resume", N_("销账续办")
    CHECK = "check", N_("核查")
    SEND_BACK = "send_back", N_("退回重办")
    CALL_BACK = "call_back", N_("回访")
    MISS_CALL = "miss_call", N_("没打通")
    CONFIRM = "confirm", N_("回应回访")
    CLOSE = "close", N_("办结")
    PUBLISH = "publish", N_("公开")
    UNPUBLISH = "unpublish", N_("不公开")
    TAKE_OFF = "take_off", N_("请撤下")
    SUPERVISE = "supervise", N_("督办")
    ANSWER_LETTER = "answer_letter", N_("回复督办")
    RETURN_LETTER = "return_letter", N_("退回督办回复")
    END_LETTER = "end_letter", N_("督办销号")
    NOTE = "note", N_("记一笔")
    ADD = "add", N_("补充说明")
    RATE = "rate", N_("评价")
    THANK = "thank", N_("致谢")
    REOPEN = "reopen", N_("重新打开")
    WITHDRAW = "withdraw", N_("撤回")


class CaseEvent(Word):
    """What is kept in the journal, in the words of the thread."""

    REGISTERED = "cases.case.registered", N_("登记了诉求")
    TRIAGED = "cases.case.triaged", N_("研判了诉求")
    ANSWERED = "cases.case.answered", N_("直接答复")
    DECLINED = "cases.case.declined", N_("告知不予受理")
    MERGED = "cases.case.merged", N_("与另一件诉求一并办理")
    UNMERGED = "cases.case.unmerged", N_("从并案中拆出，单独办理")
    SPLIT = "cases.case.split", N_("分解成几部分办理")
    DISPATCHED = "cases.case.dispatched", N_("交给承办单位")
    TAKEN_BACK = "cases.case.taken_back", N_("收回，重新确定承办单位")
    SIGNED_IN = "cases.case.signed_in", N_("承办单位签收")
    CONTACTED = "cases.case.contacted", N_("联系了反映人")
    REPLIED = "cases.case.replied", N_("作出答复")
    ARRIVED = "cases.case.arrived", N_("到场报到")
    ASSISTED = "cases.case.assisted", N_("协办单位答复")
    APPRAISED = "cases.case.appraised", N_("评了这次吹哨")
    TAKEN_OVER = "cases.case.taken_over", N_("移交给新的经办人")
    SHARED = "cases.case.shared", N_("发出办理链接")
    OPENED = "cases.case.opened", N_("用链接打开了诉求")
    GIVEN_BACK = "cases.case.given_back", N_("承办单位申请退回")
    ARBITRATED = "cases.case.arbitrated", N_("裁定了承办单位")
    EXTENSION_ASKED = "cases.case.extension_asked", N_("申请延期")
    PARKING_ASKED = "cases.case.parking_asked", N_("申请挂账")
    EXTENDED = "cases.case.extended", N_("批准延期")
    PARKED = "cases.case.parked", N_("批准挂账")
    DENIED = "cases.case.denied", N_("没有批准申请")
    ASKED_BACK = "cases.case.asked_back", N_("请反映人补充，停表")
    WENT_ON = "cases.case.went_on", N_("继续计时")
    REVIEWED = "cases.case.reviewed", N_("复查了挂账")
    RECKONED = "cases.case.reckoned", N_("按新规则重算了期限")
    RESUMED = "cases.case.resumed", N_("销账，继续办理")
    CHECKED = "cases.case.checked", N_("开始核查答复")
    SENT_BACK = "cases.case.sent_back", N_("退回承办单位重办")
    CALLED_BACK = "cases.case.called_back", N_("回访了反映人")
    CALL_MISSED = "cases.case.call_missed", N_("回访电话没有打通")
    CONFIRMED = "cases.case.confirmed", N_("反映人回应了回访")
    CLOSED = "cases.case.closed", N_("办结")
    PUBLISHED = "cases.case.published", N_("公开了办理情况")
    UNPUBLISHED = "cases.case.unpublished", N_("决定不公开")
    TAKEN_OFF = "cases.case.taken_off", N_("反映人不同意公开")
    SUPERVISED = "cases.case.supervised", N_("列入督办")
    LETTER_ANSWERED = "cases.letter.answered", N_("回复了督办")
    LETTER_RETURNED = "cases.letter.returned", N_("退回督办回复")
    LETTER_ENDED = "cases.letter.ended", N_("督办销号")
    LETTER_LATE = "cases.letter.late", N_("督办逾期没有回复")
    WARNED = "cases.ladder.warned", N_("期限快到，提醒")
    ESCALATED = "cases.ladder.raised", N_("超时，报给")
    REVIEW_DUE = "cases.parking.due", N_("挂账到期，该复查了")
    NOTED = "cases.case.noted", N_("记录")
    ADDED = "cases.case.added", N_("反映人补充说明")
    RATED = "cases.case.rated", N_("反映人评价")
    THANKED = "cases.case.thanked", N_("反映人致谢")
    REOPENED = "cases.case.reopened", N_("重新打开")
    WITHDRAWN = "cases.case.withdrawn", N_("反映人撤回")
    JOINED = "cases.case.joined", N_("又有一位居民反映")
    REDACTED = "cases.photo.redacted", N_("遮挡了照片")
    UNCOVERED = "cases.photo.uncovered", N_("查看了没有遮挡的原照片")
    FORGOTTEN = "cases.case.forgotten", N_("删除了个人信息")
    REVEALED = "cases.reporter.revealed", N_("查看了反映人的联系方式")


class Mode(Word):
    """How a request is handed over."""

    OWN = "own", N_("单独承办")
    LEAD = "lead", N_("主办加协办")
    WHISTLE = "whistle", N_("吹哨报到")
    CONFERENCE = "conference", N_("会商")


class Whistle(Word):
    """The only three occasions for a whistle (街乡吹哨、部门报到)."""

    HARD = "hard", N_("居民反映强烈的难题")
    JOINT = "joint", N_("综合执法")
    EMERGENCY = "emergency", N_("应急处置")


class Contact(Word):
    REACHED = "reached", N_("已联系上")
    NO_ANSWER = "no_answer", N_("未接通")
    NOT_POSSIBLE = "not_possible", N_("没有留下联系方式")


class Solved(Word):
    """What the resident says at call-back; no answer is no answer, never "satisfied"."""

    YES = "yes", N_("已解决")
    PARTLY = "partly", N_("部分解决")
    NO = "no", N_("未解决")
    NO_ANSWER = "no_answer", N_("未接通")


class Satisfied(Word):
    YES = "yes", N_("满意")
    FAIR = "fair", N_("基本满意")
    NO = "no", N_("不满意")
    NO_ANSWER = "no_answer", N_("未表态")


class Said(Word):
    """What the reporter answers to a call-back with one press of a button."""

    GOOD = "good", N_("解决了，满意")
    FAIR = "fair", N_("解决了，还可以")
    PARTLY = "partly", N_("只解决了一部分")
    NOT = "not", N_("没有解决")


MEANT = {
    Said.GOOD: (Solved.YES, Satisfied.YES),
    Said.FAIR: (Solved.YES, Satisfied.FAIR),
    Said.PARTLY: (Solved.PARTLY, Satisfied.FAIR),
    Said.NOT: (Solved.NO, Satisfied.NO),
}


class Publicity(Word):
    """What was decided of showing a handled request to everybody; empty while nobody has."""

    SHOWN = "shown", N_("已公开")
    WITHHELD = "withheld", N_("不公开")
    OBJECTED = "objected", N_("反映人不同意公开")


class Withhold(Word):
    """Why a handled request is not shown to everybody."""

    PRIVATE_MATTER = "private_matter", N_("涉及个人情况")
    NOT_WANTED = "not_wanted", N_("当事人不愿公开")
    MISTAKEN = "mistaken", N_("内容有误")
    OF_NO_USE = "of_no_use", N_("对邻居没有参考价值")


class Lacking(Word):
    """What was not good, for whoever gives three stars or fewer."""

    NOT_SOLVED = "not_solved", N_("问题没有解决")
    SLOW = "slow", N_("办得太慢")
    MANNER = "manner", N_("态度不好")
    NO_WORD = "no_word", N_("没有人联系我")
    UNTRUE = "untrue", N_("说的和做的不一样")


class Decline(Word):
    """Why a request is answered but not handed over (Beijing ordinance 2021, art. 11)."""

    EMERGENCY_LINE = "emergency_line", N_("请立即拨打 110、119、120 或 122")
    IN_PROCEDURE = "in_procedure", N_("已进入诉讼、仲裁、复议或信访程序")
    REPEATED = "repeated", N_("没有新事实的重复反映")
    NOT_PUBLIC = "not_public", N_("属于市场或民事事项，建议走相应渠道")
    OTHER_AREA = "other_area", N_("不在本街道")
    UNLAWFUL = "unlawful", N_("违反法律或公序良俗")


class GiveBack(Word):
    NOT_OURS = "not_ours", N_("不是本单位职责")
    WRONG_PLACE = "wrong_place", N_("地点不在本单位范围")
    NEEDS_OTHERS = "needs_others", N_("需要其他单位主办")


class Supervision(Word):
    """Why a request comes under supervision (Weifang ordinance 2021, art. 26; the last two Jinan
    measures 2018, art. 28)."""

    REFUSED = "refused", N_("拒不承办")
    OVERDUE = "overdue", N_("超过期限")
    NOT_SOLVED = "not_solved", N_("应当解决而未解决")
    BAD_EFFECT = "bad_effect", N_("办理不当影响不好")
    MASSED = "massed", N_("重复或集中反映")
    STALE_KNOWLEDGE = "stale_knowledge", N_("知识库没有更新")


class Purpose(Word):
    """Why somebody opens a reporter's contact details; chosen before, kept in the journal. Names
    and phones in bulk leave by a permit only, everything else is looked at one by one."""

    HANDLE = "handle", N_("联系办理")
    CALL_BACK = "call_back", N_("回访")
    VERIFY = "verify", N_("核实情况")
    EXPORT = "export", N_("经批准导出名单")


LOOKING = (Purpose.HANDLE, Purpose.CALL_BACK, Purpose.VERIFY)


class AskBack(Word):
    """Why the clock waits for the resident; nothing else stops it while somebody works."""

    PLACE = "place", N_("地点没说清")
    FACTS = "facts", N_("情况要问清")
    PROOF = "proof", N_("要照片或材料")
    ACCESS = "access", N_("要约上门时间")


class Ask(Word):
    EXTENSION = "extension", N_("延期")
    PARKING = "parking", N_("挂账")


class DeskEvent(Word):
    """What somebody does with lists, not with one request."""

    VIEW_SAVED = "cases.view.saved", N_("存为视图")
    VIEW_DELETED = "cases.view.deleted", N_("删除视图")
    EXPORTED = "cases.list.exported", N_("导出列表")
    STALE = "cases.desk.stale", N_("提醒久未办理")


class SetupEvent(Word):
    CATEGORY_SET = "cases.category.set", N_("设置类别")
    TEXT_SET = "cases.text.set", N_("设置答复模板")
    TEXT_REMOVED = "cases.text.removed", N_("删去答复模板")
    ROUTE_SET = "cases.route.set", N_("设置派单规则")
    ROUTE_MOVED = "cases.route.moved", N_("调整派单顺序")
    ROUTE_REMOVED = "cases.route.removed", N_("删去派单规则")
    LEARNED = "cases.sorter.learned", N_("自动分类学了一遍")
    VERSION_USED = "cases.sorter.used", N_("换了自动分类的版本")


class Ground(Word):
    """Why a post allows a step of one request, or does not."""

    SYSTEM = "system", N_("系统自己")
    ROLE = "role", N_("这一步归这个岗位，诉求在它管的地方")
    ELSEWHERE = "elsewhere", N_("这一步归这个岗位，但诉求不在它管的地方")
    ROLE_ONLY = "role_only", N_("这件事归这个岗位")
    NOT_NOW = "not_now", N_("诉求现在的状态不能做这一步")
    OTHER_ROLE = "other_role", N_("这件事不归这个岗位")
    OWNER = "owner", N_("诉求由本人或本单位承办")
    NOT_OWNER = "not_owner", N_("诉求不由本人或本单位承办")
    HELPER = "helper", N_("本单位被请来协办")
    NOT_HELPER = "not_helper", N_("本单位没有被请来协办")
    REPORTER = "reporter", N_("是反映人")
    NOT_REPORTER = "not_reporter", N_("不是反映人")
    LINK = "link", N_("办理链接可以做这一步")
    NOT_BY_LINK = "not_by_link", N_("办理链接不能做这一步")


ALLOWING = frozenset(
    {Ground.SYSTEM, Ground.ROLE, Ground.ROLE_ONLY, Ground.OWNER, Ground.HELPER}
    | {Ground.REPORTER, Ground.LINK}
)
