"""Words of the catalogue, and what a version must hold."""

from dataclasses import dataclass

from linli.words import N_, Word


class Kind(Word):
    """When it is done: on the spot, after a promised time higher up, or by somebody who goes."""

    IMMEDIATE = "immediate", N_("当场办结")
    PASSED_UP = "passed_up", N_("受理后转办")
    ERRAND = "errand", N_("帮办代办")


class Unit(Word):
    """``CALENDAR`` days run on; ``WORKING`` days go by the calendar of the street."""

    WORKING = "working", N_("个工作日")
    CALENDAR = "calendar", N_("天")
    HOUR = "hour", N_("小时")


class Source(Word):
    """Where a material comes from; what the office can look up is never asked for."""

    APPLICANT = "applicant", N_("您带来")
    FORM = "form", N_("窗口填写")
    SHARED = "shared", N_("我们查询，不用带")


@dataclass(frozen=True, slots=True)
class Material:
    """``is_secondary`` papers may follow later against a promise (容缺受理)."""

    code: str
    name: str
    source: Source
    copies: int = 0
    is_original: bool = True
    is_secondary: bool = False
    shared_from: str = ""
    issued_by: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: what has to be brought besides, or why it is not this item (``stops``), or that
    somebody comes (``at_home``)."""

    code: str
    text: str
    materials: tuple[str, ...] = ()
    stops: str = ""
    at_home: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    code: str
    text: str
    answers: tuple[Answer, ...]
