"""What the user reads when a finding cannot take a step, or a form of it lacks something."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from app.domain import finding_errors as errors
from app.domain.errors import AppError
from app.domain.finding import FindingStatus
from app.domain.finding_errors import Hindrance
from app.domain.finding_history import FindingAct
from app.domain.finding_words import STATUS_WORDS
from ui.safe_words import KEPT, TYPED_KEPT
from ui.widgets.message import Message

ACT_WORDS = {
    FindingAct.COMPLETE: "补全四单",
    FindingAct.FAN_OUT: "分解到单位",
    FindingAct.ISSUE: "下达",
    FindingAct.CLAIM: "认领签收",
    FindingAct.BEGIN: "开始整改",
    FindingAct.REPORT: "登记整改情况",
    FindingAct.ADD_EVIDENCE: "添加佐证材料",
    FindingAct.REMOVE_EVIDENCE: "移除佐证材料",
    FindingAct.SUBMIT: "申请销号",
    FindingAct.DECIDE: "审批销号",
    FindingAct.ASK_MORE_TIME: "申请延期",
    FindingAct.DECIDE_MORE_TIME: "审批延期",
    FindingAct.LOOK_BACK: "回头看",
    FindingAct.TRANSFER: "转线索",
    FindingAct.CALL_TO_ACCOUNT: "提请问责",
    FindingAct.DECIDE_ACCOUNTABILITY: "登记问责结果",
    FindingAct.ARCHIVE: "归档",
    FindingAct.URGE: "催办",
    FindingAct.FOLLOW: "随分解的各条变动",
}
# what comes first, for each thing that is in the way
REMEDIES = {
    Hindrance.ADVICE: "意见建议只登记、统计，不走整改流程；要整改的，请在谈话里另记为问题。",
    Hindrance.TRANSFERRED: "它已转线索，后面的事按文号在别处办。",
    Hindrance.ARCHIVED: "它已办结归档；再出现同样的问题，请在下一次谈话里记为新的问题。",
    Hindrance.CLOSED: "它已销号；回头看时发现反弹，会重新打开。",
    Hindrance.FANNED_OUT: "它已分解到单位，请在各单位的那一条上办；最后一条办完，它随之销号。",
    Hindrance.NOT_FANNED_OUT: "它还没有落到单位，请先分解到单位。",
    Hindrance.NOT_COMMON: "它已经落到单位，不用分解；要分解的是共性问题。",
    Hindrance.ISSUED_ALREADY: "它已经下达过，不用再下达。",
    Hindrance.WORDS_ISSUED: "单位手里已有一份，问题的说法不再改；要补充的，请写在整改情况里。",
    Hindrance.NOT_ISSUED: "请先下达。",
    Hindrance.SIGNED_FOR_ALREADY: "它已经签收过。",
    Hindrance.BEGUN_ALREADY: "它已经在整改中。",
    Hindrance.NOT_BEGUN: "请先登记开始整改或整改情况；当场能改完的，先把整改方式填成“立行立改”。",
    Hindrance.SUBMITTED: "正在等销号审批，请先登记审批意见：同意，或者退回补正。",
    Hindrance.NOT_SUBMITTED: "请先申请销号。",
    Hindrance.DECIDED_ALREADY: "这一步已经登记过，请看现在等谁批。",
    Hindrance.NOT_CLOSED: "请先销号。",
    Hindrance.MORE_TIME_WAITS: "有一份延期申请还没有审批，请先登记审批结果。",
    Hindrance.NO_MORE_TIME_ASKED: "没有等待审批的延期申请。",
    Hindrance.LOOK_BACK_AHEAD: "还有回头看没有做，做完最后一次会自动归档。",
    Hindrance.NO_LOOK_BACK: "没有安排回头看，可以直接归档。",
    Hindrance.PROPOSAL_WAITS: "已有一份问责提请还没有结果，请先登记结果。",
    Hindrance.NO_PROPOSAL: "没有等待结果的问责提请。",
}
_FIELDS = {
    "result": "整改结果",
    "signed_by": "签字人",
    "who": "由谁作出",
    "opinion": "意见",
    "reason": "延期理由",
    "report": "整改情况",
    "milestone": "阶段任务",
    "method": "回头看的方式",
    "new_deadline": "新的整改期限",
    "reference": "文号",
    "grounds": "问责情形",
    "facts": "事实",
    "outcome": "处理结果",
    "deadline": "整改期限",
    "issued_on": "下达日期",
    "signed_on": "签收日期",
    "asked_on": "申请日期",
    "decided_on": "审批日期",
    "done_on": "完成日期",
    "wanted": "申请延到的日期",
    "day": "日期",
}
_HINTS = {
    "opinion": "退回或不同意的，请写一句为什么，承办单位照此补正。",
    "result": "请写明改了什么、改到什么程度。",
    "grounds": "请至少勾选一项。",
}


def _step(error: errors.FindingStepError) -> Message:
    act = ACT_WORDS[FindingAct(error.act)] if error.act in _ACTS else "修改"
    status = STATUS_WORDS[FindingStatus(error.status)]
    return Message(
        f"问题 {error.number} 现在是“{status}”，不能{act}。", KEPT, REMEDIES[error.hindrance]
    )


def _day(error: errors.FindingDayError) -> Message:
    name = _FIELDS.get(error.field, "日期")
    if error.latest is not None and error.day > error.latest:
        remedy = f"请填 {_said(error.latest)}或更早的日子。"
        return Message(f"{name} {_said(error.day)}太晚了。", TYPED_KEPT, remedy)
    remedy = f"请填 {_said(error.earliest)}或更晚的日子。" if error.earliest else "请另选一天。"
    return Message(f"{name} {_said(error.day)}太早了。", TYPED_KEPT, remedy)


def _words(error: errors.FindingWordsError) -> Message:
    name = _FIELDS.get(error.field, "必填的内容")
    return Message(f"“{name}”还没有填。", TYPED_KEPT, _HINTS.get(error.field, f"请填写{name}。"))


def _said(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


_ACTS = frozenset(act.value for act in FindingAct)
FINDING_MESSAGES: dict[type[AppError], Callable[[Any], Message]] = {
    errors.FindingStepError: _step,
    errors.FindingWordsError: _words,
    errors.FindingDayError: _day,
    errors.DeadlineStaysError: lambda e: Message(
        f"问题 {e.number} 已经下达，整改期限 {_said(e.deadline)}不能直接改。",
        TYPED_KEPT,
        "要多给时间，请用“申请延期”：批准以后期限才动，原期限留着。",
    ),
    errors.EvidenceMissingError: lambda e: Message(
        f"问题 {e.number} 还没有佐证材料。",
        TYPED_KEPT,
        "请先添加至少一份：照片、文件扫描件、整改报告都可以。",
    ),
    errors.EvidenceTwiceError: lambda e: Message(
        f"“{e.file_name}”已经附在问题 {e.number} 上，名称是“{e.title}”。",
        "没有再存一份。",
        "内容一模一样，不用再附；如果选错了文件，请重新选。",
    ),
    errors.AddresseeError: lambda e: Message(
        f"问题 {e.number} 不归这次下达的单位或个人。",
        KEPT,
        "请按责任单位分开下达；个人承诺下达给本人。",
    ),
    errors.ClueReferenceError: lambda e: Message(
        f"文号有 {e.length} 个字，或者不止一行。",
        TYPED_KEPT,
        f"请只填文号，一行，不超过 {e.longest} 个字；线索的内容一个字也不要写在这里。",
    ),
    errors.UnitsOfCommonError: lambda e: Message(
        f"共性问题 {e.number} 已经分解过给“{e.unit_name}”。", KEPT, "请去掉这个单位再分解。"
    ),
    errors.SignedForAlreadyError: lambda e: Message(
        f"这一份已经在 {_said(e.signed_on)}签收。", KEPT, "不用再登记。"
    ),
    errors.ChainLengthError: lambda e: Message(
        f"审批环节有 {e.length} 个。", TYPED_KEPT, f"请设 1 至 {e.longest} 个环节。"
    ),
    errors.TitleOfPlaceMissingError: lambda e: Message(
        f"第 {e.place} 个审批环节没有写全。",
        TYPED_KEPT,
        "请写明由谁办、办什么，如“监督检查室”“初审”。",
    ),
    errors.LookBackDaysError: lambda e: Message(
        f"回头看的天数 {e.days} 不能用。",
        TYPED_KEPT,
        f"请填 1 至 {e.longest} 之间的整数，各次不同，如 30、90、180。",
    ),
    errors.GroundsMissingError: lambda _: Message(
        "“五个必追”里有空着的一项，或者一项也没有。", TYPED_KEPT, "请写明，或者删去这一项。"
    ),
}
