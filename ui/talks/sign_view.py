"""What stands where at the last step: the pages on the left, what is to be done on the right."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QStackedWidget, QWidget

from app.domain.talk import Talk, TalkStatus
from app.domain.verdict import Reason, Verdict
from ui.actions import with_key
from ui.talks.amendment_card import AmendmentCard
from ui.talks.drawer import LineDrawer
from ui.talks.e_sign_card import SignaturesCard
from ui.verdicts import grouped, reason_lines, verdict_message
from ui.widgets.buttons import button, flow
from ui.widgets.message import Message
from ui.widgets.message_bar import MessageBar
from ui.widgets.page_view import PageView
from ui.widgets.progress_panel import ProgressPanel
from ui.widgets.surfaces import Card, column, row, scrolled
from ui.widgets.words import label, set_tone

_SEAL_MEANS = (
    "封存后：原文、签名、扫描件都不能再改，谁也不能；\n"
    "要更正只能另作补正记录，原件保留；\n"
    "封存的谈话才能移交。"
)
_SHOWN = 16  # hex digits of a fingerprint: as many as the signature's box has on paper
_WAITS = Message("已有的签名完好，还有一栏等电子签名。", remedy="签完或注明不签，才能封存。")


class SignView(QWidget):
    """Cards from top to bottom in the order of the work; only what can be done now is open."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.messages = MessageBar()
        self.progress = ProgressPanel()
        self.pages = PageView("谈话记录")
        self.print_button = button(
            with_key("打印", "minutes.print"), "printer", "primary", name="打印"
        )
        self.copy_button = button("另存一份…", "download")
        self.scan_button = button("附上签字扫描件…", "scan", "primary")
        self.refusal_button = button("对方拒签，注明…")
        words = ("拒签注明", "情况和在场见证人", "注明")
        self.refusal = LineDrawer(words, is_needed=True)
        self.understood = QCheckBox("纸面已核对，可以封存")
        self.seal_button = button("封存", "stamp", "primary")
        self.seal_button.setEnabled(False)
        self.scan_hint = label("PDF、JPEG、PNG、TIFF 都可以；页数要和记录一样。", "small", "quiet")
        self.seal_means = label(_SEAL_MEANS, "small", "quiet")
        self.handover_button = button("去移交", "usb")
        self.verdict = label("")
        self.signed = label("")
        self.state = label("", "strong", "green")
        self.amendments = AmendmentCard()
        self.signatures = SignaturesCard()
        self.waiving = LineDrawer(("不作电子签名", "原因", "注明"), is_needed=True)
        self._lay_out()

    def _lay_out(self) -> None:
        self.paper = Card("一、打印，请对方逐页签名").add(
            label("结尾“以上记录……”一行留给对方亲手写。", "small", "quiet"),
            flow(self.print_button, self.copy_button),
        )
        self.scan = Card("二、附上签字扫描件").add(
            self.scan_hint,
            self.scan_button,
            self.refusal_button,
            self.signed,
        )
        self.sealing = Card("三、封存").add(self.seal_means, self.understood, self.seal_button)
        self.check = Card("校验").add(self.verdict)
        inside = QWidget()
        sealed = column(self.state, row(self.handover_button, None))
        cards = column(
            sealed,
            self.signatures,
            self.paper,
            self.scan,
            self.sealing,
            self.amendments,
            self.check,
            gap=1.5,
        )
        cards.addStretch(1)
        inside.setLayout(cards)
        halves = row(self.pages, scrolled(inside, "签字与封存"), gap=2)
        halves.setStretch(0, 5)
        halves.setStretch(1, 3)
        signing = QWidget()
        signing.setLayout(halves)
        self._stack = QStackedWidget()
        self._stack.addWidget(signing)
        drawers = (self.refusal, self.waiving)
        whole = column(self.messages, *drawers, self._stack, self.progress)
        whole.setStretch(3, 1)
        self.setLayout(whole)

    def show_state(self, talk: Talk, sealed: str) -> None:
        """Open what can be done now, and say what has been done."""
        waits = talk.status is TalkStatus.TO_SIGN
        self.scan_button.setVisible(waits)
        self.refusal_button.setVisible(waits)
        self.scan_hint.setVisible(waits)
        self.sealing.setVisible(talk.status is not TalkStatus.SEALED)
        self.amendments.setVisible(talk.status is TalkStatus.SEALED)
        self.signed.setText(_signed(talk))
        self.signed.setVisible(not waits)
        can_seal = talk.status is TalkStatus.SIGNED
        self.understood.setVisible(can_seal)
        self.seal_button.setVisible(can_seal)
        is_here = talk.status is TalkStatus.SEALED and talk.received_at is None
        self.handover_button.setVisible(is_here)
        self.state.setText(sealed)
        self.state.setVisible(bool(sealed))

    def show_verdict(self, verdict: Verdict) -> None:
        """Say whether the kept file is whole, in plain words."""
        waits = verdict.reasons == (Reason.FIELD_UNSIGNED,)
        message = _WAITS if waits else verdict_message(verdict)
        lines = [message.what, message.remedy, "" if waits else reason_lines(verdict)]
        for one in verdict.signatures:
            whose = f"（{one.name}）" if one.name else ""
            lines.append(f"{one.field}{whose}　证书指纹 {grouped(one.fingerprint[:_SHOWN])}……")
        lines.append(f"文件摘要 {grouped(verdict.sha256[:8])}……")
        mark = "○ " if waits else "✓ " if verdict.is_genuine else "✕ "
        self.verdict.setText(mark + "\n".join(filter(None, lines)))
        set_tone(self.verdict, "quiet" if waits else "green" if verdict.is_genuine else "brick")


def _signed(talk: Talk) -> str:
    if talk.refusal_note:
        return f"已注明拒签：{talk.refusal_note}"
    if talk.scan_pages:
        return f"✓ 已附扫描件 {talk.scan_pages} 页，与记录页数一致。"
    return ""
