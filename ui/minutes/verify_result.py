"""What was found of one file: the answer, the reasons, and every signature with what it covers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QWidget

from app.domain.calendar import written_date, written_time
from app.domain.verdict import Examined, Signature, Verdict
from app.domain.verdict_words import CLOCK, NO_TIME, grouped, open_field_words, reach
from ui.messages import message_for, size_text
from ui.verdicts import reason_lines, verdict_message
from ui.widgets.message_bar import MessageBar
from ui.widgets.surfaces import Card, Place, column, facts, scrolled
from ui.widgets.words import label

Local = Callable[[datetime], datetime]


class VerifyResult(QWidget):
    """The answer stands above and does not scroll away."""

    def __init__(self, local: Local, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._local = local
        self.answer = MessageBar()
        self.reasons = Card("原因")
        self.reason_text = label("")
        self.reasons.add(self.reason_text)
        self.file, self.signatures = Place(), Place()
        self.file_card = Card("文件").add(self.file)
        self.signature_card = Card("签名").add(self.signatures)
        inside = QWidget()
        cards = column(self.reasons, self.signature_card, self.file_card, gap=2)
        cards.addStretch(1)
        inside.setLayout(cards)
        self.found = scrolled(inside, "核验结果")
        whole = column(self.answer, self.found, gap=2)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def show_examined(self, one: Examined) -> None:
        """Say what was found."""
        self.found.setVisible(one.verdict is not None)
        if one.verdict is None:
            if one.error is not None:
                self.answer.show_message(message_for(one.error), closable=False)
            return
        verdict = one.verdict
        self.answer.show_message(verdict_message(verdict), closable=False)
        self.reasons.setVisible(bool(verdict.reasons))
        self.reason_text.setText(reason_lines(verdict))
        self.file.put(facts(_file_facts(one.name, verdict)))
        pairs = self._signature_facts(verdict)
        self.signature_card.setVisible(bool(pairs))
        if pairs:
            self.signatures.put(facts(pairs))

    def _signature_facts(self, verdict: Verdict) -> list[tuple[str, str]]:
        pairs = [(one.field, self._told(one, verdict)) for one in verdict.signatures]
        return pairs + list(open_field_words(verdict))

    def _told(self, one: Signature, verdict: Verdict) -> str:
        at = written_time(self._local(one.signed_at)) if one.signed_at else NO_TIME
        state = "完好" if one.is_intact else "与内容对不上"
        whose = f"，密钥属于{one.name}" if one.name else ""
        ink = "，有手写笔迹" if one.has_ink else ""
        lines = [f"{state}{whose}{ink}", f"{at}（{CLOCK}），{reach(one, verdict.size)}"]
        if one.method and one.valid_to:
            last_day = written_date(self._local(one.valid_to).date())
            lines.append(f"{one.method}，证书有效期至{last_day}")
        lines.append(f"证书指纹 {grouped(one.fingerprint)}")
        return "\n".join(lines)


def _file_facts(name: str, verdict: Verdict) -> list[tuple[str, str]]:
    pairs = [("文件", f"{name}（{size_text(verdict.size)}）")]
    if verdict.talk_number:
        pairs.append(("谈话", verdict.talk_number))
    return [*pairs, ("摘要", grouped(verdict.sha256))]
