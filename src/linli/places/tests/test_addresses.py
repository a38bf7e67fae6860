"""Which place a text speaks of."""

from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.places import rules
from linli.places.rules import AddressBook, AreaKind, Found, Listing

ROOT = UUID(int=0)
KINDS = {
    10: AreaKind.COMMUNITY,
    15: AreaKind.COMPOUND,
    20: AreaKind.BUILDING,
    25: AreaKind.UNIT,
}


def id_of(path: str) -> UUID:
    return uuid5(ROOT, path)


def listing(path: str, name: str, kind: AreaKind | None = None) -> Listing:
    parent = id_of(path[:-5]) if path[:-5] else None
    kind = kind or KINDS.get(len(path), AreaKind.SUBDISTRICT)
    return Listing(id_of(path), kind, rules.normal_name(name), path, parent)


NAMES = {
    "0001.": "仪阳街道",
    "0001.0001.": "石坞社区居委会",
    "0001.0001.0001.": "和平小区",
    "0001.0001.0001.0001.": "3号楼",
    "0001.0001.0001.0001.0001.": "2单元",
    "0001.0001.0001.0002.": "13栋",
    "0001.0001.0001.0003.": "和平小区A座",
    "0001.0001.0002.": "东方现代城",
    "0001.0001.0002.0001.": "三号楼",
    "0001.0001.0002.0001.0001.": "二单元",
    "0001.0001.0003.": "嘉合园北区",
    "0001.0001.0004.": "嘉合园南区",
    "0001.0002.": "盛源社区",
    "0001.0002.0001.": "机械厂家属院",
    "0001.0002.0001.0001.": "1号楼",
    "0001.0002.0002.": "金域华里",
    "0001.0002.0003.": "幸福家园",
    "0001.0003.": "第三社区",
    "0001.0003.0001.": "机械厂家属院",
    "0001.0003.0002.": "幸福花园",
    "0001.0003.0003.": "幸福里",
    "0001.0003.0003.0001.": "5号楼",
    "0001.0003.0004.": "锦绣城",
    "0001.0003.0005.": "佳合源小区",
}
BOOK = AddressBook(
    [
        *(listing(path, name) for path, name in NAMES.items()),
        listing("0001.0001.0005.", "丰安小区43号楼", AreaKind.BUILDING),
    ]
)


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("东方现代城三号楼 2 单元", "东方现代城3号楼2单元"),
        ("１３栋二单元", "13号楼2单元"),
        ("二十一幢", "21号楼"),
        ("十号楼", "10号楼"),
        ("一百零八号楼", "108号楼"),
        ("A座", "a号楼"),
        ("3#楼", "3号楼"),
        ("3号2单元", "3号楼2单元"),
        ("3—2—501", "3-2-501"),
        ("十字路口", "十字路口"),
        ("百合花园", "百合花园"),
    ],
)
def test_an_address_is_brought_to_one_form(text: str, normal: str) -> None:
    assert rules.normal(text) == normal


@given(st.text(max_size=60))
def test_the_normal_form_is_its_own_normal_form_and_no_text_breaks_the_book(text: str) -> None:
    assert isinstance(rules.normal(text), str)
    BOOK.find(text)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("我家住和平小区3号楼2单元，楼道灯坏了", "0001.0001.0001.0001.0001."),
        ("和平小区三号楼的电梯", "0001.0001.0001.0001."),
        ("和平小区3-2-501 漏水", "0001.0001.0001.0001.0001."),
        ("和平小区3-501 漏水", "0001.0001.0001.0001."),
        ("和平小区3号楼2-501", "0001.0001.0001.0001.0001."),
        ("和平小区3号漏水", "0001.0001.0001.0001."),
        ("和平3号楼没水", "0001.0001.0001.0001."),
        ("和平小区13号楼", "0001.0001.0001.0002."),
        ("和平小区a座门禁坏了", "0001.0001.0001.0003."),
        ("和平小区门口有积水", "0001.0001.0001."),
        ("东方现代成 3号楼2单元", "0001.0001.0002.0001.0001."),
        ("东方现代成", "0001.0001.0002."),
        ("东方代城3号楼下水道堵了", "0001.0001.0002.0001."),
        (
            "反映一个问题：东方现待城三号楼2单元门口垃圾没人清理，已经一周",
            "0001.0001.0002.0001.0001.",
        ),
        ("嘉合园北区路灯不亮", "0001.0001.0003."),
        ("嘉和园南区路灯不亮", "0001.0001.0004."),
        ("丰安小区43号楼", "0001.0001.0005."),
        ("石坞社区居委会没人接电话", "0001.0001."),
        ("盛源社区机械厂家属院1号楼", "0001.0002.0001.0001."),
        ("第三社区的机械厂家属院下水堵了", "0001.0003.0001."),
        ("机械厂家属院一号楼", "0001.0002.0001.0001."),
        ("幸福家园和对面都停电", "0001.0002.0003."),
        ("住在金域华理，噪音大", "0001.0002.0002."),
        ("3号楼，和平小区，楼道灯坏", "0001.0001.0001.0001."),
        ("幸福理5号楼二层", "0001.0003.0003.0001."),
        ("佳和源小区停水", "0001.0003.0005."),
    ],
)
def test_the_place_meant_is_found(text: str, path: str) -> None:
    match = BOOK.find(text)
    assert match is not None
    assert match.area_id == id_of(path)
    assert 55 <= match.score <= 100
    assert match.why


@pytest.mark.parametrize(
    "text",
    [
        "",
        "楼道灯坏了",
        "3号楼2单元",
        "世界和平",
        "和谐小区3号楼",
        "第三次反映了，一直没人管",
        "机械厂家属院下水堵了",
        "红旗路上有个大坑",
        "幸福感很强",
        "幸福城市",
        "锦绣年华大街",
        "我住在小区里，社区没有人来",
    ],
)
def test_a_text_that_names_no_place_or_several_finds_none(text: str) -> None:
    assert BOOK.find(text) is None


def test_a_building_nobody_registered_leads_to_its_compound_with_a_lower_score() -> None:
    whole, missing = BOOK.find("和平小区"), BOOK.find("和平小区99号楼")
    assert whole is not None
    assert missing is not None
    assert missing.area_id == whole.area_id
    assert missing.score < whole.score
    assert Found.NO_SUCH_BUILDING in missing.found


def test_a_misspelt_name_scores_less_than_the_right_one() -> None:
    right, wrong = BOOK.find("东方现代城3号楼"), BOOK.find("东方现代成3号楼")
    assert right is not None
    assert wrong is not None
    assert right.score == 100
    assert wrong.score < 90
    assert wrong.why == "读音相同、楼号相符"


def test_one_of_several_places_of_a_community_leads_to_the_community() -> None:
    book = AddressBook(
        [
            listing("0001.", "仪阳街道"),
            listing("0001.0001.", "石坞社区"),
            listing("0001.0001.0001.", "机械厂家属院"),
            listing("0001.0001.0002.", "机械厂宿舍"),
            listing("0001.0001.0003.", "机械厂公寓"),
        ]
    )
    match = book.find("机械厂院里停水")
    assert match is not None
    assert match.kind is AreaKind.COMMUNITY
    assert Found.SEVERAL in match.found
