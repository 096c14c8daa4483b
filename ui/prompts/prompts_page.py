"""提问集: read a version, write the next one, bring one in from a workbook, send one out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QStackedWidget

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.progress import Progress
from app.domain.prompt_editing import SetDraft
from app.domain.prompt_intake import Comparison
from app.domain.prompts import PromptSet, PromptSetRow
from app.services.prompts import Prompts
from ui.page import Destination, Page
from ui.prompts.asking import Asking
from ui.prompts.comparison_panel import ComparisonPanel
from ui.prompts.dialogs import DropDialog, RetireDialog
from ui.prompts.editor_panel import EditorPanel
from ui.prompts.reader_panel import ReaderPanel
from ui.prompts.workbooks import Workbooks
from ui.tasks import Tasks
from ui.widgets.form_dialog import FormDialog
from ui.widgets.message import Message, Tone


@dataclass(frozen=True, slots=True)
class PromptsPlace:
    """Which version and prompt were in sight, what was being written, and which file was read."""

    shown: str = ""
    number: str = ""
    is_editing: bool = False
    is_comparing: bool = False
    is_unsaved: bool = False
    draft: SetDraft | None = None
    names: tuple[object, ...] | None = None
    reason: tuple[object, ...] | None = None
    path: Path | None = None


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the vault holds: the version to show, the one in force, all there are, and the draft."""

    shown: PromptSet
    current: PromptSet
    rows: list[PromptSetRow]
    draft: SetDraft | None


