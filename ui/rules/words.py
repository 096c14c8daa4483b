"""The words of the page of rules: holidays, what a file says wrongly, look-backs."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from app.domain.holiday_intake import DayChange, HolidayFault, HolidayFaultKind, YearChange
from app.domain.workdays import Holiday, YearTable

OFF, WORKED = "放假", "上班"
_WEEKDAYS = "一二三四五六日"
_SATURDAY = 5
FAULTS = {
    HolidayFaultKind.DATE_MISSING: ("没有写日期", "补上日期，如 2027-02-05"),
    HolidayFaultKind.DATE_UNREADABLE: (
        "看不懂，或没有这一天",
        "写成 2027-02-05 或 2027年2月5日至11日",
    ),
    HolidayFaultKind.YEAR_MISSING: ("日期没有年份", "在日期前面写上年份，如 2027年2月5日"),
    HolidayFaultKind.YEAR_OUTSIDE: ("年份不在能登记的范围", "核对年份"),
    HolidayFaultKind.RANGE_BACKWARDS: ("止日比起日早", "把两头的日期调过来"),
    HolidayFaultKind.RANGE_TOO_LONG: ("起止超过 31 天", "核对止日"),
    HolidayFaultKind.WAY_UNREADABLE: ("没有写明放假还是上班", "写“放假”或者“上班”"),
    HolidayFaultKind.TITLE_MISSING: ("没有写名称", "补上名称，如 春节"),
    HolidayFaultKind.TITLE_TOO_LONG: ("名称超过 30 个字", "把名称写短"),
    HolidayFaultKind.CLASH: ("同一天又放假又上班", "两行里去掉一行"),
    HolidayFaultKind.WORKED_ANYHOW: ("这天不是周六周日，本来就上班", "核对日期"),
    HolidayFaultKind.CUT: ("表太长，后面的没有读", "删去空行和别的内容"),
}


def weekday(day: date) -> str:
    """周一 to 周日."""
    return f"周{_WEEKDAYS[day.weekday()]}"


def way(holiday: Holiday) -> str:
    """Off or worked."""
    return WORKED if holiday.is_working else OFF


def day_texts(holiday: Holiday) -> tuple[str, ...]:
    """One line of a year's table."""
    day = holiday.day
    return (f"{day.month}月{day.day}日", weekday(day), way(holiday), holiday.title)


def standing(table: YearTable) -> tuple[str, str]:
    """How a year's table stands, in a few words, and in which tone."""
    if not table.is_known:
        return "⚠ 没有这一年的表，只按周末休息推算", "brick"
    if not table.is_official:
        return "⚠ 推算的，放假通知还没有收入", "brick"
    return "✓ 按放假通知", "green"


def origin(table: YearTable) -> str:
    """Where a year's table comes from."""
    if not table.is_known:
        return "可以一天一天添，也可以导入放假通知。"
    whose = "本单位的表" if table.is_own else "程序自带"
    return f"{whose}：{table.source}"


def fault_texts(fault: HolidayFault) -> tuple[str, ...]:
    """One line of what cannot be read: row, what is wrong, what was found, what to do."""
    what, remedy = FAULTS[fault.kind]
    row = f"第{fault.row}行"
    return (f"“{fault.sheet}”{row}" if fault.sheet else row, what, fault.found, remedy)


def change_texts(change: DayChange) -> tuple[str, ...]:
    """One line of what would be another: the day, how it is now, how it would be."""
    day = change.day
    said = f"{day.year}年{day.month}月{day.day}日"
    return (said, weekday(day), _held(change.before, day), _held(change.after, day))


def summary(years: tuple[YearChange, ...]) -> str:
    """What becomes of each year, in a sentence each."""
    said = []
    for year in years:
        count = len(year.differences())
        what = f"{count}天与现在的表不同" if count else "与现在的表一样"
        how = "整年换成文件里的" if year.is_whole else "文件里没有这年的元旦，只添上写到的日子"
        said.append(f"{year.year}年：{what}，{how}。")
    return "".join(said)


def read_days(text: str) -> tuple[int, ...]:
    """The days after the closing that were typed: 30、90、180. Raises ValueError."""
    plain = unicodedata.normalize("NFKC", text).replace("天", "").strip()
    parts = [part for part in re.split(r"[\s、,;，；]+", plain) if part]
    return tuple(int(part) for part in parts)


def said_days(days: tuple[int, ...]) -> str:
    """The days after the closing as they are typed."""
    return "、".join(str(day) for day in days)


def _held(holiday: Holiday | None, day: date) -> str:
    if holiday is not None:
        return f"{way(holiday)}　{holiday.title}"
    return "周末休息" if day.weekday() >= _SATURDAY else "照常上班"
