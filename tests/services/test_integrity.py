"""The check of an open vault: what is amiss is named with its place, what is whole is said to be."""

from __future__ import annotations

import threading

import pytest

from app.domain.attachment import Attachment, Purpose
from app.domain.health import HealthState, Part
from app.domain.ids import AttachmentId
from app.domain.progress import CancelledError, NoProgress
from app.services import key_files
from app.store import attachments
from tests.desk import Desk


@pytest.fixture
def desk(application) -> Desk:
    session = application.session
    desk = Desk.set_up(session.vault, session.trail)
    for _ in range(3):
        desk.plan()
    return desk


@pytest.fixture
def paper(application, desk) -> str:
    """An attachment of a talk: its id."""
    stored = application.session.files.write(b"scan" * 1000)
    talk_id = desk.plan()
    now = application.session.trail.clock.now()
    kept = Attachment(
        AttachmentId(stored.id),
        talk_id,
        Purpose.SCAN,
        "image/png",
        "扫描件",
        stored.size,
        stored.sha256,
        1,
        now,
    )
    with application.session.vault.transaction() as connection:
        attachments.add(connection, kept)
    return stored.id


def parts(application) -> set[Part]:
    return {damage.part for damage in application.integrity.check(NoProgress()).damages}


def test_a_whole_vault_is_whole(application, desk, paper):
    report = application.integrity.check(NoProgress())
    assert report.is_whole, report.damages
    assert report.attachments == 1
    assert report.entries == len(desk.acts())
    assert report.rows > report.entries
    assert report.pages > 60


def test_a_check_runs_beside_the_work_and_disturbs_nobody(application, desk):
    found = []
    thread = threading.Thread(
        target=lambda: found.extend(application.integrity.check(NoProgress()) for _ in range(3))
    )
    thread.start()
    saves = 0
    while thread.is_alive():
        desk.plan()
        saves += 1
    thread.join()
    assert saves
    assert [report.damages for report in found] == [()] * 3


def test_a_damaged_page_is_named_by_its_number(application, desk):
    application.session.vault.checkpoint()
    with (application.folder / "vault.db").open("r+b") as file:
        file.seek(7 * 4096 + 100)
        file.write(b"damage")
    damages = application.integrity.check(NoProgress()).damages
    page = next(damage for damage in damages if damage.part is Part.PAGE)
    assert (page.count, page.which) == (1, ("8",))


def test_papers_that_are_gone_or_damaged_are_named(application, paper):
    file = application.folder / "attachments" / paper
    whole = file.read_bytes()
    file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    damage = application.integrity.check(NoProgress()).damages[0]
    assert (damage.part, damage.which) == (Part.ATTACHMENT_DAMAGED, (paper,))
    file.unlink()
    damage = application.integrity.check(NoProgress()).damages[0]
    assert (damage.part, damage.which) == (Part.ATTACHMENT_MISSING, (paper,))


def test_a_row_that_names_nothing_is_told_with_its_tables(application, desk):
    connection = application.session.vault._connection
    connection.execute("PRAGMA foreign_keys = OFF")
    with application.session.vault.transaction():
        connection.execute("DELETE FROM person_initials")
        connection.execute("DELETE FROM person WHERE id = ?", (desk.secretary,))
    found = [
        d for d in application.integrity.check(NoProgress()).damages if d.part is Part.REFERENCE
    ]
    assert {(damage.place, damage.which) for damage in found} >= {("post", ("person",))}


def test_a_changed_trail_is_told_with_the_entry(application, desk):
    with application.session.vault.transaction() as connection:
        connection.execute("DROP TRIGGER audit_entry_keeps")
        connection.execute("UPDATE audit_entry SET who = '别人' WHERE sequence = 3")
    found = [d for d in application.integrity.check(NoProgress()).damages if d.part is Part.CHAIN]
    assert [damage.which for damage in found] == [("3",)]


@pytest.mark.parametrize("name", key_files.NAMES)
def test_a_damaged_copy_of_the_key_file_is_told(application, name):
    (application.folder / name).write_bytes(b"{}")
    damage = application.integrity.check(NoProgress()).damages[0]
    assert (damage.part, damage.which) == (Part.KEY_FILE, (name,))


def test_a_check_can_be_stopped(application, desk):
    class Impatient:
        def step(self, done: int, total: int) -> None:
            if done >= 20:
                raise CancelledError

    with pytest.raises(CancelledError):
        application.integrity.check(Impatient())
    assert parts(application) == set()


def test_a_check_is_due_a_month_after_the_last(application, clock):
    assert not application.integrity.state().is_due
    clock.move(days=31)
    assert application.integrity.state() == HealthState(None, is_due=True)
    report = application.integrity.check(NoProgress())
    application.integrity.note(report)
    state = application.integrity.state()
    assert (state.checked_at, state.is_due) == (report.checked_at, False)
    newest = application.audit.page(limit=1)[0]
    assert (newest.what, newest.which) == ("health.check", "whole")
    clock.move(days=31)
    assert application.integrity.state().is_due
