"""The electronic signatures that belong on the minutes: whose, in what order, how each stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from app.domain.calendar import written_time
from app.domain.signer import FieldState, SignatureField
from ui.terms import SIGNATURE_FIELD
from ui.verdicts import grouped
from ui.widgets.buttons import button, flow
from ui.widgets.surfaces import Card, Place, column
from ui.widgets.words import label, rule

_SHOWN = 16  # hex digits of a fingerprint: as many as the signature's box has on paper
_LEAD = "与纸面签名并行，按顺序签；手写签名仍以纸面为准。"


class SignaturesCard(Card):
    """sign_wanted and waive_wanted carry a field; hidden while none was chosen at 定稿."""

    sign_wanted = Signal(object)
    waive_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("电子签名", parent)
        self.fields: tuple[FieldState, ...] = ()
        self._shown: tuple[tuple[FieldState, ...], bool] = ((), False)
        self.sign_buttons: dict[SignatureField, QPushButton] = {}
        self.waive_buttons: dict[SignatureField, QPushButton] = {}
        self._rows = Place()
        self.add(label(_LEAD, "small", "quiet"), self._rows)
        self.hide()

    def show_fields(
        self,
        fields: Sequence[FieldState],
        local: Callable[[datetime], datetime],
        is_closed: bool,
    ) -> None:
        """Show how each stands; a closed talk takes no more signatures.

        What stands there already is left alone: somebody may just be going to a button of it.
        """
        if (tuple(fields), is_closed) == self._shown:
            return
        self._shown = (tuple(fields), is_closed)
        self.fields = tuple(fields)
        self.sign_buttons, self.waive_buttons = {}, {}
        self.setVisible(bool(fields))
        self._rows.clear()
        if not fields:
            return
        holder = QWidget()
        rows = column(gap=1)
        for number, state in enumerate(self.fields):
            if number:
                rows.addWidget(rule())
            rows.addWidget(label(f"{SIGNATURE_FIELD[state.field]}　{state.who}".strip(), "strong"))
            tone = "green" if state.signed_at is not None else "quiet"
            rows.addWidget(label(state_text(state, self._is_next(state), local), "small", tone))
            if state.is_open and not is_closed:
                rows.addWidget(self._ways(state))
        holder.setLayout(rows)
        self._rows.put(holder)

    @property
    def open_field(self) -> FieldState | None:
        """The field whose turn it is."""
        return next((state for state in self.fields if state.is_open), None)

    def focus_button(self) -> QPushButton | None:
        """The button of the field whose turn it is."""
        return next(iter(self.sign_buttons.values()), None)

    def _is_next(self, state: FieldState) -> bool:
        return state is self.open_field

    def _ways(self, state: FieldState) -> QWidget:
        title, ways = SIGNATURE_FIELD[state.field], []
        if self._is_next(state):
            sign = button("签名…", "signature", "primary", name=f"{title}签名")
            sign.clicked.connect(lambda _=False, one=state.field: self.sign_wanted.emit(one))
            self.sign_buttons[state.field] = sign
            ways.append(sign)
        waive = button("不签，注明…", name=f"{title}不作电子签名，注明原因")
        waive.clicked.connect(lambda _=False, one=state.field: self.waive_wanted.emit(one))
        self.waive_buttons[state.field] = waive
        return flow(*ways, waive)


def state_text(state: FieldState, is_next: bool, local: Callable[[datetime], datetime]) -> str:
    """How a field stands, in one or two lines."""
    if state.signed_at is not None:
        how = "手写签名" if state.has_ink else "没有手写"
        lines = (
            f"✓ {written_time(local(state.signed_at))}签，{how}",
            f"证书指纹 {grouped(state.fingerprint[:_SHOWN])}……",
        )
        return "\n".join(lines)
    if state.waived:
        return f"不作电子签名：{state.waived}"
    return "等签名" if is_next else "等前一位签完"
