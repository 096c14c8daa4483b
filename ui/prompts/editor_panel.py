"""A new version while it is written: its prompts on the left, one to fill in on the right."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.progress import Progress
from app.domain.prompt_difference import ChangeKind, SetDifference, difference
from app.domain.prompt_editing import SetDraft
from app.domain.prompt_faults import PromptFault
from app.domain.prompts import Prompt, PromptSet
from app.services.prompts import Prompts
from ui.actions import bind
from ui.prompts.dialogs import NamesDialog
from ui.prompts.prompt_form import PromptForm
from ui.prompts.set_tree import SetTree
from ui.prompts.words import difference_words
from ui.tasks import Tasks
from ui.theme import characters
from ui.widgets.buttons import button, primary
from ui.widgets.surfaces import Card, column, halves, row, scrolled
from ui.widgets.words import label, set_tone

_PAUSE_MS = 1_200  # everything typed is in the vault within two seconds
_LOOK_MS = 300
_MARKS = {ChangeKind.ADDED: "＋", ChangeKind.CHANGED: "改 ", ChangeKind.MOVED: "移 "}


class EditorPanel(QWidget):
    """compare_wanted carries the draft; drop_wanted: it is to be given up; left: back to reading.

    saved says that everything typed is in the vault, refused carries what kept it from there.
    """

    compare_wanted = Signal(object)
    drop_wanted = Signal()
    left = Signal()
    saved = Signal()
    refused = Signal(object)

    def __init__(self, tasks: Tasks, prompts: Prompts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._prompts = tasks, prompts
        self._draft: SetDraft | None = None
        self._current: PromptSet | None = None
        self._removed: tuple[Prompt, int] | None = None
        self._faults: tuple[PromptFault, ...] = ()
        self._is_dirty, self._flights = False, 0
        self.dialog: NamesDialog | None = None
        self.tree = SetTree("草稿里的提问")
        self.form = PromptForm()
        self.title = label("", "strong")
        self.state = label("", tone="quiet")
        self.names_button = button("名称与聚焦…", "pencil")
        self.add_button = button("加一问", "plus")
        self.up_button = button("上移", name="把这一问上移")
        self.down_button = button("下移", name="把这一问下移")
        self.remove_button = button("删去", name="删去这一问")
        self.back_button = button("放回刚删的一问", "history")
        self.back_button.hide()
        self.drop_button = button("放弃草稿…")
        self.left_button = button("先放着", "arrow-left")
        self.compare_button = primary("看差别，存为新版", "check")
        self._pause, self._look = self._timer(_PAUSE_MS), self._timer(_LOOK_MS)
        self._pause.timeout.connect(self.save_now)
        self._look.timeout.connect(self._judge)
        self._lay_out()
        self._hear()

    def _timer(self, milliseconds: int) -> QTimer:
        return QTimer(self, singleShot=True, interval=milliseconds)

    def _lay_out(self) -> None:
        left = QWidget()
        buttons = row(self.add_button, self.up_button, self.down_button, self.remove_button, None)
        lines = column(self.tree, buttons)
        lines.setStretch(0, 1)
        left.setLayout(lines)
        card = Card().add(self.form)
        splitter = halves(left, scrolled(card, "所选的提问"), (2, 3))
        card.setMinimumWidth(characters(self, 17))
        head = row(self.title, self.names_button)
        head.setStretch(0, 1)
        foot = row(self.drop_button, None, self.left_button, self.compare_button)
        said = row(self.state, self.back_button)
        said.setStretch(0, 1)
        whole = column(head, splitter, said, foot, gap=1.5)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def _hear(self) -> None:
        self.tree.chosen.connect(self._show_prompt)
        self.form.altered.connect(self._take_form)
        self.form.area_wanted.connect(self._change_area)
        self.names_button.clicked.connect(lambda: self.open_names())
        self.add_button.clicked.connect(self.add_prompt)
        self.up_button.clicked.connect(lambda: self._move(-1))
        self.down_button.clicked.connect(lambda: self._move(1))
        self.remove_button.clicked.connect(self._remove)
        self.back_button.clicked.connect(self._put_back)
        self.drop_button.clicked.connect(self.drop_wanted)
        self.left_button.clicked.connect(self.left)
        self.compare_button.clicked.connect(self._compare)
        bind(self, "prompts.next", lambda: self.tree.step(1))
        bind(self, "prompts.previous", lambda: self.tree.step(-1))
        bind(self, "prompts.up", lambda: self._move(-1))
        bind(self, "prompts.down", lambda: self._move(1))

    # ── showing ──────────────────────────────────────────────────────────────────────────────────

    @property
    def draft(self) -> SetDraft | None:
        """What is being written, to the last key."""
        return self._draft

    def show_draft(self, draft: SetDraft, current: PromptSet, number: str = "") -> None:
        """Go on writing this draft; current is the set it is compared with."""
        self._draft, self._current = draft, current
        self._removed = None
        self.back_button.hide()
        self._show_tree(number)
        self._judge()

    def number(self) -> str:
        """The prompt under the cursor."""
        return self.tree.number()

    def _show_tree(self, number: str) -> None:
        if self._draft is not None:
            self.title.setText(f"草稿：{self._draft.title}")
            self.tree.show_set(self._draft.areas, self._draft.prompts, number)

    def _show_prompt(self, number: str) -> None:
        if self._draft is None:
            return
        prompt = self._draft.prompt(number) if number else None
        self.form.show_prompt(prompt, self._draft.areas)
        for one in (self.up_button, self.down_button, self.remove_button):
            one.setEnabled(bool(number))
        self._show_faults()

    # ── changing ─────────────────────────────────────────────────────────────────────────────────

    def add_prompt(self) -> None:
        """Begin a new prompt after the one under the cursor."""
        if self._draft is not None:
            draft, number = self._draft.with_new(self.tree.area(), self.tree.number())
            self._change(draft, number)
            self.form.text.setFocus()

    def open_names(self, typed: tuple[object, ...] = ()) -> None:
        """Rename the set or its areas; typed is what stood in the fields before a lock."""
        if self._draft is not None:
            self.dialog = NamesDialog(self, self._draft)
            self.dialog.put_back(typed)
            self.dialog.sent.connect(self._take_names)
            self.dialog.finished.connect(self._forget_dialog)
            self.dialog.open()

    def _take_names(self) -> None:
        if self.dialog is not None:
            self._change(self.dialog.draft(), self.tree.number())
            self.dialog.accept()

    def _forget_dialog(self, _: int) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _take_form(self) -> None:
        prompt = self.form.prompt()
        if self._draft is not None and prompt is not None:
            self._draft = self._draft.with_prompt(prompt)
            self.tree.reword(prompt)
            self._touch()

    def _change_area(self, area: str) -> None:
        if self._draft is not None and (number := self.tree.number()):
            self._change(*self._draft.in_other_area(number, area))

    def _move(self, by: int) -> None:
        if self._draft is not None and (number := self.tree.number()):
            self._change(self._draft.moved(number, by), number)

    def _remove(self) -> None:
        if self._draft is not None and (number := self.tree.number()):
            order = [p.number for p in self._draft.in_area(self._draft.prompt(number).area)]
            place = order.index(number)
            after = (order[place + 1 :] + order[:place][::-1] + [""])[0]
            removed = self._draft.prompt(number)
            self._removed = removed, self._draft.prompts.index(removed)
            self._change(self._draft.without(number), after)
            self.back_button.show()

    def _put_back(self) -> None:
        if self._draft is not None and self._removed is not None:
            prompt, place = self._removed
            self._removed = None
            self.back_button.hide()
            self._change(self._draft.put_back(prompt, place), prompt.number)
            self.tree.setFocus()

    def _change(self, draft: SetDraft, number: str) -> None:
        self._draft = draft
        self._show_tree(number)
        self._touch()

    def _touch(self) -> None:
        self._is_dirty = True
        if not self._pause.isActive():
            self._pause.start()
        self._look.start()

    # ── judging ──────────────────────────────────────────────────────────────────────────────────

    def _judge(self) -> None:
        if self._draft is None or self._current is None:
            return
        draft = self._draft
        changed = difference(self._current, draft.title, draft.areas, draft.prompts)
        faults = draft.faults()
        marks = _marks(changed) | {fault.number: "✕ " for fault in faults}
        self.tree.mark(marks, draft.prompts)
        said = f"与现用的第 {self._current.version} 版相比：{difference_words(changed)}。"
        if faults:
            said += f"还有 {len(faults)} 处没有写好，前面有 ✕。"
        self.state.setText(said)
        set_tone(self.state, "brick" if faults else "quiet")
        self._faults = faults
        self._show_faults()

    def _show_faults(self) -> None:
        number = self.tree.number()
        self.form.show_faults(f for f in self._faults if number and f.number == number)

    def _compare(self) -> None:
        self.save_now()
        self.compare_wanted.emit(self._draft)

    # ── keeping ──────────────────────────────────────────────────────────────────────────────────

    def has_unsaved(self) -> bool:
        """Whether something typed is not known to be in the vault."""
        return self._is_dirty or self._flights > 0

    def save_now(self) -> None:
        """Hand the draft to the vault lane, if it was altered; returns at once."""
        self._pause.stop()
        if self._draft is not None and self._is_dirty:
            self._is_dirty = False
            self._flights += 1
            work = partial(self._keep, self._draft)
            self._tasks.command(work, then=self._landed, refused=self._bounced)

    def forget(self) -> None:
        """Let the draft go without keeping it: it was given up, or became a version."""
        self._pause.stop()
        self._look.stop()
        self._draft, self._is_dirty = None, False

    def _keep(self, draft: SetDraft, _: Progress) -> Changes:
        return self._prompts.keep_draft(draft)

    def _landed(self, _: object) -> None:
        self._flights -= 1
        if not self.has_unsaved():
            self.saved.emit()

    def _bounced(self, error: AppError) -> None:
        self._flights -= 1
        self._is_dirty = True
        self.refused.emit(error)


def _marks(changed: SetDifference) -> dict[str, str]:
    return {
        change.new.number: _MARKS[change.kind]
        for change in changed.changes
        if change.new is not None and change.kind in _MARKS
    }
