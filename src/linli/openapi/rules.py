"""What a key may do."""

from collections.abc import Sequence

from linli.words import N_, Reason, Word

MAY = ("cases:write", "cases:read")
MOST_NAME = 80


class KeyEvent(Word):
    CREATED = "openapi.key.created", N_("创建接口密钥")


def why_not_key(name: str, may: Sequence[str]) -> Reason | None:
    """A key has a name to know it by, and rights that exist."""
    if not 0 < len(name.strip()) <= MOST_NAME:
        return Reason("key_name", N_("密钥要有名称，最多 %(most)s 字。"), {"most": MOST_NAME})
    unknown = [right for right in may if right not in MAY]
    if may and not unknown:
        return None
    params = {"unknown": unknown, "known": list(MAY)}
    return Reason("no_such_right", N_("没有“%(unknown)s”这种权限，可用：%(known)s。"), params)
