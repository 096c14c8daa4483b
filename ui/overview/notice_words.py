"""What the first page says of each thing the vault wants done, and where its button leads."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.notices import Notice, NoticeKind
from ui.page import Destination

_MOST_NUMBERS = 5


@dataclass(frozen=True, slots=True)
class NoticeWords:
    """One sentence, one button; {days} in the sentence is how long it has waited, {numbers} which
    packages it is about.
    """

    sentence: str
    button: str
    leads_to: Destination


NOTICE = {
    NoticeKind.CARDS_USED: NoticeWords(
        "恢复单用过了，这一套不能再信。请做一套新的，把旧的销毁。",
        "做新恢复单",
        Destination("keys", act="cards"),
    ),
    NoticeKind.CERTIFICATE_OVER: NoticeWords(
        "有签名证书到期了，不能再用它签名；以前签过的照常可以核验。",
        "去更换",
        Destination("signers"),
    ),
    NoticeKind.BACKUP_OLD: NoticeWords(
        "已经 {days} 天没有备份了。", "现在备份", Destination("backups", act="backup")
    ),
    NoticeKind.PACKAGE_MISSED: NoticeWords(
        "登记处还没有收到第 {numbers} 号移交包，后面的在等它。",
        "去补写",
        Destination("handover"),
    ),
    NoticeKind.ANSWER_LATE: NoticeWords(
        "第 {numbers} 号移交包写好最久已有 {days} 天，还没有回执。",
        "去看看",
        Destination("handover"),
    ),
    NoticeKind.CARDS_MISSING: NoticeWords(
        "还没有恢复单：口令忘了，就谁也打不开保险库。",
        "做恢复单",
        Destination("keys", act="cards"),
    ),
    NoticeKind.SECOND_MISSING: NoticeWords(
        "备份都在这台电脑上，电脑坏了或丢了会一起没有。",
        "选第二处",
        Destination("backups", act="second"),
    ),
    NoticeKind.SECOND_OLD: NoticeWords(
        "第二处已经 {days} 天没有新备份了。请插好那个盘。",
        "去备份",
        Destination("backups"),
    ),
    NoticeKind.CHECK_DUE: NoticeWords(
        "保险库每月要检查一次，该查了。", "去检查", Destination("backups", act="check")
    ),
    NoticeKind.DRILL_DUE: NoticeWords(
        "恢复单有一年没有演练了，请拿出来试一次。",
        "去演练",
        Destination("keys", act="drill"),
    ),
    NoticeKind.CERTIFICATE_ENDS: NoticeWords(
        "有签名证书再过 {days} 天到期，请早些更换。", "去更换", Destination("signers")
    ),
}


def sentence_of(notice: Notice) -> str:
    """The sentence of one notice."""
    if notice.kind is NoticeKind.SECOND_OLD and not notice.days:
        return "第二处还一份备份也没有。请插好那个盘，做一份。"
    shown = "、".join(map(str, notice.numbers[:_MOST_NUMBERS]))
    more = "……" if len(notice.numbers) > _MOST_NUMBERS else ""
    return NOTICE[notice.kind].sentence.format(days=notice.days, numbers=shown + more)
