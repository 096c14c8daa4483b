"""The words of the documents: what each is called, what it is for, its file, its subjects."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from app.domain.calendar import written_date
from app.domain.finding_history import Issue
from app.domain.finding_views import FindingRow
from app.domain.finding_words import STATUS_WORDS
from app.domain.handover import PackageRow
from app.domain.papers import FindingList, PaperKind
from app.domain.people import PersonRow
from app.domain.talk_list import TalkRow
from ui.terms import PACKAGE_LEVEL

PAPER = {
    PaperKind.UNDERTAKING: "廉政承诺书",
    PaperKind.TALK_REPORT: "谈话情况报告",
    PaperKind.FINDING_LISTS: "四张清单",
    PaperKind.ISSUE_SLIP: "签收单",
    PaperKind.LEDGER: "整改台账",
    PaperKind.URGING: "催办单",
    PaperKind.EXTENSION_SHEET: "延期审批表",
    PaperKind.CLOSING_SHEET: "销号审批表",
    PaperKind.LOOK_BACK_SHEET: "回头看记录",
    PaperKind.ACCOUNTABILITY_SHEET: "提请问责审批表",
    PaperKind.PERSON_ARCHIVE: "廉政谈话档案（一人一档）",
    PaperKind.FIGURES_REPORT: "统计表",
    PaperKind.HANDOVER_SLIP: "移交清单",
    PaperKind.DESTRUCTION_NOTE: "销毁证明",
}
SAID = {
    PaperKind.UNDERTAKING: "到场的谈话对象每人一页，由本人亲笔补充、签名。",
    PaperKind.TALK_REPORT: "由这场谈话的记录、小结和登记的问题写成，末页有版记。",
    PaperKind.FINDING_LISTS: "同样的问题从四面看：问题、举措、时限、责任。不知道的留空。",
    PaperKind.ISSUE_SLIP: "下达的问题一条一行，由责任单位或本人签收，写明日期。",
    PaperKind.LEDGER: "从登记到销号、回头看，一条一行。不知道的留空，手工填写。",
    PaperKind.URGING: "每个单位一份，列出逾期和快到期的，附回执。",
    PaperKind.EXTENSION_SHEET: "申请延期的理由和原来的时限，由各级逐级签意见。原时限保留不改。",
    PaperKind.CLOSING_SHEET: "整改结果、佐证材料和逐级审批意见，一条一张。",
    PaperKind.LOOK_BACK_SHEET: "销号以后各次回头看的方式、结果；还没有看的留空，手工填写。",
    PaperKind.ACCOUNTABILITY_SHEET: "提请的情形、事实和建议，由领导审批。",
    PaperKind.PERSON_ARCHIVE: "封面和活页，每场谈话一张。调阅要写事由，印在封面上，并留痕。",
    PaperKind.FIGURES_REPORT: "一段时间的数字，与上年同期对照，写明怎么数的。",
    PaperKind.HANDOVER_SLIP: "随 U 盘走的一页纸：编号、摘要、指纹、经手人。不写谈话对象。",
    PaperKind.DESTRUCTION_NOTE: "这段时间里注明销毁的份数，逐份列出，由批准、销毁、监销的人签名。",
}
FILE = {
    PaperKind.UNDERTAKING: "廉政承诺书.pdf",
    PaperKind.TALK_REPORT: "谈话情况报告.pdf",
    PaperKind.FINDING_LISTS: "四张清单.pdf",
    PaperKind.ISSUE_SLIP: "签收单.pdf",
    PaperKind.LEDGER: "整改台账.pdf",
    PaperKind.URGING: "催办单.pdf",
    PaperKind.EXTENSION_SHEET: "延期审批表.pdf",
    PaperKind.CLOSING_SHEET: "销号审批表.pdf",
    PaperKind.LOOK_BACK_SHEET: "回头看记录.pdf",
    PaperKind.ACCOUNTABILITY_SHEET: "提请问责审批表.pdf",
    PaperKind.PERSON_ARCHIVE: "廉政谈话档案.pdf",
    PaperKind.FIGURES_REPORT: "统计表.pdf",
    PaperKind.HANDOVER_SLIP: "移交清单.pdf",
    PaperKind.DESTRUCTION_NOTE: "销毁证明.pdf",
}
LIST = {
    FindingList.PROBLEMS: "问题清单",
    FindingList.MEASURES: "举措清单",
    FindingList.DEADLINES: "时限清单",
    FindingList.DUTIES: "责任清单",
}
Local = Callable[[datetime], datetime]


def talk_line(row: TalkRow, local: Local) -> str:
    """A talk on one line, to be chosen."""
    day = written_date(local(row.day).date())
    return f"{row.number}　{row.interviewees}　{day}　{row.kind_title}"


def person_line(row: PersonRow) -> str:
    """A person on one line, to be chosen."""
    return "　".join(filter(None, (row.name, f"{row.unit_name}{row.title}")))


def finding_line(row: FindingRow) -> str:
    """A finding on one line, to be chosen."""
    return f"{row.number}　{row.whose}　{STATUS_WORDS[row.status]}　{row.manifestation}"


def issue_line(issue: Issue) -> str:
    """What went out in one issue on one line, to be chosen."""
    signed = "已签收" if issue.signed_on else "还没有签收"
    many = f"{len(issue.finding_ids)} 条"
    return f"{issue.to_name}　{written_date(issue.issued_on)}　{many}　{signed}"


def package_line(row: PackageRow, local: Local) -> str:
    """A package on one line, to be chosen."""
    day = written_date(local(row.created_at).date())
    return f"第 {row.number} 号　{day}　{PACKAGE_LEVEL[row.level]}　{row.talks} 场"
