"""What people type of themselves and others is found; what is nobody's stays."""

from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.cases.rules.masking import Personal, finds, is_id_number, masked

HIDDEN = [
    # mobile phones
    ("请打13800138000", "请打〔电话〕"),
    ("138 0013 8000", "〔电话〕"),
    ("138-0013-8000找我", "〔电话〕找我"),
    ("138.0013.8000", "〔电话〕"),
    ("+86 13800138000", "〔电话〕"),
    ("008613800138000", "008613800138000"),
    ("１３８００１３８０００", "〔电话〕"),
    ("一三八零零一三八零零零", "〔电话〕"),
    ("幺三八〇〇幺三八〇〇〇", "〔电话〕"),
    ("一三八0013八000", "〔电话〕"),
    ("13800138000/13900139000", "〔电话〕/〔电话〕"),
    ("手机１３８ ００１３ ８０００。", "手机〔电话〕。"),
    ("微信同号13800138000", "微信同号〔电话〕"),
    # landlines
    ("0531-88011909", "〔电话〕"),
    ("(0531)88011909", "〔电话〕"),
    ("（０５３１）８８０１１９０９", "〔电话〕"),
    ("010 8801 1909转802", "〔电话〕"),
    ("05388011909", "〔电话〕"),
    ("家里电话88011909", "家里电话〔电话〕"),
    ("座机是 8801-1909 或 8801-1910", "座机是 〔电话〕"),
    ("电话八八零一一九零九", "电话〔电话〕"),
    # id numbers
    ("身份证11010519491231002X", "身份证〔证件号〕"),
    ("11010519491231002x", "〔证件号〕"),
    ("110105 19491231 002X", "〔证件号〕"),
    ("１１０１０５１９４９１２３１００２Ｘ", "〔证件号〕"),
    ("老身份证110105491231002", "老身份证〔证件号〕"),
    ("证件号码填的是370983199001011234", "证件号码填的是〔证件号〕"),  # mistyped
    # bank cards
    ("6222021234567890128", "〔卡号〕"),
    ("卡号6222 0212 3456 7890 123", "卡号〔卡号〕"),
    ("4111 1111 1111 1111", "〔卡号〕"),
    ("退到账户1602023009200123456", "退到账户〔卡号〕"),
    # plates
    ("鲁A12345", "〔车牌〕"),
    ("鲁A·12345堵门", "〔车牌〕堵门"),
    ("鲁a d12345", "〔车牌〕"),
    ("鲁AD12345", "〔车牌〕"),
    ("绿牌京AF05678", "绿牌〔车牌〕"),
    ("沪A12345D停在消防通道", "〔车牌〕停在消防通道"),
    ("鲁Ａ８８８８８", "〔车牌〕"),
    ("鲁B1234学", "〔车牌〕"),
    # mail
    ("发到li.hua_88@example.com.cn吧", "发到〔邮箱〕吧"),
    ("ａｂｃ＠ｅｘａｍｐｌｅ．ｃｏｍ", "〔邮箱〕"),
    # WeChat, QQ
    ("微信号：abc_12345", "微信号：〔微信或QQ〕"),
    ("加我微信lihua-1988", "加我微信〔微信或QQ〕"),
    ("加v lihua1988", "加v 〔微信或QQ〕"),
    ("VX：lihua1988", "VX：〔微信或QQ〕"),
    ("QQ123456789", "QQ〔微信或QQ〕"),
    ("扣扣是 10001000", "扣扣是 〔微信或QQ〕"),
    # doors; the building stays
    ("3-2-501漏水", "〔门牌〕漏水"),
    ("３－２－５０１", "〔门牌〕"),
    ("2号楼1单元501室", "2号楼〔门牌〕"),
    ("2号楼1单元501", "2号楼〔门牌〕"),
    ("三号楼二单元五零一室", "三号楼〔门牌〕"),
    ("501室", "〔门牌〕"),
    ("A1201室", "〔门牌〕"),
    ("3号楼501", "3号楼〔门牌〕"),
    ("3栋2-501", "3栋〔门牌〕"),
    ("5#1203户", "5#〔门牌〕"),
    ("和平小区3-501", "和平小区〔门牌〕"),
    ("1单元20室", "〔门牌〕"),
    ("1单元5楼东户", "〔门牌〕"),
    ("五楼西户天天吵", "〔门牌〕天天吵"),
    ("我家501门口的灯", "我家〔门牌〕门口的灯"),
    ("楼上601漏水", "楼上〔门牌〕漏水"),
    # names
    ("我叫王小明，住在这里", "我叫〔姓名〕，住在这里"),
    ("我叫王明住在3号楼", "我叫〔姓名〕住在3号楼"),
    ("联系人：李华 13800138000", "联系人：〔姓名〕 〔电话〕"),
    ("联系人欧阳小花13800138000", "联系人〔姓名〕〔电话〕"),
    ("姓名：马迪娜·阿德力，", "姓名：〔姓名〕，"),
    ("本人张三，想问低保", "本人〔姓名〕，想问低保"),
    ("姓名赵钱，电话88011909", "姓名〔姓名〕，电话〔电话〕"),
]  # fmt: skip

