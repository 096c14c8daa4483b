"""A vault that went back in time, or a clock that did, is noticed when the vault is unlocked."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import pytest

from app import bootstrap
from app.domain.clock_reading import ClockReading
from app.domain.errors import VaultBehindError
from app.domain.progress import NoProgress
from app.domain.standing import VaultStanding
from app.domain.vault_errors import ClockBackError
from app.keys.head_note import parsed
from app.services.known_heads import KnownHeads
from tests.conftest import PASSPHRASE
from tests.makers import BEGAN
from tests.services.test_receipts import County
from ui.audit.chain_words import report_message


def unlocked(access, folder):
    return access.unlock(folder, PASSPHRASE, NoProgress())


def acts(application):
    return [entry.what for entry in application.audit.page()]


def visit(access, folder):
    """Somebody unlocks, looks, and locks again."""
    unlocked(access, folder).lock()


@pytest.fixture
def folder(application):
    application.lock()
    return application.folder


# ── the note beside the vault, and this machine's ────────────────────────────────────────────────


def test_the_note_names_its_key_so_that_anybody_can_check_it(folder):
    note = parsed((folder / "head.json").read_bytes())
    assert note.is_signed
    assert note.head.sequence > 0
    assert b"keys" not in (folder / "head.json").read_bytes()


def test_a_whole_older_folder_with_its_own_older_note_is_noticed(access, folder, tmp_path):
    """Whoever puts back vault, keys and note together still does not reach this machine's note."""
    older = tmp_path / "older"
    shutil.copytree(folder, older)
    visit(access, folder)
    shutil.rmtree(folder)
    shutil.copytree(older, folder)
    application = unlocked(access, folder)
    assert application.standing is VaultStanding.BEHIND
    assert isinstance(application.noticed, VaultBehindError)
    assert "vault.behind" in acts(application)
    application.lock()
    again = unlocked(access, folder)
    assert again.noticed is None, "told once, and from now on in the trail"
    again.lock()


def test_a_vault_that_was_worked_on_elsewhere_is_welcome_back(access, folder, tmp_path, clock):
    elsewhere = bootstrap.access(tmp_path / "other machine", clock)
    visit(access, folder)
    visit(elsewhere, folder)
    visit(elsewhere, folder)
    application = unlocked(access, folder)
    assert application.standing is VaultStanding.AGREES
    application.lock()


def test_a_machines_note_that_was_tampered_with_counts_for_nothing(access, folder):
    kept = next((access.preferences.folder / "heads").glob("*.json"))
    content = json.loads(kept.read_bytes())
    kept.write_bytes(json.dumps(content | {"sequence": 10**6}).encode())
    application = unlocked(access, folder)
    assert application.standing is VaultStanding.AGREES
    application.lock()
    assert parsed(kept.read_bytes()).is_signed, "and is made good at the next lock"


def test_one_that_was_restored_on_purpose_is_not_called_behind(access, folder, tmp_path):
    older = tmp_path / "older"
    application = unlocked(access, folder)
    session = application.session
    with session.vault.transaction() as connection:
        session.trail.write(connection, "vault.restore")
    session.vault.close()  # as a restoring ends: no further entry
    session.instance.release()
    shutil.copytree(folder, older, ignore=shutil.ignore_patterns("head.json"))
    visit(access, folder)
    shutil.rmtree(folder)
    shutil.copytree(older, folder)
    again = unlocked(access, folder)
    assert again.standing is VaultStanding.NOTE_MISSING
    again.lock()


def test_a_restored_vault_behind_what_a_registry_countersigned_is_told(access, folder, tmp_path):
    """Restored on purpose or not: the registry holds a package that this vault knows nothing of."""
    older = tmp_path / "older"
    session = unlocked(access, folder).session
    with session.vault.transaction() as connection:
        session.trail.write(connection, "vault.restore")
    session.vault.close()
    session.instance.release()
    shutil.copytree(folder, older, ignore=shutil.ignore_patterns("head.json"))
    handed_over = unlocked(access, folder)
    (tmp_path / "stick").mkdir()
    county = County(handed_over.session.vault, handed_over.session.trail, tmp_path / "stick")
    county.trust()
    county.write(1)
    county.take(county.answer(1))
    anchored = county.receipts.standing().last_anchor
    assert handed_over.audit.check().lost_anchor is None
    handed_over.lock()
    shutil.rmtree(folder)
    shutil.copytree(older, folder)
    again = unlocked(access, folder)
    assert isinstance(again.noticed, VaultBehindError)
    again.lock()
    later = unlocked(access, folder)
    assert later.noticed is None, "told once at the door, and from now on by each check"
    report = later.audit.check()
    assert (report.is_whole, report.lost_anchor) == (True, anchored)
    assert f"第 {anchored.sequence:,} 条不在本库的留痕里" in report_message(report).text()
    later.lock()


