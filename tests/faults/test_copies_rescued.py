"""The register of copies comes out of a damaged vault line by line, and stays closed where it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.documents.trial_page import trial_page
from app.domain.copies import CopyWay, CopyWish, Original
from app.domain.copy_errors import CopyGoneError
from app.domain.progress import NoProgress
from app.services.salvage import Salvage
from tests.conftest import PASSPHRASE
from tests.documents.paper import MADE_AT, OFFICE
from tests.faults.ground import made


def test_every_copy_is_rescued_with_its_story(tmp_path: Path):
    ground = made(tmp_path / "office", planned=1, sealed=0)
    application = ground.unlock()
    copies = application.copies
    original = Original("trial", "talk", "测试页", trial_page(OFFICE, MADE_AT))
    for holder in ("县委办", "市纪委监委", ""):
        copies.take(original, CopyWay.PRINT, CopyWish(holder, "存档"))
        ground.clock.move(minutes=1)
    newest, middle, oldest = copies.page()
    copies.give_back(middle.id, "完好")
    copies.destroy((oldest.id,), "两人监销")
    before = copies.page()
    application.lock()
    access, target = ground.access(), tmp_path / "saved"
    salvage = Salvage(access.preferences, access.clock)
    report = salvage.rescue(ground.folder, PASSPHRASE, target, NoProgress())
    assert report.strays == ()
    application = access.unlock(target, PASSPHRASE, NoProgress())
    try:
        copies = application.copies
        assert copies.page() == before
        with pytest.raises(CopyGoneError):
            copies.give_back(oldest.id)
        assert copies.take(original, CopyWay.PRINT, CopyWish())[0].copy.number == 4
        assert newest.is_out
    finally:
        application.lock()
