"""The small forms of the register: who holds a copy, that it came back, that it was destroyed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.domain.copies import LONGEST_LINE, CopyWish, PaperCopy, written_number
from ui.widgets.fields import Field, line_edit
from ui.widgets.form_dialog import FormDialog
from ui.widgets.words import label

_SHOWN = 6
_DESTROYED_MEANS = "注明以后不能再改；登记簿里永远留着这一行。原件（保险库里的签名文件）不受影响。"


class HolderForm(FormDialog):
    """Who holds a copy and what for."""

    def __init__(self, parent: QWidget, copy: PaperCopy) -> None:
        super().__init__(parent, f"份号 {written_number(copy.number)}　领用", lines=14)
        self.holder = line_edit("交给谁", "如：县委办存档", copy.holder)
        self.purpose = line_edit("做什么用", "如：归档", copy.purpose)
        for edit in (self.holder, self.purpose):
            edit.setMaxLength(LONGEST_LINE)
        self.add(label(copy.title, tone="quiet"))
        self.add(Field("交给谁", self.holder), Field("做什么用", self.purpose))
        self.finish_fields(self.holder)

    def wish(self) -> CopyWish:
        """What stands in the fields."""
        return CopyWish(self.holder.text(), self.purpose.text())


class ReturnForm(FormDialog):
    """That a copy came back, and how it looked."""

    def __init__(self, parent: QWidget, copy: PaperCopy) -> None:
        super().__init__(parent, f"收回份号 {written_number(copy.number)}", "收回", lines=13)
        self.note = line_edit("收回时的情况", "如：完好；缺第 3 页")
        self.note.setMaxLength(LONGEST_LINE)
        from_whom = f"{copy.title}，在{copy.holder}处" if copy.holder else copy.title
        self.add(label(from_whom, tone="quiet"), Field("收回时的情况", self.note))
        self.finish_fields(self.note)


class DestroyForm(FormDialog):
    """That copies were destroyed, how, and who watched."""

    def __init__(self, parent: QWidget, copies: Sequence[PaperCopy]) -> None:
        super().__init__(parent, f"注明销毁 {len(copies)} 份", "注明销毁", lines=17)
        self.note = line_edit("怎样销毁，谁在场", "如：碎纸机，周小雨、李明两人在场")
        self.note.setMaxLength(LONGEST_LINE)
        named = [f"{one.title}　份号 {written_number(one.number)}" for one in copies[:_SHOWN]]
        if len(copies) > _SHOWN:
            named.append(f"……等 {len(copies)} 份")
        self.add(label("\n".join(named)))
        self.add(Field("怎样销毁，谁在场", self.note, is_needed=True))
        self.add(label(_DESTROYED_MEANS, "small", "quiet"))
        self.note.textChanged.connect(self.check)
        self.finish_fields(self.note)

    def is_ready(self) -> bool:
        return bool(self.note.text().strip())
