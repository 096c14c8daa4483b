"""The small form before a copy goes out: who is to hold it, what for; both can wait."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QCompleter, QLineEdit, QWidget

from app.domain.copies import LONGEST_LINE, CopyWay, CopyWish
from ui.widgets.fields import Field, line_edit
from ui.widgets.form_dialog import FormDialog
from ui.widgets.words import label

_WAY_ON = {CopyWay.PRINT: "选打印机…", CopyWay.ORIGINAL: "选存放处…"}
_TITLES = {CopyWay.PRINT: "打印一份", CopyWay.ORIGINAL: "另存一份"}
_SAID = (
    "每一份都有自己的份号，记在“份号登记”里，收回、销毁都在那里注明。现在填不了的可以空着，"
    "以后再补。"
)
_MARKED = "做成带份号水印的复制件（去掉电子签名）"
_ORIGINAL = "不勾：原样存出，带电子签名，能核验，也能放进别的电脑里比对。"
_BOTH_SIDES = "双面打印请选“长边翻转”；{odd}逐页签名的建议单面。"
_ODD = "共 {pages} 页，最后一张背面空白；"


class CopyForm(FormDialog):
    """For a print, or for a file when way is not PRINT; pages is told as a hint for both sides."""

    def __init__(self, parent: QWidget, way: CopyWay, pages: int = 0) -> None:
        super().__init__(parent, _TITLES[way], _WAY_ON[way], lines=17)
        self.holder = line_edit("交给谁", "如：谈话对象本人、县委办存档")
        self.purpose = line_edit("做什么用", "如：签字、归档、报市纪委监委")
        for edit in (self.holder, self.purpose):
            edit.setMaxLength(LONGEST_LINE)
        self.is_marked = QCheckBox(_MARKED)
        self.add(label(_SAID, tone="quiet"))
        self.add(Field("交给谁", self.holder), Field("做什么用", self.purpose))
        if way is CopyWay.PRINT:
            odd = _ODD.format(pages=pages) if pages % 2 else ""
            self.add(label(_BOTH_SIDES.format(odd=odd), "small", "quiet"))
        else:
            self.add(self.is_marked, label(_ORIGINAL, "small", "quiet"))
        self._way = way
        self.finish_fields(self.holder)
        self.way_on.setDefault(True)

    def offer(self, holders: tuple[str, ...], purposes: tuple[str, ...]) -> None:
        """Propose what was written before, while one types."""
        _complete(self.holder, holders)
        _complete(self.purpose, purposes)

    def wish(self) -> CopyWish:
        """What stands in the fields."""
        return CopyWish(self.holder.text(), self.purpose.text())

    def way(self) -> CopyWay:
        """How the copy is to go out."""
        is_marked = self._way is not CopyWay.PRINT and self.is_marked.isChecked()
        return CopyWay.EXPORT if is_marked else self._way


def _complete(edit: QLineEdit, words: tuple[str, ...]) -> None:
    completer = QCompleter(list(words), edit)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    edit.setCompleter(completer)
