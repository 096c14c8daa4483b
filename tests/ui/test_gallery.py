"""The pictures of the program: one of every page, from a real vault, without a screen."""

from __future__ import annotations

from PySide6.QtGui import QImage

from tests.conftest import PASSPHRASE
from ui.gallery import SIZE, take_screens
from ui.pages import PAGES


def test_every_page_is_taken_at_its_full_size_and_none_is_blank(qapp, access, county, tmp_path):
    files = take_screens(access, county, PASSPHRASE, tmp_path / "screens")
    names = {path.stem for path in files}
    assert {entry.key for entry in PAGES} <= names
    assert {"unlock", "locked", "first_run_1", "talk_planned", "talk_planned_outline"} <= names
    for path in files:
        picture = QImage(str(path))
        assert (picture.width(), picture.height()) == SIZE
        colours = {picture.pixel(x, y) for x in range(0, SIZE[0], 7) for y in range(0, SIZE[1], 7)}
        assert len(colours) > 10, path.name


def test_the_vault_is_locked_again_afterwards(qapp, access, county, tmp_path):
    from app.domain.progress import NoProgress

    take_screens(access, county, PASSPHRASE, tmp_path / "screens")
    access.unlock(county, PASSPHRASE, NoProgress()).lock()
