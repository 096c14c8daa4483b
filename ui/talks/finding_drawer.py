"""What the talk brought up: a problem, advice, or what somebody promised (记为问题)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QPlainTextEdit, QWidget

from app.domain.finding import Finding, FindingNature
from app.domain.ids import FindingId
from app.domain.tags import TagBook
from app.domain.talk import Participant
from app.domain.workdays import Workdays
from ui import theme
from ui.talks.drawer import Drawer
from ui.term_field import TermField
from ui.widgets.fields import choice, line_edit
from ui.widgets.words import label

COMMON = "common"
_SHORT = 16  # characters of a known finding in the list
_MOST_LINES = 12
_TITLE = "记为问题"


class Sort(Enum):
    """What is noted: 问题, 意见建议, 个人承诺."""

    PROBLEM = "problem"
    ADVICE = "advice"
    UNDERTAKING = "undertaking"


NATURE = {FindingNature.PROBLEM: "问题", FindingNature.ADVICE: "意见建议"}
SORTS = {
    Sort.PROBLEM: NATURE[FindingNature.PROBLEM],
    Sort.ADVICE: NATURE[FindingNature.ADVICE],
    Sort.UNDERTAKING: "个人承诺",
}


@dataclass(frozen=True, slots=True)
class FindingWords:
    """What was filled in; whose is the place of a participant, or COMMON, or empty.

    term is how the deadline was told, such as 20w, or nothing for a chosen day.
    known is the finding that is being changed; without one it is new.
    """

    manifestation: str
    measure: str
    deadline: date
    term: str
    is_repeated: bool
    sort: Sort
    whose: str
    tag: str
    regulation: str
    is_regulation_new: bool
    known: FindingId | None

    @property
    def nature(self) -> FindingNature:
        """Whether it must be put right, or was advice."""
        return FindingNature.ADVICE if self.sort is Sort.ADVICE else FindingNature.PROBLEM


class FindingDrawer(Drawer):
    """What it is, whose it is, how it shows, what is to be done and by when.

    known_chosen gives the id of an earlier finding of this talk that is to be changed, or nothing.
    """

    known_chosen = Signal(str)

    def __init__(self, workdays: Callable[[], Workdays], parent: QWidget | None = None) -> None:
        super().__init__(_TITLE, "记下", parent)
        self._workdays = workdays
        self._found_on = self._today = date(2000, 1, 1)  # until offer() tells the day
        self._usual = ""
        self._wanted = ""  # which finding was being changed, until the list of them is read
        self._make_fields()
        self._lay_out()
        self.sort.currentIndexChanged.connect(self._suit_sort)
        self.known.currentIndexChanged.connect(self._choose_known)

    def _make_fields(self) -> None:
        self.known = _list("新的一条，或改已记的")
        self.sort = choice("类别", [(word, sort) for sort, word in SORTS.items()])
        self.whose = _list("是谁的")
        self.manifestation = QPlainTextEdit()
        self.manifestation.setTabChangesFocus(True)
        self.manifestation.setAccessibleName("具体表现")
        self.manifestation.setPlaceholderText("什么时间、什么事项、什么情形，一句话写具体")
        self.measure = line_edit("整改举措")
        self.repeated = QCheckBox("以前也发生过")
        self.repeated.setAccessibleName("以前也发生过（屡查屡犯）")
        self.deadline = TermField(lambda: self._found_on, self._workdays, is_flat=True)
        self.tag = _list("标签")
        self.regulation = line_edit("建章立制", "因此立的、改的规矩叫什么，没有不写")
        ways: list[tuple[str, object]] = [("新建", True), ("修订", False)]
        self.is_new = choice("新建还是修订", ways)

    def _lay_out(self) -> None:
        self.fields.addRow("类别", _beside((self.sort, 0), ("是谁的", 0), (self.whose, 1)))
        self.fields.addRow("具体表现", self.manifestation)
        self.fields.addRow("整改举措", _beside((self.measure, 1), (self.repeated, 0)))
        self.fields.addRow("时限", self.deadline)
        rule = _beside((self.tag, 0), ("建章立制", 0), (self.regulation, 1), (self.is_new, 0))
        self.fields.addRow("标签", rule)
        top = self.body.itemAt(0).layout()
        if isinstance(top, QHBoxLayout):
            top.insertWidget(1, self.known)

    # ── offering ─────────────────────────────────────────────────────────────────────────────────

    def offer(
        self,
        today: date,
        usual: str,
        people: Sequence[tuple[int, Participant]],
        tags: TagBook,
    ) -> None:
        """Empty the form; propose the usual term from today, these people and tags.

        Of one person alone it is proposed to be that person's, of many to be common to all.
        """
        self._offer_people(people)
        with QSignalBlocker(self.tag):
            self.tag.clear()
            self.tag.addItem("不归类", "")
            for tag in tags.offered:
                self.tag.addItem(tags.title(tag.key), tag.key)
        self._tags = tags
        self._today, self._usual = today, usual
        self.offer_known(())
        self._empty()
        self.manifestation.setFixedHeight(theme.line(self.manifestation, 2) + theme.px(1.5))

    def begin_with(self, text: str, place: str) -> None:
        """Say out of which question it comes, and begin with words that were chosen there.

        They stand chosen, so that what is typed instead takes their place.
        """
        self.heading.setText(f"{_TITLE}（{place}）" if place else _TITLE)
        self.manifestation.setPlainText(text)
        self.manifestation.selectAll()

    def offer_known(self, findings: Sequence[Finding]) -> None:
        """Let one of the findings of this talk be chosen and changed."""
        with QSignalBlocker(self.known):
            chosen = self._wanted or self.known.currentData()
            self._wanted = ""
            self.known.clear()
            self.known.addItem("新的一条", "")
            for one in findings:
                short = one.manifestation[:_SHORT]
                self.known.addItem(f"改 {one.number}　{short}", one.id)
            self.known.setCurrentIndex(max(0, self.known.findData(chosen)))
        self.known.setVisible(bool(findings))

    def show_known(self, finding: Finding, whose: str, found_on: date) -> None:
        """Fill in a finding that is to be changed; whose names its place as words() does.

        Its term is reckoned from the day it was found.
        """
        self._found_on = found_on
        sort = Sort.UNDERTAKING if finding.is_personal else Sort(finding.nature.value)
        self.sort.setCurrentIndex(self.sort.findData(sort))
        self.whose.setCurrentIndex(max(0, self.whose.findData(whose)))
        self.manifestation.setPlainText(finding.manifestation)
        self.measure.setText(finding.measure)
        self.deadline.show_term(finding.term, finding.deadline)
        self.repeated.setChecked(finding.is_repeated)
        if self.tag.findData(finding.tag) < 0:  # a tag that is retired stays what it was
            self.tag.addItem(self._tags.title(finding.tag), finding.tag)
        self.tag.setCurrentIndex(self.tag.findData(finding.tag))
        self.regulation.setText(finding.regulation)
        self.is_new.setCurrentIndex(self.is_new.findData(finding.is_regulation_new))
        self.confirm_button.setText("改好")

    # ── what was filled in ───────────────────────────────────────────────────────────────────────

    def words(self) -> FindingWords:
        """What was filled in."""
        known = str(self.known.currentData() or "")
        return FindingWords(
            manifestation=self.manifestation.toPlainText().strip(),
            measure=self.measure.text().strip(),
            deadline=self.deadline.deadline(),
            term=self.deadline.term(),
            is_repeated=self.repeated.isChecked(),
            sort=Sort(self.sort.currentData()),
            whose=str(self.whose.currentData() or ""),
            tag=str(self.tag.currentData() or ""),
            regulation=self.regulation.text().strip(),
            is_regulation_new=bool(self.is_new.currentData()),
            known=FindingId(known) if known else None,
        )

    def written(self) -> tuple[str, ...]:
        words = self.words()
        return (
            words.manifestation,
            words.measure,
            words.deadline.isoformat(),
            words.term,
            self._found_on.isoformat(),
            "1" if words.is_repeated else "",
            words.sort.value,
            words.whose,
            words.tag,
            words.regulation,
            "1" if words.is_regulation_new else "",
            words.known or "",
        )

    def write(self, words: tuple[str, ...]) -> None:
        manifestation, measure, deadline, term, found_on, repeated, *more = words
        sort, whose, tag, regulation, is_new, known = more
        self._wanted, self._found_on = known, date.fromisoformat(found_on)
        self.sort.setCurrentIndex(max(0, self.sort.findData(Sort(sort))))
        self.whose.setCurrentIndex(max(0, self.whose.findData(whose)))
        self.manifestation.setPlainText(manifestation)
        self.measure.setText(measure)
        self.deadline.show_term(term, date.fromisoformat(deadline))
        self.repeated.setChecked(bool(repeated))
        self.tag.setCurrentIndex(max(0, self.tag.findData(tag)))
        self.regulation.setText(regulation)
        self.is_new.setCurrentIndex(self.is_new.findData(bool(is_new)))

    def fault(self) -> str:
        words = self.words()
        if not words.manifestation:
            return f"“{self._manifestation_word()}”还没有写。"
        if words.sort is Sort.UNDERTAKING and not words.whose.isdigit():
            return "个人承诺要写明是谁的，请在“是谁的”里选一位。"
        return ""

    def first_field(self) -> QWidget:
        return self.manifestation

    # ── inside ───────────────────────────────────────────────────────────────────────────────────

    def _offer_people(self, people: Sequence[tuple[int, Participant]]) -> None:
        self.whose.clear()
        for place, person in people:
            self.whose.addItem(f"{person.name}　{person.unit_name}", str(place))
        everybody = "全体（共性）" if len(people) > 1 else "共性，不专属一家"
        at = 0 if len(people) > 1 else self.whose.count()
        self.whose.insertItem(at, everybody, COMMON)
        self.whose.setCurrentIndex(0)

    def _empty(self) -> None:
        self.sort.setCurrentIndex(0)
        self.whose.setCurrentIndex(0)
        self.manifestation.clear()
        self.measure.clear()
        self._found_on = self._today
        self.deadline.show_term(self._usual)
        self.repeated.setChecked(False)
        self.tag.setCurrentIndex(0)
        self.regulation.clear()
        self.is_new.setCurrentIndex(0)
        self.confirm_button.setText("记下")

    def _manifestation_word(self) -> str:
        return {Sort.ADVICE: "意见建议", Sort.UNDERTAKING: "承诺什么"}.get(
            Sort(self.sort.currentData()), "具体表现"
        )

    def _suit_sort(self, _: int) -> None:
        word = self._manifestation_word()
        written = self.fields.labelForField(self.manifestation)
        if written is not None:
            written.setProperty("text", word)
        self.manifestation.setAccessibleName(word)

    def _choose_known(self, _: int) -> None:
        if not self.known.currentData():
            self._empty()
        self.known_chosen.emit(str(self.known.currentData() or ""))


def _list(name: str) -> QComboBox:
    made = choice(name, [])
    made.setMaxVisibleItems(_MOST_LINES)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(9)
    return made


def _beside(*parts: tuple[QWidget | str, int]) -> QHBoxLayout:
    """Fields and words in one line, each with its share of the room that is left."""
    line = QHBoxLayout()
    line.setSpacing(theme.px(1))
    for part, share in parts:
        line.addWidget(label(part, wrap=False) if isinstance(part, str) else part, share)
    return line
