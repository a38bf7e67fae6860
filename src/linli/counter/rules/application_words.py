"""The words of an application: its states, steps and events, and what is chosen on the way."""

from linli.words import N_, Word


class State(Word):
    BOOKED = "booked", N_("已预约")
    RECEIVED = "received", N_("已收件")
    CORRECTING = "correcting", N_("待补正")
    ACCEPTED = "accepted", N_("已受理")
    REVIEWING = "reviewing", N_("审查中")
    SPECIAL = "special", N_("特别程序中")
    PASSED_UP = "passed_up", N_("已转报")
    DECIDED = "decided", N_("已决定")
    FINISHED = "finished", N_("已办结")
    DELIVERED = "delivered", N_("已送达")
    REFUSED = "refused", N_("不予受理")
    WITHDRAWN = "withdrawn", N_("已撤回")
    LAPSED = "lapsed", N_("视为撤回")
    TERMINATED = "terminated", N_("已终止")


# Nobody owes anything any more; what is finished may still wait to be fetched.
ENDED = frozenset(
    {State.FINISHED, State.DELIVERED, State.REFUSED}
    | {State.WITHDRAWN, State.LAPSED, State.TERMINATED}
)


class Verb(Word):
    RECEIVE = "receive", N_("收件")
    SERVE = "serve", N_("当场办结")
    ASK_CORRECTION = "ask_correction", N_("一次告知补正")
    CORRECT = "correct", N_("补正")
    ACCEPT = "accept", N_("受理")
    DEEM_ACCEPTED = "deem_accepted", N_("视为受理")
    REFUSE = "refuse", N_("不予受理")
    EXAMINE = "examine", N_("开始审查")
    START_SPECIAL = "start_special", N_("进入特别程序")
    END_SPECIAL = "end_special", N_("结束特别程序")
    PASS_UP = "pass_up", N_("转报")
    ANSWER = "answer", N_("部门回复")
    DECIDE = "decide", N_("决定")
    FINISH = "finish", N_("办结")
    DELIVER = "deliver", N_("送达")
    WITHDRAW = "withdraw", N_("撤回")
    LAPSE = "lapse", N_("逾期视为撤回")
    TERMINATE = "terminate", N_("终止")
    TAKE_ORIGINAL = "take_original", N_("收原件")
    RETURN_ORIGINAL = "return_original", N_("还原件")
    GIVE_MANDATE = "give_mandate", N_("委托代办")
    ADD_PAPERS = "add_papers", N_("存材料照片")
    RATE = "rate", N_("评价")


class CounterEvent(Word):
    """What is kept in the journal."""

    BOOKED = "counter.application.booked", N_("预约办理")
    RECEIVED = "counter.application.received", N_("收件")
    SERVED = "counter.application.served", N_("当场办结")
    CORRECTION_ASKED = "counter.application.correction_asked", N_("一次告知要补的材料")
    CORRECTED = "counter.application.corrected", N_("补正材料")
    ACCEPTED = "counter.application.accepted", N_("受理申请")
    DEEMED_ACCEPTED = "counter.application.deemed_accepted", N_("逾期没有告知，视为受理")
    REFUSED = "counter.application.refused", N_("不予受理")
    EXAMINED = "counter.application.examined", N_("开始审查")
    SPECIAL_STARTED = "counter.application.special_started", N_("进入特别程序")
    SPECIAL_ENDED = "counter.application.special_ended", N_("结束特别程序")
    PASSED_UP = "counter.application.passed_up", N_("转报部门")
    ANSWERED = "counter.application.answered", N_("部门回复")
    DECIDED = "counter.application.decided", N_("作出决定")
    FINISHED = "counter.application.finished", N_("办结申请")
    DELIVERED = "counter.application.delivered", N_("送达结果")
    WITHDRAWN = "counter.application.withdrawn", N_("撤回申请")
    LAPSED = "counter.application.lapsed", N_("逾期没有来办，视为撤回")
    TERMINATED = "counter.application.terminated", N_("终止办理")
    ORIGINAL_TAKEN = "counter.application.original_taken", N_("收下原件")
    ORIGINAL_RETURNED = "counter.application.original_returned", N_("归还原件")
    MANDATE_GIVEN = "counter.application.mandate_given", N_("委托代办")
    PAPERS_ADDED = "counter.application.papers_added", N_("存了材料照片")
    REVEALED = "counter.applicant.revealed", N_("看了申请人的姓名、电话和地址")
    FORGOTTEN = "counter.application.forgotten", N_("按规定删除申请里的个人信息")
    RATED = "counter.rating.given", N_("收到好差评")
    RATER_REVEALED = "counter.rating.revealed", N_("看了评价人留的电话")
    RATER_CONTACTED = "counter.rating.contacted", N_("联系了评价人")
    RATING_MENDED = "counter.rating.mended", N_("差评已整改")


class Way(Word):
    """How somebody comes to the counter; ``WINDOW`` is a trip."""

    WINDOW = "window", N_("到窗口")
    HOME = "home", N_("上门")
    ONLINE = "online", N_("网上")
    POST = "post", N_("邮寄")
    AGENT = "agent", N_("代办人")


class Look(Word):
    """Why somebody opens the name, number and address of an applicant; chosen before."""

    CONTACT = "contact", N_("联系申请人")
    VERIFY = "check", N_("核实材料")
    VISIT = "visit", N_("上门")


class Refusal(Word):
    NOT_NEEDED = "not_needed", N_("这件事不需要申请")
    NOT_OURS = "not_ours", N_("不归这里办")
    NOT_ENTITLED = "not_entitled", N_("不符合申请条件")


class Special(Word):
    """Steps that take their own time (Administrative Licensing Law, art. 45); the clock stops and
    the applicant is told in writing."""

    SURVEY = "survey", N_("入户调查")
    NOTICE = "notice", N_("公示")
    EXPERT = "expert", N_("专家评审")
    HEARING = "hearing", N_("听证")
    INSPECTION = "inspection", N_("检验检测鉴定")


class Outcome(Word):
    GRANTED = "granted", N_("准予")
    DENIED = "denied", N_("不予")


class SlipKind(Word):
    CORRECTION = "correction", N_("补正告知书")
    ACCEPTANCE = "acceptance", N_("受理通知书")
    REFUSAL = "refusal", N_("不予受理通知书")
    SPECIAL = "special", N_("特别程序告知书")
    DENIAL = "denial", N_("不予决定书")


class Paper(Word):
    """What came of a material."""

    BROUGHT = "brought", N_("已交")
    SHARED = "shared", N_("我们查")
    MISSING = "missing", N_("缺")
    PROMISED = "promised", N_("承诺后补")
    NOT_NEEDED = "not_needed", N_("不用交")


class Stars(Word):
    """好差评: five levels, the last two are bad."""

    FIVE = "5", N_("非常满意")
    FOUR = "4", N_("满意")
    THREE = "3", N_("基本满意")
    TWO = "2", N_("不满意")
    ONE = "1", N_("非常不满意")


BAD = frozenset({1, 2})
