"""Limits around the steps: reopening, returning, merging, asking for more time."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from linli.cases.rules.words import (
    ENDED,
    CaseEvent,
    Kind,
    Publicity,
    Satisfied,
    Solved,
    State,
    Verb,
)
from linli.people.rules import Role
from linli.words import N_, Reason

FEW_STARS = 3  # whoever gives so many or fewer is asked what was lacking
TAKE_BACK_WITHIN = timedelta(minutes=10)
MOST_VIEWS = 12
MOST_PARTS = 9
RATEABLE = frozenset({State.CALLED_BACK, State.CLOSED, State.ANSWERED})


def why_not_take_back(last: str, is_own: bool, given_at: datetime, now: datetime) -> Reason | None:
    """Whoever handed it over may take it back soon, as long as nothing has happened since."""
    if last != CaseEvent.DISPATCHED:
        return Reason("not_just_given", N_("交办之后又有了新的情况，不能收回；请与承办单位联系。"))
    if not is_own:
        return Reason("given_by_another", N_("只有交办的人自己可以收回。"))
    if now > given_at + TAKE_BACK_WITHIN:
        return Reason("take_back_late", N_("交办超过 10 分钟，不能收回；请与承办单位联系。"))
    return None


def why_not_reopen(ended_at: datetime, now: datetime, days: int) -> Reason | None:
    """A resident may reopen within so many days after the end; later it is a new request."""
    if now <= ended_at + timedelta(days=days):
        return None
    return Reason(
        "reopen_late",
        N_("办结已超过 %(days)s 天，请另提一件，我们会把两件连起来看。"),
        {"days": days},
    )


def why_not_give_back(
    times: int, is_designated: bool, now: datetime, until: datetime
) -> Reason | None:
    """Returned at most once and soon; a unit named by arbitration may not return (Weifang
    ordinance 2021, art. 22)."""
    if is_designated:
        return Reason(
            "designated", N_("这件由指挥中心指定承办，不能退回；要别的单位配合请记一笔。")
        )
    if times >= 1:
        return Reason("returned_before", N_("这件已经退回裁定过一次，不能再退。"))
    if now > until:
        return Reason("return_late", N_("退回的时间已过；不是本单位的事请写明，由指挥中心协调。"))
    return None


def why_not_merge(is_same: bool, leading: State) -> Reason | None:
    """The leading request is another one, and not itself merged away."""
    if is_same:
        return Reason("merge_self", N_("不能并入自己，请填另一件的编号。"), field="leading")
    if leading == State.MERGED:
        return Reason("merge_chain", N_("那件也已并案，请填最终的那件。"), field="leading")
    return None


def why_not_on_its_own(leading: State, *, is_rating: bool) -> Reason | None:
    """Whoever was merged rates, or goes on alone, once the leading request has ended."""
    if leading in (RATEABLE if is_rating else ENDED):
        return None
    return Reason("leading_goes_on", N_("这件和另一件一起办，还没有办完；办完再来说好不好。"))


def why_not_reply(unfinished: Sequence[str]) -> Reason | None:
    """A request in parts is answered when every part is."""
    if not unfinished:
        return None
    text = N_("还有部分没有办完：%(parts)s。都办完才能答复居民。")
    return Reason("parts_open", text, {"parts": list(unfinished)})


def why_not_split(is_part: bool, fresh: int, known: int) -> Reason | None:
    """Two parts or more, each with words of its own; a part has no parts."""
    if is_part:
        return Reason("part_of_part", N_("这件已经是其中一部分，不能再分。"))
    if fresh < 1 or fresh + known < 2:
        return Reason("one_part", N_("至少写两部分，每部分写明内容、类别和单位。"), field="parts")
    if fresh + known > MOST_PARTS:
        text = N_("一件最多分成 %(most)s 部分。")
        return Reason("many_parts", text, {"most": MOST_PARTS}, field="parts")
    return None


def why_not_until(until: datetime, due_at: datetime | None, now: datetime) -> Reason | None:
    """More time means later than now and later than the present due time."""
    if until <= now or (due_at and until <= due_at):
        return Reason("until_early", N_("新的期限要晚于现在的期限。"), field="until")
    return None


def why_not_extend(
    until: datetime, latest: datetime, days: int, times: int, most: int
) -> Reason | None:
    """An extension has an end of its own, and there are only so many."""
    if times >= most:
        return Reason(
            "extended_before",
            N_("这件已经延期 %(times)s 次，不能再延；短期办不了的请申请挂账。"),
            {"times": times},
        )
    if until <= latest:
        return None
    return Reason(
        "until_late",
        N_("最多延长 %(days)s 个工作日；更久的请申请挂账。"),
        {"days": days},
        field="until",
    )


def why_not_review(until: datetime, now: datetime, days: int) -> Reason | None:
    """What is parked is looked at again within so many days."""
    if until <= now:
        return Reason("review_past", N_("复查日期要在今天以后。"), field="until")
    if until <= now + timedelta(days=days):
        return None
    return Reason(
        "review_late",
        N_("挂账要定期复查，复查日期最迟在 %(days)s 天以内。"),
        {"days": days},
        field="until",
    )


def why_not_ask_back(
    is_paused: bool, times: int, most: int, due_at: datetime | None, now: datetime
) -> Reason | None:
    """The clock is stopped so often and not oftener, and never once it is late."""
    if is_paused:
        return Reason("paused_already", N_("已经在等居民补充，可以打电话问，或者记一笔。"))
    if times >= most:
        return Reason(
            "paused_before",
            N_("这件已经停过 %(times)s 次表，不能再停；请直接打电话问清，记一笔。"),
            {"times": times},
        )
    if due_at and now > due_at:
        return Reason("late_already", N_("已经超时，不能再停表；请直接打电话问清，记一笔。"))
    return None


def why_not_go_on(until: datetime | None, now: datetime, is_machine: bool) -> Reason | None:
    """Only a stopped clock goes on; by itself not before the pause has reached its cap."""
    if until is None or (is_machine and now < until):
        return Reason("not_paused", N_("现在没有停表，不用继续计时。"))
    return None


def why_not_decide(pending: str, wanted: str, is_own: bool, is_above: bool) -> Reason | None:
    """There must be such an application, and whoever decides stands above whoever asked."""
    if pending != wanted:
        return Reason("nothing_asked", N_("没有待批准的申请。"))
    if is_own or not is_above:
        return Reason("own_ask", N_("自己或同级提出的申请要由上一级批准。"))
    return None


_LEVELS = ({Role.SECRETARY}, {Role.DISPATCHER, Role.SUPERVISOR}, {Role.LEADER})


def is_above(deciding: Iterable[str], asking: Iterable[str]) -> bool:
    """Whether these roles stand one level or more above those; the highest decides on its own
    level, for nobody stands above it."""
    return _level(deciding) > _level(asking) or _level(deciding) == len(_LEVELS)


def _level(roles: Iterable[str]) -> int:
    held = set(roles)
    return max((n for n, level in enumerate(_LEVELS, 1) if level & held), default=0)


NO_LETTER = Reason("no_letter", N_("这件没有在督办，不用回复。"))


def why_not_supervise(has_letter: bool) -> Reason | None:
    """One letter at a time: the unit answers the one it has first."""
    if not has_letter:
        return None
    return Reason("supervised_already", N_("这件已经在督办，等上一份督办单有了结果再开新的。"))


def why_not_answer_letter(is_answered: bool) -> Reason | None:
    """Nobody has answered the letter yet."""
    if not is_answered:
        return None
    return Reason("letter_answered", N_("督办单已经回复过了，正等督办员看。"))


def why_not_judge_letter(is_answered: bool, is_own: bool) -> Reason | None:
    """A letter ends only with an answer that somebody else has accepted."""
    if not is_answered:
        return Reason("letter_unanswered", N_("承办单位还没有回复督办，不能销号也不能退回。"))
    if is_own:
        return Reason("own_answer", N_("自己写的督办回复要由别人来认可。"))
    return None


def why_not_join(state: State) -> Reason | None:
    """Only what is still open can be joined."""
    if state not in ENDED:
        return None
    return Reason("join_ended", N_("那件刚刚办完了，请把这件单独提交，我们会把两件连起来看。"))


def why_not_save_view(others: int) -> Reason | None:
    """So many views of one's own still fit beside the list."""
    if others < MOST_VIEWS:
        return None
    return Reason(
        "too_many_views",
        N_("最多存 %(most)s 个视图，请先删掉一个不用的。"),
        {"most": MOST_VIEWS},
        field="name",
    )


