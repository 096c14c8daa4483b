"""Releases are taken from a stick, one way or not at all; what runs stays whole."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import zipfile
from pathlib import Path

import pytest

from app.domain import update_errors as errors
from app.domain.progress import CancelledError, NoProgress
from app.domain.release import MANIFEST, SIGNATURE, InstallationKind
from app.handover import update_archive
from app.handover.credentials import new_office_keys
from app.services.updating import ReleaseOffer, Updating
from tests.faults.power import new_disk
from tests.killing_steps import killed_at_each_step
from tests.releases import LAST, NEXT, NOW, installed, release, resigned, rewritten, running, update

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the made-up program is a script of sh")
LIBRARY = "_internal/lib/libtan.so"


@pytest.fixture
def here(tmp_path: Path) -> Updating:
    return installed(tmp_path / "home dir 程序", release(NOW))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return update(tmp_path, release(NEXT, office=11))


def take(here: Updating, path: Path):
    return here.take(here.look(path, NoProgress()), NoProgress())


def says(here: Updating) -> str:
    """What the program that would be started now says."""
    started = here.installation.root / "current/tanxinbu"
    return subprocess.run([started], capture_output=True, text=True, check=True).stdout


def versions(here: Updating) -> set[str]:
    return {path.name for path in (here.installation.root / "versions").iterdir()}


def refused(here: Updating, path: Path, error: type[Exception]):
    with pytest.raises(error) as told:
        here.look(path, NoProgress())
    assert NOW in says(here)
    assert versions(here) == {NOW}
    return told.value


# ── taken ────────────────────────────────────────────────────────────────────────────────────────


def test_a_release_is_taken_and_the_one_before_is_kept(here, file):
    offer = here.look(file, NoProgress())
    assert (str(offer.release.version), offer.release.schemas.office) == (NEXT, 11)
    after = here.take(offer, NoProgress())
    assert NEXT in says(here)
    assert str(after.previous.version) == NOW
    assert here.executable().resolve() == here.installation.root / f"versions/{NEXT}/tanxinbu"
    new = here.installation.root / "versions" / NEXT
    assert (new / "_internal/libtan.so").readlink() == Path("lib/libtan.so")
    assert stat.S_IMODE((new / "tanxinbu").stat().st_mode) == 0o755
    assert not os.access(new / LIBRARY, os.X_OK)
    assert running(new).installation.kind is InstallationKind.PER_USER


def test_older_ones_go_only_after_the_next_was_taken(here, file, tmp_path):
    take(here, file)
    later = running(here.installation.root / "versions" / NEXT)
    take(later, update(tmp_path, release(LAST, office=11)))
    assert versions(here) == {NEXT, LAST}
    assert LAST in says(here)


def test_what_runs_stays_though_two_were_taken_without_a_restart(here, file, tmp_path):
    take(here, file)
    after = take(here, update(tmp_path, release(LAST)))
    assert versions(here) == {NOW, LAST}
    assert str(after.previous.version) == NOW


def test_one_can_go_back_and_forth(here, file, tmp_path):
    take(here, file)
    after = here.change_to_other(NoProgress())
    assert NOW in says(here)
    assert str(after.previous.version) == NEXT
    here.change_to_other(NoProgress())
    assert NEXT in says(here)
    here.change_to_other(NoProgress())
    take(here, file)  # the newer one that was left is put in its place anew
    assert NEXT in says(here)
    assert str(here.other().version) == NOW


def test_without_another_version_there_is_no_way_back(here):
    assert here.other() is None
    with pytest.raises(errors.NoOtherVersionError):
        here.change_to_other(NoProgress())


def test_a_version_that_was_altered_since_is_not_gone_back_to(here, file):
    take(here, file)
    altered = here.installation.root / "versions" / NOW / LIBRARY
    altered.write_bytes(altered.read_bytes()[:-1] + b"?")
    with pytest.raises(errors.OtherVersionDamagedError) as told:
        here.change_to_other(NoProgress())
    assert told.value.file_name == LIBRARY
    assert NEXT in says(here)
    altered.unlink()
    with pytest.raises(errors.OtherVersionDamagedError):
        here.change_to_other(NoProgress())


def test_whoever_waits_may_stop_it_and_nothing_is_left(here, file):
    class Stopped:
        def step(self, done: int, total: int) -> None:
            if done * 3 > total:
                raise CancelledError

    with pytest.raises(CancelledError):
        here.look(file, Stopped())
    offer = here.look(file, NoProgress())
    with pytest.raises(CancelledError):
        here.take(offer, Stopped())
    assert versions(here) == {NOW}
    assert NOW in says(here)


def test_a_disk_that_does_not_give_back_what_was_written_is_told_and_nothing_is_left(here, file):
    root, offer = here.installation.root, here.look(file, NoProgress())

    class Failing:
        """The disk alters a byte of the new version as soon as all of it is written."""

        def step(self, done: int, total: int) -> None:
            if done * 2 >= total:
                (library,) = root.rglob(f"*{NEXT}*/{LIBRARY}")
                library.write_bytes(library.read_bytes()[:-1] + b"?")

    with pytest.raises(errors.UpdateReadBackError) as told:
        here.take(offer, Failing())
    assert told.value.file_name == LIBRARY
    assert versions(here) == {NOW}
    assert NOW in says(here)
    take(here, file)  # tried again on a disk that holds
    assert NEXT in says(here)


# ── killed ───────────────────────────────────────────────────────────────────────────────────────


def test_killed_at_any_step_a_whole_program_is_started(here, file, tmp_path):
    (here.installation.root / "versions/0.5.0/a/b/c").mkdir(parents=True)  # removed at the end
    whole = tmp_path / "whole"
    shutil.copytree(here.installation.root, whole, symlinks=True)
    offer = here.look(file, NoProgress())
    seen = set()
    for _ in killed_at_each_step(lambda: here.take(offer, NoProgress()), stride=3):
        started = NEXT if NEXT in says(here) else NOW
        seen.add(started)
        assert started in says(running(here.installation.root / "versions" / started))
        after = take(here, file) if started == NOW else here.now()  # tried again, it is done
        assert NEXT in says(here)
        assert started == NEXT or str(after.previous.version) == NOW
        shutil.rmtree(here.installation.root)
        shutil.copytree(whole, here.installation.root, symlinks=True)
    assert seen == {NOW, NEXT}


def test_killed_on_the_way_back_a_whole_program_is_started(here, file, tmp_path):
    take(here, file)
    whole = tmp_path / "whole"
    shutil.copytree(here.installation.root, whole, symlinks=True)
    for _ in killed_at_each_step(lambda: here.change_to_other(NoProgress())):
        assert NEXT in says(here) or NOW in says(here)
        assert here.other() is not None  # the one that is not started is still found
        shutil.rmtree(here.installation.root)
        shutil.copytree(whole, here.installation.root, symlinks=True)


# ── refused ──────────────────────────────────────────────────────────────────────────────────────


def test_an_older_release_and_the_same_are_refused(here, tmp_path):
    told = refused(here, update(tmp_path, release("0.5.9")), errors.UpdateOlderError)
    assert (told.found, told.current) == ("0.5.9", NOW)
    refused(here, update(tmp_path / "b", release(NOW)), errors.UpdateSameError)


def test_a_release_for_other_machines_is_refused(here, tmp_path):
    other = update(tmp_path, release(NEXT, platform="windows-x86_64"))
    assert refused(here, other, errors.UpdatePlatformError).found == "windows-x86_64"


def test_a_release_of_another_key_is_refused_and_both_keys_are_told(here, tmp_path):
    told = refused(
        here, update(tmp_path, release(NEXT), new_office_keys()), errors.UpdateForeignKeyError
    )
    assert told.found != told.wanted
    assert len(told.wanted) == 16


def test_an_altered_byte_is_found_wherever_it_is(here, file):
    content = bytearray(file.read_bytes())
    found = set()
    for at in range(5, len(content), 97):
        changed = bytearray(content)
        changed[at] ^= 0x20
        file.write_bytes(changed)
        try:
            offer = here.look(file, NoProgress())
        except (errors.InputError, errors.PackageError) as error:
            found.add(type(error))
        else:  # a time or a mark of the ZIP that counts for nothing
            assert str(offer.release.version) == NEXT
            shutil.rmtree(here.installation.root / "versions" / NEXT, ignore_errors=True)
            here.take(offer, NoProgress())
            assert "0.7.0" in says(here)
            here.change_to_other(NoProgress())
    assert errors.UpdateAlteredError in found


def test_the_list_cannot_be_changed_without_its_signature(here, file):
    def more(_, contents):
        contents[MANIFEST] = contents[MANIFEST].replace(b"0.7.0", b"9.7.0")

    refused(here, rewritten(file, more), errors.UpdateUnsignedError)


def test_a_release_without_a_signature_is_refused(here, file):
    def less(infos, _):
        del infos[SIGNATURE]

    refused(here, rewritten(file, less), errors.UpdateUnsignedError)


@pytest.mark.parametrize("part", [0.2, 0.6, 0.99])
def test_a_cut_file_is_told_apart(here, file, part):
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * part)])
    refused(here, file, errors.UpdateCutError)


def test_any_other_file_is_no_update(here, tmp_path):
    for name, content in (
        ("a.update", b""),
        ("b.update", b"%PDF-1.7 ..."),
        ("c.update", b"x" * 99),
    ):
        (tmp_path / name).write_bytes(content)
        refused(here, tmp_path / name, errors.NotAnUpdateError)
    with zipfile.ZipFile(tmp_path / "d.update", "w") as archive:
        archive.writestr("word/document.xml", "x")
    refused(here, tmp_path / "d.update", errors.NotAnUpdateError)
    refused(here, tmp_path / "nowhere.update", errors.UpdateMediumError)
    refused(here, tmp_path, errors.UpdateMediumError)


def a_link(infos, _):
    infos[LIBRARY].external_attr = (stat.S_IFLNK | 0o777) << 16


def a_way_out(infos, contents):
    infos["../x"] = zipfile.ZipInfo("../x")
    contents["../x"] = b"x"


def from_the_root(infos, contents):
    infos["/etc/x"] = zipfile.ZipInfo("/etc/x")
    contents["/etc/x"] = b"x"


def one_more(infos, contents):
    infos["more"] = zipfile.ZipInfo("more")
    contents["more"] = b"x"


def one_less(infos, _):
    del infos[LIBRARY]


def other_packing(infos, _):
    infos[LIBRARY].compress_type = zipfile.ZIP_BZIP2


def signed_way_out(infos, contents):
    resigned(contents, lambda told: told["files"].append({**told["files"][0], "path": "../x"}))


def signed_link_out(infos, contents):
    resigned(contents, lambda told: told["links"].append({"path": "x", "target": "../../x"}))


def signed_bomb(infos, contents):
    resigned(contents, lambda told: told["files"][0].update(size=3 << 30))


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (a_link, "link"),
        (a_way_out, "path"),
        (from_the_root, "path"),
        (one_more, "extra"),
        (one_less, "lacking"),
        (other_packing, "packed"),
        (signed_way_out, "manifest"),
        (signed_link_out, "manifest"),
        (signed_bomb, "manifest"),
    ],
)
def test_a_hostile_file_is_refused(here, file, change, what):
    assert refused(here, rewritten(file, change), errors.UpdateHostileError).what == what


def test_a_bomb_is_not_unpacked(here, file):
    def grow(_, contents):
        contents[LIBRARY] = bytes(8 << 20)

    refused(here, rewritten(file, grow), errors.UpdateAlteredError)


def test_a_size_that_lies_is_found(here, file):
    """The directory says what the list says, and the packed bytes go on and on."""
    listed = 51205
    raw = bytes(8 << 20)

    def grow(_, contents):
        contents[LIBRARY] = raw

    content = rewritten(file, grow).read_bytes()
    size = len(raw).to_bytes(4, "little")
    file.write_bytes(content.replace(size, listed.to_bytes(4, "little")))
    refused(here, file, errors.UpdateAlteredError)


def test_two_members_of_one_name_are_refused(here, file):
    with zipfile.ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(LIBRARY, b"x")
    assert refused(here, file, errors.UpdateHostileError).what == "twice"


def test_a_directory_without_end_is_not_even_read(here, file):
    whole = bytearray(file.read_bytes())
    at = whole.rfind(b"PK\x05\x06")
    whole[at + 10 : at + 12] = b"\xff\xff"
    file.write_bytes(whole)
    assert refused(here, file, errors.UpdateHostileError).what == "huge"


def test_an_encrypted_member_is_refused(here, file):
    whole = bytearray(file.read_bytes())
    at = whole.rfind(b"PK\x01\x02")
    whole[at + 8] |= 1
    file.write_bytes(whole)
    assert refused(here, file, errors.UpdateHostileError).what == "locked"


def test_every_hostile_form_has_its_words():
    import re

    from ui.update_messages import _HOSTILE

    source = Path(update_archive.__file__).read_text("utf-8")
    named = set(re.findall(r'UpdateHostileError\("(\w+)"\)|return "(\w+)"', source))
    words = {a or b for a, b in named}
    assert words <= set(_HOSTILE)
    assert len(words) > 6


# ── the disk and the stick ───────────────────────────────────────────────────────────────────────


def test_a_full_disk_is_told_and_cleaned_up(file, small_disk):
    here = installed(small_disk(8), release(NOW))
    offer = here.look(file, NoProgress())
    with pytest.raises(errors.UpdateNoRoomError) as told:
        here.take(offer, NoProgress())
    assert told.value.needed_bytes > told.value.free_bytes
    assert versions(here) == {NOW}


def test_a_disk_that_fills_up_meanwhile_is_told_and_cleaned_up(tmp_path, file, small_disk):
    here = installed(small_disk(36), release(NOW))

    class Filling:
        def step(self, done: int, total: int) -> None:
            free = shutil.disk_usage(here.installation.root).free
            with (here.installation.root / "other").open("ab") as other:
                other.write(bytes(max(free - 4096, 0)))

    offer = here.look(file, NoProgress())
    with pytest.raises(errors.UpdateNoRoomError):
        here.take(offer, Filling())
    assert versions(here) == {NOW}
    assert NOW in says(here)


def test_a_stick_pulled_amid_it_is_told(here, tmp_path):
    file = update(tmp_path, release(NEXT), load=os.urandom(2 << 20))
    stick = new_disk(tmp_path)
    try:
        carried = Path(shutil.copyfile(file, stick.folder / file.name))
        with carried.open("rb+") as written:
            os.fsync(written.fileno())

        class Pulling:
            is_in = True

            def step(self, done: int, total: int) -> None:
                if self.is_in:
                    self.is_in = False
                    with carried.open("rb") as held:  # what the machine still holds is not read
                        os.posix_fadvise(held.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
                    stick.cut_power()  # as good as pulled out: nothing can be read any more

        offer = here.look(carried, NoProgress())
        with pytest.raises(errors.UpdateMediumError):
            here.take(offer, Pulling())
        assert versions(here) == {NOW}
        stick.unplug()
        stick.plug_in()
        take(here, carried)
        assert NEXT in says(here)
    finally:
        stick.unplug()


def test_a_file_that_was_exchanged_since_is_not_taken(here, file, tmp_path):
    offer = here.look(file, NoProgress())
    shutil.copy(update(tmp_path / "b", release(LAST)), file)
    with pytest.raises(errors.UpdateChangedError):
        here.take(offer, NoProgress())
    assert versions(here) == {NOW}


def test_two_at_once_do_not_mix(here, file):
    from app.system.installation import Shelf

    offer = here.look(file, NoProgress())
    with Shelf(here.installation.root).alone(), pytest.raises(errors.UpdateBusyError):
        here.take(offer, NoProgress())
    here.take(offer, NoProgress())


def test_a_folder_that_may_not_be_written_is_named(here, file, tmp_path):
    offer = here.look(file, NoProgress())
    (here.installation.root / "update.lock").mkdir()
    with pytest.raises(errors.UpdateFolderError):
        here.take(offer, NoProgress())
    assert NOW in says(here)


@pytest.mark.parametrize("kind", [InstallationKind.LOOSE, InstallationKind.PORTABLE])
def test_only_what_was_installed_for_a_user_exchanges_itself(tmp_path, file, kind):
    from tests.releases import frozen

    folder = frozen(tmp_path / "unpacked/tanxinbu", release(NOW))
    if kind is InstallationKind.PORTABLE:
        (folder / "portable.txt").touch()
    here = running(folder)
    assert here.installation.kind is kind
    with pytest.raises(errors.UpdateElsewhereError):
        here.look(file, NoProgress())


def test_from_the_source_there_is_nothing_to_update(file):
    here = Updating.here()
    assert here.installation.kind is InstallationKind.SOURCE
    assert not here.can_update
    with pytest.raises(errors.UpdateElsewhereError):
        here.take(ReleaseOffer(file, None, "", ""), NoProgress())


def test_the_updates_of_a_stick_are_found(here, file, tmp_path):
    (file.parent / "readme.txt").touch()
    (file.parent / "folder.update").mkdir()
    assert here.found_on(file.parent) == [file]
    assert here.found_on(tmp_path / "gone") == []