class PromptsPage(Page):
    """Three panels, one at a time: reading, writing, and the difference before anything is kept."""

    help_topic = "prompts"
    watches = Changes.PROMPTS

    def __init__(self, tasks: Tasks, prompts: Prompts) -> None:
        super().__init__(tasks)
        self._prompts = prompts
        self._kept: _Kept | None = None
        self._wanted, self._is_new_wanted = PromptsPlace(), False
        self.asking = Asking(self, tasks)
        self.workbooks = Workbooks(self, tasks, prompts)
        self.reader = ReaderPanel()
        self.editor = EditorPanel(tasks, prompts)
        self.comparison = ComparisonPanel()
        self.stack = QStackedWidget()
        for panel in (self.reader, self.editor, self.comparison):
            self.stack.addWidget(panel)
        self.body.addWidget(self.stack, 1)
        self._hear_panels()

    def _hear_panels(self) -> None:
        self.reader.version_wanted.connect(self.show_version)
        self.reader.new_wanted.connect(self.begin_new)
        self.reader.import_wanted.connect(self.workbooks.choose_file)
        self.reader.export_wanted.connect(self._export)
        self.reader.retire_wanted.connect(lambda: self.open_retire())
        self.editor.left.connect(self._read_again)
        self.editor.saved.connect(self.saved)
        self.editor.refused.connect(self.tell_error)
        self.editor.drop_wanted.connect(self.open_drop)
        self.editor.compare_wanted.connect(self.compare)
        self.comparison.left.connect(self.step_back)
        self.comparison.other_wanted.connect(self.workbooks.choose_file)
        self.comparison.again_wanted.connect(self.workbooks.read_again)
        self.comparison.edit_wanted.connect(self._edit_read)
        self.comparison.keep_wanted.connect(self.keep)
        self.workbooks.found.connect(self._show_found)
        self.workbooks.told.connect(self.tell)
        self.workbooks.refused.connect(self._refuse_file)
        self.workbooks.busy.connect(self.reader.import_button.setDisabled)
        self.workbooks.busy.connect(self.comparison.again_button.setDisabled)

    # ── the page ─────────────────────────────────────────────────────────────────────────────────

    def refresh(self) -> None:
        self.tasks.query(partial(self._read, self._wanted.shown), then=self._show)

    def arrive(self, destination: Destination) -> None:
        self._is_new_wanted = destination.act == "new"
        if self._is_new_wanted and self._kept is not None:
            self._begin_wanted()

    def place(self) -> PromptsPlace:
        shown = self.reader.shown
        is_editing = self.editor.draft is not None and self._panel() is not self.reader
        in_force = self._kept is not None and shown == self._kept.current
        return PromptsPlace(
            shown="" if shown is None or in_force else shown.id,
            number=self.editor.number() if is_editing else self.reader.tree.number(),
            is_editing=is_editing,
            is_comparing=self._panel() is self.comparison,
            is_unsaved=is_editing and self.editor.has_unsaved(),
            draft=self.editor.draft if is_editing else None,
            names=self.editor.dialog.typed() if self.editor.dialog is not None else None,
            reason=_typed_reason(self.asking.dialog),
            path=self.workbooks.path,
        )

    def return_to(self, place: object) -> None:
        if isinstance(place, PromptsPlace):
            self._wanted = place

    def save_now(self) -> None:
        self.editor.save_now()

    def has_unsaved(self) -> bool:
        return self.editor.has_unsaved()

    def begin_new(self) -> None:
        """Go on with the draft, or begin one from the version in sight (Ctrl+N)."""
        if self._panel() is self.editor:
            self.editor.add_prompt()
        elif self._kept is not None and self._kept.draft is not None:
            self._edit(self._kept.draft)
        elif self.reader.shown is not None:
            self.tasks.query(partial(self._begin, self.reader.shown.id), then=self._edit)

    def step_back(self) -> bool:
        if self._panel() is self.comparison and self.workbooks.path is None:
            self.stack.setCurrentWidget(self.editor)
        elif self._panel() is not self.reader:
            self._read_again()
        else:
            return False
        return True

    def _panel(self) -> object:
        return self.stack.currentWidget()

    # ── reading ──────────────────────────────────────────────────────────────────────────────────

    def show_version(self, set_id: str) -> None:
        """Show another version."""
        self._wanted = PromptsPlace(shown=set_id)
        self.refresh()

    def _read(self, shown: str, _: Progress) -> _Kept:
        current, rows = self._prompts.current(), self._prompts.sets()
        is_known = any(row.id == shown for row in rows)
        version = self._prompts.get(shown) if is_known else current
        return _Kept(version, current, rows, self._prompts.draft())

    def _show(self, kept: _Kept) -> None:
        self._kept = kept
        wanted, number = self._wanted, self._wanted.number or self.reader.tree.number()
        self._wanted = PromptsPlace(shown=wanted.shown)
        self.reader.show_set(kept.shown, kept.rows, number, kept.draft is not None)
        draft = wanted.draft or kept.draft
        if wanted.path is not None:
            self.workbooks.read(wanted.path)
        elif wanted.is_editing and draft is not None:
            self._edit(draft, wanted.number)
            if wanted.is_unsaved:
                self.tasks.command(partial(self._keep_draft, draft))
            if wanted.is_comparing:
                self.compare(draft)
            if wanted.names is not None:
                self.editor.open_names(wanted.names)
        elif wanted.reason is not None:
            self.open_retire(wanted.reason)
        elif self._is_new_wanted:
            self._begin_wanted()

    def _begin_wanted(self) -> None:
        self._is_new_wanted = False
        if self._panel() is self.reader:
            self.begin_new()

    def _read_again(self) -> None:
        self.editor.save_now()
        self.workbooks.path = None
        self.stack.setCurrentWidget(self.reader)
        self.refresh()

    # ── writing ──────────────────────────────────────────────────────────────────────────────────

    def _begin(self, set_id: str, _: Progress) -> SetDraft:
        return self._prompts.new_draft(set_id)

    def _keep_draft(self, draft: SetDraft, _: Progress) -> Changes:
        return self._prompts.keep_draft(draft)

    def _edit(self, draft: SetDraft, number: str = "") -> None:
        if self._kept is not None:
            self.workbooks.path = None
            self.editor.show_draft(draft, self._kept.current, number)
            self.stack.setCurrentWidget(self.editor)
            self.tell(None)

    def compare(self, draft: SetDraft) -> None:
        """Show what the draft says otherwise than the version in force."""
        self.workbooks.path = None
        self.tasks.query(partial(self._compare, draft), self._show_found, self.tell_error)

    def _compare(self, draft: SetDraft, _: Progress) -> tuple[Comparison, ...]:
        return (self._prompts.compare(draft),)

    def _show_found(self, found: tuple[Comparison, ...]) -> None:
        path = self.workbooks.path
        self.comparison.show_found(found, is_file=path is not None)
        self.stack.setCurrentWidget(self.comparison)

    def keep(self, draft: SetDraft) -> None:
        """Keep this as the next version."""
        self.comparison.keep_button.setEnabled(False)
        self.tasks.command(partial(self._keep, draft), self._say_kept, self.tell_error)

    def _keep(self, draft: SetDraft, _: Progress) -> tuple[PromptSet, Changes]:
        return self._prompts.keep_version(draft)

    def _say_kept(self, made: PromptSet) -> None:
        self.editor.forget()
        self._wanted = PromptsPlace()
        self._read_again()
        what = f"已存为第 {made.version} 版，从现在起准备谈话用它。"
        safe = "以前的谈话仍是当时的问法。"
        self.tell(Message(what, safe, "不再用的旧版可以停用。", Tone.NOTE))

    # ── retiring, giving up, files ───────────────────────────────────────────────────────────────

    def open_retire(self, typed: tuple[object, ...] = ()) -> None:
        """Ask why the version in sight is not to be used any more; typed is from before a lock."""
        if (row := self.reader.row) is not None:
            dialog = RetireDialog(self, row)
            dialog.put_back(typed)
            retire = partial(self._prompts.retire, row.id)
            self.asking.ask(dialog, lambda: retire(dialog.text()), self._read_again)

    def open_drop(self) -> None:
        """Ask whether the draft is to be given up."""
        dialog = DropDialog(self, "这份草稿里改过的内容都会丢掉。", "放弃草稿")
        self.editor.save_now()
        self.asking.ask(dialog, self._prompts.drop_draft, self._drop)

    def _drop(self) -> None:
        self.editor.forget()
        self._read_again()

    def _export(self) -> None:
        self.workbooks.choose_place(self.reader.shown)

    def _refuse_file(self, error: AppError) -> None:
        if self._panel() is not self.comparison:
            self.workbooks.path = None
        self.tell_error(error)

    def _edit_read(self, draft: SetDraft) -> None:
        """Go on writing what was read; a draft there already is given up only when asked."""
        take = partial(self._take_draft, draft)
        if self._kept is not None and self._kept.draft is not None:
            because = "已经有一份草稿。换成读进来的这一份，原来的那份就没有了。"
            self.asking.ask(DropDialog(self, because, "换成这一份"), self._prompts.drop_draft, take)
        else:
            take()

    def _take_draft(self, draft: SetDraft) -> None:
        self.tasks.command(partial(self._keep_draft, draft))
        self._edit(draft)


def _typed_reason(dialog: FormDialog | None) -> tuple[object, ...] | None:
    """What stands in the form for retiring, if that is open; other forms hold no words."""
    return dialog.typed() if isinstance(dialog, RetireDialog) else None
