"""A damaged vault is looked at and rescued into a new one; the damaged one keeps every byte."""

from __future__ import annotations

import hashlib
import random
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.domain.amendment import AmendedLine, AmendmentEntry
from app.domain.check_paragraphs import paragraphs_of
from app.domain.errors import (
    FolderNotEmptyError,
    KeyFileMissingError,
    VaultExistsError,
    VaultMissingError,
    WrongPassphraseError,
)
from app.domain.facts import FactCategory, UnitFigure
from app.domain.health import Kept, RescueReport
from app.domain.ids import LetterId, TalkId
from app.domain.kinds import TalkKind
from app.domain.letters import LetterInquiry
from app.domain.people import Role
from app.domain.plan import PlanChange
from app.domain.portrait import Section, about
from app.domain.progress import CancelledError, NoProgress
from app.domain.record_text import answer_key
from app.domain.signer import PERSONAL_FIELDS, SigningKey
from app.domain.talk import TalkStatus
from app.domain.vault_errors import NothingToRescueError
from app.services.facts import FactEntry
from app.services.salvage import Salvage
from app.store import paragraphs, passed_checks, talks
from app.store import salvage as poured
from app.store.migrate import OFFICE
from app.store.remains import Remains
from tests.conftest import PASSPHRASE
from tests.faults.ground import PAGE, Ground, flip, opened, overwrite, rows_of
from tests.services.test_minutes import spoken

GARBAGE = random.Random(3).randbytes(PAGE)


def pages_of(ground: Ground, table: str) -> list[int]:
    """The pages of a table, its root last, so that the first ones hold rows alone."""
    remains = Remains(ground.file, bytearray(ground.key), OFFICE, NoProgress())
    root = remains._roots[table]
    pages = [page for page in remains._nodes[root] if page != root]
    remains.close()
    return [*pages, root]


