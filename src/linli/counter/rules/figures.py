"""The figures of a hall: what each says, and of what it is a part."""

from dataclasses import dataclass

from linli.words import N_, Word


class Figure(Word):
    ONE_TRIP = "one_trip", N_("一趟办成")
    TRIPS = "trips", N_("平均跑几趟")
    COMPLETE = "complete", N_("第一次就齐")
    ACCEPTED = "accepted", N_("按时告知和受理")
    PROMISED = "promised", N_("承诺时限内办结")
    LAWFUL = "lawful", N_("法定时限内办结")
    MISSED = "missed", N_("约了没来")
    RATED = "rated", N_("评价率")
    GOOD = "good", N_("好评率")
    MENDED = "mended", N_("差评按时整改")


MEANING: dict[Figure, str] = {
    Figure.ONE_TRIP: N_("这些天办结的申请里，申请人最多来过一天窗口的。"),
    Figure.TRIPS: N_("这些天办结的申请，申请人来窗口的天数，平均到每件。"),
    Figure.COMPLETE: N_("这些天办结或逾期没补齐的申请里，没有要求过补正的。"),
    Figure.ACCEPTED: N_("这些天受理的申请里，没有因为我们逾期没告知而“视为受理”的。"),
    Figure.PROMISED: N_("这些天办结的、有承诺时限的申请里，没有超过的；特别程序的时间已经扣除。"),
    Figure.LAWFUL: N_("这些天办结的、有法定时限的申请里，没有超过的；特别程序的时间已经扣除。"),
    Figure.MISSED: N_("这些天到了时间的预约里，登记为“约了没来”的。"),
    Figure.RATED: N_("这些天收到的评价，和这些天办结的申请相比。"),
    Figure.GOOD: N_("这些天收到的评价里，基本满意以上的。"),
    Figure.MENDED: N_("整改期限在这些天里的差评中，按时整改的。"),
}


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many; nothing of nothing is neither good nor bad."""

    part: int = 0
    whole: int = 0

    @property
    def percent(self) -> int | None:
        """Rounded down: 99.6 % is not all."""
        return 100 * self.part // self.whole if self.whole else None

    @property
    def mean(self) -> float | None:
        """With one decimal, where the part counts times."""
        return round(self.part / self.whole, 1) if self.whole else None
