"""The blanks that a text of the office may have."""

from collections.abc import Mapping

from linli.words import N_, Reason

BLANKS = ("编号", "地点", "期限")


def filled(text: str, blanks: Mapping[str, str]) -> str:
    """{编号} and the like give way to what they stand for."""
    for name, value in blanks.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def why_not_blanks(text: str) -> Reason | None:
    """A blank that nothing fills would reach the resident as it stands."""
    left = filled(text, dict.fromkeys(BLANKS, ""))
    if "{" not in left and "}" not in left:
        return None
    params = {"blanks": [f"{{{name}}}" for name in BLANKS]}
    return Reason("blank_unknown", N_("花括号里只能写：%(blanks)s。"), params, field="text")