def not_called() -> Reason:
    return Reason("not_called", N_("这件没有叫这个单位。"), field="unit")


def why_not_arrive(is_whistle: bool, is_own: bool, has_come: bool) -> Reason | None:
    """Only who was whistled for arrives, once, told by themselves or by whoever called."""
    if not is_whistle:
        return Reason("no_whistle", N_("这件没有吹哨，不用报到。"))
    if not is_own:
        return Reason("not_own_unit", N_("只能替自己的单位报到。"), field="unit")
    if has_come:
        return Reason("come_before", N_("这个单位已经报到过。"), field="unit")
    return None


def why_not_appraise(is_whistle: bool, is_side: bool, has_judged: bool) -> Reason | None:
    """After a whistle each side judges the other once: organisations, never persons."""
    if not is_whistle:
        return Reason("no_whistle", N_("这件没有吹哨，不用互评。"))
    if not is_side:
        text = N_("吹哨的一方评单位，应哨的单位评这次吹哨，不评自己。")
        return Reason("not_your_side", text, field="unit")
    if has_judged:
        return Reason("judged_before", N_("已经评过了。"), field="unit")
    return None


def why_not_stars(stars: int, given: int | None) -> Reason | None:
    """One to five, and once until the request is opened again."""
    if given is not None:
        return Reason("rated_before", N_("您已经评价过了。还没解决的话，可以重新打开。"))
    if 1 <= stars <= 5:
        return None
    return Reason("stars", N_("请在一到五颗星里选。"), field="stars")


