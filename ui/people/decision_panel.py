"""One row of the preview: what is wrong with it, or who it may be, and what to do."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QRadioButton, QVBoxLayout, QWidget

from app.domain.people import PersonCard
from app.domain.roster import Choice, Decision, PreviewRow, Standing
from ui.people.fault_words import fault_text
from ui.people.import_model import posts_text
from ui.people.words import person_line, place_text
from ui.theme import px
from ui.widgets.surfaces import Card, Place
from ui.widgets.words import label


class DecisionPanel(Card):
    """decided tells the number of the row and the answer."""

    decided = Signal(int, object)

    def __init__(self) -> None:
        super().__init__()
        self._place = Place()
        self._options: list[Decision] = []
        self.group = QButtonGroup(self)
        self.ends_former = QCheckBox("原来的职务随之免去")
        self.add(self._place)
        self.say("在左边选一行，这里看它的情况。")

    def say(self, text: str) -> None:
        """Show a sentence and no row."""
        self._begin().addWidget(label(text, tone="quiet"))

    def show_row(self, row: PreviewRow, decision: Decision | None) -> None:
        """Show this row and what was decided for it so far."""
        box = self._begin()
        entry = row.entry
        box.addWidget(label(entry.name or "（没有姓名）", "large"))
        for text in (posts_text(entry), _facts(row), place_text(entry.place)):
            if text:
                box.addWidget(label(text, tone="quiet"))
        if row.standing is Standing.FAULTY:
            for fault in entry.faults:
                box.addWidget(label(f"✕ {fault_text(fault)}", tone="brick"))
            box.addWidget(label("在原文件里改好再读一次，或者跳过这一行。"))
        elif row.needs_decision:
            self._ask(row, decision, box)
        elif row.standing is Standing.SAME:
            box.addWidget(label("登记的内容一样，不用动。"))
        box.addStretch(1)

    def _ask(self, row: PreviewRow, decision: Decision | None, box: QVBoxLayout) -> None:
        box.addWidget(label("名册里的这个人是谁？", "strong"))
        self._option("另外一个人，新录入", Decision(Choice.ADD), box)
        for card in row.matches:
            self._option(f"就是已在册的：{_who(card)}", Decision(Choice.JOIN, card.person.id), box)
        for number in row.earlier:
            text = f"就是上面序号 {number} 的那个人"
            self._option(text, Decision(Choice.JOIN, row=number), box)
        self._option("跳过，这次不导入", Decision(Choice.SKIP), box)
        self.ends_former = QCheckBox("原来的职务随之免去（名册里没有写到的）")
        self.ends_former.setChecked(bool(decision and decision.ends_former))
        box.addWidget(self.ends_former)
        for number, option in enumerate(self._options):
            is_same = decision is not None and (
                (option.choice, option.person_id, option.row)
                == (decision.choice, decision.person_id, decision.row)
            )
            self.group.button(number).setChecked(is_same)
        self.group.idClicked.connect(lambda _: self._tell(row))
        self.ends_former.toggled.connect(lambda _: self._tell(row))

    def _option(self, text: str, decision: Decision, box: QVBoxLayout) -> None:
        made = QRadioButton(text)
        made.setToolTip(text)
        self.group.addButton(made, len(self._options))
        self._options.append(decision)
        box.addWidget(made)

    def _tell(self, row: PreviewRow) -> None:
        number = self.group.checkedId()
        if number >= 0:
            chosen = self._options[number]
            is_join = chosen.choice is Choice.JOIN
            ends = is_join and self.ends_former.isChecked()
            answer = Decision(chosen.choice, chosen.person_id, chosen.row, ends)
            self.decided.emit(row.number, answer)

    def _begin(self) -> QVBoxLayout:
        self._options = []
        self.group = QButtonGroup(self)
        content = QWidget()
        box = QVBoxLayout(content)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(px(1))
        self._place.put(content)
        return box


def _facts(row: PreviewRow) -> str:
    entry = row.entry
    born = f"{entry.born.written()}生" if entry.born else ""
    parts = (entry.gender, entry.ethnicity, entry.political_status, born)
    return "，".join(filter(None, parts))


def _who(card: PersonCard) -> str:
    post = next((f"{v.unit_name}{v.post.title}" for v in card.posts if not v.post.until), "")
    return "，".join(filter(None, (card.person.name, post, person_line(card.person))))
