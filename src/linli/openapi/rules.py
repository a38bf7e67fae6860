"""What a key may do."""

from linli.words import N_, Word

MAY = ("cases:write", "cases:read")


class KeyEvent(Word):
    CREATED = "openapi.key.created", N_("创建接口密钥")
