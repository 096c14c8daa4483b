"""The words on screen for the words of the domain."""

from __future__ import annotations

from app.domain.finding import FindingStatus
from app.domain.people import Role, UnitKind
from app.domain.talk import TalkStatus
from ui.theme import Contrast

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
UNIT_KIND = {
    UnitKind.TOWNSHIP: "乡镇",
    UnitKind.DEPARTMENT: "部门",
    UnitKind.ENTERPRISE: "国企",
    UnitKind.OTHER: "其他",
}
FINDING_STATUS = {FindingStatus.REGISTERED: "已登记", FindingStatus.CLOSED: "已销号"}
CONTRAST = {Contrast.LIGHT: "浅色", Contrast.DARK: "深色", Contrast.HIGH: "高对比度"}