KEPT = [
    "拨打12345没人接", "打过110和119", "12345热线", "0531-12345", "4008123123", "客服电话95598",
    "编号YY-20261121-0042", "YY-20261121-0042、YY-20261121-0043", "工单20260727000123",
    "2026-07-27 13:45", "2026年7月27日", "20260727", "从2026-01-01到2026-12-31",
    "电话里说20260727来",
    "13800元", "一共1380013元", "12,345.67元", "电话费2000元", "100-200元", "3-5天",
    "电话费8800119元",
    "和平小区3号楼", "2号楼", "三号楼二单元", "3栋", "5号楼2025年就坏了", "3号楼120户居民没水",
    "历山路501号", "3室2厅", "办公室", "301教室", "社区101路公交", "100米", "楼上1000元",
    "楼下110警车",
    "楼下100多辆车", "住三四年了", "住了二百多户", "一单元5楼灯不亮", "8路车", "下午3-4点",
    "微信公众号linli12345", "微信支付20000元", "QQ群", "关注微信小程序", "QQ号被盗",
    "我叫物业来修", "我叫他们别吵", "我叫了三次", "我叫张师傅来修", "联系人王女士",
    "联系人电话没人接",
    "本人住在和平小区", "本人认为不合理", "本人和家人", "姓名不详", "联系人：王某",
    "京东快递", "鲁能小区", "苏A区广场", "津门路1201号", "新A4纸", "B52", "WIFI密码abc12345",
    "370983199001011234",  # the check sign is wrong
    "邮编250014", "坐标36.670264,117.005843", "18楼", "2.5米宽", "第110105号文件", "a@b",
    "123456789012345678", "1234567890123456", "370983199013011234",
]  # fmt: skip


@pytest.mark.parametrize(("text", "shown"), HIDDEN)
def test_what_is_about_a_person_is_hidden(text: str, shown: str):
    assert masked(text) == shown


@pytest.mark.parametrize("text", KEPT)
def test_what_is_nobodys_stays(text: str):
    assert masked(text) == text


def test_a_find_says_where_it_is_and_what():
    text = "电话１３８００１３８０００，3-2-501"
    assert [(text[one.start : one.end], one.kind) for one in finds(text)] == [
        ("１３８００１３８０００", Personal.PHONE),
        ("3-2-501", Personal.DOOR),
    ]


def test_one_changed_sign_is_no_id_number():
    assert is_id_number("11010519491231002X")
    assert not any(is_id_number(f"1101051949123100{sign}X") for sign in "013456789")
    assert not is_id_number("11010519491331002X")


PIECES = st.sampled_from(
    [text for text, _ in HIDDEN]
    + KEPT
    + [kind.mark for kind in Personal]
    + [
        "电话",
        "微信",
        "联系人",
        "我叫",
        "本人",
        "姓名",
        "卡号",
        "身份证",
        "住",
        "号楼",
        "单元",
        "室",
    ]
    + ["户", "王", "明", "三", "一", "十", "零", "1", "3", "8", "0", "13", "501", "88011909", "-"]
    + ["·", ".", "@", "鲁A", "x", "，", "、", "〔", "〕", "年", "元"]
)
ANYTHING = st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=14).map("".join)


@settings(max_examples=400)
@given(ANYTHING)
def test_masking_twice_is_masking_once(text: str):
    once = masked(text)
    assert masked(once) == once


@settings(max_examples=500)
@given(ANYTHING)
def test_what_is_shown_is_never_much_longer(text: str):
    """Nothing shorter than two characters is hidden, and the longest mark has eight."""
    found = finds(text)
    assert all(one.end - one.start >= 2 for one in found)
    assert len(masked(text)) <= len(text) + 6 * len(found)


WORDLESS = st.text(
    st.characters(
        exclude_categories=("Nd", "No", "Nl"),
        exclude_characters="零〇○一幺壹二两贰三叁四肆五伍六陆七柒八捌九玖十百@叫人名人户",
    )
)


@given(WORDLESS)
def test_text_without_digits_or_keywords_is_not_touched(text: str):
    assert masked(text) == text


HOSTILE = [
    "1", "13", "1 3-", "0531-", "a", "a@", "a.", "电话", "电话是", "微信", "微信号", "3-2-",
    "单元", "一", "十一",
    "1单元", "我叫", "联系人", "王", "·", "王·", "鲁A", "鲁A1", "6222 ", "身份证", "卡号1 ", "〔",
    "住", "1-", "1/.",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_with_the_length_only(piece: str):
    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        started = perf_counter()
        masked(text)
        return perf_counter() - started

    seconds(1000)
    assert min(seconds(10_000) for _ in range(3)) < 0.5
