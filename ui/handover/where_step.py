"""Step four: on which stick, or in which folder; the user says, nothing is guessed."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from app.domain.errors import AppError
from app.domain.handover import Place
from app.domain.progress import Progress
from app.domain.sticks import StickRow, cautions_of, faults_of
from ui.handover.choice import Choice, Counter, WizardStep
from ui.handover.stick_picker import StickPicker
from ui.messages import message_for
from ui.page import Destination
from ui.stick_messages import fault_words
from ui.widgets.buttons import button
from ui.widgets.message import Message, Tone
from ui.widgets.surfaces import column, row
from ui.widgets.words import label


class WhereStep(WizardStep):
    """The sticks that are plugged in, who keeps each and what is against it; or a folder."""

    def __init__(self, counter: Counter, choice: Choice) -> None:
        super().__init__(counter, choice)
        self.picker = StickPicker(counter, writes=True)
        self.register_button = button("U 盘登记…", "list-checks")
        self.folder_button = button("改为写到文件夹…", "folder-open")
        self.folder = label("")
        self.folder.hide()
        whole = column(
            row(self.register_button, None, self.folder_button),
            self.folder,
            self.picker,
            gap=1.5,
        )
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self.folder_button.clicked.connect(self.choose_folder)
        self.register_button.clicked.connect(lambda: self.go.emit(Destination("sticks")))
        self.picker.go.connect(self.go)
        self.picker.changed.connect(self._take)
        self.picker.activated.connect(self.wants_next)

    def enter(self) -> None:
        choice = self.choice
        self.picker.need(*choice.needed)
        if choice.place is None:
            self.folder.hide()
            self.picker.choose_nothing()
        elif choice.is_folder_named or choice.stick is None:
            self.take_folder(choice.place.folder)
        else:
            self.picker.choose(choice.stick.identity or choice.stick.device)
        self.picker.look_anew()

    def is_ready(self) -> bool:
        return self.choice.place is not None

    def choose_folder(self) -> None:
        """Ask for a folder instead of a stick."""
        chosen = QFileDialog.getExistingDirectory(self, "写到哪个文件夹")
        if chosen:
            self.take_folder(Path(chosen))

    def take_folder(self, folder: Path) -> None:
        """Write into this folder; when it lies on a stick, that stick is meant."""
        work = partial(self._look_at, folder)
        self.counter.tasks.background(work, then=self._ask_register, refused=self._refuse)

    def _look_at(self, folder: Path, _: Progress) -> tuple[Path, StickRow]:
        return folder, self.counter.sticks.folder(folder)

    def _ask_register(self, found: tuple[Path, StickRow]) -> None:
        work = partial(self._known, *found)
        self.counter.tasks.query(work, then=self._take_folder, refused=self._refuse)

    def _known(self, folder: Path, seen: StickRow, _: Progress) -> tuple[Path, StickRow]:
        return folder, self.counter.sticks.known([seen])[0]

    def _take_folder(self, found: tuple[Path, StickRow]) -> None:
        folder, stick = found
        self.picker.choose_nothing()
        faults = faults_of(stick, *self.choice.needed)
        self.choice.stick, self.choice.is_folder_named = stick, True
        self.choice.place = None if faults else Place(folder, _serial(stick))
        self.folder.setText(f"{'✕' if faults else '✓'} 文件夹：{folder}")
        self.folder.show()
        if faults:
            self.told.emit(fault_words(faults[0], stick, self.choice.needed[0]).message)
        elif stick.is_folder and cautions_of(stick):
            self.told.emit(_ON_NO_STICK)
        else:
            self.told.emit(None)
        self.changed.emit()

    def _take(self) -> None:
        """Hear what is chosen among the sticks."""
        stick, choice = self.picker.chosen(), self.choice
        if stick is None:
            if not choice.is_folder_named:
                choice.place = None  # it was pulled out
        else:
            choice.is_folder_named = False
            if self.folder.isVisible():
                self.folder.hide()
                self.told.emit(None)
            choice.stick = stick
            choice.place = (
                None if self.picker.faults() else Place(Path(stick.folder), _serial(stick))
            )
        self.changed.emit()

    def _refuse(self, error: AppError) -> None:
        self.told.emit(message_for(error))


_ON_NO_STICK = Message(
    "这个文件夹在电脑自己的磁盘上，不在 U 盘上。",
    remedy="要刻成光盘或者另外拷走时才用它；拷走以后，请把这里的删掉。",
    tone=Tone.NOTE,
)


def _serial(stick: StickRow) -> str:
    return "" if stick.is_folder else stick.identity
