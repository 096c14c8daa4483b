"""The office's first run: where, passphrase, office, size of type, done."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from app.domain.progress import Progress
from app.services.access import Access
from ui.look import LookControl
from ui.tasks import Tasks
from ui.unlock.entrance import OpenVault
from ui.unlock.making import MakingWizard, MakingWords
from ui.unlock.steps import DoneStep, LookStep, OfficeStep, PassphraseStep, WhereStep

if TYPE_CHECKING:
    from app.services.application import Application  # loaded once a vault is open
    from app.services.new_vault import NewVault

_WORDS = MakingWords(
    have="我已经有保险库…",
    make="建立保险库",
    making="正在建立保险库，约需几秒…",
    enter="进入谈心簿",
    folder="选择保险库所在的文件夹",
)


class Wizard(MakingWizard):
    """Makes the office's vault."""

    def __init__(self, access: Access, tasks: Tasks, look: LookControl) -> None:
        self._access = access
        self.where = WhereStep(access.default_folder())
        self.passphrase, self.office = PassphraseStep(tasks, access), OfficeStep()
        self.look, self.done = LookStep(look), DoneStep()
        steps = (
            ("位置", self.where),
            ("口令", self.passphrase),
            ("单位", self.office),
            ("字号", self.look),
            ("完成", self.done),
        )
        super().__init__(tasks, steps, _WORDS)

    def creation(self) -> Callable[[Progress], OpenVault]:
        # to start faster: it loads all that makes keys
        from app.services.new_vault import NewVault
        from app.services.settings import NO_CODE

        new = NewVault(
            folder=self.where.folder(),
            passphrase=self.passphrase.first.text(),
            repeated=self.passphrase.second.text(),
            office=self.office.office.text().strip(),
            secretary=self.office.secretary.text().strip(),
            code=self.office.code.text().strip() or NO_CODE,
        )
        return partial(_create, self._access, new)

    def show_made(self, _made: OpenVault) -> None:
        self.passphrase.forget()
        self.done.show_made(self.where.folder(), self.office.office.text().strip())


def _create(access: Access, new: NewVault, progress: Progress) -> Application:
    return access.create(new, progress)
