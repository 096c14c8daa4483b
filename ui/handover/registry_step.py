"""Step three: to which registry; its digits are compared aloud before it is trusted."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QFileDialog

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.package import RegistryIdentity
from app.domain.progress import Progress
from ui.handover.choice import Choice, Counter, WizardStep
from ui.messages import message_for
from ui.widgets.buttons import button, flow
from ui.widgets.surfaces import Card, column
from ui.widgets.words import label


class RegistryStep(WizardStep):
    """Shows the registry in force, or takes its identity card (identity.txt)."""

    def __init__(self, counter: Counter, choice: Choice) -> None:
        super().__init__(counter, choice)
        self._new_card: Path | None = None
        self._found: RegistryIdentity | None = None
        self.name = label("", "large")
        self.digits = label("", "large", wrap=True)
        self.said = label("", tone="quiet")
        self.compared = QCheckBox("已在电话里逐组核对，完全一致")
        self.card_button = button("选择登记处身份文件 identity.txt…", "key-round")
        self.trust_button = button("信任这个登记处", kind="primary")
        self.card = Card("移交给哪个登记处").add(
            self.name,
            self.digits,
            self.said,
            self.compared,
            flow(self.trust_button, self.card_button),
        )
        whole = column(self.card)
        whole.addStretch(1)
        self.setLayout(whole)
        self.card_button.clicked.connect(self.choose_card)
        self.trust_button.clicked.connect(self.trust)
        self.compared.toggled.connect(self._suit)
        self._suit()

    def enter(self) -> None:
        self._new_card = None
        self.counter.tasks.query(self._read, then=self._show_registry)

    def is_ready(self) -> bool:
        return self.choice.registry is not None and self._new_card is None

    def choose_card(self) -> None:
        """Ask for the registry's identity card."""
        chosen, _ = QFileDialog.getOpenFileName(self, "登记处身份文件", "", "身份文件 (*.txt)")
        if chosen:
            self.read_card(Path(chosen))

    def read_card(self, path: Path) -> None:
        """Show whose card it is, to be compared."""
        work = partial(self._read_card, path)
        self.counter.tasks.query(work, then=self._show_card, refused=self._refuse)

    def trust(self) -> None:
        """Seal packages to the registry of this card from now on."""
        if self._new_card is not None and self.compared.isChecked():
            work = partial(self._trust, self._new_card)
            self.counter.tasks.command(work, then=self._trusted, refused=self._refuse)

    def _read(self, _: Progress) -> RegistryIdentity | None:
        return self.counter.handover.registry()

    def _read_card(self, path: Path, _: Progress) -> tuple[Path, RegistryIdentity]:
        return path, self.counter.handover.registry_in(path)

    def _trust(self, path: Path, _: Progress) -> Changes:
        return self.counter.handover.trust_registry(path)

    def _show_registry(self, registry: RegistryIdentity | None) -> None:
        self.choice.registry = registry
        self._found = registry
        self._suit()

    def _show_card(self, found: tuple[Path, RegistryIdentity]) -> None:
        self._new_card, self._found = found
        self.compared.setChecked(False)
        self.told.emit(None)
        self._suit()

    def _trusted(self, _: object) -> None:
        self.enter()

    def _refuse(self, error: AppError) -> None:
        self.told.emit(message_for(error))

    def _suit(self) -> None:
        is_new = self._new_card is not None
        self.name.setText(self._found.name if self._found else "还没有登记处。")
        self.digits.setText(spaced(self._found.fingerprint) if self._found else "")
        self.digits.setVisible(self._found is not None)
        if is_new:
            told = "打电话给登记处，请对方把这八组数字念一遍，逐组对上再信任。"
        elif self._found:
            told = "包只有这个登记处打得开。上面的八组数字是它的指纹。"
        else:
            told = "登记处会给一个 identity.txt 文件（公开的，不是秘密）。从 U 盘里选中它。"
        self.said.setText(told)
        self.compared.setVisible(is_new)
        self.trust_button.setVisible(is_new)
        self.trust_button.setEnabled(self.compared.isChecked())
        text = "换一个登记处…" if self._found else "选择登记处身份文件 identity.txt…"
        self.card_button.setText(text)
        self.card_button.setAccessibleName(text)
        self.changed.emit()


def spaced(fingerprint: tuple[str, ...]) -> str:
    """The groups of digits on two lines, as they are read aloud."""
    half = (len(fingerprint) + 1) // 2
    return "　".join(fingerprint[:half]) + "\n" + "　".join(fingerprint[half:])
