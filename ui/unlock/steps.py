"""The pages of the first-run wizard: where, passphrase, office, size of type, done."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFileDialog,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from ui.contrast import CONTRAST, Contrast
from ui.look import LookControl
from ui.new_passphrase import Advice, NewPassphrase
from ui.tasks import Tasks
from ui.theme import TYPE_SIZES, px
from ui.widgets.buttons import button
from ui.widgets.fields import Field, line_edit
from ui.widgets.surfaces import Place, facts, row
from ui.widgets.words import label, rule

CODE_DIGITS = 6  # of the administrative division, GB/T 2260


class Step(QWidget):
    """One page of the wizard; changed tells that it may have become ready, or not."""

    changed = Signal()

    def __init__(self, title: str, sentence: str) -> None:
        super().__init__()
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(px(1))
        self.body.addWidget(label(title, "title"))
        self.body.addWidget(label(sentence, tone="quiet"))

    def is_ready(self) -> bool:
        """Whether one can go on."""
        return True

    def begin(self) -> None:
        """Put the cursor where one starts."""


class WhereStep(Step):
    """Where the vault will stand."""

    def __init__(
        self,
        default: Path,
        sentence: str = "所有谈话记录都放进一个加密的“保险库”，就是一个文件夹。",
    ) -> None:
        super().__init__("资料放在哪里", sentence)
        self._other: Path | None = None
        self._default = default
        self.here = QRadioButton("放在这台电脑上（推荐）")
        self.elsewhere = QRadioButton("放在别处")
        self.here.setChecked(True)
        self.path = label(f"将建在：{default}", "small", "quiet")
        self.choose = button("选择文件夹…", "folder-open")
        self.choose.clicked.connect(self._choose)
        self.elsewhere.toggled.connect(self._show)
        warning = label(
            "国家秘密只能在经过批准的涉密计算机上处理。本程序不能代替这项批准；"
            "这台电脑没有批准的，请不要记录国家秘密。"
        )
        self.body.addWidget(self.here)
        self.body.addLayout(row(self.elsewhere, self.choose, None))
        self.body.addWidget(self.path)
        self.body.addWidget(rule())
        self.body.addWidget(label("请先知道", "strong"))
        self.body.addWidget(warning)
        self._show()

    def folder(self) -> Path:
        """The folder that was chosen."""
        return self._other if self.elsewhere.isChecked() and self._other else self._default

    def set_folder(self, folder: Path) -> None:
        """Choose a folder other than the default."""
        self._other = folder
        self.elsewhere.setChecked(True)
        self._show()

    def is_ready(self) -> bool:
        return self.here.isChecked() or self._other is not None

    def begin(self) -> None:
        (self.here if self.here.isChecked() else self.elsewhere).setFocus()

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "选择放保险库的文件夹", str(Path.home()))
        if chosen:
            folder = Path(chosen)
            is_used = any(folder.iterdir())
            self.set_folder(folder / self._default.name if is_used else folder)

    def _show(self) -> None:
        self.choose.setEnabled(self.elsewhere.isChecked())
        said = f"将建在：{self.folder()}" if self.is_ready() else "还没有选择文件夹"
        self.path.setText(said)
        self.changed.emit()


class PassphraseStep(Step):
    """The passphrase twice, how strong it is, and that nobody can bring it back."""

    def __init__(self, tasks: Tasks, access: Advice) -> None:
        super().__init__("设一个口令", "打开保险库靠它。五个不相干的词，好记又牢固。")
        self.new = NewPassphrase(tasks, access, "口令")
        self.first, self.second = self.new.first, self.new.second
        self.understood = QCheckBox("我明白：口令忘了，又没有恢复单，资料就找不回来")
        self.new.changed.connect(self.changed)
        self.understood.toggled.connect(lambda: self.changed.emit())
        self.body.addWidget(self.new)
        self.body.addWidget(self.understood)
        self.body.addWidget(
            label("请把口令抄在纸上，锁进柜子；不要和这台电脑放在一起。", "small", "quiet")
        )

    def take_suggestion(self, passphrase: str) -> None:
        """Put a made passphrase in both fields, in sight, to be copied by hand."""
        self.new.take_suggestion(passphrase)

    def forget(self) -> None:
        """Clear both fields: what was typed has served."""
        for edit in (self.first, self.second):
            edit.clear()

    def is_ready(self) -> bool:
        return self.new.is_ready() and self.understood.isChecked()

    def begin(self) -> None:
        self.first.setFocus()


class OfficeStep(Step):
    """Which office, and who its secretary is."""

    def __init__(self) -> None:
        super().__init__("单位和书记", "印在每份谈话记录的页头和签名里，以后可在“设置”里改。")
        self.office: QLineEdit = line_edit("单位名称", "如：某某县纪委监委")
        self.secretary: QLineEdit = line_edit("书记姓名")
        self.code: QLineEdit = line_edit("行政区划代码", "六位数字")
        hint = "移交编号里用，登记处靠它分清各单位；不清楚就空着，以后在“设置”里填"
        self.body.addWidget(Field("单位名称", self.office, is_needed=True))
        self.body.addWidget(Field("书记姓名", self.secretary, is_needed=True))
        self.body.addWidget(Field("行政区划代码", self.code, hint))
        for edit in (self.office, self.secretary, self.code):
            edit.textChanged.connect(lambda: self.changed.emit())

    def is_ready(self) -> bool:
        code = self.code.text().strip()
        named = bool(self.office.text().strip() and self.secretary.text().strip())
        return named and (not code or (len(code) == CODE_DIGITS and code.isdecimal()))

    def begin(self) -> None:
        self.office.setFocus()


class LookStep(Step):
    """The size of the type and the colours, tried at once."""

    def __init__(self, look: LookControl) -> None:
        super().__init__("字看得清吗", "选一个看着舒服的，整个程序马上跟着变；以后也能改。")
        self.sizes = choices({f"{size} 磅": size for size in TYPE_SIZES}, look.look.type_size)
        self.contrasts = choices({CONTRAST[c]: c for c in Contrast}, look.look.contrast)
        self.sizes.idClicked.connect(lambda number: look.choose(TYPE_SIZES[number]))
        self.contrasts.idClicked.connect(
            lambda number: look.choose(contrast=tuple(Contrast)[number])
        )
        self.body.addWidget(label("字号", "strong"))
        self.body.addLayout(row(*self.sizes.buttons(), None))
        self.body.addWidget(label("颜色", "strong"))
        self.body.addLayout(row(*self.contrasts.buttons(), None))
        self.body.addWidget(rule())
        self.body.addWidget(label("请谈谈今年以来您抓的一件具体的事：什么时间、什么事、结果如何？"))

    def begin(self) -> None:
        self.sizes.checkedButton().setFocus()


class DoneStep(Step):
    """What was made, and where."""

    def __init__(self) -> None:
        super().__init__("准备好了", "保险库已经建好。")
        self._place = Place()
        self.body.addWidget(self._place)

    def show_made(self, folder: Path, office: str) -> None:
        """List what was made."""
        made = facts(
            [
                ("保险库", f"{folder}（已加密，现在只有您的口令能打开）"),
                ("单位证书", f"{office}的电子签名，用来证明谈话记录没有被改动"),
                ("提问集", "四个聚焦，可以直接用"),
                ("恢复单", "口令忘了，靠它回来：请先做这一件，首页会提醒"),
                ("下一步", "录入或导入谈话对象，然后安排第一次谈话"),
            ]
        )
        self._place.put(made)


def choices(pairs: dict[str, object], chosen: object) -> QButtonGroup:
    """Radio buttons of which one is on; the number of a button is its place."""
    group = QButtonGroup()
    for number, (text, value) in enumerate(pairs.items()):
        made = QRadioButton(text)
        made.setChecked(value == chosen)
        group.addButton(made, number)
    return group
