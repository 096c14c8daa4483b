from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.bootstrap import schemas
from app.domain.audit import AuditFilter, AuditHead
from app.domain.holders import HolderRole
from app.domain.progress import CancelledError, NoProgress
from app.domain.vault_errors import RoleRefusedError
from app.keys import chain
from app.services.audit import Audit
from app.services.heads import HeadKeeper
from app.services.key_holders import NewHolder
from app.services.trail import Trail
from app.store import audit
from app.system.ids import new_id
from tests.conftest import PASSPHRASE
from tests.makers import BEGAN

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


@pytest.mark.parametrize(
    "wanted",
    [
        AuditFilter(),
        AuditFilter(who="李明"),
        AuditFilter(kinds=("talk", "person")),
        AuditFilter(since=BEGAN, until=BEGAN + timedelta(days=1)),
    ],
    ids=["all", "person", "kinds", "days"],
)
def test_a_page_walks_down_the_primary_key_and_sorts_nothing(vault, written, wanted):
    plans = []
    with vault.reading() as connection:

        class Asking:
            """The connection, that tells how it would go about it."""

            def execute(self, statement, values):
                plans.extend(connection.execute(f"EXPLAIN QUERY PLAN {statement}", values))
                return connection.execute(statement, values)

        assert audit.newest(Asking(), 200, 10, wanted)
    told = " ".join(str(row[3]) for row in plans)
    assert "USING INTEGER PRIMARY KEY (rowid<?)" in told
    assert "TEMP B-TREE" not in told


def test_the_list_is_narrowed_by_all_parts_at_once(vault, service, trail, clock):
    def act(what, who="李明", **later):
        clock.move(**later)
        with vault.transaction() as connection:
            replace(trail, who=who).write(connection, what)

    act("talk.seal")
    act("talker.seal", hours=1)
    act("talk.seal", "王五", hours=1)
    act("person.add", hours=1)
    act("talk.begin", hours=1)
    wanted = AuditFilter(BEGAN, BEGAN + timedelta(hours=4), "李明", ("talk",))
    assert [entry.sequence for entry in service.page(wanted=wanted)] == [1]
    assert [entry.sequence for entry in service.page(wanted=AuditFilter(kinds=("talk",)))] == [
        5, 3, 1,
    ]  # fmt: skip
    assert service.people() == ["李明", "王五"]


def test_a_day_begins_at_midnight_on_the_wall(service):
    assert service.midnight(date(2026, 3, 5)) == datetime(2026, 3, 4, 16, 0, tzinfo=UTC)


def test_the_check_tells_how_far_it_is_and_can_be_stopped(vault, service, trail):
    with vault.transaction() as connection:
        for number in range(2_500):
            trail.write(connection, "talk.answer", str(number))
    told = []

    class Watched:
        def step(self, done, total):
            told.append((done, total))
            if done == 2_000:
                raise CancelledError

    with pytest.raises(CancelledError):
        service.check(Watched())
    assert told == [(1_000, 2_500), (2_000, 2_500)]
    assert service.check().is_whole


def test_only_a_whole_trail_is_noted_as_checked(vault, service, written):
    report = service.check()
    service.note_check(report)
    last = service.last_check()
    assert (last.which, last.content) == ("250", report.head.digest)
    forge(vault, "UPDATE audit_entry SET which = 'other' WHERE sequence = 42")
    service.note_check(service.check())
    assert service.last_check() == last


def test_an_auditor_reads_checks_and_prints_and_changes_nothing(access, application):
    words = "shenji-yuan-ziji-de-kouling"
    new = NewHolder("周审计", HolderRole.AUDITOR, words, words)
    application.key_holders.add(PASSPHRASE, new)
    application.lock()
    there = access.unlock(application.folder, words, NoProgress())
    there.audit.note_check(there.audit.check(NoProgress()))
    assert there.audit.head_paper()[0].startswith(b"%PDF")
    done = [(entry.who, entry.what) for entry in there.audit.page(limit=3)]
    assert done == [
        ("周审计", "audit.print"), ("周审计", "audit.check"), ("周审计", "vault.unlock"),
    ]  # fmt: skip
    with pytest.raises(RoleRefusedError):
        there.settings.keep_office(there.settings.office())
    there.lock()
