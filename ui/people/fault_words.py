"""What the user reads for a fault in a roster or form: where, what, and how to mend it."""

from __future__ import annotations

from app.domain.roster import Fault, FaultKind, Standing

STANDING = {
    Standing.NEW: "新增",
    Standing.SAME: "已有，无变化",
    Standing.CHANGED: "已有，有变化",
    Standing.NAMESAKE: "同名，请核对",
    Standing.FAULTY: "有错，不导入",
}
FAULT = {
    FaultKind.NAME_MISSING: ("没有姓名", "补上姓名；如果这一行不是人员，请删去"),
    FaultKind.NAME_TOO_LONG: ("姓名超过 120 个字", "核对是不是把别的内容写进了姓名栏"),
    FaultKind.NAME_UNPRINTABLE: ("姓名里有看不见的字符", "把姓名删掉，重新输入一遍"),
    FaultKind.UNIT_MISSING: ("没有单位，或分不清单位和职务", "单位写全称；单位和职务分成两栏"),
    FaultKind.UNIT_UNUSABLE: ("单位名称太长，或有看不见的字符", "把单位名称重新输入一遍"),
    FaultKind.TITLE_MISSING: ("没有职务", "补上现任职务"),
    FaultKind.TEXT_TOO_LONG: ("内容超过 200 个字", "缩短后再导入"),
    FaultKind.TEXT_UNPRINTABLE: ("内容里有看不见的字符", "把这一格删掉，重新输入一遍"),
    FaultKind.GENDER_UNCLEAR: ("性别看不懂", "写“男”或“女”，或留空"),
    FaultKind.DATE_UNREADABLE: ("日期看不懂", "写成 1990年1月、1990.01 或 1990-01-05"),
    FaultKind.DATE_AMBIGUOUS: ("分不清是 1 月还是 10 月", "写成 1990年1月 或 1990年10月"),
    FaultKind.DATES_CROSSED: ("日期前后矛盾", "核对出生年月和任职时间"),
    FaultKind.YES_NO_UNCLEAR: ("看不懂是还是否", "写“是”或“否”，或留空"),
    FaultKind.UNIT_KIND_UNCLEAR: ("单位类别看不懂", "写“乡镇”“部门”“国企”或“其他”"),
    FaultKind.CELL_BROKEN: ("公式出错", "把这一格改成文字或数字"),
    FaultKind.ROWS_TOO_MANY: ("行数太多，后面的没有读", "把名单分成几个文件"),
}


def fault_place(fault: Fault) -> str:
    """Where the fault is: 工作表“名单”第 3 行“出生年月”."""
    place = fault.place
    row = f"第 {place.row} 行" if place.row else ""
    sheet = f"工作表“{place.sheet}”" if place.sheet else ""
    heading = f"“{place.heading}”" if place.heading else ""
    return f"{sheet}{row}{heading}"


def fault_text(fault: Fault) -> str:
    """The whole sentence: where, what was found, what is wrong, what to do."""
    what, remedy = FAULT[fault.what]
    found = f"写的是“{fault.found}”，" if fault.found else ""
    return f"{fault_place(fault)}：{found}{what}。{remedy}。"
