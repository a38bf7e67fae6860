"""Invented figures for the charts of the guide."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from linli.insight.rules import Bar, Day, Figure
from linli.kernel import clock
from linli.words import N_


def everything() -> dict[str, Any]:
    """All the guide shows of charts; every figure leads to the list of samples."""
    whole = _figure(N_("登记"), 60)
    return {
        "bars": [
            Bar("示例社区", (_figure(N_("在办"), 42), _figure(N_("超时"), 9))),
            Bar("样板社区", (_figure(N_("在办"), 18), _figure(N_("超时"), 2))),
            Bar("", (_figure(N_("在办"), 0), _figure(N_("超时"), 0))),
        ],
        "days": [_day(ago) for ago in range(29, -1, -1)],
        "slices": [_figure(N_("办理中"), 38), _figure(N_("待签收"), 14), _figure(N_("已退回"), 8)],
        "whole": whole,
    }


def _day(ago: int) -> Day:
    day = timezone.localdate(clock.now()) - timedelta(days=ago)
    return Day(day, (_figure(N_("登记"), ago * 7 % 11 + 2), _figure(N_("结束"), ago * 5 % 9)))


def _figure(word: str, count: int) -> Figure:
    return Figure(word, count, "#g-rows")
