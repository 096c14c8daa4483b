"""What a finding went through, and its papers, come along wherever the vault goes."""

from __future__ import annotations

from datetime import date

from app.domain.archive_leaves import LeafEntry, LeafKind
from app.domain.finding_closing import Decision
from app.domain.finding_history import Milestone
from app.domain.finding_pleas import AccountabilityEntry
from app.domain.progress import NoProgress
from app.services.attachment_taking import Brought
from app.services.restoring import Restoring
from app.services.salvage import Salvage
from tests import brought
from tests.conftest import PASSPHRASE
from tests.desk import Desk
from tests.services.rectifying_office import Afterwards


def with_all_there_is(application, folder) -> tuple:
    """A finding that took every kind of step, and the leaf of an archive; both have papers."""
    session = application.session
    office = Afterwards(Desk.set_up(session.vault, session.trail), application.rectifying, folder)
    talk_id = office.desk.plan()
    application.talks.prepare(talk_id, [application.prompts.current().prompts[0].number])
    application.talks.begin(talk_id)
    one = office.under_way(talk_id=talk_id)
    office.complete(one, milestones=(Milestone(date(2026, 3, 20), "三月的补完"),))
    gone = office.evidence(one, "传错的.pdf", 3)
    application.rectifying.remove_evidence(gone.id, "传错了")
    application.rectifying.ask_more_time(one, date(2026, 6, 1), "来不及", office.today)
    application.rectifying.decide_more_time(one, Decision(True, "书记", "", office.today))
    grounds = AccountabilityEntry(application.rectifying.rules().grounds[:1], "逾期两次")
    application.rectifying.call_to_account(one, grounds, office.today)
    office.close(one)
    office.look_back(one)
    archives, person = application.archives, office.desk.leader
    archives.open(person, "日常监督")
    entry = LeafEntry(LeafKind.OTHER, office.today, "公开访谈")
    leaf, _ = archives.add_leaf(person, entry)
    picture = Brought("照片.png", untrusted_content=brought.picture())
    archives.add_paper(leaf, archives.take(picture, NoProgress()))
    return one, person, gone.id


def shown(application, which) -> tuple:
    """The sheet of the finding, the leaves of the archive, and that their papers can be read."""
    one, person, _ = which
    application.archives.open(person, "核对")
    sheet, leaves = application.rectifying.sheet(one), application.archives.leaves(person)
    for paper in (sheet.evidence[0], leaves[0].papers[0]):
        assert application.attaching.page(paper, 0).width > 0
    return sheet, leaves


def test_findings_and_leaves_are_checked_backed_up_rekeyed_swept_and_rescued(
    access, application, new_vault, tmp_path
):
    which = with_all_there_is(application, tmp_path)
    before = shown(application, which)
    report = application.integrity.check(NoProgress())
    assert report.is_whole, report.damages
    assert report.attachments == 2
    (record,) = application.backups.make(NoProgress()).records
    application.rotation.rotate(PASSPHRASE, {}, None, NoProgress())
    for folder in (
        new_vault.folder,
        restored(access, record, tmp_path / "restored"),
        rescued(access, new_vault.folder, tmp_path / "rescued"),
    ):
        opened = access.unlock(folder, PASSPHRASE, NoProgress())
        try:
            assert shown(opened, which) == before
            swept = which[2] not in opened.session.files.names()
            assert swept  # what no row names is gone, what a row names is there
        finally:
            opened.lock()


def restored(access, record, target):
    Restoring(access).restore(record, PASSPHRASE, target, NoProgress())
    return target


def rescued(access, folder, target):
    salvage = Salvage(access.preferences, access.clock)
    assert salvage.rescue(folder, PASSPHRASE, target, NoProgress()).strays == ()
    return target
