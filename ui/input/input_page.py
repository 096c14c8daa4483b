"""输入法自检: which input method was found and why, a box to try it, and what to do."""

from __future__ import annotations

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.input_standing import InputStanding, InputWay, diagnostics
from app.domain.progress import Progress
from app.services.input_methods import InputMethods
from ui.input import words
from ui.input.trial_box import Heard, TrialBox
from ui.page import Page
from ui.tasks import Tasks
from ui.theme import px
from ui.widgets.buttons import button, flow
from ui.widgets.surfaces import Card, Place, column, facts, row, scrolled
from ui.widgets.words import label, set_tone

_VERDICTS = {
    Heard.NOTHING: ("○", words.NOT_HEARD, "quiet"),
    Heard.LETTERS: ("✗", words.LETTERS, "brick"),
    Heard.SPELT: ("…", words.SPELT, "ink"),
    Heard.OUTSIDE: ("✓", words.GOOD_OUTSIDE, "green"),
    Heard.GOOD: ("✓", words.GOOD, "green"),
}
_LINES = 3


class InputPage(Page):
    """What was found when the program began stands on the left; typing is tried on the right."""

    help_topic = "input"

    def __init__(self, tasks: Tasks, methods: InputMethods) -> None:
        super().__init__(tasks)
        self._methods = methods
        self.found_card, self.trial_card = FoundCard(), TrialCard()
        self.remedy_card = Card("怎么办")
        self._remedies = Place()
        self.remedy_card.add(self._remedies)
        self.found_card.again_button.clicked.connect(self.look_again)
        self.found_card.copy_button.clicked.connect(self.copy_diagnostics)
        self._lay_out()
        self.show_standing(methods.standing)

    def _lay_out(self) -> None:
        content = QWidget()
        both = row(self.found_card, self.trial_card, gap=2)
        both.setStretch(0, 1)
        both.setStretch(1, 1)
        whole = column(both, self.remedy_card, gap=2)
        whole.addStretch(1)
        whole.setContentsMargins(0, 0, px(1), 0)
        content.setLayout(whole)
        self.body.addWidget(scrolled(content, "输入法自检"), 1)

    def show_standing(self, standing: InputStanding) -> None:
        """Say which case this is, and what to do in it."""
        self.standing = standing
        self.found_card.show_standing(standing)
        lines = QWidget()
        remedies = words.case_words(standing).remedies
        steps = [label(f"{number}. {text}") for number, text in enumerate(remedies, 1)]
        lines.setLayout(column(*steps))
        self._remedies.put(lines)

    def look_again(self) -> None:
        """Look at the machine anew; what Qt was told at the start stays as it was."""
        self.trial_card.box.begin_again()
        self.tasks.query(self._look, then=self._show_found)

    def copy_diagnostics(self) -> None:
        """Put what somebody who helps wants to know on the clipboard; no name, no text."""
        typed = f"input.typed: {self.trial_card.box.state.value}\n"
        qt = f"input.qt: {QApplication.platformName()}\n"
        QApplication.clipboard().setText(diagnostics(self.standing) + qt + typed)
        self.found_card.copy_button.setText(words.COPIED)

    def _look(self, _: Progress) -> InputStanding:
        return self._methods.look()

    def _show_found(self, standing: InputStanding) -> None:
        self.show_standing(standing)
        before = self._methods.standing.way
        self.found_card.say_restart(before is InputWay.NONE and standing.is_found)


class FoundCard(Card):
    """Which case it is, why it is thought so, and what was seen."""

    def __init__(self) -> None:
        super().__init__("现在的输入法")
        self.headline, self.reason = label("", "large"), label("", tone="quiet")
        self.restart = label("现在找到了。请关闭本程序再打开，就能用它打字。", "strong")
        self.restart.hide()
        self._seen = Place()
        self.again_button = button("再查一次", "refresh-cw")
        self.copy_button = button("复制诊断信息", "copy")
        buttons = flow(self.again_button, self.copy_button)
        self.add(self.headline, self.reason, self.restart, self._seen, buttons)

    def show_standing(self, standing: InputStanding) -> None:
        """Say it."""
        said = words.case_words(standing)
        is_asked = standing.way is not InputWay.UNASKED
        sign = "✓" if standing.is_found else "✗"
        self.headline.setText(f"{sign} {said.headline}" if is_asked else said.headline)
        set_tone(self.headline, "ink" if standing.is_found else "brick")
        self.reason.setText(said.reason)
        self._seen.put(facts(words.seen_pairs(standing)))

    def say_restart(self, is_due: bool) -> None:
        """Say that it is there now, and that the program must be opened anew for it."""
        self.restart.setVisible(is_due)


class TrialCard(Card):
    """A box, and at once what was heard in it."""

    def __init__(self) -> None:
        super().__init__("试一试")
        self.box = TrialBox()
        height = QFontMetrics(self.box.font()).lineSpacing() * _LINES
        self.box.setFixedHeight(height + px(3))
        self.verdict = label("", "strong")
        self.clear_button = button("清空重试", "refresh-cw")
        self.clear_button.clicked.connect(self.begin_again)
        self.box.heard.connect(self.show_heard)
        self.add(
            label("打 nihao，按空格，应当出来“你好”。这里打的字不保存。", tone="quiet"),
            self.box,
            self.verdict,
            row(self.clear_button, None),
        )
        self.body.addStretch(1)
        self.show_heard(Heard.NOTHING)

    def begin_again(self) -> None:
        """Empty the box and be ready to type."""
        self.box.begin_again()
        self.box.setFocus()

    def show_heard(self, heard: Heard) -> None:
        """Say what the typing has shown."""
        sign, text, tone = _VERDICTS[heard]
        self.verdict.setText(f"{sign} {text}")
        set_tone(self.verdict, tone)
