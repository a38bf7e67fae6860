"""What an application may not: refusals that need more than the table."""

from datetime import date, datetime, timedelta
from typing import Any

from linli.counter.rules.application_words import BAD, Outcome, Refusal, Verb, Way
from linli.counter.rules.catalogue import Kind, Unit
from linli.rulebook.rules import Span
from linli.rulebook.rules import Unit as SpanUnit
from linli.words import N_, Reason

MAX_TEXT = 1000
NOT_HELD = Reason("not_held", N_("这份原件不在我们这里，请核对材料。"), field="material")
_UNITS = {
    Unit.WORKING: SpanUnit.WORKING_DAYS,
    Unit.CALENDAR: SpanUnit.DAYS,
    Unit.HOUR: SpanUnit.HOURS,
}


def span(written: dict[str, Any]) -> Span | None:
    """A time of an item version as the rulebook counts it; None where the item has none."""
    return Span(written["n"], _UNITS[Unit(written["unit"])]) if written else None


def number(initials: str, day: date, count: int) -> str:
    """YY-20261121-S0042: like a request, with an S for what was applied for."""
    return f"{initials}-{day:%Y%m%d}-S{count:04d}"


def why_not_text(text: str, *, field: str = "text") -> Reason | None:
    """Words that go to the applicant are there, and not endless."""
    if not text.strip():
        return Reason("text_empty", N_("请写一句，申请人会看到。"), field=field)
    if len(text) > MAX_TEXT:
        words = N_("太长了，最多%(most)s个字。")
        return Reason("text_long", words, {"most": MAX_TEXT}, field=field)
    return None


def why_not_person(name: str) -> Reason | None:
    """An application is somebody's."""
    return None if name.strip() else Reason("no_name", N_("请写申请人的姓名。"), field="name")


def why_not_open(*, is_open: bool) -> Reason | None:
    """What is taken off the list is applied for no more."""
    if is_open:
        return None
    return Reason("item_closed", N_("这个事项已经停办，请换一个事项。"), field="item")


def why_not_serve(kind: str) -> Reason | None:
    """Only what is done on the spot ends at the counter."""
    if kind == Kind.IMMEDIATE:
        return None
    text = N_("这个事项不是当场办结的，请先受理，再按步骤办。")
    return Reason("not_immediate", text, field="then")


def is_useful(
    verb: Verb, kind: str, *, is_told: bool, missing: bool, promised: bool, held: bool
) -> bool:
    """A step that the state leaves open and that the papers would not refuse."""
    match verb:
        case Verb.SERVE:
            return kind == Kind.IMMEDIATE and not missing
        case Verb.ACCEPT:
            return not missing
        case Verb.ASK_CORRECTION:
            return missing and not is_told
        case Verb.CORRECT:
            return missing or promised
        case Verb.RETURN_ORIGINAL:
            return held
        case _:
            return True


def is_beside(verb: Verb, kind: str, *, was_passed_up: bool) -> bool:
    """Not what comes next as a rule: shown after the others."""
    if verb is Verb.PASS_UP:
        return was_passed_up or kind != Kind.PASSED_UP
    return verb in (Verb.START_SPECIAL, Verb.REFUSE, Verb.WITHDRAW, Verb.TERMINATE)


def why_not_refuse(reason: Refusal, office: str) -> Reason | None:
    """Whoever is sent away learns where to go."""
    if reason is Refusal.NOT_OURS and not office.strip():
        return Reason("no_office", N_("不归这里办的，请写该去哪个单位办。"), field="office")
    return None


def why_not_special(until: datetime, now: datetime) -> Reason | None:
    """A special step has an end that lies ahead."""
    if until > now:
        return None
    return Reason("special_over", N_("特别程序的结束时间要在以后，请改日期。"), field="until")


def why_not_decide(outcome: Outcome, text: str) -> Reason | None:
    """A no says why."""
    return why_not_text(text) if outcome is Outcome.DENIED else None


def why_not_take(copies: int, *, is_original: bool, is_held: bool) -> Reason | None:
    """Only what the item asks for as an original is taken, and each once."""
    if not is_original:
        text = N_("这份材料只要复印件，不要收原件。")
        return Reason("copy_will_do", text, field="material")
    if is_held:
        return Reason("held_already", N_("这份原件已经在我们这里。"), field="material")
    return None if copies > 0 else Reason("no_copies", N_("请写收了几份。"), field="copies")


def why_not_return(signed_by: str) -> Reason | None:
    """What goes back goes against a signature."""
    if signed_by.strip():
        return None
    return Reason("not_signed", N_("请写是谁签收的。"), field="signed_by")


def why_not_home(way: Way, companion: str) -> Reason | None:
    """To somebody's home two go: the one who receives, and whoever is named."""
    if way is not Way.HOME or companion.strip():
        return None
    text = N_("上门要两个人一起去，请写同去的人。")
    return Reason("no_companion", text, field="companion")


def why_not_deliver(
    way: Way, held: list[str], *, has_mandate: bool, signed_by: str = ""
) -> Reason | None:
    """Nothing stays behind, only somebody with a mandate fetches for another, and what is brought
    home is signed for."""
    if held:
        text = N_("还有原件没有归还：%(names)s。请先还原件并签收。")
        return Reason("originals_held", text, {"names": held}, field="way")
    if way is Way.AGENT and not has_mandate:
        text = N_("没有有效的委托书，不能交给代办人；请交给本人，或者重新委托。")
        return Reason("no_mandate", text, field="way")
    return why_not_return(signed_by) if way is Way.HOME else None


def why_not_mandate(until: date, today: date, most_days: int, *, is_signed: bool) -> Reason | None:
    """An errand is given in writing and for a time."""
    if not is_signed:
        text = N_("委托要有书面的：请申请人在委托书上签字，再勾上“已签字”。")
        return Reason("not_written", text, field="is_signed")
    if today <= until <= today + timedelta(days=most_days):
        return None
    text = N_("委托期限从今天起，最长%(most)s天，请改日期。")
    return Reason("mandate_span", text, {"most": most_days}, field="until")


def mandate_over(until: date) -> Reason:
    """An agent whose mandate has run out is told the day and the mend."""
    text = N_("委托书%(until)s已到期，请申请人重新委托，或者本人来办。")
    return Reason("mandate_over", text, {"until": until.isoformat()}, field="agent")


def why_not_rate(*, is_rated: bool, until: datetime, now: datetime) -> Reason | None:
    """One thing, one rating, while it is fresh."""
    if is_rated:
        return Reason("rated_once", N_("这件您已经评过了，谢谢。"), field="stars")
    if now > until:
        return Reason("rated_late", N_("评价时间已过；还有话想说，请“我要反映”。"), field="stars")
    return None


def why_not_contact(stars: int, phone: str, *, is_done: bool) -> Reason | None:
    """Only whoever left a number is called, and once."""
    if is_done or stars not in BAD:
        return Reason("no_contact_due", N_("这条评价不用再联系。"))
    if not phone:
        return Reason("no_number", N_("评价人没有留电话，不能联系；请直接整改。"))
    return None


def why_not_mend(stars: int, *, is_done: bool) -> Reason | None:
    """A bad rating is put right once."""
    if is_done or stars not in BAD:
        return Reason("no_mending_due", N_("这条评价不用整改，或者已经整改过。"))
    return None
