"""What a package tells of a talk: everything at the full level, lists below it, figures at last."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from app.documents.attachment_kinds import KINDS
from app.domain.amendment import AmendedLine, Amendment, AmendmentId
from app.domain.attachment import Attachment, Purpose
from app.domain.errors import AttachmentDamagedError
from app.domain.figure_spans import Span
from app.domain.finding import FindingNature
from app.domain.ids import AttachmentId, TalkId
from app.domain.package import PackageLevel
from app.domain.people import Role
from app.domain.progress import NoProgress
from app.domain.refusals import NotSealedError
from app.domain.remarks import Passed
from app.domain.signer import FieldState, SignatureField
from app.domain.talk import TalkStatus
from app.handover.dossier import TalkDossier
from app.handover.own_check import check_document
from app.handover.package_file import PAYLOAD_NAME
from app.handover.packer import Office, Packer
from app.handover.schemas import Schemas
from app.handover.statistics import Figures as PackageFigures
from app.services import dossiers as dossiers_module
from app.services.attaching import Attaching, Brought
from app.services.dossiers import ENDINGS, Dossiers, Held
from app.services.figures import Figures
from app.services.kinds import Kinds
from app.services.notes import Notes
from app.services.recusals import Recusals
from app.services.talks import FindingEntry, ParticipantEntry
from app.store import amendments, attachments, packages, passed_checks, talk_signatures, talks
from app.store.attachment_files import AttachmentFiles
from app.system.paths import resources_folder
from tests import brought
from tests.desk import Desk

S = TalkStatus
SCHEMAS = Schemas(resources_folder() / "schemas")
OFFICE = Office("320999", "清溪县纪委监委", "上级调阅")
NOTE = "私下记一笔：话里有话"
SPOKEN = "会议记录一共三本"
AMENDED = "应为四本"
PASSED = "同音，确是另一人"
GROUND = "曾为上下级，有嫌隙"
PHOTO = "台账照片第三页.png"
THROWN = "误传的截图.png"
# what is narrative or about persons beyond the lists: below the full level none of it may go
NARRATIVE = (SPOKEN, AMENDED, PASSED, GROUND, PHOTO, THROWN)


@dataclass
class DeskWithFiles:
    """A desk with files of its own."""

    desk: Desk
    files: AttachmentFiles

    @property
    def dossiers(self) -> Dossiers:
        return Dossiers(self.desk.trail, self.files)

    def gather(self, talk_id: TalkId, level: PackageLevel) -> tuple[TalkDossier, tuple[Held, ...]]:
        with self.desk.vault.reading() as connection:
            return self.dossiers.gather(connection, talk_id, level)

    def packed(self, level: PackageLevel, *talk_ids: TalkId) -> dict[str, bytes]:
        """Every file of a package with these talks, but package.json."""
        packer, gatherer = Packer(level, PackageFigures(date(2026, 3, 5))), self.dossiers
        parts = []
        with self.desk.vault.reading() as connection:
            for talk_id in talk_ids:
                dossier, held = gatherer.gather(connection, talk_id, level)
                parts += packer.add(dossier, tuple(one.part for one in held))
            parts += packer.finish(OFFICE)
        return {part.name: b"".join(part.pieces()) for part in parts}

    def attach(self, talk_id: TalkId, purpose: Purpose, content: bytes, kind: str) -> Attachment:
        stored = self.files.write(content)
        made_at = self.desk.trail.clock.now()
        kept = Attachment(
            AttachmentId(stored.id), talk_id, purpose, kind, purpose.value, stored.size,
            stored.sha256, 2, made_at,
        )  # fmt: skip
        with self.desk.vault.transaction() as connection:
            attachments.add(connection, kept)
        return kept

    def seal(self, talk_id: TalkId) -> None:
        """The talk from under way to sealed, with minutes and the scan of the signed paper."""
        self.desk.end(talk_id)
        self.desk.confirm(talk_id)
        self.attach(talk_id, Purpose.MINUTES, b"%PDF-1.7 " + talk_id.encode(), "application/pdf")
        self.attach(talk_id, Purpose.SCAN, b"\xff\xd8\xff " + talk_id.encode(), "image/jpeg")
        with self.desk.vault.transaction() as connection:
            talks.keep(connection, talks.get(connection, talk_id).signed(3))
        self.desk.talks.seal(talk_id)


@pytest.fixture
def office(desk: Desk, tmp_path: Path) -> DeskWithFiles:
    (tmp_path / "files").mkdir()
    return DeskWithFiles(desk, AttachmentFiles(tmp_path / "files", b"k" * 32))


@pytest.fixture
def told(office: DeskWithFiles) -> TalkId:
    """A talk about which there is something to tell in every place of the format."""
    desk = office.desk
    Recusals(desk.vault, desk.trail).add(desk.leader, desk.secretary, GROUND)
    talk_id = desk.talk_at(S.PREPARED, delegation="县委书记")
    Notes(desk.vault, desk.trail).keep(talk_id, NOTE)
    bring(office, talk_id)
    desk.talks.begin(talk_id)
    first = desk.first_answer(talk_id)
    desk.talks.add_finding(
        talk_id,
        FindingEntry("a1", "台账缺两个月", answer_id=first, regulation="《台账管理办法》"),
    )
    desk.talks.add_finding(talk_id, FindingEntry("a1", "多下村", nature=FindingNature.ADVICE))
    with desk.vault.transaction() as connection:
        passed_checks.add(
            connection, talk_id, Passed("homophone", "m", PASSED, desk.trail.clock.now())
        )
        state = FieldState(SignatureField.OFFICE, "县纪委监委", desk.trail.clock.now(), "ab" * 32)
        talk_signatures.add(connection, talk_id, [replace(state, signed_at=None, fingerprint="")])
        talk_signatures.keep(connection, talk_id, state)
    for answer in desk.talk(talk_id).answers:
        desk.talks.save_answer(talk_id, answer.id, SPOKEN)
    desk.trail.clock.move(minutes=40)
    desk.talks.end(talk_id)
    desk.confirm(talk_id)
    office.attach(talk_id, Purpose.MINUTES, b"%PDF-1.7 minutes", "application/pdf")
    office.attach(talk_id, Purpose.SCAN, b"\x89PNG\r\n\x1a\n scan", "image/png")
    with desk.vault.transaction() as connection:
        talks.keep(connection, talks.get(connection, talk_id).signed(3))
    desk.talks.seal(talk_id)
    amend(office, talk_id)
    return talk_id


def bring(office: DeskWithFiles, talk_id: TalkId) -> None:
    """A photo and a sound, and a picture that was taken away again."""
    desk = office.desk
    attaching = Attaching(desk.vault, desk.trail, office.files)
    for name, content, purpose in (
        (PHOTO, brought.picture(), Purpose.EVIDENCE),
        ("谈话录音.wav", brought.wav(1), Purpose.OTHER),
        (THROWN, brought.picture(size=(9, 9)), Purpose.OTHER),
    ):
        taken = attaching.take(Brought(name, untrusted_content=content), NoProgress())
        thrown = attaching.keep(talk_id, taken, purpose)[0].attachment
        desk.trail.clock.move(seconds=1)
    attaching.remove(thrown.id, "传错了")


def amend(office: DeskWithFiles, talk_id: TalkId) -> None:
    """An amendment beside the sealed record, with its paper."""
    paper = office.attach(talk_id, Purpose.AMENDMENT, b"%PDF-1.7 amended", "application/pdf")
    with office.desk.vault.transaction() as connection:
        serial = len(amendments.of(connection, talk_id)) + 1
        lines = (AmendedLine("summary", "", AMENDED, "谈话小结"),)
        amendments.add(
            connection,
            Amendment(
                AmendmentId(f"amendment-{serial}"),
                talk_id,
                serial,
                paper.made_at,
                "漏记",
                lines,
                paper.id,
            ),
        )
        office.desk.trail.write(connection, "amendment.add", talk_id)


def test_the_full_package_tells_everything(office, told):
    files = office.packed(PackageLevel.FULL, told)
    folder = "data/talks/000001/"
    names = {name.removeprefix(folder) for name in files if name.startswith(folder)}
    assert names == {
        "talk.json", "findings.json", "process.json", "minutes.pdf", "scan.png",
        "amendment-01.pdf", "att/001.png", "att/002.wav",
    }  # fmt: skip
    assert all(PAYLOAD_NAME.match(name) for name in files)
    for name, content in files.items():
        check_document(name, content, SCHEMAS)
    talk, findings, process = (
        json.loads(files[f"{folder}{kind}.json"]) for kind in ("talk", "findings", "process")
    )
    assert talk["delegation"] == "县委书记"
    assert (talk["day"], talk["is_collective"]) == ("2026-03-05", False)
    assert talk["prompt_set_version"] == 1
    assert talk["prompt_set_title"]
    assert {answer["text"] for answer in talk["text"]["answers"]} == {SPOKEN}
    assert talk["amendments"][0]["number"] == f"{talk['number']}-补1"
    assert talk["text"]["amendments"][0]["lines"][0]["should"] == AMENDED
    problem, advice = findings["findings"]
    assert (problem["nature"], advice["nature"]) == ("problem", "advice")
    assert (problem["answer_order"], problem["regulation"]) == (1, "《台账管理办法》")
    assert problem["unit_name"] == "清溪镇"
    assert [one["title"] for one in process["files"]][-2:] == [PHOTO, "谈话录音.wav"]
    assert process["removed_files"][0]["title"] == THROWN
    assert process["passed_checks"][0]["reason"] == PASSED
    assert process["recusals"] == [
        {"ground": GROUND, "interviewee": "张三", "name": "王五", "role": "interviewer"}
    ]
    assert process["signatures"][0]["certificate"] == "ab" * 32


def test_every_act_about_the_talk_its_findings_and_its_files_is_told(office, told):
    process = json.loads(office.packed(PackageLevel.LEDGER, told)["data/talks/000001/process.json"])
    done = [step["what"] for step in process["steps"]]
    assert done.count("attachment.add") == 3
    assert done.count("finding.add") == 2
    assert {"talk.plan", "talk.begin", "attachment.remove", "talk.seal", "amendment.add"} <= {*done}
    assert [step["sequence"] for step in process["steps"]] == sorted(
        step["sequence"] for step in process["steps"]
    )
    files = {file["id"] for file in process["files"]}
    assert {step["which"] for step in process["steps"]} & files


def test_lists_carry_no_narrative_and_no_package_a_private_note(office, told):
    for level in PackageLevel:
        files = office.packed(level, told)
        whole = b"\n".join(files.values())
        assert NOTE.encode() not in whole
        said = [words for words in NARRATIVE if words.encode() in whole]
        assert said == ([] if level is not PackageLevel.FULL else list(NARRATIVE))
        assert ("data/ledger.xlsx" in files) is (level is not PackageLevel.STATISTICS)
    process = json.loads(office.packed(PackageLevel.LEDGER, told)["data/talks/000001/process.json"])
    assert len(process["files"]) == 5  # told of with their digests, though they stay at home


def test_an_amendment_that_came_later_goes_with_the_talk_when_it_goes_again(office, told):
    before, _ = office.gather(told, PackageLevel.FULL)
    amend(office, told)
    after, held = office.gather(told, PackageLevel.FULL)
    assert (len(before.amendments), len(after.amendments)) == (1, 2)
    assert [one.part.name for one in held if "amendment" in one.part.name] == [
        "amendment-01.pdf",
        "amendment-02.pdf",
    ]


def test_a_talk_says_in_which_package_it_went_before(office, told, monkeypatch):
    assert office.gather(told, PackageLevel.LEDGER)[0].earlier == 0
    monkeypatch.setattr(packages, "went_in", lambda connection, talk_id: 7)
    assert office.gather(told, PackageLevel.LEDGER)[0].earlier == 7


def test_only_what_is_sealed_goes_and_minutes_must_be_there(office):
    talk_id = office.desk.talk_at(S.SIGNED)
    with pytest.raises(NotSealedError):
        office.gather(talk_id, PackageLevel.STATISTICS)
    office.desk.talks.seal(talk_id)
    assert office.gather(talk_id, PackageLevel.LEDGER)[1] == ()
    with pytest.raises(AttachmentDamagedError):
        office.gather(talk_id, PackageLevel.FULL)


def test_the_trail_read_in_pieces_tells_the_same(office, told, monkeypatch):
    other = office.desk.talk_at(S.SEALED)
    monkeypatch.setattr(dossiers_module, "ENTRIES_AT_ONCE", 7)
    pieces = office.dossiers
    with office.desk.vault.reading() as connection:
        after, times = 0, 0
        while after is not None:
            after, times = pieces.read_steps(connection, (told, other), after), times + 1
        for talk_id in (told, other):
            alone, _ = office.dossiers.gather(connection, talk_id, PackageLevel.LEDGER)
            assert pieces.gather(connection, talk_id, PackageLevel.LEDGER)[0].steps == alone.steps
    assert times > 2


def test_every_kind_of_file_that_is_taken_has_an_ending(office):
    assert set(ENDINGS) == set(KINDS)


@pytest.fixture
def year(office, clock) -> list[TalkId]:
    """Sealed talks of several kinds, one of them made up for, with all there is to count."""
    clock.moment = datetime(2026, 1, 10, 1, 0, tzinfo=UTC)
    desk = office.desk
    Kinds(desk.vault, desk.trail).count_by_setting(True)
    ours, sealed = desk.everybody()[1:], []
    guests = [ParticipantEntry(Role.INTERVIEWEE, None, f"第{n}人", f"第{n}镇") for n in range(4)]
    for kind, people in (
        ("heart", guests[:1]),
        ("summons", guests[:1]),
        ("reminder", guests[1:2]),
        ("collective", guests),
    ):
        talk_id = desk.talk_at(S.UNDER_WAY, kind=kind, participants=(*people, *ours))
        if kind == "collective":
            desk.talks.set_present(talk_id, 3, False, "出差")
            desk.talks.state_first_form(talk_id, 1, True)
        find(desk, talk_id)
        office.seal(talk_id)
        sealed.append(talk_id)
        clock.move(days=20)
    later, _ = desk.talks.make_up(sealed[-1])
    clock.move(days=1)
    desk.talks.prepare(later, ("1-1",))
    desk.talks.begin(later)
    office.seal(later)
    return [*sealed, later]


def find(desk: Desk, talk_id: TalkId) -> None:
    """One finding of every sort that is counted apart."""
    for words, more in (
        ("共性", {"is_common": True, "regulation": "《议事规则》", "is_regulation_new": False}),
        ("个性", {"regulation": " 议事 规则"}),
        ("建议", {"nature": FindingNature.ADVICE}),
        ("承诺", {"is_personal": True, "person_id": desk.leader}),
    ):
        desk.talks.add_finding(talk_id, FindingEntry("a1", words, **more))


def test_figures_of_a_package_are_those_of_the_page(office, year):
    figures = Figures(office.desk.vault, office.desk.trail)
    page = figures.of(date(2026, 1, 1), date(2026, 12, 31))
    files = office.packed(PackageLevel.STATISTICS, *year)
    assert list(files) == ["data/statistics.json"]
    said = json.loads(files["data/statistics.json"])
    findings = said.pop("findings")
    for name in set(said) & {one.name for one in fields(page)} - {"kinds"}:
        assert said[name] == getattr(page, name).count, name
    for name in set(findings) - {"closed", "overdue"}:
        assert findings[name] == getattr(page, name).count, name
    assert [(k["kind"], k["sittings"], k["attendances"], k["persons"]) for k in said["kinds"]] == [
        (k.kind, k.sittings.count, k.attendances.count, k.persons.count) for k in page.kinds
    ]
    assert (said["sittings"], said["talks"], said["first_form"]) == (4, 5, 3)
    assert (findings["overdue"], findings["closed"], findings["problems"]) == (6, 0, 8)
    assert sum(month["attendances"] for month in said["months"]) == said["attendances"]
    whole, _ = figures.compared(Span.of_months(2026, (1, 12)))
    counted_on = date.fromisoformat(said["counted_on"])
    to_that_day, _ = figures.compared(Span(date(2026, 1, 1), counted_on))
    assert to_that_day.follow_up.overdue.count == findings["overdue"]
    assert {one["title"]: one["problems"] for one in said["areas"]} == {
        area.title: area.problems.count for area in whole.areas if area.problems.count
    }
    assert {int(one["month"][-2:]): one["attendances"] for one in said["months"]} == {
        place: bucket.attendances.count
        for place, bucket in enumerate(whole.buckets, 1)
        if bucket.attendances.count
    }


def test_a_talk_that_makes_up_for_absence_names_the_first(office, year):
    files = office.packed(PackageLevel.LEDGER, *year)
    first, later = (json.loads(files[f"data/talks/00000{n}/talk.json"]) for n in (4, 5))
    assert later["makes_up_for"] == [{"number": first["number"], "talk_id": year[3]}]
    assert first["made_up_by"] == [{"number": later["number"], "talk_id": year[4]}]
