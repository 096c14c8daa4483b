"""The forms about terms, holds and lists of destruction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QWidget

from app.domain.changes import Changes
from app.domain.ids import DestructionId, RecordId
from app.domain.progress import Progress
from app.domain.retention import (
    LONGEST_NAME,
    LONGEST_REASON,
    LONGEST_TITLE,
    Approval,
    Destruction,
    DueRecord,
    RetentionClass,
)
from ui.dictionary_panel import Command, WordForm
from ui.retention.desk import RetentionDesk
from ui.retention.words import years_text
from ui.widgets.dates import day_edit, day_of
from ui.widgets.fields import Field, choice, line_edit
from ui.widgets.surfaces import facts
from ui.widgets.words import label

_USUAL = "（按谈话类型的规定）"
_LONGEST = 100


class ClassForm(WordForm):
    """A term that is new, or one to be changed."""

    def __init__(self, parent: QWidget, one: RetentionClass | None = None) -> None:
        super().__init__(parent, "修改保管期限" if one else "添加保管期限", "保存", 17)
        self.name = "change" if one else "add"
        self._one = one or RetentionClass("", "", 10)
        self.title = line_edit("名称", "如：15年", self._one.title)
        self.title.setMaxLength(LONGEST_TITLE)
        years: list[tuple[str, object]] = [("永久", 0)]
        years += [(f"{n} 年", n) for n in range(1, _LONGEST + 1)]
        self.years = choice("保管年数", years, self._one.years or 0)
        self.add(
            Field("名称", self.title, is_needed=True),
            Field("保管年数", self.years, "从谈话的第二年1月1日算起"),
        )
        self.title.textChanged.connect(self.check)
        self.finish_fields(self.title)

    def is_filled(self) -> bool:
        return bool(self.title.text().strip())

    def command(self, desk: RetentionDesk) -> Command:
        """What is sent to the vault."""
        years = int(self.years.currentData()) or None
        one = replace(self._one, title=self.title.text().strip(), years=years)
        return partial(_keep_class, desk, one)


class KindForm(WordForm):
    """Which term the records of a kind of talk get."""

    name = "kind"

    def __init__(
        self, parent: QWidget, kind: tuple[str, str], classes: Sequence[RetentionClass], now: str
    ) -> None:
        super().__init__(parent, "改定保管期限", "改定", 15)
        self._kind = kind[0]
        pairs: list[tuple[str, object]] = [
            (f"{one.title}（{years_text(one)}）", one.key) for one in classes
        ]
        self.of = choice("保管期限", pairs, now)
        self.add(
            facts([("类型", kind[1])]),
            Field("保管期限", self.of, "以前和以后的这一类都按它算；单独定过的除外"),
        )
        self.finish_fields(self.of)

    def command(self, desk: RetentionDesk) -> Command:
        """What is sent to the vault."""
        return partial(_keep_kind, desk, self._kind, str(self.of.currentData()))


class MarkForm(WordForm):
    """One record gets a term of its own."""

    name = "mark"

    def __init__(
        self, parent: QWidget, classes: Sequence[RetentionClass], record: DueRecord | None = None
    ) -> None:
        super().__init__(parent, "单独定保管期限", "改定", 17)
        self._record = record
        self.number = line_edit("谈话编号", "如：2026-0007", record.number if record else "")
        self.number.setReadOnly(record is not None)
        pairs: list[tuple[str, object]] = [(_USUAL, "")]
        pairs += [(f"{one.title}（{years_text(one)}）", one.key) for one in classes]
        self.of = choice("保管期限", pairs)
        self.add(
            Field("编号" if record else "谈话编号", self.number, is_needed=record is None),
            Field("保管期限", self.of, "只改这一件"),
        )
        self.number.textChanged.connect(self.check)
        self.finish_fields(self.of if record else self.number)

    def is_filled(self) -> bool:
        return bool(self.number.text().strip())

    def command(self, desk: RetentionDesk) -> Command:
        """What is sent to the vault."""
        class_key = str(self.of.currentData()) or None
        if self._record is not None:
            return partial(_mark_record, desk, self._record.record_id, class_key)
        return partial(_mark, desk, self.number.text(), class_key)


class HoldForm(WordForm):
    """A record is kept from being destroyed, by its number."""

    name = "hold"

    def __init__(self, parent: QWidget, record: DueRecord | None = None) -> None:
        super().__init__(parent, "暂缓销毁", "暂缓", 17)
        self._record = record
        self.number = line_edit("谈话编号", "如：2026-0007", record.number if record else "")
        self.number.setReadOnly(record is not None)
        self.reason = line_edit("理由", "如：信访复查、案件未结")
        self.reason.setMaxLength(LONGEST_REASON)
        for edit in (self.number, self.reason):
            edit.textChanged.connect(self.check)
        self.add(
            Field("编号" if record else "谈话编号", self.number, is_needed=record is None),
            Field("理由", self.reason, "解除以前，期限满了也不能销毁", is_needed=True),
        )
        self.finish_fields(self.reason if record else self.number)

    def is_filled(self) -> bool:
        return bool(self.number.text().strip() and self.reason.text().strip())

    def command(self, desk: RetentionDesk) -> Command:
        """What is sent to the vault."""
        if self._record is not None:
            return partial(_hold_record, desk, self._record.record_id, self.reason.text())
        return partial(_hold, desk, self.number.text(), self.reason.text())


class ReleaseForm(WordForm):
    """A record that was held is let go."""

    name = "release"

    def __init__(self, parent: QWidget, record: DueRecord) -> None:
        super().__init__(parent, "解除暂缓销毁", "解除", 17)
        self._record_id = record.record_id
        self.reason = line_edit("解除的理由", "如：复查已经结束")
        self.reason.setMaxLength(LONGEST_REASON)
        self.reason.textChanged.connect(self.check)
        self.add(
            facts([("编号", record.number), ("暂缓的理由", record.hold_reason)]),
            Field("解除的理由", self.reason, is_needed=True),
        )
        self.finish_fields(self.reason)

    def is_filled(self) -> bool:
        return bool(self.reason.text().strip())

    def command(self, desk: RetentionDesk) -> Command:
        """What is sent to the vault."""
        return partial(_release, desk, self._record_id, self.reason.text())


class ProposeForm(WordForm):
    """The first step: a list is proposed, nothing is destroyed."""

    name = "propose"

    def __init__(self, parent: QWidget, records: Sequence[DueRecord]) -> None:
        super().__init__(parent, "提出销毁清册", "提出", 20)
        self._chosen = tuple(record.record_id for record in records)
        self.reason = line_edit("销毁原因", "如：保管期限已满，经鉴定无继续保存价值")
        self.reason.setMaxLength(LONGEST_REASON)
        self.reason.textChanged.connect(self.check)
        days = sorted(record.day for record in records)
        span = f"{days[0].year}年至{days[-1].year}年" if days else ""
        self.add(
            facts([("列入清册", f"{len(records)} 件"), ("年份", span)]),
            Field("销毁原因", self.reason, "印在清册和证明上", is_needed=True),
            label(
                "这一步什么都不销毁。请打印清册，由批准人签名，再由另一位持有人来执行。",
                tone="quiet",
            ),
        )
        self.finish_fields(self.reason)

    def is_filled(self) -> bool:
        return bool(self._chosen and self.reason.text().strip())

    def command(self, desk: RetentionDesk) -> Command:
        """What is sent to the vault."""
        return partial(_propose, desk, self._chosen, self.reason.text())


class BeginForm(WordForm):
    """The second step: what was approved in ink is carried out and cannot be taken back."""

    name = "begin"

    def __init__(self, parent: QWidget, one: Destruction, desk: RetentionDesk) -> None:
        super().__init__(parent, "按批准的清册销毁", "开始销毁", 33)
        self._id = one.id
        self.approved_by = line_edit("批准人", "清册上签名的人")
        self.approved_on = day_edit("批准日期", desk.today())
        self.watchers = (line_edit("监销人一"), line_edit("监销人二"))
        self.count = line_edit("销毁件数", f"照着填：{len(one.items)}")
        self._wanted = str(len(one.items))
        for edit in (self.approved_by, *self.watchers, self.count):
            edit.setMaxLength(LONGEST_NAME)
            edit.textChanged.connect(self.check)
        self.add(
            facts([("清册", one.number), ("共", f"{len(one.items)} 件"), ("原因", one.reason)]),
            label("⚠ 销毁以后不能恢复：文字、附件、问题和姓名都会清除，只留编号和日期。", "strong"),
            Field("批准人", self.approved_by, is_needed=True),
            Field("批准日期", self.approved_on),
            Field("监销人一", self.watchers[0], is_needed=True),
            Field("监销人二", self.watchers[1], is_needed=True),
            Field("销毁件数", self.count, "填对件数才能开始", is_needed=True),
        )
        self.finish_fields(self.approved_by)

    def is_filled(self) -> bool:
        names = (self.approved_by, *self.watchers)
        is_right = self.count.text().strip() == self._wanted
        return is_right and all(edit.text().strip() for edit in names)

    def command(self, desk: RetentionDesk) -> Command:
        """What is sent to the vault."""
        approval = Approval(
            self.approved_by.text(),
            day_of(self.approved_on),
            tuple(edit.text() for edit in self.watchers),
        )
        return partial(_begin, desk, self._id, approval)


def _keep_class(desk: RetentionDesk, one: RetentionClass, _: Progress) -> Changes:
    return desk.retention.keep_class(one)


def _keep_kind(desk: RetentionDesk, kind: str, class_key: str, _: Progress) -> Changes:
    return desk.retention.keep_kind(kind, class_key)


def _mark(desk: RetentionDesk, number: str, class_key: str | None, _: Progress) -> Changes:
    return desk.retention.mark_number(number, class_key)


def _hold(desk: RetentionDesk, number: str, reason: str, _: Progress) -> Changes:
    return desk.retention.hold_number(number, reason)


def _mark_record(
    desk: RetentionDesk, record_id: RecordId, class_key: str | None, _: Progress
) -> Changes:
    return desk.retention.mark(record_id, class_key)


def _hold_record(desk: RetentionDesk, record_id: RecordId, reason: str, _: Progress) -> Changes:
    return desk.retention.hold(record_id, reason)


def _release(desk: RetentionDesk, record_id: RecordId, reason: str, _: Progress) -> Changes:
    return desk.retention.release(record_id, reason)


def _propose(
    desk: RetentionDesk, chosen: tuple[RecordId, ...], reason: str, _: Progress
) -> tuple[str, Changes]:
    return desk.destroying.propose(chosen, reason)


def _begin(
    desk: RetentionDesk, destruction_id: DestructionId, approval: Approval, _: Progress
) -> tuple[str, Changes]:
    return destruction_id, desk.destroying.begin(destruction_id, approval)