def after_rating(stars: int, low: int, reopens_from: int) -> Verb | None:
    """What a low rating leads to: opened again, or supervised if it is lower still."""
    if stars > low:
        return None
    return Verb.REOPEN if stars >= reopens_from else Verb.SUPERVISE


def why_not_satisfied(solved: Solved, satisfied: Satisfied) -> Reason | None:
    """Whoever was not reached has not said that they are satisfied."""
    if solved is not Solved.NO_ANSWER or satisfied is Satisfied.NO_ANSWER:
        return None
    return Reason("not_reached", N_("没有接通就没有态度，这里请选“未表态”。"), field="satisfied")


def why_not_confirm(solved: str) -> Reason | None:
    """A call-back is answered once."""
    if solved in ("", Solved.NO_ANSWER):
        return None
    return Reason("confirmed_before", N_("您已经回应过了，谢谢。还没解决的话，可以重新打开。"))


def why_not_publish(kind: str, is_personal: bool, publicity: str) -> Reason | None:
    """Nothing that points at somebody or is personal, and nothing against a resident's will."""
    if kind == Kind.REPORT:
        return Reason("publish_report", N_("举报一律不公开。"))
    if is_personal or kind == Kind.RIGHTS:
        return Reason("publish_personal", N_("这一类是个人的事，不公开。"))
    if publicity == Publicity.OBJECTED:
        return Reason("publish_objected", N_("反映人不同意公开，不能再公开。"))
    return None


def why_not_take_off(publicity: str) -> Reason | None:
    """Only what is shown can be taken off."""
    if publicity == Publicity.SHOWN:
        return None
    return Reason("not_shown", N_("这件没有公开，不用撤下。"))


def why_not_thank(has_thanked: bool) -> Reason | None:
    """Once is enough; it stays with whoever helped."""
    return Reason("thanked_before", N_("您已经谢过了，他们看得到。")) if has_thanked else None
