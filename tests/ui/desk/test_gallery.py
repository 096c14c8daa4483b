"""The pictures of the desk: one of every page, from a real desk, without a screen."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtGui import QImage

from tests.conftest import PASSPHRASE
from ui.camera import SIZE
from ui.desk_gallery import take_screens
from ui.desk_pages import DESK_PAGES


def test_every_page_is_taken_and_the_desk_is_locked_again(qapp, entrance, desk_folder, tmp_path):
    asked = replace(entrance, asked_for=desk_folder)
    files = take_screens(asked, PASSPHRASE, tmp_path / "screens")
    names = {path.stem for path in files}
    assert {f"desk_{entry.key}" for entry in DESK_PAGES} <= names
    assert {"desk_unlock", "desk_first_run_4", "desk_door_cards", "desk_locked"} <= names
    for path in files:
        picture = QImage(str(path))
        assert (picture.width(), picture.height()) == SIZE
