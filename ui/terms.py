"""The words on screen for the words of the domain."""

from __future__ import annotations

from app.domain.attachment import Purpose
from app.domain.checks import CautionKind
from app.domain.facts import FactCategory
from app.domain.finding_words import STATUS_WORDS
from app.domain.health import Kept
from app.domain.holders import HolderRole
from app.domain.package import PackageLevel, PackageState, Rejection
from app.domain.people import Role, UnitKind
from app.domain.portrait import Section
from app.domain.search import FoundKind
from app.domain.signer import KeyKind, SignatureField
from app.domain.talk import TalkStatus
from ui.contrast import CONTRAST as CONTRAST

TALK_STATUS = {
    TalkStatus.PLANNED: "计划",
    TalkStatus.PREPARED: "已准备",
    TalkStatus.UNDER_WAY: "进行中",
    TalkStatus.TO_CONFIRM: "待核对",
    TalkStatus.TO_SIGN: "待签字",
    TalkStatus.SIGNED: "已签",
    TalkStatus.SEALED: "已封存",
    TalkStatus.CANCELLED: "已取消",
}
ROLE = {
    Role.INTERVIEWEE: "谈话对象",
    Role.INTERVIEWER: "主谈人",
    Role.COMPANION: "陪同",
    Role.OBSERVER: "列席",
    Role.RECORDER: "记录人",
}
FACT_CATEGORY = {
    FactCategory.SUPERVISION: "日常监督",
    FactCategory.INSPECTION: "巡察",
    FactCategory.AUDIT: "审计",
    FactCategory.PETITION: "信访",
    FactCategory.ASSESSMENT: "考核",
    FactCategory.CASE: "案件",
}
PORTRAIT_SECTION = {
    Section.WHO: "基本情况",
    Section.POSTS: "任职经历",
    Section.FIGURES: "数据对比（与上年）",
    Section.SOURCES: "各方情况",
    Section.TALKS: "历次谈话",
    Section.UNIT_FINDINGS: "单位未销号的问题",
    Section.OWN_FINDINGS: "本人承诺和问题",
    Section.POINTS: "拟谈重点",
}
UNIT_KIND = {
    UnitKind.TOWNSHIP: "乡镇",
    UnitKind.DEPARTMENT: "部门",
    UnitKind.ENTERPRISE: "国企",
    UnitKind.OTHER: "其他",
}
FOUND_KIND = {
    FoundKind.PERSON: "人员",
    FoundKind.TALK: "谈话",
    FoundKind.FINDING: "问题",
    FoundKind.ATTACHMENT: "附件",
}
FINDING_STATUS = STATUS_WORDS
FORM = {
    "notice": "谈话通知书",
    "portrait": "精准画像",
    "outline": "谈话提纲",
    "sign_in": "签到表",
    "minutes": "谈话记录",
    "statement": "表态",
    "written_statement": "书面检查",
    "commitment": "廉政承诺书",
    "rectification_report": "整改报告",
    "admonition": "诫勉谈话登记表",
    "report": "谈话情况报告",
}
PURPOSE = {Purpose.MINUTES: "谈话记录", Purpose.SCAN: "签字页扫描件"}
CAUTION = {
    CautionKind.NEEDS_TWO: "我方不足两人",
    CautionKind.COLLECTIVE_OF_ONE: "集体谈话只有一名谈话对象",
    CautionKind.SEVERAL_IN_SINGLE: "个别谈话有几名谈话对象",
    CautionKind.ABSENT: "缺席，须补谈",
    CautionKind.POST_OUT_OF_DATE: "谈话当天不在所记职务上",
    CautionKind.TWO_TALKS_AT_ONCE: "同一时间还有另一场谈话",
    CautionKind.LONG_WITHOUT_BREAK: "连续两小时以上没有休息",
    CautionKind.TOO_FAST: "字数多于这段时间能记下的",
}
REJECTION = {
    Rejection.NO_INDEX: "没有找到移交包的索引文件",
    Rejection.SEVERAL_INDEXES: "这里有不止一个移交包的索引文件",
    Rejection.NOT_AN_INDEX: "索引文件的内容读不出来",
    Rejection.NEWER_FORMAT: "格式比本程序新",
    Rejection.SIGNATURE: "签名不对",
    Rejection.UNKNOWN_SENDER: "没有登记过这个移交单位",
    Rejection.NOT_FOR_ME: "不是给这个登记处的",
    Rejection.DUPLICATE: "已经接收过",
    Rejection.FORK: "同一编号有两个不同的移交包",
    Rejection.GAP: "前面还有移交包没有接收",
    Rejection.ROLLBACK: "编号比已接收的还早",
    Rejection.VOLUME_MISSING: "缺少分卷文件",
    Rejection.VOLUME_SIZE: "分卷文件的大小不对",
    Rejection.VOLUME_DIGEST: "分卷文件的内容与索引不符",
    Rejection.AGE_HEADER: "加密文件的开头不对",
    Rejection.DECRYPTION: "解不开",
    Rejection.TAR: "里面的归档结构不对",
    Rejection.NAME: "里面的文件名不合规定",
    Rejection.TOO_LARGE: "里面的内容比声明的大",
    Rejection.BAG_SIGNATURE: "里面的清单签名不对",
    Rejection.MANIFEST: "里面的文件与清单不符",
    Rejection.INNER_DIFFERS: "里面的说明与外面的索引不一致",
    Rejection.JSON: "里面的记录读不出来",
    Rejection.SCHEMA: "里面的记录格式不对",
    Rejection.CONTENT: "里面的记录前后矛盾",
    Rejection.CHANGED: "文件在读的时候变了",
    Rejection.MEDIUM: "U 盘读不出来，或者已经拔出",
    Rejection.UNREADABLE: "文件读不出来",
    Rejection.NOT_A_RECEIPT: "不是一份回执",
    Rejection.WRONG_REGISTRY: "不是所登记的登记处签发的",
    Rejection.WRONG_OFFICE: "不是给本单位的",
    Rejection.UNKNOWN_NUMBER: "本单位没有这个编号的移交包",
    Rejection.OTHER_CONTENT: "回执所指的内容与移交的不同",
    Rejection.AUDIT_HEAD: "留痕的起止与移交时不同",
    Rejection.OLDER: "已有更晚的答复",
}
PACKAGE_LEVEL = {
    PackageLevel.STATISTICS: "统计包",
    PackageLevel.LEDGER: "台账包",
    PackageLevel.FULL: "全卷包",
}
PACKAGE_STATE = {
    PackageState.RESERVED: "没有写完",
    PackageState.WRITTEN: "等回执",
    PackageState.RECEIVED: "已接收",
}
HOLDER_ROLE = {
    HolderRole.INTERVIEWER: "主谈",
    HolderRole.RECORDER: "记录",
    HolderRole.AUDITOR: "审计",
    HolderRole.ADMINISTRATOR: "管理",
}
SIGNATURE_FIELD = {
    SignatureField.OFFICE: "谈话单位",
    SignatureField.INTERVIEWEE: "谈话对象",
    SignatureField.RECORDER: "记录人",
    SignatureField.INTERVIEWER: "主谈人",
}
KEY_KIND = {
    KeyKind.VAULT: "保险库里的密钥",
    KeyKind.FILE: "证书文件",
    KeyKind.TOKEN: "签名令牌",
}
CARD_LETTER = {"A": "甲", "B": "乙", "C": "丙"}

# what a vault keeps, as a rescue counts it
KEPT_THINGS = {
    Kept.UNIT: "单位",
    Kept.PERSON: "人员",
    Kept.PROMPT_SET: "提问集",
    Kept.TALK: "谈话",
    Kept.ANSWER: "答复",
    Kept.FINDING: "问题",
    Kept.ATTACHMENT: "附件登记",
    Kept.PACKAGE: "移交包",
    Kept.RECEIPT: "回执",
    Kept.AUDIT_ENTRY: "留痕",
    Kept.OTHER: "其他",
}