def left_untouched(ground: Ground) -> dict[str, bytes]:
    """The digest of every file of the damaged vault, but for the lock."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).digest()
        for path in ground.folder.rglob("*")
        if path.is_file() and path.name != "vault.lock"
    }


@pytest.fixture
def rescued(ground: Ground, salvage: Salvage, tmp_path: Path):
    """Rescues the damaged vault, and sees that nothing was done to it."""

    def rescue() -> RescueReport:
        before = left_untouched(ground)
        report = salvage.rescue(ground.folder, PASSPHRASE, tmp_path / "saved", NoProgress())
        assert left_untouched(ground) == before
        return report

    return rescue


def unlocked(ground: Ground, report: RescueReport):
    """The new vault, opened by the old passphrase, sound in every respect."""
    application = ground.access().unlock(report.folder, PASSPHRASE, NoProgress())
    assert not application.is_behind
    assert application.audit.check().is_whole
    with application.session.vault.reading() as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        triggers = connection.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'")
        assert triggers.fetchone()[0] > 30
        ids = [row[0] for row in connection.execute("SELECT id FROM talk")]
    for talk_id in ids:
        assert application.talks.get(talk_id).number
    return application


def test_a_whole_vault_is_found_whole_and_comes_over_whole(ground: Ground, salvage, rescued):
    found = salvage.look(ground.folder, PASSPHRASE, NoProgress())
    assert found.is_whole, found
    counted = {kind.kind: kind.rows for kind in found.readable}
    assert counted[Kept.TALK] == len(ground.truth["talk"])
    report = rescued()
    assert (report.strays, report.mended, report.renewed_keys) == ((), (), ())
    assert report.saved_attachments == len(ground.truth["attachment"]) > 0
    with opened(report.folder / "vault.db", ground.key) as connection:
        saved = rows_of(connection)
    for table, rows in ground.truth.items():
        if table not in {"setting", "audit_entry"}:
            assert saved[table] == rows, table
    assert saved["audit_entry"].items() >= ground.truth["audit_entry"].items()
    application = unlocked(ground, report)
    sealed = next(
        t for (t,) in ground.truth["talk"] if application.talks.get(t).status is TalkStatus.SEALED
    )
    assert application.minutes.pdf(sealed).startswith(b"%PDF")
    assert application.integrity.check(NoProgress()).is_whole
    application.lock()


def test_passed_remarks_signatures_and_amendments_come_over(ground: Ground, rescued):
    application = ground.unlock()
    text = "台账从三月起补齐，2026年三月报过一次，班子商量以后由我牵头先后开了三次会，分头走访了四十二户。"
    talk_id = spoken(application, ground.clock, text)
    marks = tuple(c.remark.mark for c in application.checking.of(talk_id) if c.is_open)
    application.checking.let_pass(talk_id, marks, "原文件如此")
    application.minutes.confirm(talk_id, NoProgress(), PERSONAL_FIELDS[1:])
    signing, (signer, _) = application.hand_signing, application.signers.make_own("王五")
    signing.sign(talk_id, PERSONAL_FIELDS[1], SigningKey(signer.id), None, NoProgress())
    signing.waive(talk_id, PERSONAL_FIELDS[2], "只在纸上签名")
    application.talks.note_refusal_and_sign(talk_id, "拒签，两人在场。")
    application.talks.seal(talk_id)
    place = answer_key(application.talks.get(talk_id).answers[0].id)
    entry = AmendmentEntry("记错了。", (AmendedLine(place, "四十二户", "四十一户"),))
    application.amending.amend(talk_id, entry, NoProgress())
    before = (application.amending.of(talk_id), application.amending.pdf(talk_id, 1))
    signed = (signing.fields(talk_id), application.signers.all())
    application.lock()
    report = rescued()
    assert report.strays == ()
    application = unlocked(ground, report)
    assert (application.amending.of(talk_id), application.amending.pdf(talk_id, 1)) == before
    assert (application.hand_signing.fields(talk_id), application.signers.all()) == signed
    with application.session.vault.reading() as connection:
        assert set(passed_checks.of(connection, talk_id)) == set(marks)
        digests = [paragraph.digest for paragraph in paragraphs_of(talks.get(connection, talk_id))]
        assert paragraphs.elsewhere(connection, TalkId("other"), digests)
    application.lock()


def test_what_the_office_made_of_its_dictionaries_comes_over(ground: Ground, rescued):
    application = ground.unlock()
    kinds, talks = application.kinds, application.talks
    own, _ = kinds.add(TalkKind("", "谈心谈话之一", forms=("minutes",)))
    kinds.change(replace(kinds.book.of("heart"), title="交心谈话", needs_two=True))
    kinds.change(replace(kinds.book.of(own), title="谈心谈话"))
    kinds.retire("reminder")
    kinds.rename_tag("warmth.standing", "站位")
    kinds.add_tag("走过场", "drop")
    application.letters.keep(LetterInquiry(LetterId(""), "清纪函〔2026〕3号", date(2026, 3, 5)))
    first = talks.page()[0].id
    talks.set_present(first, 0, False, "出差")
    later, _ = talks.make_up(first)
    prompts, shipped = application.prompts, application.prompts.current()
    made, _ = prompts.keep_version(prompts.new_draft(shipped.id).titled("自己编的一版"))
    prompts.retire(shipped.id, "已有新版")
    half, versions = prompts.new_draft(made.id).titled("写到一半"), prompts.sets()
    prompts.keep_draft(half)
    book, tags, letters = kinds.book, kinds.tags, application.letters.newest()
    application.lock()
    report = rescued()
    assert report.strays == ()
    application = unlocked(ground, report)
    assert (application.kinds.book, application.kinds.tags) == (book, tags)
    assert application.letters.newest() == letters
    prompts = application.prompts
    assert (prompts.current(), prompts.draft(), prompts.sets()) == (made, half, versions)
    assert application.talks.make_ups(later).original.id == first
    application.lock()


def test_what_is_known_before_a_talk_comes_over(ground: Ground, rescued):
    application = ground.unlock()
    first = application.talks.page()[-1].id
    who = application.talks.get(first).in_role(Role.INTERVIEWEE)[0]
    fact = FactEntry(FactCategory.AUDIT, date(2026, 1, 8), "三份合同没有备案", who.unit_id)
    unit = who.unit_id or application.people.units()[0].id
    application.facts.add(replace(fact, unit_id=unit, person_id=who.person_id))
    application.facts.keep_figure(UnitFigure(unit, 2026, "年度考核", "88分", 13, 13))
    application.portraits.keep(first, about(who), Section.POINTS, "只谈一件事")
    application.notes.keep(first, "先让他讲完")
    known = application.facts.of_unit(unit)
    application.lock()
    report = rescued()
    assert report.strays == ()
    application = unlocked(ground, report)
    assert application.facts.of_unit(unit) == known
    assert application.portraits.get(first, about(who)).text(Section.POINTS) == "只谈一件事"
    assert application.notes.get(first) == "先让他讲完"
    application.lock()


def test_the_yearly_plan_and_who_must_keep_apart_come_over(ground: Ground, rescued):
    application = ground.unlock()
    plans, recusals = application.plans, application.recusals
    for person in application.people.page(limit=2):
        plans.add(2026, person.id, PlanChange(month=5, interviewer=plans.owner(), note="看账"))
    rows = plans.year(2026).rows
    plans.drop([rows[0].item.id], "已调离")
    one, other = (row.item.person_id for row in rows[:2])
    recusals.add(one, other, "近亲属")
    view, apart = plans.year(2026), recusals.of(one)
    application.lock()
    report = rescued()
    assert report.strays == ()
    application = unlocked(ground, report)
    assert application.plans.year(2026) == view
    assert application.recusals.of(one) == apart
    application.lock()


def test_a_talk_that_lost_its_head_comes_back_with_its_words_and_number(ground: Ground, rescued):
    page = pages_of(ground, "talk")[0]
    overwrite(ground.file, page, GARBAGE)
    report = rescued()
    lost = [one.which for one in report.mended if one.table == "talk"]
    assert lost
    assert not report.strays
    application = unlocked(ground, report)
    for talk_id in lost:
        talk = application.talks.get(talk_id)
        head = ground.truth["talk"][talk_id,]
        assert talk.number in head
        assert talk.status.value in head
        texts = {row[7] for key, row in ground.truth["answer"].items() if key[0] == talk_id}
        assert {answer.text for answer in talk.answers} == texts
    application.lock()


@pytest.mark.parametrize(
    "table",
    [
        "unit",
        "person",
        "prompt_set",
        "prompt",
        "talk_body",
        "participant",
        "answer",
        "credential",
        "attachment",
    ],
)
def test_a_table_that_lost_all_its_pages_costs_its_own_facts_only(ground: Ground, rescued, table):
    for page in pages_of(ground, table):
        overwrite(ground.file, page, GARBAGE)
    report = rescued()
    application = unlocked(ground, report)
    with application.session.vault.reading() as connection:
        talks = connection.execute("SELECT count(*) FROM talk").fetchone()[0]
        answers = connection.execute("SELECT count(*) FROM answer").fetchone()[0]
        told = poured.strays(connection)
    assert talks == len(ground.truth["talk"])
    if table != "answer":
        put_aside = sum(stray.table == "answer" for stray in report.strays)
        assert answers + put_aside == len(ground.truth["answer"])
    assert len(told) == len(report.strays)
    application.lock()


@pytest.mark.parametrize("whole_salt", [True, False])
def test_a_lost_first_page_does_not_cost_the_others(ground: Ground, salvage, rescued, whole_salt):
    first = ground.file.read_bytes()[:16] if whole_salt else bytes(16)
    overwrite(ground.file, 1, first + bytes(PAGE - 16))
    assert salvage.look(ground.folder, PASSPHRASE, NoProgress()).is_proven is whole_salt
    report = rescued()
    application = unlocked(ground, report)
    with application.session.vault.reading() as connection:
        saved = rows_of(connection)
    for table in ("talk", "answer", "participant", "attachment"):
        assert saved[table] == ground.truth[table]
    application.lock()


@pytest.mark.parametrize(
    ("seed", "share"), [(0, 10), (1, 10), (2, 10), (3, 10), (160, 3), (164, 3)]
)
def test_any_tenth_or_third_of_the_pages_may_be_lost(ground: Ground, rescued, seed, share):
    dice = random.Random(seed)
    pages = ground.file.stat().st_size // PAGE
    for page in dice.sample(range(2, pages + 1), pages // share):
        overwrite(ground.file, page, dice.choice([bytes(PAGE), dice.randbytes(PAGE)]))
    report = rescued()
    assert report.found.lost_pages
    application = unlocked(ground, report)
    with application.session.vault.reading() as connection:
        saved = rows_of(connection)
    mended = {(one.table, one.which) for one in report.mended}
    for table in ("answer", "participant", "finding", "unit", "person"):
        for key, row in saved[table].items():
            is_told = (table, " ".join(map(str, key))) in mended
            assert is_told or row == ground.truth[table][key], (table, key)
    application.lock()


def test_a_broken_trail_is_kept_as_far_as_it_is_whole(ground: Ground, rescued):
    pages = pages_of(ground, "audit_entry")
    overwrite(ground.file, pages[len(pages) // 2], GARBAGE)
    report = rescued()
    assert 0 <= report.found.whole_entries < len(ground.truth["audit_entry"])
    application = unlocked(ground, report)
    newest = application.audit.page(limit=3)
    assert [entry.what for entry in newest][:2] == ["vault.unlock", "vault.rescue"]
    assert any(stray.table == "audit_entry" for stray in report.strays)
    application.lock()


def test_damaged_and_missing_papers_are_named_and_the_others_saved(ground: Ground, rescued):
    files = sorted((ground.folder / "attachments").iterdir())
    assert len(files) >= 2
    flip(files[0], 8 * 2000)
    files[1].unlink()
    report = rescued()
    assert report.found.damaged_attachments == (files[0].name,)
    assert report.found.missing_attachments == (files[1].name,)
    assert report.saved_attachments == len(files) - 2
    assert sorted(p.name for p in (report.folder / "attachments").iterdir()) == [
        f.name for f in files[2:]
    ]


def test_the_keys_may_come_from_a_backup(ground: Ground, salvage, rescued):
    application = ground.unlock()
    application.backups.make(NoProgress())
    application.lock()
    for name in ("keys.json", "keys.json.1"):
        (ground.folder / name).unlink()
    unlocked(ground, rescued()).lock()
    shutil.rmtree(ground.folder / "backups")
    with pytest.raises(KeyFileMissingError):
        salvage.look(ground.folder, PASSPHRASE, NoProgress())


# ── what a rescue refuses ────────────────────────────────────────────────────────────────────────


def test_a_vault_of_nothing_but_garbage_has_nothing_to_rescue(ground: Ground, salvage, tmp_path):
    ground.file.write_bytes(random.Random(5).randbytes(40 * PAGE))
    with pytest.raises(NothingToRescueError):
        salvage.rescue(ground.folder, PASSPHRASE, tmp_path / "saved", NoProgress())
    ground.file.write_bytes(b"")
    with pytest.raises(NothingToRescueError):
        salvage.look(ground.folder, PASSPHRASE, NoProgress())
    ground.file.unlink()
    with pytest.raises(VaultMissingError):
        salvage.look(ground.folder, PASSPHRASE, NoProgress())
    assert not (tmp_path / "saved").exists()


def test_a_wrong_passphrase_rescues_nothing(ground: Ground, salvage, tmp_path):
    with pytest.raises(WrongPassphraseError):
        salvage.rescue(ground.folder, "something else", tmp_path / "saved", NoProgress())


def test_a_rescue_never_goes_over_another_vault(ground: Ground, salvage, tmp_path):
    with pytest.raises(VaultExistsError):
        salvage.rescue(ground.folder, PASSPHRASE, ground.folder, NoProgress())
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("x")
    with pytest.raises(FolderNotEmptyError):
        salvage.rescue(ground.folder, PASSPHRASE, tmp_path / "full", NoProgress())


class Impatient:
    """Somebody who stops the work after so many steps."""

    def __init__(self, steps: int) -> None:
        self.steps = steps

    def step(self, done: int, total: int) -> None:
        self.steps -= 1
        if self.steps < 0:
            raise CancelledError


@pytest.mark.parametrize("steps", [0, 3, 40, 55])
def test_a_rescue_that_is_stopped_leaves_nothing(ground: Ground, salvage, tmp_path, steps):
    place = tmp_path / "beside"
    place.mkdir()
    with pytest.raises(CancelledError):
        salvage.rescue(ground.folder, PASSPHRASE, place / "saved", Impatient(steps))
    assert list(place.iterdir()) == []


def test_lost_rows_that_an_index_still_knows_are_counted(ground: Ground, salvage):
    for page in pages_of(ground, "answer")[:2] + pages_of(ground, "talk")[:1]:
        overwrite(ground.file, page, GARBAGE)
    found = {
        kind.kind: kind for kind in salvage.look(ground.folder, PASSPHRASE, NoProgress()).readable
    }
    for kind in (Kept.ANSWER, Kept.TALK):
        assert found[kind].missing
        assert found[kind].rows + found[kind].missing == len(ground.truth[kind.value])
