"""Words of telling people."""

from linli.words import N_, Word


class NoticeEvent(Word):
    TOLD = "notices.notice.told", N_("告知本人")
    READ = "notices.notice.read", N_("本人看过")
