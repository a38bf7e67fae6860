"""The register of processing, read from the columns themselves."""

from collections.abc import Iterator

from django.utils.translation import gettext

from linli.kernel.personal import REGISTER, PersonalText, Purpose, declared_fields
from linli.rulebook.rules import PRESETS, RuleKey

HEADINGS = ("表", "列", "保护", "用途", "依据（个人信息保护法第十三条）", "保存")
_DAYS = PRESETS[RuleKey.PRIVACY]


def lines() -> Iterator[tuple[str, ...]]:
    """One line for each column about persons; the days are those that a street starts with."""
    for field in declared_fields():
        purpose: Purpose = field.purpose  # type: ignore[attr-defined]
        entry = REGISTER[purpose]
        yield (
            field.model._meta.label,
            field.name,
            "加密" if isinstance(field, PersonalText) else "按权限",
            gettext(purpose.word),
            gettext(entry.basis.word),
            f"{gettext(entry.until)} {_DAYS[entry.days]} 天",
        )
