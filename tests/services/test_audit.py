from __future__ import annotations

import pytest

from app.bootstrap import schemas
from app.domain.audit import AuditHead
from app.keys import chain
from app.services.audit import Audit
from app.services.heads import HeadKeeper
from app.services.trail import Trail
from app.store import audit
from app.system.ids import new_id

DATABASE = "ab" * 16


@pytest.fixture
def heads(vault):
    return HeadKeeper(vault, DATABASE, chain.new_chain_key())


@pytest.fixture
def trail(clock, heads):
    return Trail(clock, "李明", new_id, heads.written)


@pytest.fixture
def service(vault, heads, trail):
    return Audit(vault, heads, trail, schemas())


@pytest.fixture
def written(vault, trail):
    """A trail long enough for two signed heads."""
    with vault.transaction() as connection:
        for number in range(250):
            trail.write(connection, "talk.answer", str(number))


def test_the_trail_is_read_page_by_page_newest_first(service, vault, heads, written):
    first = service.page(limit=100)
    second = service.page(first[-1], limit=100)
    assert [first[0].sequence, second[0].sequence, second[-1].sequence] == [250, 150, 51]
    assert len(service.page(second[-1], limit=100)) == 50


def test_every_hundredth_entry_is_signed(service, vault, heads, written):
    with vault.reading() as connection:
        kept = audit.checkpoints(connection)
        assert [c.head.sequence for c in kept] == [100, 200]
        assert all(audit.head_at(connection, c.head.sequence) == c.head for c in kept)
    report = service.check()
    assert (report.count, report.first_break, report.is_whole) == (250, None, True)


def forge(vault, *statements):
    """Change the trail as one with the keys could: without the triggers."""
    with vault.transaction() as connection:
        for name in ("audit_entry_keeps", "audit_entry_stays", "audit_checkpoint_keeps"):
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)


def test_a_changed_entry_is_found(service, vault, heads, written):
    forge(vault, "UPDATE audit_entry SET which = 'other' WHERE sequence = 42")
    assert service.check().first_break == 42


def test_a_removed_entry_is_found(service, vault, heads, written):
    forge(vault, "DELETE FROM audit_entry WHERE sequence = 77")
    assert service.check().first_break == 77


def test_a_forged_signature_is_found(service, vault, heads, written):
    forge(vault, "UPDATE audit_checkpoint SET signature = zeroblob(64) WHERE sequence = 200")
    assert service.check().first_break == 200


def test_a_chain_reckoned_anew_does_not_match_its_signed_heads(service, vault, heads, written):
    """Whoever changes an entry and all digests after it lacks the key for the signatures."""
    forge(vault, "UPDATE audit_entry SET who = '王五' WHERE sequence = 42")
    with vault.transaction() as connection:
        old = list(audit.every(connection))
        connection.execute("PRAGMA defer_foreign_keys = ON")
        connection.execute("DELETE FROM audit_entry")
        for e in old:
            audit.add(connection, audit.Act(e.at, e.who, e.what, e.which, e.content))
    report = service.check()
    assert report.first_break == 100
    assert report.head != AuditHead()


def test_an_important_act_notes_the_head_once_it_is_kept(vault, heads, trail):
    vault.after_commit(heads.after_commit)
    with vault.transaction() as connection:
        trail.write(connection, "talk.answer")
    assert not (vault.folder / "head.json").exists()
    with pytest.raises(ZeroDivisionError), vault.transaction() as connection:
        trail.write(connection, str(1 / 0))
    with vault.transaction() as connection:
        trail.write(connection, "talk.seal")
        assert not (vault.folder / "head.json").exists()
    noted = (vault.folder / "head.json").read_bytes()
    assert b'"sequence":2' in noted
    with vault.transaction() as connection:
        trail.write(connection, "talk.answer")
    assert (vault.folder / "head.json").read_bytes() == noted
