"""Invented requests of three kinds: words that tell, among words that anybody may write."""

import random

KINDS = {
    "路灯": ["路灯", "不亮", "灯杆", "摸黑", "照明"],
    "噪声": ["噪声", "太吵", "半夜施工", "跳舞音响", "睡不着"],
    "垃圾": ["垃圾", "清运", "臭味", "垃圾桶", "堆满"],
}
_ANYBODY = [
    "您好",
    "我们小区",
    "麻烦看看",
    "已经一个星期",
    "反映过了",
    "老人很多",
    "请尽快处理",
    "谢谢",
]


def examples(each: int, seed: int = 1) -> tuple[list[str], list[str]]:
    """So many requests of each kind, and the kind of each."""
    draw = random.Random(seed)
    rows = [(_text(draw, kind), kind) for kind in KINDS for _ in range(each)]
    draw.shuffle(rows)
    return [text for text, _ in rows], [kind for _, kind in rows]


def _text(draw: random.Random, kind: str) -> str:
    return "，".join(draw.sample([*draw.sample(_ANYBODY, 5), *draw.sample(KINDS[kind], 2)], 7))
