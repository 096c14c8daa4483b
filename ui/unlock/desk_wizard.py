"""The first run of a registry's desk: where, passphrase, name, and the identity card it has now."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit

from app.domain.package import RegistryIdentity
from app.domain.progress import Progress
from app.services.open_desk import DeskEntrance, OpenDesk
from ui.tasks import Tasks
from ui.unlock.entrance import OpenVault
from ui.unlock.making import MakingWizard, MakingWords
from ui.unlock.steps import PassphraseStep, Step, WhereStep
from ui.widgets.fields import Field, line_edit
from ui.widgets.fingerprint import Fingerprint
from ui.widgets.surfaces import Place, facts
from ui.widgets.words import label

if TYPE_CHECKING:
    from app.services.registry_access import NewRegistry

_WORDS = MakingWords(
    have="我已经有受理台…",
    make="建立受理台",
    making="正在建立受理台和它的密钥，约需几秒…",
    enter="进入受理台",
    folder="选择受理台所在的文件夹",
)
_WHERE = "收到的移交包、回执和密钥都放在受理台自己的文件夹里，加密保存。"


class NameStep(Step):
    """What the desk is called in its card and on every receipt."""

    def __init__(self) -> None:
        super().__init__("登记处的名称", "写在身份文件和每一份回执上，各单位看得到。")
        self.name: QLineEdit = line_edit("登记处名称", "如：某某市纪委监委案管室")
        self.body.addWidget(Field("登记处名称", self.name, is_needed=True))
        self.name.textChanged.connect(lambda: self.changed.emit())

    def is_ready(self) -> bool:
        return bool(self.name.text().strip())

    def begin(self) -> None:
        self.name.setFocus()


class CardStep(Step):
    """The identity card: where it lies, and the digits that are read out."""

    def __init__(self) -> None:
        super().__init__("准备好了", "受理台已经建好。各单位移交之前，要先认得它。")
        self.place, self.digits = Place(), Fingerprint()
        self.body.addWidget(self.place)
        self.body.addWidget(label("身份文件的指纹", "strong"))
        self.body.addWidget(self.digits)
        said = "把身份文件发给各单位；对方打来电话时，把这八组数字念给他听。以后在“身份”里还能看。"
        self.body.addWidget(label(said, tone="quiet"))

    def show_card(self, desk: OpenDesk, identity: RegistryIdentity) -> None:
        """Say where the card lies."""
        pairs = [
            ("受理台", f"{desk.folder}（已加密，现在只有您的口令能打开）"),
            ("身份文件", str(desk.card_path)),
            ("先做", "在“口令与恢复”里做恢复单：密钥丢了，谁也打不开各单位的移交包"),
        ]
        self.place.put(facts(pairs))
        self.digits.show_groups(identity.fingerprint)


class DeskWizard(MakingWizard):
    """Makes a desk with its keys."""

    def __init__(self, entrance: DeskEntrance, tasks: Tasks) -> None:
        self._entrance = entrance
        self.where = WhereStep(entrance.default_folder(), _WHERE)
        self.passphrase, self.named = PassphraseStep(tasks, entrance), NameStep()
        self.card_step = CardStep()
        steps = (
            ("位置", self.where),
            ("口令", self.passphrase),
            ("名称", self.named),
            ("完成", self.card_step),
        )
        super().__init__(tasks, steps, _WORDS)

    def creation(self) -> Callable[[Progress], OpenVault]:
        # to start faster: it loads all that makes keys
        from app.services.registry_access import NewRegistry

        new = NewRegistry(
            folder=self.where.folder(),
            name=self.named.name.text().strip(),
            passphrase=self.passphrase.first.text(),
            repeated=self.passphrase.second.text(),
        )
        return partial(_create, self._entrance, new)

    def show_made(self, made: OpenVault) -> None:
        self.passphrase.forget()
        if isinstance(made, OpenDesk):
            self.card_step.show_card(made, made.registry.identity)


def _create(entrance: DeskEntrance, new: NewRegistry, progress: Progress) -> OpenDesk:
    return entrance.create(new, progress)
