"""The terms there are, and which of them each kind of talk gets."""

from __future__ import annotations

from functools import partial

from app.domain.archive_words import LEAF_KIND_WORDS
from app.domain.changes import Changes
from app.domain.progress import Progress
from app.domain.retention import LEAF, RetentionBook, RetentionClass
from ui.dictionary_panel import DictionaryPanel, Line
from ui.retention.desk import RetentionDesk
from ui.retention.forms import ClassForm, KindForm, MarkForm
from ui.retention.words import years_text
from ui.widgets.buttons import button, flow
from ui.widgets.surfaces import column
from ui.widgets.words import label

_NOBODY = RetentionBook((), {})
_LEAVES = {f"{LEAF}{kind.value}": title for kind, title in LEAF_KIND_WORDS.items()}


class ClassesPanel(DictionaryPanel):
    """The county's own table of terms."""

    desk: RetentionDesk

    def __init__(self, desk: RetentionDesk) -> None:
        super().__init__(desk, "保管期限", ("名称", "保管多久", "状态"), 0)
        self.book = _NOBODY
        self.add_button = button("添加…", "plus", name="添加保管期限")
        self.change_button = button("修改…", "pencil", name="修改保管期限")
        self.retire_button = button("停用", name="停用保管期限")
        note = "改了年数，已经归档的谈话也按新的年数算；已经提出的清册不变。"
        whole = column(
            self.message,
            self.table,
            flow(self.add_button, self.change_button, self.retire_button),
            label(note, "small", "quiet"),
        )
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.add_button.clicked.connect(lambda: self.open_form("add"))
        self.change_button.clicked.connect(lambda: self.open_form("change"))
        self.edit_asked.connect(lambda: self.open_form("change"))
        self.retire_button.clicked.connect(self._retire_or_restore)

    @property
    def one(self) -> RetentionClass | None:
        """The chosen term."""
        return next((one for one in self.book.classes if one.key == self.key), None)

    def show_book(self, book: RetentionBook) -> None:
        """Show the terms."""
        self.book = book
        self.show_lines(
            [
                Line(
                    one.key,
                    (one.title, years_text(one), "已停用" if one.is_retired else ""),
                    one.is_retired,
                )
                for one in book.classes
            ]
        )

    def refresh(self) -> None:
        self.desk.tasks.query(self._read, then=self.show_book, refused=self._refuse)

    def suit(self) -> None:
        one = self.one
        for made in (self.change_button, self.retire_button):
            made.setEnabled(one is not None)
        self.retire_button.setText("恢复" if one is not None and one.is_retired else "停用")

    def open_form(self, name: str) -> None:
        """Open the form of a new term, or of the chosen one."""
        if name == "add" or self.one is not None:
            form = ClassForm(self, self.one if name == "change" else None)
            self.ask(form, form.command)

    def _retire_or_restore(self) -> None:
        if (one := self.one) is not None:
            self.run(partial(_retired, self.desk, one))

    def _read(self, _: Progress) -> RetentionBook:
        return self.desk.retention.book()


class TermsOfKindsPanel(DictionaryPanel):
    """Each kind of talk with the term its records get."""

    desk: RetentionDesk

    def __init__(self, desk: RetentionDesk) -> None:
        super().__init__(desk, "各类谈话和活页的保管期限", ("类型", "保管期限"), 0)
        self.book = _NOBODY
        self.change_button = button("改定…", "pencil", name="改定这一类的保管期限")
        self.mark_button = button("单独定一件…", "file-text", name="单独定一件谈话的保管期限")
        whole = column(self.message, self.table, flow(self.change_button, self.mark_button))
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.change_button.clicked.connect(lambda: self.open_form("kind"))
        self.mark_button.clicked.connect(lambda: self.open_form("mark"))
        self.edit_asked.connect(lambda: self.open_form("kind"))

    def refresh(self) -> None:
        self.desk.tasks.query(self._read, then=self.show_book, refused=self._refuse)

    def show_book(self, book: RetentionBook) -> None:
        """Show what each kind of talk gets."""
        self.book = book
        lines = [
            Line(kind.key, (kind.title, book.usual(kind.key).title), kind.is_retired)
            for kind in self.desk.kinds.book.kinds
        ]
        lines += [
            Line(key, (f"活页：{title}", book.usual(key).title)) for key, title in _LEAVES.items()
        ]
        self.show_lines(lines)

    def suit(self) -> None:
        self.change_button.setEnabled(bool(self.key))

    def open_form(self, name: str) -> None:
        """Open the form of the chosen kind, or of one talk alone."""
        if name == "mark":
            mark = MarkForm(self, self.book.offered)
            self.ask(mark, mark.command)
        elif self.key:
            named = {kind.key: kind.title for kind in self.desk.kinds.book.kinds} | _LEAVES
            now = self.book.usual(self.key).key
            form = KindForm(self, (self.key, named[self.key]), self.book.offered, now)
            self.ask(form, form.command)

    def _read(self, _: Progress) -> RetentionBook:
        return self.desk.retention.book()


def _retired(desk: RetentionDesk, one: RetentionClass, _: Progress) -> Changes:
    return desk.retention.retire_class(one.key, not one.is_retired)
