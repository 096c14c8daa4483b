"""Every vault a released program left opens with today's, and everything is found in it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.ids import TalkId
from app.domain.progress import NoProgress
from app.domain.talk import TalkStatus
from app.services.access import Access
from app.services.application import Application
from app.services.registry_access import RegistryAccess
from app.store import migrate, registry_packages, turnover
from tests.conftest import CHEAP, StandingClock
from tests.keeping_vaults import DESK, OFFICE, PASSPHRASE, SENTENCE, STORY
from tests.services.counties import SCHEMAS

KEPT = Path(__file__).parents[1] / "data/vaults"
RELEASES = sorted(path.name for path in KEPT.iterdir())
LATER = "CREATE TABLE later (x INTEGER) STRICT;"


def story(release: str) -> dict[str, object]:
    return json.loads((KEPT / release / STORY).read_text("utf-8"))


@pytest.fixture(params=RELEASES)
def release(request: pytest.FixtureRequest, clock: StandingClock) -> str:
    clock.move(days=200)  # whoever opens an old vault does so later than it was made
    return str(request.param)


@pytest.fixture
def folder(release: str, tmp_path: Path) -> Path:
    return Path(shutil.copytree(KEPT / release / OFFICE, tmp_path / OFFICE))


@pytest.fixture
def office(access: Access, folder: Path) -> Iterator[Application]:
    application = access.unlock(folder, PASSPHRASE, NoProgress())
    yield application
    application.lock()


@pytest.fixture
def one_schema_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program one schema on, for both kinds of vault."""
    known = migrate.steps

    def later(schema: migrate.Schema = migrate.OFFICE) -> list[tuple[int, str]]:
        found = known(schema)
        return [*found, (found[-1][0] + 1, LATER)]

    monkeypatch.setattr(migrate, "steps", later)


def whats(application: Application) -> list[str]:
    return [entry.what for entry in reversed(application.audit.page())]


def is_all_there(application: Application, talk_id: TalkId) -> bool:
    talk = application.talks.get(talk_id)
    return (
        talk.status is TalkStatus.SEALED
        and [answer.text for answer in talk.answers] == [SENTENCE] * 3
        and {person.name for person in talk.participants} == {"张三", "王五", "赵六"}
        and application.minutes.verify_kept(talk_id).is_genuine
        and application.audit.check().is_whole
        and not application.is_behind
    )


@pytest.mark.parametrize("kind", [OFFICE, DESK])
def test_the_newest_schema_has_a_kept_vault(kind):
    schema = migrate.OFFICE if kind == OFFICE else migrate.REGISTRY
    kept = {int(story(one)["schema"][kind]) for one in RELEASES}
    assert migrate.newest(schema) in kept, (
        "a schema that is released is kept: python -m tests.keeping_vaults tests/data/vaults/<version>"
    )


def test_an_office_of_that_release_opens_and_its_sealed_talk_is_untouched(release, office):
    assert is_all_there(office, TalkId(str(story(release)["talk"])))
    with office.session.vault.reading() as connection:
        assert migrate.refuse_newer(connection) == migrate.newest()
    (package,) = office.handover.packages()
    assert package.state.value == "received"


def test_work_goes_on_in_it(access, release, office):
    assert office.key_holders.list()[0].name == "李明"
    access.change_passphrase(office, PASSPHRASE, "qingshan-lvshui-baiyun", "qingshan-lvshui-baiyun")
    office.lock()
    again = access.unlock(office.folder, "qingshan-lvshui-baiyun", NoProgress())
    assert is_all_there(again, TalkId(str(story(release)["talk"])))
    again.lock()


def test_its_data_key_can_be_exchanged(access, release, office):
    office.rotation.rotate(PASSPHRASE, {}, None, NoProgress())
    again = access.unlock(office.folder, PASSPHRASE, NoProgress())
    assert is_all_there(again, TalkId(str(story(release)["talk"])))
    again.lock()


def test_a_registry_of_that_release_opens_and_its_package_is_there(
    release: str, tmp_path: Path, clock: StandingClock
):
    folder = shutil.copytree(KEPT / release / DESK, tmp_path / DESK)
    desk = RegistryAccess(clock, SCHEMAS, CHEAP).open(folder, PASSPHRASE)
    (known,) = desk.offices()
    assert (known.packages, known.talks, known.gaps) == (1, 1, ())
    with desk.session.vault.reading() as connection:
        members = registry_packages.members_of(connection, "320999", 1)
    minutes = next(m for m in members if m.name.endswith("minutes.pdf"))
    assert desk.session.files.read(minutes.id, minutes.sha256).startswith(b"%PDF")
    desk.close()


# ── by a program one schema on ───────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("one_schema_on")
def test_it_is_backed_up_migrated_and_the_old_file_goes_when_it_opened(access, release, folder):
    found = int(story(release)["schema"][OFFICE])
    application = access.unlock(folder, PASSPHRASE, NoProgress())
    assert is_all_there(application, TalkId(str(story(release)["talk"])))
    assert application.audit.page(limit=10)
    migrated = next(e for e in application.audit.page() if e.what == "vault.migrate")
    assert migrated.which == str(found)
    assert whats(application)[-2:] == ["vault.migrate", "vault.unlock"]
    (backup,) = application.backups.list()
    assert (backup.is_whole, backup.schema) == (True, found)
    assert not (folder / turnover.PREVIOUS).exists()
    application.lock()
    again = access.unlock(folder, PASSPHRASE, NoProgress())
    assert whats(again)[-1] == "vault.unlock"
    assert len(again.backups.list()) == 1
    again.lock()


@pytest.mark.usefixtures("one_schema_on")
def test_a_registry_is_migrated_too(release: str, tmp_path: Path, clock: StandingClock):
    folder = shutil.copytree(KEPT / release / DESK, tmp_path / DESK)
    desk = RegistryAccess(clock, SCHEMAS, CHEAP).open(folder, PASSPHRASE)
    assert desk.offices()[0].packages == 1
    desk.close()


@pytest.mark.usefixtures("one_schema_on")
def test_a_migration_that_fails_again_and_again_keeps_one_backup(access, folder, monkeypatch):
    later = migrate.steps
    monkeypatch.setattr(
        migrate, "steps", lambda s=migrate.OFFICE: [*later(s), (later(s)[-1][0] + 1, "broken;")]
    )
    before = (folder / "vault.db").read_bytes()
    for _ in range(3):
        with pytest.raises(Exception, match="broken"):
            access.unlock(folder, PASSPHRASE, NoProgress())
    assert (folder / "vault.db").read_bytes() == before
    sets = [p for p in (folder / "backups").iterdir() if p.name.startswith("backup-")]
    assert len(sets) == 1
