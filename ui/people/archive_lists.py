"""The lists of an archive: talks, findings, leaves and files; Enter opens what is chosen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTableWidgetItem, QWidget

from app.domain.archive_timeline import ArchiveFinding
from app.domain.archive_words import LEAF_KIND_WORDS
from app.domain.archives import ArchiveLeaf, ArchivePaper
from app.domain.calendar import written_date
from app.domain.talk_list import TalkRow
from ui.people.archive_words import ORIGINS, finding_standing, leaf_standing, origin_text, whose
from ui.terms import TALK_STATUS
from ui.theme import row_height
from ui.widgets.buttons import button, flow
from ui.widgets.plain_table import plain_table
from ui.widgets.surfaces import column
from ui.widgets.words import label


class ArchiveList(QWidget):
    """A table read whole. opened gives the row that was opened, chosen that another is chosen."""

    opened = Signal(object)
    chosen = Signal()

    def __init__(self, name: str, headings: Sequence[str], stretched: int, nothing: str) -> None:
        super().__init__()
        self.rows: tuple[object, ...] = ()
        self.table = plain_table(name, headings, stretched)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.verticalHeader().setDefaultSectionSize(row_height(self.table))
        self.empty = label(nothing, tone="quiet")
        self.table.itemActivated.connect(lambda item: self._open(item.row()))
        self.table.itemSelectionChanged.connect(self.chosen)
        self.lines = column(self.empty, self.table)
        self.lines.setStretch(1, 1)
        self.setLayout(self.lines)

    def fill(self, rows: Iterable[object], cells: Iterable[Sequence[str]]) -> None:
        """Show these rows with these cells; the one that was chosen stays chosen by its place."""
        before = self.table.currentRow()
        self.rows = tuple(rows)
        self.table.blockSignals(True)
        self.table.setRowCount(len(self.rows))
        for number, texts in enumerate(cells):
            for place, text in enumerate(texts):
                cell = QTableWidgetItem(text)
                cell.setToolTip(text)
                self.table.setItem(number, place, cell)
            first = self.table.item(number, 0)
            if first is not None:
                spoken = "，".join(filter(None, texts))
                first.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
        if self.rows:
            self.table.selectRow(max(0, min(before, len(self.rows) - 1)))
        self.table.blockSignals(False)
        self.empty.setVisible(not self.rows)
        self.table.setVisible(bool(self.rows))
        self.chosen.emit()

    def current(self) -> object | None:
        """The row that is chosen."""
        number = self.table.currentRow()
        return self.rows[number] if 0 <= number < len(self.rows) else None

    def _open(self, number: int) -> None:
        if 0 <= number < len(self.rows):
            self.opened.emit(self.rows[number])


class TalkList(ArchiveList):
    """谈话."""

    def __init__(self) -> None:
        super().__init__("历次谈话", ("日期", "编号", "类型", "状态"), 2, "还没有谈过。")

    def show_talks(self, talks: Sequence[TalkRow]) -> None:
        """List these talks."""
        self.fill(
            talks,
            [
                (written_date(t.day.date()), t.number, t.kind_title, TALK_STATUS[t.status])
                for t in talks
            ],
        )


class FindingsOfPerson(ArchiveList):
    """问题与整改."""

    def __init__(self) -> None:
        headings = ("编号", "问题", "关于", "时限")
        super().__init__("问题与整改", headings, 1, "没有登记过问题，也没有个人承诺。")

    def show_findings(self, found: Sequence[ArchiveFinding], today: date) -> None:
        """List these findings."""
        self.fill(
            found,
            [
                (
                    one.number,
                    one.manifestation,
                    whose(one),
                    finding_standing(one, today),
                )
                for one in found
            ],
        )


class FileList(ArchiveList):
    """附件: those of talks, of findings and of leaves."""

    def __init__(self) -> None:
        headings = ("日期", "名称", "属于")
        super().__init__("附件", headings, 1, "谈话、问题和活页都还没有附件。")

    def show_papers(self, papers: Sequence[ArchivePaper]) -> None:
        """List these files."""
        self.fill(papers, [_file_cells(one) for one in papers])

    def papers(self) -> list[ArchivePaper]:
        """The files that are listed."""
        return [one for one in self.rows if isinstance(one, ArchivePaper)]


class LeafList(ArchiveList):
    """廉政档案: the leaves, and what may be done with them.

    add_asked, change_asked and remove_asked tell what is wanted of the chosen one.
    """

    add_asked = Signal()
    change_asked = Signal(object)
    remove_asked = Signal(object)

    def __init__(self) -> None:
        headings = ("日期", "活页")
        nothing = "还没有活页。述责述廉、民主生活会、建议书、公开访谈都放在这里。"
        super().__init__("廉政档案", headings, 1, nothing)
        self.add_button = button("放入一页…", "plus")
        self.open_button = button("打开", "folder-open")
        self.change_button = button("修改…", "pencil")
        self.remove_button = button("取出…", name="取出这一页")
        self.lines.insertWidget(
            0, flow(self.add_button, self.open_button, self.change_button, self.remove_button)
        )
        self.lines.setStretch(1, 0)
        self.lines.setStretch(2, 1)
        self.add_button.clicked.connect(self.add_asked)
        self.open_button.clicked.connect(lambda: self._ask(self.opened.emit))
        self.change_button.clicked.connect(lambda: self._ask(self.change_asked.emit))
        self.remove_button.clicked.connect(lambda: self._ask(self.remove_asked.emit))
        self.chosen.connect(self._suit)
        self._suit()

    def show_leaves(self, leaves: Sequence[ArchiveLeaf], today: date) -> None:
        """List these leaves; a reply that is overdue has its sign."""
        self.fill(leaves, [_leaf_cells(one, today) for one in leaves])

    def leaves(self) -> list[ArchiveLeaf]:
        """The leaves that are listed."""
        return [one for one in self.rows if isinstance(one, ArchiveLeaf)]

    def _ask(self, tell: object) -> None:
        current = self.current()
        if current is not None and callable(tell):
            tell(current)

    def _suit(self) -> None:
        for one in (self.open_button, self.change_button, self.remove_button):
            one.setEnabled(self.current() is not None)


def _leaf_cells(one: ArchiveLeaf, today: date) -> tuple[str, ...]:
    entry = one.leaf.entry
    more = f"{len(one.papers)} 个附件" if one.papers else ""
    reply = leaf_standing(one.leaf, today)
    kind = LEAF_KIND_WORDS[entry.kind]
    # what still waits stands in front, where a narrow list does not cut it off
    before, after = (reply, "") if one.leaf.is_awaited else ("", reply)
    said = filter(None, (before, kind, entry.number, entry.title, after, more))
    return (written_date(entry.day), "　".join(said))


def _file_cells(one: ArchivePaper) -> tuple[str, ...]:
    is_leaf = one.origin.sort == "leaf"  # whose title would leave no room for the file's own
    origin = ORIGINS["leaf"] if is_leaf else origin_text(one.origin)
    return (written_date(one.day), one.attachment.title, origin)
