"""The signed papers of a year carried out of a real vault, stopped, gone on with, and spoiled."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest

from app import bootstrap
from app.domain.changes import Changes
from app.domain.copies import AMENDMENT, MINUTES, CopyWay, CopyWish
from app.domain.export_errors import (
    ExportEmptyError,
    ExportInsideVaultError,
    ExportPlaceFullError,
    ExportPlaceGoneError,
    ExportPlaceReadOnlyError,
)
from app.domain.ids import TalkId
from app.domain.progress import NoProgress
from app.domain.verdict import Outcome
from app.domain.year_export import ExportLine, ExportOrder, LineState, YearExported
from app.services.access import Access
from app.services.application import Application
from app.services.new_vault import NewVault
from tests.conftest import CHEAP, PASSPHRASE, StandingClock, unlocked_copy
from tests.services.test_minutes import spoken

WISH = CopyWish("县档案馆", "年度归档")
WHOLE = ExportOrder(2026, wish=WISH, is_sealed_only=False)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[TalkId]]:
    """A closed vault with three talks whose minutes are signed; the first one is sealed."""
    home, clock = tmp_path_factory.mktemp("made"), StandingClock()
    new = NewVault(home / "vault", PASSPHRASE, PASSPHRASE, "清河县纪委监委", "李明")
    application = unlocked_copy(bootstrap.access(home / "preferences", clock, CHEAP), new)
    talks = [spoken(application, clock, f"讲了{count}件事。") for count in ("一", "两", "三")]
    for talk_id in talks:
        application.minutes.confirm(talk_id, NoProgress())
    application.talks.note_refusal_and_sign(talks[0], "拒签，李四见证")
    application.talks.seal(talks[0])
    application.lock()
    return new.folder, talks


@pytest.fixture
def talks(made: tuple[Path, list[TalkId]]) -> list[TalkId]:
    return made[1]


@pytest.fixture
def application(
    made: tuple[Path, list[TalkId]], access: Access, clock: StandingClock, tmp_path: Path
) -> Iterator[Application]:
    shutil.copytree(made[0], tmp_path / "vault")
    clock.move(days=1)
    opened = access.unlock(tmp_path / "vault", PASSPHRASE, NoProgress())
    yield opened
    opened.lock()


def carried_out(application: Application, folder: Path, order: ExportOrder = WHOLE) -> YearExported:
    """The whole way, as the page goes it."""
    service = application.year_export
    wanted = service.wanted(order)
    place = service.place(wanted, folder)
    service.room(wanted, place)
    service.begin(wanted, place)
    lines: list[ExportLine] = []
    while len(lines) < len(wanted.files):
        leg, _ = service.go_on(wanted, place, len(lines), NoProgress())
        lines += leg.lines
    return service.finish(wanted, place, lines)[0]


def states(exported: YearExported) -> list[LineState]:
    return [line.state for line in exported.lines]


def pdfs(exported: YearExported) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(Path(exported.folder).glob("*.pdf"))}


def names(folder: Path) -> set[str]:
    return {p.name for p in folder.iterdir()}


def test_signed_files_go_out_byte_for_byte_under_their_numbers(application, talks, tmp_path):
    exported = carried_out(application, tmp_path)
    files = pdfs(exported)
    numbers = [application.talks.get(talk_id).number for talk_id in talks]
    assert list(files) == [f"{number}.pdf" for number in numbers]
    for talk_id, content in zip(talks, files.values(), strict=True):
        assert content == application.minutes.pdf(talk_id)
    path = Path(exported.folder) / f"{numbers[0]}.pdf"
    assert application.minutes.verify(path).outcome is Outcome.GENUINE
    assert Path(exported.folder).name == "2026年谈话记录"


def test_only_sealed_ones_go_unless_more_is_asked_for(application, talks, tmp_path):
    exported = carried_out(application, tmp_path, ExportOrder(2026))
    assert [line.file.talk_id for line in exported.lines] == talks[:1]


def test_the_list_tells_every_file_with_its_digest_and_its_copy(application, talks, tmp_path):
    exported = carried_out(application, tmp_path)
    folder = Path(exported.folder)
    rows = list(openpyxl.load_workbook(folder / exported.index_name).active.values)[1:]
    for row, (name, content) in zip(rows, pdfs(exported).items(), strict=True):
        assert row[7:9] == (name, sha256(content).hexdigest())
        assert row[6] == "000001"
    sums = folder / exported.index_name.replace(".xlsx", ".sha256")
    subprocess.run(["sha256sum", "--check", "--strict", sums.name], cwd=folder, check=True)


def test_no_name_of_a_person_or_unit_is_in_a_file_name_or_the_list(application, talks, tmp_path):
    exported = carried_out(application, tmp_path)
    folder = Path(exported.folder)
    said = "".join(names(folder)) + str(list(openpyxl.load_workbook(
        folder / exported.index_name).active.values))  # fmt: skip
    for word in ("王五", "清溪镇", "县纪委", "𠮷", "买买提"):
        assert word not in said


def test_each_file_is_a_registered_copy_and_the_trail_tells_the_export(
    application, talks, tmp_path
):
    carried_out(application, tmp_path)
    for talk_id in talks:
        (copy,) = application.copies.of(MINUTES, talk_id)
        assert (copy.way, copy.holder, copy.purpose) == (CopyWay.ORIGINAL, "县档案馆", "年度归档")
    acts = [entry.what for entry in application.audit.page(limit=10)]
    assert acts[:5] == ["export.finish", "copy.take", "copy.take", "copy.take", "export.year"]


def test_an_amendment_goes_beside_the_minutes_it_amends(application, talks, tmp_path):
    from app.domain.amendment import AmendedLine, AmendmentEntry

    passage = application.amending.places(talks[0])[0]
    entry = AmendmentEntry("笔误", (AmendedLine(passage.key, "", "补一句。"),))
    application.amending.amend(talks[0], entry, NoProgress())
    exported = carried_out(application, tmp_path, ExportOrder(2026))
    number = application.talks.get(talks[0]).number
    assert list(pdfs(exported)) == [f"{number}-补1.pdf", f"{number}.pdf"]
    (amendment,) = application.amending.of(talks[0])
    assert len(application.copies.of(AMENDMENT, amendment.id)) == 1


# ── a second run ─────────────────────────────────────────────────────────────────────────────────


def test_a_stopped_export_is_gone_on_with(application, talks, tmp_path):
    service = application.year_export
    wanted = service.wanted(WHOLE)
    place = service.place(wanted, tmp_path)
    service.begin(wanted, place)
    service.go_on(wanted, place, 2, NoProgress())  # one went out, and then it was stopped
    (place.folder / "2026-0001.pdf.part").write_bytes(b"half")
    exported = carried_out(application, tmp_path)
    assert states(exported) == [LineState.WRITTEN, LineState.WRITTEN, LineState.THERE]
    assert not list(place.folder.glob("*.part"))
    assert [len(application.copies.of(MINUTES, talk_id)) for talk_id in talks] == [1, 1, 1]


def test_a_second_run_writes_no_file_and_registers_no_copy(application, talks, tmp_path, clock):
    first = carried_out(application, tmp_path)
    before = pdfs(first)
    clock.move(minutes=5)
    second = carried_out(application, tmp_path)
    assert states(second) == [LineState.THERE] * 3
    assert pdfs(second) == before
    assert [len(application.copies.of(MINUTES, talk_id)) for talk_id in talks] == [1, 1, 1]
    assert first.index_name != second.index_name


def test_what_is_something_else_is_never_written_over(application, talks, tmp_path, clock):
    exported = carried_out(application, tmp_path)
    changed = Path(exported.folder) / exported.lines[1].file.file_name
    changed.write_bytes(b"something else")
    clock.move(minutes=5)
    again = carried_out(application, tmp_path)
    assert states(again) == [LineState.THERE, LineState.DIFFERS, LineState.THERE]
    assert changed.read_bytes() == b"something else"


def test_a_file_that_was_written_but_not_registered_is_registered(application, talks, tmp_path):
    folder = tmp_path / WHOLE.folder_name
    folder.mkdir()
    number = application.talks.get(talks[0]).number
    (folder / f"{number}.pdf").write_bytes(application.minutes.pdf(talks[0]))
    assert states(carried_out(application, tmp_path))[0] is LineState.THERE
    assert len(application.copies.of(MINUTES, talks[0])) == 1


def test_a_damaged_original_is_told_and_the_others_go_out(application, talks, tmp_path):
    service = application.year_export
    kept = application.session.files.folder / service.wanted(WHOLE).files[1].attachment_id
    kept.write_bytes(kept.read_bytes()[:-20])
    exported = carried_out(application, tmp_path)
    assert states(exported) == [LineState.WRITTEN, LineState.DAMAGED, LineState.WRITTEN]
    assert not application.copies.of(MINUTES, talks[1])


# ── marked copies ────────────────────────────────────────────────────────────────────────────────


def test_marked_copies_bear_their_number_and_are_known_again(application, talks, tmp_path, clock):
    order = ExportOrder(2026, CopyWay.EXPORT, WISH)
    exported = carried_out(application, tmp_path, order)
    (content,) = pdfs(exported).values()
    assert content != application.minutes.pdf(talks[0])
    path = Path(exported.folder) / exported.lines[0].file.file_name
    said = subprocess.run(
        ["pdftotext", str(path), "-"], check=True, capture_output=True, text=True
    ).stdout
    assert "000001" in said.replace(" ", "")
    clock.move(minutes=5)
    assert states(carried_out(application, tmp_path, order)) == [LineState.THERE]
    (copy,) = application.copies.of(MINUTES, talks[0])
    assert copy.way is CopyWay.EXPORT


# ── what the world can do ────────────────────────────────────────────────────────────────────────


def test_a_year_without_minutes_and_the_vaults_own_folder_are_refused(application, talks, tmp_path):
    service = application.year_export
    with pytest.raises(ExportEmptyError):
        service.wanted(ExportOrder(2019))
    assert service.years() == (2026,)
    with pytest.raises(ExportInsideVaultError):
        service.place(service.wanted(WHOLE), application.folder / "attachments")
    with pytest.raises(ExportPlaceGoneError):
        service.place(service.wanted(WHOLE), tmp_path / "nowhere")


def test_a_stick_pulled_out_is_named_and_nothing_falls_on_the_machines_own_disk(
    application, talks, small_disk: Callable[[int], Path]
):
    stick = small_disk(8)
    service = application.year_export
    wanted = service.wanted(WHOLE)
    place = service.place(wanted, stick)
    service.begin(wanted, place)
    leg, changes = service.go_on(wanted, place, 2, NoProgress())
    assert (leg.next, changes) == (3, Changes.COPIES)
    subprocess.run(["umount", "-l", str(stick)], check=True)
    with pytest.raises(ExportPlaceGoneError) as caught:
        service.go_on(wanted, place, 1, NoProgress())
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(stick)], check=True)  # for its end
    assert (caught.value.done, caught.value.total) == (1, 3)
    assert not application.copies.of(MINUTES, talks[1])


def test_a_full_stick_is_named_before_and_while_writing(
    application, talks, small_disk: Callable[[int], Path]
):
    service = application.year_export
    wanted = service.wanted(WHOLE)
    with pytest.raises(ExportPlaceFullError):
        service.room(wanted, service.place(wanted, small_disk(2)))
    stick = small_disk(1)
    place = service.place(wanted, stick)
    service.begin(wanted, place)
    (stick / "full").write_bytes(bytes(shutil.disk_usage(stick).free - (100 << 10)))
    with pytest.raises(ExportPlaceFullError):
        service.go_on(wanted, place, 0, NoProgress())
    assert not names(place.folder)
    assert not application.copies.of(MINUTES, talks[0])


def test_a_stick_that_turns_read_only_is_named(
    application, talks, small_disk: Callable[[int], Path]
):
    stick = small_disk(8)
    service = application.year_export
    wanted = service.wanted(WHOLE)
    place = service.place(wanted, stick)
    service.begin(wanted, place)
    subprocess.run(["mount", "-o", "remount,ro", str(stick)], check=True)
    with pytest.raises(ExportPlaceReadOnlyError):
        service.go_on(wanted, place, 0, NoProgress())
    assert not application.copies.of(MINUTES, talks[0])