def test_notes_are_kept_under_numbers_alone(tmp_path, folder):
    known = KnownHeads(tmp_path / "kept")
    note = parsed((folder / "head.json").read_bytes())
    known.keep(note)
    assert known.note(note.database) == note
    known.keep(replace(note, database="../../note"))
    assert [path.name for path in (tmp_path / "kept").rglob("*")] == [
        "heads", f"{note.database}.json",
    ]  # fmt: skip
    for hostile in ("", "../../etc", "A" * 32, note.database + "/x"):
        assert known.content(hostile) is None
        assert known.anchor(hostile) is None
        known.keep_anchor(replace(note, database=hostile + "/"))
        assert known.note(hostile) is None


def test_a_disk_that_refuses_the_machines_note_costs_nothing_else(tmp_path, folder):
    (tmp_path / "file").write_text("")
    note = parsed((folder / "head.json").read_bytes())
    refused = KnownHeads(tmp_path / "file")
    refused.keep(note)
    refused.keep_anchor(note)
    assert refused.anchor(note.database) is None


# ── when it is written ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "act", ["talk.seal", "package.write", "passphrase.change", "keys.rotate", "holder.remove",
            "recovery.keep", "backup.make", "vault.restore"],
)  # fmt: skip
def test_acts_that_matter_outside_are_noted_at_once(application, act):
    session = application.session
    with session.vault.transaction() as connection:
        session.trail.write(connection, act)
    noted = parsed((application.folder / "head.json").read_bytes())
    assert noted.head == application.audit.check().head


def test_in_between_the_note_is_refreshed_only_when_the_trail_went_on(application):
    path = application.folder / "head.json"
    session = application.session
    with session.vault.transaction() as connection:
        session.trail.write(connection, "talk.answer")
    session.heads.refresh()
    noted = parsed(path.read_bytes())
    assert noted.head == application.audit.check().head
    path.unlink()
    session.heads.refresh()
    assert not path.exists(), "nothing happened since, nothing is written"


# ── the clock ────────────────────────────────────────────────────────────────────────────────────


def test_a_clock_set_back_is_told_and_written_down_and_keeps_nobody_out(access, folder, clock):
    clock.move(days=-30)
    application = unlocked(access, folder)
    assert isinstance(application.noticed, ClockBackError)
    assert application.noticed.latest == "2026年3月5日9时00分"
    (entry,) = [e for e in application.audit.page() if e.what == "clock.back"]
    assert entry.which == BEGAN.isoformat()
    report = application.audit.check()
    assert report.is_whole
    assert report.set_back == 1
    application.lock()
    again = unlocked(access, folder)
    assert again.noticed is None, "entries now go on from the time as it is"
    again.lock()


def test_two_minutes_are_no_clock_set_back(access, folder, clock):
    clock.move(seconds=-110)
    application = unlocked(access, folder)
    assert application.noticed is None
    assert "clock.back" not in acts(application)
    application.lock()


def test_a_leap_of_more_than_a_year_is_written_down(access, folder, clock):
    clock.move(days=366)
    application = unlocked(access, folder)
    assert application.noticed is None
    assert "clock.ahead" in acts(application)
    application.lock()


def test_an_older_vault_is_told_before_the_clock(access, folder, clock):
    older = (folder / "vault.db").read_bytes()
    visit(access, folder)
    (folder / "vault.db").write_bytes(older)
    clock.move(days=-1)
    application = unlocked(access, folder)
    assert isinstance(application.noticed, VaultBehindError)
    assert {"vault.behind", "clock.back"} <= set(acts(application))
    application.lock()


def test_a_first_entry_has_no_time_before_it():
    reading = ClockReading(BEGAN)
    assert not reading.is_back
    assert reading.act == ""
