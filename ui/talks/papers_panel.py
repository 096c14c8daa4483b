"""The papers that go out before a talk: notice, request for facts, sign-in sheet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QSpinBox, QWidget

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.ids import TalkId
from app.domain.progress import Progress
from app.domain.talk import Talk
from app.domain.talk_papers import ORGANS, Contact, NoticeWish, RequestWish
from ui.messages import message_for
from ui.paper_preview import PaperPreview
from ui.talks.desk import Desk
from ui.theme import characters, line
from ui.widgets.buttons import button, flow, primary
from ui.widgets.dates import day_edit, day_of
from ui.widgets.fields import Field, line_edit, text_area
from ui.widgets.message import Message
from ui.widgets.message_bar import MessageBar
from ui.widgets.surfaces import Card, column, row, scrolled
from ui.widgets.words import label

NOTICE, REQUEST, SIGN_IN, BLANK = range(4)
_MOST_PAGES, _USUAL_PAGES = 30, 4
_TITLES = ("谈话通知书", "调阅情况函", "签到表", "空白记录纸")
_SAID = (
    "每位谈话对象一页，下面有回执。",
    "选几家做几页。对信访只要类别和事项，不要信件，不写反映人。",
    "谈话对象和我方人员一人一行，到场时签名。",
    "机器用不成时在纸上记：已知的填好，其余留空，每页有签名的地方。事后照录进来。",
)


@dataclass(frozen=True, slots=True)
class PapersPlace:
    """Of which talk, which paper, and what stood in the fields."""

    talk_id: str = ""
    paper: int = NOTICE
    texts: tuple[str, ...] = ()
    organs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Wishes:
    """What the fields begin with."""

    notice: NoticeWish
    request: RequestWish


class PapersPanel(QWidget):
    """left: back to the talk."""

    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._talk_id = ""
        self._kept: PapersPlace | None = None
        self.messages = MessageBar()
        self.heading = label("", "large")
        self.back_button = button("返回谈话 Esc", "arrow-left", "quiet", name="返回谈话")
        self._papers = QButtonGroup(self)
        self.said = label("", tone="quiet")
        self.make_button = primary("做好看样张")
        self.preview = PaperPreview(desk.tasks, desk.minutes, "样张")
        self._make_fields()
        self._lay_out()
        self.back_button.clicked.connect(self.left)
        self._papers.idClicked.connect(self.choose)
        self.make_button.clicked.connect(self.make)
        self.preview.told.connect(self._tell)
        self.preview.save_wanted.connect(self.save_to)
        desk.tasks.crashed.connect(self._allow)

    def _make_fields(self) -> None:
        self.bring = text_area("请携带", 3)
        self.name = line_edit("联系人", "姓名")
        self.phone = line_edit("电话", "如：0719-1234567")
        self.organs = {organ.key: QCheckBox(organ.title) for organ in ORGANS}
        self.answer_by = day_edit("请在这一天前反馈", self._desk.local(self._desk.now()).date())
        self.bring_field = Field("请携带", self.bring)
        self.organs_box = flow(*self.organs.values())
        self.by_field = Field("请在这一天前反馈", self.answer_by)
        self.pages = QSpinBox()
        self.pages.setRange(1, _MOST_PAGES)
        self.pages.setValue(_USUAL_PAGES)
        self.pages_field = Field("几页", self.pages)
        self.contact = QWidget()
        self.contact.setLayout(column(Field("联系人", self.name), Field("电话", self.phone)))

    def _lay_out(self) -> None:
        chips = []
        for number, title in enumerate(_TITLES):
            chip = button(title, kind="chip")
            chip.setCheckable(True)
            self._papers.addButton(chip, number)
            chips.append(chip)
        chips[NOTICE].setChecked(True)
        card = Card("写什么")
        card.add(flow(*chips), self.said, self.bring_field, self.organs_box, self.by_field)
        card.add(self.contact, self.pages_field)
        card.body.addStretch(1)
        inside = QWidget()
        inside.setLayout(column(card))
        side = QWidget()
        lines = column(scrolled(inside, "会前文书"), row(self.make_button, None))
        lines.setStretch(0, 1)
        side.setLayout(lines)
        side.setMinimumWidth(characters(self, 16))
        self.bring.setMaximumHeight(line(self.bring, 5))
        halves = row(side, self.preview, gap=2)
        halves.setStretch(0, 2)
        halves.setStretch(1, 3)
        head = row(self.back_button, self.heading)
        head.setStretch(1, 1)
        whole = column(self.messages, head, halves)
        whole.setStretch(2, 1)
        self.setLayout(whole)

    # ── showing ──────────────────────────────────────────────────────────────────────────────────

    def begin(self, talk_id: str, number: str = "") -> None:
        """Offer the papers of this talk."""
        self._talk_id, self._kept = talk_id, None
        self.heading.setText(f"会前文书　{number}".strip())
        self.messages.clear()
        self.preview.clear()
        self.choose(max(self._papers.checkedId(), NOTICE))
        self._desk.tasks.query(partial(self._read, TalkId(talk_id)), then=self._fill)
        self._papers.button(max(self._papers.checkedId(), NOTICE)).setFocus()

    def begin_for(self, talk: Talk) -> None:
        """Offer the papers of this talk, with its number above."""
        self.begin(talk.id, talk.number)

    def choose(self, paper: int) -> None:
        """Turn to one of the papers."""
        self._papers.button(paper).setChecked(True)
        self.said.setText(_SAID[paper])
        self.bring_field.setVisible(paper == NOTICE)
        self.organs_box.setVisible(paper == REQUEST)
        self.by_field.setVisible(paper == REQUEST)
        self.contact.setVisible(paper in (NOTICE, REQUEST))
        self.pages_field.setVisible(paper == BLANK)
        self.preview.clear()
        self.make_button.setAccessibleName(f"做好看样张：{_TITLES[paper]}")

    def place(self) -> PapersPlace:
        """What was filled in."""
        texts = (self.bring.toPlainText(), self.name.text(), self.phone.text())
        organs = tuple(key for key, box in self.organs.items() if box.isChecked())
        return PapersPlace(self._talk_id, max(self._papers.checkedId(), NOTICE), texts, organs)

    def return_to(self, place: PapersPlace) -> None:
        """Fill in what was filled in before."""
        self.choose(place.paper)
        self.begin(place.talk_id)
        self._kept = place

    # ── acting ───────────────────────────────────────────────────────────────────────────────────

    def make(self) -> None:
        """Make the chosen paper and show it."""
        if not self._talk_id:
            return
        self.messages.clear()
        self.make_button.setEnabled(False)
        talk_id, contact = TalkId(self._talk_id), Contact(self.name.text(), self.phone.text())
        papers = self._desk.talk_papers
        notice = NoticeWish(self.bring.toPlainText(), contact)
        request = RequestWish(self.place().organs, day_of(self.answer_by), contact)
        work = {
            NOTICE: partial(_made, partial(papers.notice, talk_id, notice)),
            REQUEST: partial(_made, partial(papers.request_slip, talk_id, request)),
            SIGN_IN: partial(_made, partial(papers.sign_in, talk_id)),
            BLANK: partial(_made, partial(papers.blank_form, talk_id, self.pages.value())),
        }[self.place().paper]
        if self.place().paper == REQUEST and not request.organs:
            self._allow()
            self._tell(Message("一家也没有选。", "没有改动任何内容。", "请至少勾选一家。"))
            return
        self._desk.tasks.command(work, then=self._show, refused=self._refuse)

    def save_to(self, path: Path) -> None:
        """Write the paper on screen to a file there."""
        work = partial(self._save, self.preview.pdf, path)
        self._desk.tasks.command(work, then=self.preview.say_saved, refused=self._refuse)

    def _read(self, talk_id: TalkId, _: Progress) -> _Wishes:
        papers = self._desk.talk_papers
        return _Wishes(papers.last_notice(), papers.first_request(talk_id))

    def _save(self, pdf: bytes, path: Path, _: Progress) -> tuple[Path, Changes]:
        return path, self._desk.talk_papers.save(pdf, path)

    def _fill(self, wishes: _Wishes) -> None:
        kept, self._kept = self._kept, None
        contact = wishes.request.contact
        texts = kept.texts if kept else (wishes.notice.bring, contact.name, contact.phone)
        self.bring.setPlainText(texts[0])
        self.name.setText(texts[1])
        self.phone.setText(texts[2])
        chosen = kept.organs if kept else wishes.request.organs
        for key, box in self.organs.items():
            box.setChecked(key in chosen)
        self._set_day(wishes.request.answer_by)

    def _set_day(self, day: date) -> None:
        self.answer_by.setDate(day_edit("", day).date())

    def _show(self, pdf: bytes) -> None:
        self._allow()
        self.preview.show_pdf(pdf, f"{_TITLES[self.place().paper]}.pdf")

    def _tell(self, message: Message) -> None:
        self.messages.show_message(message)

    def _allow(self, _: object = None) -> None:
        self.make_button.setEnabled(True)

    def _refuse(self, error: AppError) -> None:
        self._allow()
        self.messages.show_message(message_for(error))


def _made(make: partial[tuple[bytes, Changes]], _: Progress) -> tuple[bytes, Changes]:
    return make()
