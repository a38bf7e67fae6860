"""Sentences that are written every day, to start from."""

from linli.cases.rules.words import Verb
from linli.words import N_

LOW_RATING = N_("居民评价不满意，请查清原因，改正后回复。")
PHRASES: dict[Verb, tuple[str, ...]] = {
    Verb.REPLY: (
        N_("已到现场处理好，请您看一下；还有问题随时找我们。"),
        N_("已联系您说明情况，并约好时间上门。"),
        N_("配件已经订好，到货后三天内换上，换好再告诉您。"),
        N_("经现场查看，情况和原因是："),
    ),
    Verb.ANSWER: (
        N_("这件事的办法和所需材料是："),
        N_("请带上身份证到社区服务站办理，工作日都可以。"),
        N_("谢谢您告诉我们，我们记下了。"),
    ),
    Verb.DECLINE: (
        N_("这件事由别的部门负责，请找："),
        N_("已经进入法律程序，请以程序的结果为准。"),
    ),
    Verb.CONTACT: (
        N_("已说明办理安排，居民同意。"),
        N_("约好上门时间："),
    ),
    Verb.ASK_BACK: (
        N_("请问具体在哪栋楼、几单元、几层？"),
        N_("方便的话，请拍一张现场照片。"),
        N_("您哪天、什么时间在家？我们好上门。"),
    ),
    Verb.SEND_BACK: (
        N_("居民说还没有解决，请再到现场看。"),
        N_("请补上办理后的照片。"),
    ),
    Verb.ASK_EXTENSION: (
        N_("配件要等，预计到货时间："),
        N_("需要和多个单位一起办，正在商量时间。"),
    ),
}
