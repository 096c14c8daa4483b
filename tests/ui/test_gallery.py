"""The pictures of the program: one of every page, from a real vault, without a screen."""

from __future__ import annotations

from PySide6.QtGui import QImage

from app.domain.progress import NoProgress
from tests.conftest import PASSPHRASE
from ui.gallery import SIZE, take_screens
from ui.pages import PAGES


def test_every_page_is_taken_at_its_full_size_none_is_blank_and_the_vault_is_locked_again(
    qapp, access, county, tmp_path
):
    files = take_screens(access, county, PASSPHRASE, tmp_path / "screens")
    names = {path.stem for path in files}
    assert {entry.key for entry in PAGES} <= names
    assert {"unlock", "locked", "first_run_1", "talk_planned", "talk_planned_outline"} <= names
    for path in files:
        picture = QImage(str(path))
        assert (picture.width(), picture.height()) == SIZE
        grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
        assert len(set(bytes(grey.constBits())[::7])) > 10, path.name
    access.unlock(county, PASSPHRASE, NoProgress()).lock()
