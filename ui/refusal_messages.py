"""What the user reads when a rule of the trade says no."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain import errors, refusals
from app.domain.talk import TalkStatus
from ui.safe_words import KEPT, TYPED_KEPT
from ui.terms import TALK_STATUS
from ui.widgets.message import Message

_FIELDS = {
    "person": "姓名",
    "unit": "单位名称",
    "title": "职务",
    "office": "单位名称",
    "secretary": "书记姓名",
}
_ACTS = {
    "package.save": "打开或另存收到的文件",
    "reschedule": "改期",
    "change_people": "更换参加人",
    "prepare": "准备",
    "begin": "开始谈话",
    "answer": "记录答复",
    "pause": "休息",
    "resume": "继续",
    "plan_minutes": "安排用时",
    "end": "结束谈话",
    "correct": "更正",
    "confirm": "核对完毕",
    "sign": "登记签字",
    "e_sign": "电子签名",
    "waive": "不作电子签名",
    "seal": "封存",
    "cancel": "取消",
    "attachment.remove": "移除附件",
    "receive": "登记回执",
    "hand_over": "移交全卷",
    "skip": "跳过这一问",
    "retire": "停用",
    "change_plan": "修改安排",
    "find": "记为问题",
    "pass": "放过提醒",
    "amend": "补正",
    "make_up": "安排补谈",
}


def _status(value: str) -> str:
    return TALK_STATUS[TalkStatus(value)]


def _field(key: str) -> str:
    return _FIELDS.get(key, key)


REFUSALS: dict[type[errors.AppError], Callable[[Any], Message]] = {
    refusals.WrongStatusError: lambda e: Message(
        f"谈话 {e.talk_number} 现在是“{_status(e.status)}”，这一步不能{_ACTS.get(e.act, e.act)}。",
        KEPT,
        "请按步骤条上的顺序进行。",
    ),
    refusals.TalkSealedError: lambda e: Message(
        f"谈话 {e.talk_number} 已封存，不再接受修改。",
        "原文和签名完好。",
        "要更正，请另作补正记录。",
    ),
    refusals.IntervieweeMissingError: lambda _: Message(
        "还没有谈话对象。", KEPT, "请至少选一位到场的谈话对象。"
    ),
    refusals.InterviewerMissingError: lambda _: Message("还没有主谈人。", KEPT, "请填写主谈人。"),
    refusals.RecorderMissingError: lambda _: Message("还没有记录人。", KEPT, "请填写记录人。"),
    refusals.RecorderIsInterviewerError: lambda e: Message(
        f"{e.name}既是主谈人又是记录人。", KEPT, "请换一位记录人。"
    ),
    refusals.ParticipantTwiceError: lambda e: Message(
        f"{e.name}在这场谈话里出现了两次。", KEPT, "请去掉其中一处。"
    ),
    refusals.EndBeforeStartError: lambda _: Message(
        "结束时间不在开始时间之后。", KEPT, "请检查电脑的时钟，过一分钟再结束。"
    ),
    refusals.AnswerMissingError: lambda e: Message(
        f"必问的一问还没有答复：“{e.prompt_text}”",
        "已记录的答复都已保存。",
        "请补记答复，或写明没有问的原因。",
    ),
    refusals.NothingAskedError: lambda _: Message(
        "还没有选提问，或一条答复也没有。", KEPT, "请至少选一条提问，并记下一条答复。"
    ),
    refusals.ReasonMissingError: lambda e: Message(
        f"{_ACTS.get(e.act, '这一步')}需要写明原因。", KEPT, "请用一句话写下原因。"
    ),
    refusals.BreakOpenError: lambda _: Message("休息还没有结束。", KEPT, "请先按“继续谈话”。"),
    refusals.PlaceholderLeftError: lambda e: Message(
        f"{e.field}里还留着“{e.placeholder}”。", KEPT, "请把它换成真实的内容。"
    ),
    refusals.ScanMissingError: lambda e: Message(
        f"谈话 {e.talk_number} 还没有签字页的扫描件，也没有注明拒签。",
        KEPT,
        "请选择扫描件，或注明拒签情况和在场见证人。",
    ),
    refusals.ScanPagesDifferError: lambda e: Message(
        f"扫描件有 {e.found} 页，谈话记录有 {e.expected} 页。",
        "谈话记录没有改动，扫描件没有收进来。",
        "请把签过字的每一页都扫描进同一个文件。",
    ),
    refusals.NameMissingError: lambda e: Message(
        f"{_field(e.field)}还没有填写。", TYPED_KEPT, f"请填写{_field(e.field)}。"
    ),
    refusals.NameTooLongError: lambda e: Message(
        f"{_field(e.field)}有 {e.length} 个字，最多 {e.longest} 个字。", TYPED_KEPT, "请改短一些。"
    ),
    refusals.NameUnprintableError: lambda e: Message(
        f"{_field(e.field)}的第 {e.place} 个字符（{e.code_point}）看不见也印不出来。",
        TYPED_KEPT,
        "请删掉这个字符，再输一次。",
    ),
    refusals.UnitExistsError: lambda e: Message(
        f"单位“{e.name}”已经在册。", TYPED_KEPT, "请直接选用它，或换一个名称。"
    ),
    refusals.PostDatesError: lambda e: Message(
        f"任职的止（{e.until}）早于任职的起（{e.since}）。", TYPED_KEPT, "请改正其中一个日期。"
    ),
    refusals.TitleMissingError: lambda e: Message(
        f"{e.name}的职务还没有填写。", TYPED_KEPT, "请填写职务，如“镇党委书记”。"
    ),
    refusals.OfficeCodeError: lambda e: Message(
        f"单位代码应是六位数字，现在是“{e.found}”。",
        TYPED_KEPT,
        "请填县（市、区）的行政区划代码；不清楚时填 000000。",
    ),
    refusals.IdleMinutesError: lambda e: Message(
        f"无人操作 {e.found} 分钟后自动锁定：这个时间不能用。",
        TYPED_KEPT,
        f"请填 1 至 {e.longest} 分钟。",
    ),
    refusals.QuestionMissingError: lambda _: Message(
        "临时提问还没有写出来。", KEPT, "请先写下要问的话。"
    ),
    refusals.ManifestationMissingError: lambda _: Message(
        "还没有写明是什么问题。", TYPED_KEPT, "请写下问题的具体表现：什么事、什么时候、数量多少。"
    ),
    refusals.NothingChosenError: lambda _: Message(
        "还没有选中任何一项。", KEPT, "请先选中要办的项。"
    ),
    refusals.PackageTooLargeError: lambda e: Message(
        f"一个移交包最多装 {e.most} 场谈话，现在选了 {e.talks} 场。", KEPT, "请分成几个包移交。"
    ),
    refusals.NotSealedError: lambda e: Message(
        f"谈话 {e.talk_number} 还没有封存，不能移交。", KEPT, "请先办完签字和封存。"
    ),
    refusals.TextChangedMeanwhileError: lambda e: Message(
        f"制作记录的时候，谈话 {e.talk_number} 的内容又改了。",
        "这次没有定稿，改动都在。",
        "请再看一遍，再点“核对完毕”。",
    ),
    refusals.MinutesMissingError: lambda e: Message(
        f"谈话 {e.talk_number} 还没有谈话记录。", KEPT, "请先核对完毕。"
    ),
}
