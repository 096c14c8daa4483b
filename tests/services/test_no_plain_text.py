"""Nothing of a talk can be read in any file, in the vault's folder or outside it."""

from __future__ import annotations

from app.domain.progress import NoProgress
from tests.services.killing_talks import PASSPHRASE, SENTENCE, hold_a_talk, set_up, way_in

MARKERS = (
    "张三", "王五", "赵六", "李明", "清河县", "清溪镇", "年度监督谈话", SENTENCE, "聚焦", PASSPHRASE,
    "talk.seal", "CREATE TABLE", "%PDF", "BEGIN PRIVATE KEY", "AGE-SECRET-KEY",
)  # fmt: skip


def readable(place):
    """Every file in which one of the markers stands, and the marker."""
    return [
        (path.name, marker)
        for path in place.rglob("*")
        if path.is_file()
        for marker in MARKERS
        if marker.encode() in path.read_bytes()
    ]


def test_a_whole_talk_leaves_no_readable_word_anywhere(tmp_path):
    desk = set_up(tmp_path)
    application = way_in(tmp_path).unlock(desk.folder, PASSPHRASE, NoProgress())
    hold_a_talk(application, lambda *_: None)
    assert (desk.folder / "vault.db-wal").stat().st_size
    assert list((desk.folder / "attachments").iterdir())
    assert readable(tmp_path) == []
    application.lock()
    assert readable(tmp_path) == []
    assert {path.name for path in desk.folder.iterdir()} == {
        "vault.db", "keys.json", "keys.json.1", "head.json", "vault.lock", "attachments",
    }  # fmt: skip
