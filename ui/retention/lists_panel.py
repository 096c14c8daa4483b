"""The lists of destruction: on paper to be approved, withdrawn, carried out, certified."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.ids import DestructionId
from app.domain.progress import Progress
from app.domain.retention import Destruction
from app.domain.retention_kinds import DestructionState
from ui.dictionary_panel import DictionaryPanel, Line
from ui.retention.desk import RetentionDesk
from ui.retention.forms import BeginForm
from ui.retention.words import list_texts
from ui.widgets.buttons import button, flow
from ui.widgets.message import Message, Tone
from ui.widgets.progress_panel import ProgressPanel
from ui.widgets.surfaces import column
from ui.widgets.words import label

_HEADINGS = ("清册", "状态", "件数", "提出", "批准人", "执行完毕", "原因")
_REASON = 6
S = DestructionState


class ListsPanel(DictionaryPanel):
    """made gives a paper and the name proposed for its file; written where it was written."""

    made = Signal(object, str)
    written = Signal(object)
    desk: RetentionDesk

    def __init__(self, desk: RetentionDesk) -> None:
        super().__init__(desk, "销毁清册", _HEADINGS, _REASON)
        self.lists: list[Destruction] = []
        self._is_running = self._is_stopped = False
        self.paper_button = button("看清册或证明…", "file-text")
        self.begin_button = button("批准了，执行…", "stamp", name="执行批准了的清册")
        self.withdraw_button = button("撤回", "x", name="撤回所选的清册")
        self.progress = ProgressPanel()
        self.progress.stopped.connect(self.stop)
        note = (
            "提出以后先打印清册，由批准人签名；由另一位持有人执行，两人监销。"
            "执行到一半停下的，可以接着执行。"
        )
        acts = flow(self.paper_button, self.begin_button, self.withdraw_button)
        whole = column(self.message, self.table, acts, self.progress, label(note, "small", "quiet"))
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.paper_button.clicked.connect(self._make_paper)
        self.begin_button.clicked.connect(self._begin_or_go_on)
        self.withdraw_button.clicked.connect(self._withdraw)
        self.edit_asked.connect(self._make_paper)

    @property
    def one(self) -> Destruction | None:
        """The chosen list."""
        return next((one for one in self.lists if one.id == self.key), None)

    def refresh(self) -> None:
        self.desk.tasks.query(self._read, then=self.show_lists, refused=self._refuse)

    def show_lists(self, lists: list[Destruction]) -> None:
        """Show the lists, the newest first."""
        self.lists = lists
        lines = [Line(one.id, list_texts(one, self.desk.local)) for one in lists]
        self.show_lines(lines)

    def suit(self) -> None:
        one = self.one
        state = one.state if one is not None else None
        is_free = not self._is_running
        self.paper_button.setEnabled(one is not None and is_free)
        self.begin_button.setEnabled(state in (S.PROPOSED, S.UNDER_WAY) and is_free)
        self.begin_button.setText("接着执行" if state is S.UNDER_WAY else "批准了，执行…")
        self.withdraw_button.setEnabled(state is S.PROPOSED and is_free)

    def open_form(self, name: str) -> None:
        """Open the form of the second step for the chosen list."""
        if name == "begin" and self.one is not None and self.one.state is S.PROPOSED:
            form = BeginForm(self, self.one, self.desk)
            self.ask(form, form.command)

    def choose(self, destruction_id: str) -> None:
        """Put the cursor on that list when it is read."""
        self._wanted = destruction_id
        self.refresh()

    def stop(self) -> None:
        """Stop after the record in work; the list can be gone on with."""
        self._is_stopped = True

    # ── carrying out ─────────────────────────────────────────────────────────────────────────────

    def _begin_or_go_on(self) -> None:
        one = self.one
        if one is None:
            return
        if one.state is S.UNDER_WAY:
            self._carry_on(one.id)
        else:
            self.open_form("begin")

    def _finish(self, made: object) -> None:
        super()._finish(made)
        if isinstance(made, str):  # the list was approved: from here it runs by itself
            self._carry_on(DestructionId(made))

    def _carry_on(self, destruction_id: DestructionId) -> None:
        self._is_running, self._is_stopped = True, False
        self.progress.begin("正在销毁，一件一件地清除…")
        self._next(destruction_id)

    def _next(self, destruction_id: DestructionId) -> None:
        work = partial(_destroy_one, self.desk, destruction_id)
        self.desk.tasks.command(work, then=self._one_done, refused=self._broken)

    def _one_done(self, done: tuple[DestructionId, int]) -> None:
        destruction_id, left = done
        total = next((len(one.items) for one in self.lists if one.id == destruction_id), 0)
        self.progress.step(total - left, total)
        if left and not self._is_stopped:
            self._next(destruction_id)
            return
        self._rest()
        said = "清册已经执行完毕。" if not left else f"停下了，还有 {left} 件没有销毁。"
        remedy = "请打印销毁证明，由销毁人和监销人签名。" if not left else "可以随时接着执行。"
        self.message.show_message(Message(said, remedy=remedy, tone=Tone.NOTE))

    def _broken(self, error: AppError) -> None:
        self._rest()
        self._refuse(error)

    def _rest(self) -> None:
        self._is_running = False
        self.progress.end()
        self.refresh()

    # ── other acts ───────────────────────────────────────────────────────────────────────────────

    def _withdraw(self) -> None:
        if (one := self.one) is not None:
            self.run(partial(_withdrawn, self.desk, one.id))

    def _make_paper(self) -> None:
        if (one := self.one) is not None:
            work = partial(_paper, self.desk, one.id)
            self.desk.tasks.command(work, then=self._show_paper, refused=self._refuse)

    def _show_paper(self, pdf: bytes) -> None:
        is_done = self.one is not None and self.one.state is S.DONE
        self.made.emit(pdf, "档案销毁证明.pdf" if is_done else "档案销毁清册.pdf")

    def save(self, pdf: bytes, path: Path) -> None:
        """Write the paper of the chosen list to a file."""
        if (one := self.one) is not None:
            work = partial(_saved, self.desk, one.id, pdf, path)
            self.desk.tasks.command(work, then=self.written.emit, refused=self._refuse)

    def _read(self, _: Progress) -> list[Destruction]:
        return self.desk.destroying.lists()


def _destroy_one(
    desk: RetentionDesk, destruction_id: DestructionId, _: Progress
) -> tuple[tuple[DestructionId, int], Changes]:
    left, changes = desk.destroying.carry_on(destruction_id)
    return (destruction_id, left), changes


def _withdrawn(desk: RetentionDesk, destruction_id: DestructionId, _: Progress) -> Changes:
    return desk.destroying.withdraw(destruction_id)


def _paper(
    desk: RetentionDesk, destruction_id: DestructionId, _: Progress
) -> tuple[bytes, Changes]:
    return desk.destroying.paper(destruction_id)


def _saved(
    desk: RetentionDesk, destruction_id: DestructionId, pdf: bytes, path: Path, _: Progress
) -> tuple[Path, Changes]:
    return path, desk.destroying.save(destruction_id, pdf, path)
