"""Why somebody takes the journal out, and how much of it at once."""

from linli.words import N_, Reason, Word

PAGE = 50
MOST = 20_000  # rows of one workbook


class JournalEvent(Word):
    EXPORTED = "audit.journal.exported", N_("导出记录")


class Ground(Word):
    """What a copy of the journal is for; chosen before, and kept with the export."""

    ROUTINE = "routine", N_("例行审计")
    COMPLAINT = "complaint", N_("核查投诉举报")
    INSPECTION = "inspection", N_("上级检查")
    INCIDENT = "incident", N_("处理安全事件")
    LAW = "law", N_("依法调取")


def why_not_export(count: int) -> Reason | None:
    """A copy is as large as one can look through."""
    if count <= MOST:
        return None
    text = N_("共 %(count)s 条，一次最多导出 %(most)s 条，请缩小时间范围再导出。")
    return Reason("journal_too_long", text, {"count": count, "most": MOST})
