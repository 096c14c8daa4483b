"""The demonstration, run once as anybody would: what it leaves behind, what it tells, and to whom.

Nothing leaves this machine, and nothing outside the vault says whom was talked to about what.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from app import bootstrap
from app.bootstrap import registry_access
from app.cli import main as command_line
from app.cli.story.readme import PASSPHRASE
from app.documents.pictures import page_count, text_of
from app.domain.early_signs import SignKind
from app.domain.finding import FindingStatus
from app.domain.finding_history import ClosingOutcome
from app.domain.finding_views import FindingFilter, FindingOrder
from app.domain.progress import NoProgress
from app.domain.roster import Standing
from app.domain.talk import TalkStatus
from app.domain.talk_list import TalkFilter
from app.domain.verdict import Outcome
from app.services.application import Application
from tests.journeys.tracing import needs_watch, watched
from tests.long.asked_for import when_asked
from tests.ui.accessible.tour import PanelTour, through_the_desk, through_the_office
from ui.desk_pages import DESK_PAGES
from ui.gallery import SIZE
from ui.pages import PAGES

# What the demonstration is asked to make: papers, pictures, and forms to try the import with.
ASKED_FOR = {".pdf", ".png", ".xlsx", ".lrmx"}
TALKS = 3


def in_any_code(words: str, content: bytes) -> bool:
    """Whether the words stand in the bytes; four bytes could do so by chance, so six are asked for."""
    written = [words.encode(code) for code in ("utf-8", "gb18030", "utf-16-le")]
    return any(bytes_ in content for bytes_ in written if len(bytes_) >= 6)


class Journey:
    """What one demonstration left behind."""

    def __init__(self, home: Path) -> None:
        self.home, self.out = home, home / "out"
        self.log = watched(home, "demo", str(self.out), "--talks", str(TALKS))

    @property
    def passphrase(self) -> str:
        """As a newcomer finds it: alone on a line of README.txt."""
        told = (self.out / "README.txt").read_text("utf-8")
        (found,) = re.findall(r"(?m)^passphrase: (\S+)$", told)
        return found

    def files_outside_the_vault(self) -> list[Path]:
        vaults = {path.parent for path in self.home.rglob("vault.db")}
        return [
            path
            for path in sorted(self.home.rglob("*"))
            if path.is_file() and not vaults & set(path.parents) and path.suffix not in ASKED_FOR
        ]

    def unlocked(self) -> Application:
        access = bootstrap.access(self.home / "reading")
        return access.unlock(self.out / "vault", self.passphrase, NoProgress())


@pytest.fixture(scope="module")
def journey(tmp_path_factory) -> Journey:
    return Journey(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def secrets(journey) -> set[str]:
    """Every person, every unit and every sentence of the talks."""
    application = journey.unlocked()
    try:
        rows = application.people.page(limit=1000)
        said = {row.name for row in rows} | {unit.name for unit in application.people.units()}
        for row in application.talks.page(TalkFilter(), None, 1000):
            talk = application.talks.get(row.id)
            texts = [talk.summary, talk.requirement, talk.statement, talk.subject]
            texts += [answer.text for answer in talk.answers]
            parts = {part.strip() for text in texts for part in re.split(r"[\n，。；：、]", text)}
            said |= {part for part in parts if len(part) >= 8}
        return {words for words in said if len(words) >= 2}
    finally:
        application.lock()


@needs_watch
def test_the_whole_journey_speaks_to_no_other_machine(journey):
    assert set(journey.log.split()) <= {"AF_UNIX"}


def test_the_journey_left_something_to_look_through(journey, secrets):
    assert len(secrets) > 30
    assert len(journey.files_outside_the_vault()) > 5
    assert any(path.suffix == ".pdf" for path in journey.out.iterdir())


def test_no_file_outside_the_vault_holds_a_name_or_a_word_of_the_talk(journey, secrets):
    told = []
    for path in journey.files_outside_the_vault():
        content = path.read_bytes()
        told += [(path.name, words) for words in secrets if in_any_code(words, content)]
    assert not told


def test_no_file_is_named_after_a_person_or_unit(journey, secrets):
    names = " ".join(str(path.relative_to(journey.home)) for path in journey.home.rglob("*"))
    assert not [words for words in secrets if words in names]


def test_the_vault_itself_is_not_legible(journey, secrets, tmp_path):
    vaults = {path.parent for path in journey.home.rglob("vault.db")}
    assert vaults
    assert not files_that_hold(secrets, vaults, tmp_path)


def files_that_hold(words: set[str], folders: set[Path], scratch: Path) -> str:
    """The files in the folders that hold any of the words; grep asks for all of them at once."""
    wanted = scratch / "words.txt"
    wanted.write_text("\n".join(sorted(words)), "utf-8")
    grep = ["grep", "-r", "-l", "-a", "-F", "-f", str(wanted), *map(str, sorted(folders))]
    bytewise = {**os.environ, "LC_ALL": "C"}
    done = subprocess.run(grep, capture_output=True, text=True, env=bytewise)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def test_grep_finds_what_is_legible(tmp_path):
    (tmp_path / "vault").mkdir()
    (tmp_path / "vault" / "vault.db").write_bytes(b"\0\xff" + "清退十二户".encode() + b"\n\0")
    told = files_that_hold({"清退", "学习"}, {tmp_path / "vault"}, tmp_path)
    assert told.endswith("vault.db\n")
    assert not files_that_hold({"学习"}, {tmp_path / "vault"}, tmp_path)


# ── what it promised ─────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def county(journey) -> Path:
    return journey.out


@pytest.fixture(scope="module")
def opened(journey) -> Iterator[Application]:
    application = journey.unlocked()
    yield application
    application.lock()


def test_everything_promised_is_there(county):
    names = {path.name for path in county.iterdir()}
    assert names == {
        "README.txt", "minutes.pdf", "collective-minutes.pdf", "certificate.pem", "vault", "stick",
        "registry", "samples", "screens", "papers",
    }  # fmt: skip
    told = (county / "README.txt").read_text("utf-8")
    assert all(name in told for name in names - {"README.txt"})
    assert (county / "registry" / "identity.txt").is_file()
    assert list((county / "registry" / "receipts").glob("*.receipt.json"))


def test_the_minutes_are_signed_and_say_what_was_said(county, opened):
    for name, pages in (("minutes.pdf", range(3, 6)), ("collective-minutes.pdf", range(3, 7))):
        path = county / name
        assert opened.minutes.verify(path).outcome is Outcome.GENUINE
        assert page_count(path.read_bytes()) in pages
    text = "".join(text_of((county / "minutes.pdf").read_bytes())).replace(" ", "")
    assert "赵示例" in text
    assert "五天以后" in re.sub(r"\s", "", text)
    assert "四天以后" not in re.sub(r"\s", "", text)
    collective = "".join(text_of((county / "collective-minutes.pdf").read_bytes()))
    assert "陈\U0002c73d例" in collective or "𬭎" in collective
    assert "{d" not in text + collective


def test_one_of_each_document_is_there_and_names_nobody_in_its_file(county):
    papers = sorted((county / "papers").glob("*.pdf"))
    assert len(papers) == 23
    assert [path.name[:2] for path in papers] == [f"{n:02}" for n in range(1, 24)]
    for path in papers:
        assert page_count(path.read_bytes())
        assert "例" not in path.name, "all made-up names have this character"


def by_id(opened, rows):
    return [opened.rectifying.sheet(row.id) for row in rows]


def test_findings_stand_at_every_step_and_their_ways_are_kept(opened):
    rows = opened.finding_ledger.page(FindingFilter(), FindingOrder(), None, 100)
    assert {row.status for row in rows} == set(FindingStatus)
    by_words = {row.manifestation[:4]: opened.rectifying.sheet(row.id) for row in rows}
    dinner = by_words["一次公务"]
    assert (dinner.finding.returns, dinner.finding.extensions) == (1, 1)
    assert dinner.finding.first_deadline < dinner.finding.deadline
    assert [c.outcome for c in dinner.history.closings] == [
        ClosingOutcome.SENT_BACK,
        ClosingOutcome.GRANTED,
    ]
    assert by_words["一户信访"].finding.relapses == 1
    assert by_words["交接清单"].finding.status is FindingStatus.ARCHIVED
    assert by_words["停车楼项"].finding.clue
    assert sum(bool(sheet.finding.common_id) for sheet in by_id(opened, rows)) == 4
    expected = (SignKind.REPEATED_TAG, SignKind.EXTENDED, SignKind.LONG_OVERDUE)
    assert all(opened.early_signs.count(kind) for kind in (*expected, SignKind.FALLEN_PLACE))
    after = opened.overview.after()
    assert after.overdue
    assert after.look_backs
    assert len(after.replies) == 2


def test_the_terminal_verifies_them_with_the_certificate(county, capsys):
    card = str(county / "certificate.pem")
    for name in ("minutes.pdf", "collective-minutes.pdf"):
        assert command_line.main(["verify", str(county / name), "--certificate", card]) == 0
    assert command_line.main(["verify", str(county / "minutes.pdf")]) == 1


def test_the_machine_it_was_made_on_knows_it_as_a_demonstration(
    journey, county, monkeypatch, capsys
):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(journey.home / "config"))
    assert command_line.main(["verify", str(county / "minutes.pdf")]) == 0
    assert "演示证书" in capsys.readouterr().out


@pytest.mark.skipif(not shutil.which("minisign"), reason="minisign is not installed")
def test_the_line_for_the_stock_tool_works_as_written(county):
    lines = (county / "README.txt").read_text("utf-8").splitlines()
    (line,) = (line for line in lines if line.startswith("minisign "))
    assert (
        subprocess.run(line.split(), cwd=county, capture_output=True, check=False).returncode == 0
    )


def test_the_vault_opens_and_holds_talks_at_every_step(opened):
    by_status = {}
    for row in opened.talks.page(limit=200):
        by_status.setdefault(row.status, []).append(row)
    assert len(by_status[TalkStatus.SEALED]) == 6 + TALKS
    assert sum(row.is_received for row in by_status[TalkStatus.SEALED]) == 2 + TALKS
    assert len(by_status[TalkStatus.TO_SIGN]) == 1
    assert len(by_status[TalkStatus.PREPARED]) == 1
    assert len(by_status[TalkStatus.PLANNED]) == 2
    assert opened.audit.check().first_break is None


def test_everybody_in_it_is_clearly_made_up(opened):
    ours = [row for row in opened.people.page(limit=100) if row.unit_name.startswith("郧西县")]
    assert ours
    assert all("示例" in row.name for row in ours)
    subjects = {row.subject for row in opened.talks.page(limit=200) if "演示" in row.subject}
    assert len(subjects) >= 4


def test_the_samples_are_taken_in_by_a_fresh_vault(county, application):
    preview = application.rosters.read([county / "samples"])
    assert preview.faults == ()
    assert {row.standing for row in preview.rows} == {Standing.NEW}
    application.rosters.take(preview, {})
    assert "沈示例" in {row.name for row in application.people.page()}


def test_the_registry_holds_what_was_handed_over(county):
    desk = registry_access().open(county / "registry", PASSPHRASE)
    try:
        (office,) = desk.offices()
        assert (office.card.code, office.packages, office.talks) == ("420322", 1, 2)
        assert office.gaps == ()
    finally:
        desk.close()


def test_every_page_was_taken_at_its_full_size_and_none_is_blank(county):
    files = list((county / "screens").glob("*.png"))
    names = {path.stem for path in files}
    assert {entry.key for entry in PAGES} <= names
    assert {"unlock", "locked", "first_run_1", "talk_planned", "talk_planned_outline"} <= names
    assert {f"desk_{entry.key}" for entry in DESK_PAGES} <= names
    assert {"desk_unlock", "desk_first_run_4", "desk_door_cards", "desk_talk"} <= names
    for path in files:
        picture = QImage(str(path))
        assert (picture.width(), picture.height()) == SIZE
        grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
        assert len(set(bytes(grey.constBits())[::7])) > 10, path.name


@when_asked
def test_every_panel_of_both_windows_is_whole_and_told_in_large_type(journey, tmp_path):
    for name in ("vault", "registry"):
        shutil.copytree(journey.out / name, tmp_path / name)
    found = through_the_office(tmp_path / "vault", journey.passphrase, 18, PanelTour)
    found += through_the_desk(tmp_path / "registry", journey.passphrase, 18)
    assert not found, "\n".join(found)
