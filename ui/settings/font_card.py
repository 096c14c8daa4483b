"""公文字体: which fonts of this machine documents are set in, with a page to look at first."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.progress import Progress
from app.domain.typefaces import CARRIED, FontProfile, FontRole, InstalledFont, Typeface
from app.services.typefaces import Typefaces
from ui.messages import message_for
from ui.page_images import Papers, page_images
from ui.tasks import Tasks
from ui.theme import characters, line, px
from ui.typeface_messages import FAULT_WORDS
from ui.widgets.buttons import button, flow, primary
from ui.widgets.fields import Field, choice
from ui.widgets.message import Message, Tone
from ui.widgets.message_bar import MessageBar
from ui.widgets.page_view import PageView
from ui.widgets.surfaces import Card, row
from ui.widgets.words import label

CARRIED_NAMES = {
    FontRole.BODY: "思源宋体",
    FontRole.TITLE: "思源宋体（粗）",
    FontRole.HEADING: "思源黑体",
    FontRole.NOTE: "霞鹜文楷",
}
_USES = {
    FontRole.BODY: "正文",
    FontRole.TITLE: "标题",
    FontRole.HEADING: "一级小标题、表头",
    FontRole.NOTE: "二级小标题、提问",
}
_WHAT = (
    "文书用随软件带的字体，到哪台电脑上排出来都一样。本机装有仿宋_GB2312、方正小标宋等公文字体的，可以改用；"
    "缺的冷僻字仍由随软件带的字体补上。已经做好的文书不变。"
)
_LOOKING = "正在看这台电脑上装了哪些公文字体……"
_NONE = "这台电脑上没有找到公文常用的字体，用随软件带的就好。"
_FOUND = "找到 {} 种公文常用的字体。"
_KEPT = "从下一份文书起，用选定的字体。"


class FontCard(Card):
    """A choice for each role; what is chosen counts after 改用."""

    def __init__(
        self, tasks: Tasks, typefaces: Typefaces, papers: Papers, may_choose: bool = True
    ) -> None:
        super().__init__("公文字体")
        self._tasks, self._typefaces, self._papers = tasks, typefaces, papers
        self._may_choose = may_choose
        self._kept = CARRIED
        self._offered: tuple[InstalledFont, ...] | None = None
        self.message = MessageBar()
        self.choices = {role: choice(_title(role), []) for role in FontRole}
        self.found = label(_LOOKING, "small", "quiet")
        self.sample_button = button("看样张…", "eye")
        self.carried_button = button("都用随软件带的", "refresh-cw")
        self.keep_button = primary("改用这些字体", "check")
        fields = (Field(_title(role), edit) for role, edit in self.choices.items())
        self.add(
            label(_WHAT, tone="quiet"),
            self.message,
            *fields,
            self.found,
            flow(self.sample_button, self.carried_button, self.keep_button),
        )
        for edit in self.choices.values():
            edit.setEnabled(may_choose)
            edit.currentIndexChanged.connect(self._enable)
        self.sample_button.clicked.connect(self.show_sample)
        self.carried_button.clicked.connect(self.choose_carried)
        self.keep_button.clicked.connect(self.keep)
        self._fill()

    def refresh(self) -> None:
        """Read what was chosen, and look once for what this machine has."""
        self._tasks.query(self._read, then=self._show)
        if self._offered is None:
            self._tasks.background(self._typefaces.offered, then=self._offer)

    def profile(self) -> FontProfile:
        """What stands in the choices."""
        profile = CARRIED
        for role, edit in self.choices.items():
            face = edit.currentData()
            profile = profile.with_face(role, face if isinstance(face, Typeface) else None)
        return profile

    def keep(self) -> None:
        """Have documents set in these fonts."""
        self.keep_button.setEnabled(False)
        work = partial(_chosen, self._typefaces, self.profile())
        self._tasks.command(work, then=self._say_kept, refused=self._refuse)

    def choose_carried(self) -> None:
        """Take the carried font for every role, and keep that."""
        for edit in self.choices.values():
            edit.setCurrentIndex(0)
        if self.profile() != self._kept:
            self.keep()

    def show_sample(self) -> None:
        """Show a page set in what stands in the choices."""
        self.sample_button.setEnabled(False)
        work = partial(self._sample, self.profile())
        self._tasks.background(work, then=self._open_sample, refused=self._refuse)

    def _read(self, _: Progress) -> tuple[FontProfile, tuple[tuple[FontRole, Typeface], ...]]:
        return self._typefaces.chosen(), self._typefaces.gone()

    def _show(self, told: tuple[FontProfile, tuple[tuple[FontRole, Typeface], ...]]) -> None:
        self._kept, gone = told
        self._fill()
        if gone:
            names = "、".join(f"“{face.said}”（{role.value}）" for role, face in gone)
            self.message.show_message(
                Message(
                    f"选定的{names}在这台电脑上找不到了，现在做不了文书。",
                    "已有的内容没有改动。",
                    "请把字体装回来，或按“都用随软件带的”。",
                )
            )

    def _offer(self, offered: tuple[InstalledFont, ...]) -> None:
        self._offered = offered
        usable = {font.face.said for font in offered if font.fault is None}
        said = _FOUND.format(len(usable)) if usable else _NONE
        refused = {font.face.name: FAULT_WORDS[font.fault] for font in offered if font.fault}
        if refused:
            said += "这些不能用：" + "；".join(f"{n}，{why}" for n, why in refused.items()) + "。"
        self.found.setText(said)
        self._fill()

    def _fill(self) -> None:
        """Put what can be chosen into the choices; a chosen font that is gone stays to be seen."""
        for role, edit in self.choices.items():
            kept = self._kept.of(role)
            usable = (f.face for f in self._offered or () if f.role is role and f.fault is None)
            named = {face.said: face for face in usable}  # one installed twice is offered once
            if kept is not None:
                named[kept.said] = kept
            faces = list(named.values())
            with QSignalBlocker(edit):
                edit.clear()
                edit.addItem(f"随软件带的：{CARRIED_NAMES[role]}", None)
                for face in faces:
                    edit.addItem(face.said, face)
                edit.setCurrentIndex(faces.index(kept) + 1 if kept is not None else 0)
        self._enable()

    def _enable(self) -> None:
        self.keep_button.setEnabled(self._may_choose and self.profile() != self._kept)
        self.carried_button.setEnabled(self._may_choose and self.profile() != CARRIED)
        self.sample_button.setEnabled(True)

    def _sample(self, profile: FontProfile, _: Progress) -> list[QImage]:
        return page_images(self._papers, self._typefaces.sample(profile))

    def _open_sample(self, pages: list[QImage]) -> None:
        self._enable()
        SampleDialog(pages, self).open()

    def _say_kept(self, _: object) -> None:
        self.message.show_message(Message(_KEPT, tone=Tone.NOTE))

    def _refuse(self, error: AppError) -> None:
        self.message.show_message(message_for(error))
        self._enable()


class SampleDialog(QDialog):
    """The page, as large as the window allows."""

    def __init__(self, pages: list[QImage], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("公文字体样张")
        self.pages = PageView("公文字体样张")
        self.pages.set_pages(pages)
        self.close_button = button("关闭")
        self.close_button.clicked.connect(self.accept)
        box = QVBoxLayout(self)
        box.setContentsMargins(px(2), px(2), px(2), px(2))
        box.addWidget(self.pages, 1)
        box.addLayout(row(None, self.close_button))
        room = self.screen().availableGeometry().height() - px(4)
        self.resize(characters(self, 40), min(line(self, 22), room))


def _title(role: FontRole) -> str:
    return f"{_USES[role]}（{role.value}）"


def _chosen(typefaces: Typefaces, profile: FontProfile, _: Progress) -> Changes:
    return typefaces.choose(profile)
