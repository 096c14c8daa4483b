"""Whatever a stranger, a thief or an insider puts on a stick is refused, each by its own name."""

from __future__ import annotations

import json
import os
import random
import tarfile
import time
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.canonical import canonical
from app.domain.errors import PackageRejectedError
from app.domain.office_standing import Arrived, OfficeStanding
from app.domain.package import PackageIndex, PackageLevel
from app.handover.bag import BAGIT, DECLARATION, TAG_MANIFEST
from app.handover.credentials import new_office_keys
from app.handover.ustar import END, member_header
from app.handover.volumes import VolumeRules
from tests.handover.forging import Forgery, member, odd_header, resigned
from tests.handover.makers import Circle

MINUTES = "data/talks/000001/minutes.pdf"
TALK = "data/talks/000001/talk.json"


def reason(circle: Circle, folder: Path | str, **how: object) -> str:
    """By which name the package is refused; nothing may be left outside the stage."""
    before = outside(circle)
    with pytest.raises(PackageRejectedError) as refused:
        circle.read(folder, **how)
    assert outside(circle) == before
    return refused.value.reason


def outside(circle: Circle) -> set[str]:
    """Every path that a reception must leave alone."""
    beside = [path for path in circle.stick.parent.iterdir() if path != circle.inbox]
    return {str(path) for one in beside for path in (one, *one.rglob("*"))}


def _of_one_byte(index: PackageIndex) -> PackageIndex:
    """An index that declares so little that nothing contradicts it before the decryption."""
    return replace(index, payload_bytes=1)


@pytest.fixture
def forgery(circle: Circle) -> Forgery:
    return Forgery(circle, circle.pack())


def test_an_untouched_forgery_is_accepted(circle: Circle, forgery: Forgery):
    assert len(circle.read(forgery.seal()).package.talks) == 2


# ── names and kinds of members ───────────────────────────────────────────────────────────────────

NAMES = (
    "../outside.txt",
    "data/../../outside.txt",
    "/etc/passwd",
    "data\\talks\\x.pdf",
    "data/con.txt",
    "data/talks/000001/nul",
    "data/a:b.pdf",
    "data/trailing.",
    "data/trailing ",
    "data/TALKS/000001/minutes.pdf",
    "data/talks/000001/other.pdf",
    "data/talks/1/minutes.pdf",
    "data/talks/000001/",
    "data",
    "./data/ledger.xlsx",
    "data//ledger.xlsx",
    "extra.txt",
    "data/talks/000003/talk.json",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_member_under_a_name_that_does_not_belong(circle: Circle, forgery: Forgery, name: str):
    found = reason(circle, forgery.seal(forgery.stream(member(name, b"x"))))
    assert found in {"name", "too_large"}
    forgery.payload.append((name, b"x"))
    forgery.rebag()
    assert reason(circle, forgery.seal()) in {"name", "content"}


ODD = {
    "symlink": ({"type": tarfile.SYMTYPE, "linkname": "/etc/passwd"}, "tar"),
    "hardlink": ({"type": tarfile.LNKTYPE, "linkname": "bagit.txt"}, "tar"),
    "fifo": ({"type": tarfile.FIFOTYPE}, "tar"),
    "character device": ({"type": tarfile.CHRTYPE}, "tar"),
    "block device": ({"type": tarfile.BLKTYPE}, "tar"),
    "folder": ({"type": tarfile.DIRTYPE}, "tar"),
    "pax override": ({"format": tarfile.PAX_FORMAT, "pax_headers": {"path": "../x"}}, "tar"),
    "pax global": ({"type": tarfile.XGLTYPE}, "tar"),
    "gnu long name": ({"type": tarfile.GNUTYPE_LONGNAME}, "tar"),
    "sparse": ({"type": tarfile.GNUTYPE_SPARSE}, "tar"),
    "old plain file": ({"type": tarfile.AREGTYPE}, "tar"),
    "gnu format": ({"format": tarfile.GNU_FORMAT}, "tar"),
    "an owner": ({"uid": 1000, "uname": "somebody"}, "tar"),
    "a time": ({"mtime": 1_700_000_000}, "tar"),
    "setuid": ({"mode": 0o4755}, "tar"),
    "link text on a file": ({"linkname": "/etc/passwd"}, "tar"),
}


@pytest.mark.parametrize("kind", ODD)
def test_a_member_of_another_kind(circle: Circle, forgery: Forgery, kind: str):
    fields, expected = ODD[kind]
    extra = odd_header(TALK.replace("1/", "3/"), **fields)
    assert reason(circle, forgery.seal(forgery.stream(extra))) == expected


def test_a_chinese_name_a_prefix_and_a_broken_sum(circle: Circle, forgery: Forgery):
    extra = odd_header("data/谈话.pdf")
    assert reason(circle, forgery.seal(forgery.stream(extra))) == "name"
    deep = odd_header("data/" + "a" * 90 + "/" + "b" * 60)
    assert reason(circle, forgery.seal(forgery.stream(deep))) in {"name", "tar"}
    broken = bytearray(member_header("data/ledger.xlsx", 0))
    broken[148] ^= 1
    assert reason(circle, forgery.seal(forgery.stream(bytes(broken)))) == "tar"


def test_a_member_that_stands_twice(circle: Circle, forgery: Forgery):
    extra = member(MINUTES, b"another")
    assert reason(circle, forgery.seal(forgery.stream(extra))) == "name"
    assert reason(circle, forgery.seal(forgery.stream(member(BAGIT, DECLARATION)))) == "name"


def test_sizes_that_lie(circle: Circle, forgery: Forgery):
    huge = member_header(MINUTES.replace("1/", "3/"), 8**11 - 1)
    assert reason(circle, forgery.seal(forgery.stream(huge))) == "too_large"
    negative = bytearray(huge)
    negative[124:136] = b"\x80" + bytes(10) + b"\xff"  # the base-256 spelling of GNU
    assert reason(circle, forgery.seal(forgery.stream(bytes(negative)))) == "tar"
    tag = member("tagmanifest-sha256.txt.sig", bytes(17 << 20))
    stream = member(BAGIT, DECLARATION) + tag + END
    assert reason(circle, forgery.seal(stream)) == "too_large"


def test_more_or_less_than_the_index_declares(circle: Circle, forgery: Forgery):
    for change in (
        {"payload_files": 3},
        {"payload_bytes": 100},
    ):
        folder = forgery.seal(index=lambda index, change=change: replace(index, **change))
        assert reason(circle, folder) == "too_large"
    for change, expected in (
        ({"payload_files": 99}, "manifest"),
        ({"payload_bytes": forgery.bytes_of_payload + 100}, "manifest"),
        ({"payload_bytes": 10**9}, "too_large"),  # nothing in the format makes anything smaller
    ):
        folder = forgery.seal(index=lambda index, change=change: replace(index, **change))
        assert reason(circle, folder) == expected


def test_a_stream_that_is_cut_or_goes_on(circle: Circle, forgery: Forgery):
    whole = forgery.stream()
    for stream in (b"", whole[:700]):
        assert reason(circle, forgery.seal(stream)) == "too_large"  # less than the index declares
        assert reason(circle, forgery.seal(stream, index=_of_one_byte)) == "tar"
    for stream in (
        whole[:-1024],
        whole[:-512],
        whole + b"x",
        whole + bytes(512),
        whole[:-1024] + bytes(512) + member("extra", b""),
    ):
        assert reason(circle, forgery.seal(stream)) == "tar"
    padded = bytearray(whole)
    padded[512 + len(DECLARATION)] = 1  # what follows a member's content is zero
    assert reason(circle, forgery.seal(bytes(padded))) == "tar"


# ── the bag ──────────────────────────────────────────────────────────────────────────────────────


def test_manifests_that_do_not_fit(circle: Circle, forgery: Forgery):
    name, content = forgery.payload[1]
    forgery.payload[1] = (name, content[:-1] + b"!")
    assert reason(circle, forgery.seal()) == "manifest"
    forgery.rebag()
    dropped = forgery.payload.pop()
    assert reason(circle, forgery.seal()) == "manifest"
    forgery.payload.append(dropped)
    for broken in (b"", b"x", b"\xff\n", forgery.bag.manifest[:-1], forgery.bag.manifest * 2):
        forgery.tags["manifest-sha256.txt"] = broken
        assert reason(circle, forgery.seal()) == "manifest"


def test_manifests_that_are_none_though_they_are_signed(circle: Circle, forgery: Forgery):
    good = forgery.bag.manifest
    for broken in (
        b"",
        b"x\n",
        b"\xff\n",
        good[:-1],
        good + b"\n",
        good + good.splitlines()[0] + b"\n",
        good.replace(b"  ", b" *"),
        good.upper(),
        good + b"00" * 32 + b"  data/more.txt\n",
    ):
        forgery.resign(broken)
        assert reason(circle, forgery.seal()) == "manifest"
    forgery.declaration = b"BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n"
    forgery.resign(good)
    assert reason(circle, forgery.seal()) == "manifest"


def test_a_bag_without_its_package_json_and_a_member_without_a_name(
    circle: Circle, forgery: Forgery
):
    top = forgery.payload.pop(0)
    forgery.rebag()
    assert reason(circle, forgery.seal()) == "content"
    forgery.payload.insert(0, top)
    forgery.rebag()
    nameless = bytearray(member_header("x", 0))
    nameless[0] = 0
    assert reason(circle, forgery.seal(forgery.stream(bytes(nameless)))) == "name"


def test_an_index_under_another_name(circle: Circle):
    folder = Path(circle.write(circle.pack()).folder)
    (folder / "320999-000001.json").rename(folder / "320999-000002.json")
    assert reason(circle, folder) == "not_an_index"


def test_a_bag_signed_by_somebody_else_or_without_a_signature(circle: Circle, forgery: Forgery):
    good = forgery.tags["tagmanifest-sha256.txt.sig"]
    for bad in (forgery.bag.signature(new_office_keys()), bytes(64), b"", good + b"x"):
        forgery.tags["tagmanifest-sha256.txt.sig"] = bad
        assert reason(circle, forgery.seal()) == "bag_signature"
    del forgery.tags["tagmanifest-sha256.txt.sig"]
    assert reason(circle, forgery.seal()) == "manifest"


def test_a_bag_of_another_root_than_the_index_says(circle: Circle, forgery: Forgery):
    folder = forgery.seal(index=lambda index: replace(index, bag_root="ab" * 32))
    assert reason(circle, folder) == "bag_signature"


def test_an_old_bag_under_a_new_number_is_seen_inside(circle: Circle, forgery: Forgery):
    moved = circle.seal(2)
    folder = forgery.seal(index=lambda index: replace(index, seal=moved, volumes=index.volumes))
    assert reason(circle, folder) == "not_an_index"
    forgery.content = replace(forgery.content, seal=moved)
    standing = OfficeStanding(circle.card(), 1, "0" * 64)
    assert reason(circle, forgery.seal(), standing=lambda code, n: standing) == "inner_differs"


@pytest.mark.parametrize(
    "change",
    [
        {"previous": "ab" * 32},
        {"archive": None},
        {"recipients": None},
    ],
)
def test_forwarding_and_resealing_are_seen_inside(
    circle: Circle, forgery: Forgery, change: dict[str, object]
):
    other = new_office_keys().recipient.decode()
    if "archive" in change:
        change = {"archive": other}
    if "recipients" in change:
        change = {"recipients": (*forgery.content.seal.recipients, other)}
    folder = forgery.seal(index=lambda i: replace(i, seal=replace(i.seal, **change)))
    assert reason(circle, folder) == "inner_differs"


# ── the documents ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "json"),
        (b"not json", "json"),
        (b"\xff\xfe", "json"),
        (b"[1]\n", "json"),
        (b'{"a":1,"a":2}\n', "json"),
        (b'{"a":1.5}\n', "json"),
        (b'{"a":NaN}\n', "json"),
        (b'{"a":Infinity}\n', "json"),
        (b'{"a":1e999}\n', "json"),
        (b'{"a":' + b"9" * 5000 + b"}\n", "json"),
        (b'{"a":"\\ud800"}\n', "json"),
        (b'{"b":1,"a":2}\n', "json"),
        (b'{"a": 1}\n', "json"),
        (b'{"a":1}', "json"),
        (b'{"a":' + b"[" * 5000 + b"]" * 5000 + b"}\n", "json"),
        (b"[" * 200_000, "json"),
        (b'{"a":' * 200_000, "json"),
        (b'{"a":"' + b"[{" * 50 + b'"}\n', "schema"),
        (b"{}\n", "schema"),
        (b'{"a":"' + b"x" * (17 << 20) + b'"}\n', "json"),
    ],
    ids=range(20),
)
def test_documents_that_are_not_what_they_should_be(
    circle: Circle, forgery: Forgery, content: bytes, expected: str
):
    assert reason(circle, forgery.exchange(TALK, content).seal()) == expected


def test_package_json_itself_is_read_as_strictly(circle: Circle, forgery: Forgery):
    name, good = forgery.payload[0]
    assert name == "data/package.json"
    for bad, expected in (
        (b"{}\n", "schema"),
        (b"[" * 100_000, "json"),
        (good.replace(b'"version":2', b'"version":3'), "newer_format"),
        (good.replace(b'"full"', b'"everything"'), "schema"),
        (good.replace(b'"000002"', b'"000001"'), "content"),
        (good.replace(b'"talk-000002"', b'"talk-000001"'), "content"),
        (good.replace(b'"minutes.pdf",', b"", 1), "content"),
        (good.replace(b'"level":"full"', b'"level":"ledger"'), "content"),
        (good.replace(b'"level":"full"', b'"level":"statistics"'), "content"),
        (good.replace(b'"talk-000001"', b'"talk-000009"'), "content"),
    ):
        assert reason(circle, forgery.exchange(name, bad).seal()) == expected


def test_a_talk_under_another_id(circle: Circle, forgery: Forgery):
    said = json.loads(dict(forgery.payload)[TALK])
    said["talk_id"] = "talk-000002"
    assert reason(circle, forgery.exchange(TALK, canonical(said) + b"\n").seal()) == "content"
    said["talk_id"] = "../../x"
    assert reason(circle, forgery.exchange(TALK, canonical(said) + b"\n").seal()) == "schema"


# ── the envelope ─────────────────────────────────────────────────────────────────────────────────


def test_the_index_is_read_as_strictly(circle: Circle):
    folder = Path(circle.write(circle.pack()).folder)
    (path,) = folder.glob("*.json")
    good = path.read_bytes()
    said = json.loads(good)["content"]
    for bad, expected in (
        (b"", "json"),
        (b"[]", "json"),
        (b"{}\n", "json"),
        (b"[" * 100_000, "json"),
        (b"\xff" * 50, "json"),
        (good.replace(b'"content":', b'"content":1,"content":'), "json"),
        (good + b" ", "json"),
        (good.replace(b'"320999-000001"', b'"320999-000002"', 1), "not_an_index"),
        (b"x" * (2 << 20), "too_large"),
    ):
        path.write_bytes(bad)
        assert reason(circle, folder) == expected, bad[:40]
    for change, expected in (
        ({"format": "tanxinbu-receipt"}, "not_an_index"),
        ({"version": 2}, "newer_format"),
        ({"version": "1" * 1000}, "newer_format"),
        ({"volumes": []}, "not_an_index"),
        ({"volumes": said["volumes"] * 2}, "not_an_index"),
        ({"recipients": ["age1nobody"]}, "not_an_index"),
        ({"created_at": "yesterday"}, "not_an_index"),
        ({"created_at": "2026-99-99T00:00:00+08:00"}, "not_an_index"),
        ({"id": "320999-000002"}, "not_an_index"),
        ({"extra": 1}, "not_an_index"),
        ({"sequence": True}, "not_an_index"),
    ):
        assert reason(circle, resigned(circle, folder, said | change)) == expected, change


@pytest.mark.parametrize(
    "flood",
    [
        b'"' + b'\\"' * 500_000,
        b'{"a":"' + b"\\\\" * 500_000,
        b'"' * 1_000_000,
        b"\\" * 1_000_000,
        b'{"a":"' + b"\\",
        b'{"a":1,' * 140_000,
    ],
    ids=range(6),
)
def test_an_index_made_to_be_slow_is_refused_at_once(circle: Circle, flood: bytes):
    folder = Path(circle.write(circle.pack()).folder)
    (path,) = folder.glob("*.json")
    path.write_bytes(flood)
    began = time.process_time()
    assert reason(circle, folder) == "json"
    assert time.process_time() - began < 3


def test_signatures_of_others_or_none(circle: Circle):
    folder = Path(circle.write(circle.pack()).folder)
    (path,) = folder.glob("*.json")
    minisig = path.with_name(path.name + ".minisig")
    good = json.loads(path.read_bytes())
    bad = canonical(good | {"signature": "00" * 64}) + b"\n"
    kept, kept_minisig = path.read_bytes(), minisig.read_bytes()
    for signature in ("00" * 64, "", "zz", 5):
        path.write_bytes(canonical(good | {"signature": signature}) + b"\n")
        assert reason(circle, folder) == "signature"
    path.write_bytes(kept)
    assert bad != kept
    for broken in (b"", b"x" * 5000, kept_minisig[:-8], kept_minisig.replace(b"file", b"fire")):
        minisig.write_bytes(broken)
        assert reason(circle, folder) == "signature"
    minisig.unlink()
    assert reason(circle, folder) == "signature"


def test_no_index_and_several(circle: Circle, tmp_path: Path):
    empty = tmp_path / "empty"
    empty.mkdir()
    assert reason(circle, empty) == "no_index"
    folder = Path(circle.write(circle.pack()).folder)
    (folder / "320999-000009.json").write_bytes(b"{}")
    assert reason(circle, folder) == "several_indexes"


def test_an_index_that_is_a_link_a_pipe_or_a_folder(circle: Circle, tmp_path: Path):
    folder = Path(circle.write(circle.pack()).folder)
    (path,) = folder.glob("*.json")
    real = tmp_path / "real.json"
    path.rename(real)
    path.symlink_to(real)
    assert reason(circle, folder) == "volume_missing"
    path.unlink()
    os.mkfifo(path)
    assert reason(circle, folder) == "volume_missing"
    path.unlink()
    path.mkdir()
    assert reason(circle, folder) == "volume_missing"


def test_volumes_missing_cut_swapped_or_linked(circle: Circle, tmp_path: Path):
    written = circle.write(circle.pack(size=120_000), rules=VolumeRules(longest=65_536))
    folder = Path(written.folder)
    one, two = folder / "320999-000001.001", folder / "320999-000001.002"
    first, second = one.read_bytes(), two.read_bytes()
    two.unlink()
    assert reason(circle, folder) == "volume_missing"
    two.write_bytes(second[:-1])
    assert reason(circle, folder) == "volume_size"
    two.write_bytes(second[:-1] + bytes([second[-1] ^ 1]))
    assert reason(circle, folder) == "volume_digest"
    one.write_bytes(second)
    two.write_bytes(first)
    assert reason(circle, folder) in {"volume_digest", "volume_size"}
    one.unlink()
    two.write_bytes(second)
    real = tmp_path / "volume"
    real.write_bytes(first)
    one.symlink_to(real)
    assert reason(circle, folder) == "volume_missing"
    one.unlink()
    os.mkfifo(one)
    assert reason(circle, folder) == "volume_missing"


def test_wrong_sender_and_wrong_recipient(circle: Circle):
    folder = circle.write(circle.pack()).folder
    assert reason(circle, folder, standing=lambda code, n: None) == "unknown_sender"
    assert reason(circle, folder, keys=new_office_keys()) == "not_for_me"
    stranger = replace(circle.card(), public_key=new_office_keys().public_key)
    standing = OfficeStanding(stranger)
    assert reason(circle, folder, standing=lambda code, n: standing) == "signature"


def test_numbers_out_of_order(circle: Circle):
    folder = circle.write(circle.pack(circle.seal(5, previous="ab" * 32))).folder

    def refused(**standing: object) -> str:
        held = OfficeStanding(circle.card(), **standing)  # type: ignore[arg-type]
        return reason(circle, folder, standing=lambda code, n: held)

    root = circle.read(
        folder, standing=lambda code, n: OfficeStanding(circle.card(), 4, "ab" * 32)
    ).index.bag_root
    assert refused(last_sequence=0, last_root="0" * 64) == "gap"
    assert refused(last_sequence=3, last_root="ab" * 32) == "gap"
    assert refused(last_sequence=4, last_root="cd" * 32) == "fork"
    assert refused(last_sequence=7, last_root="cd" * 32) == "rollback"
    assert refused(last_sequence=5, arrived=Arrived("any", root)) == "duplicate"
    assert refused(last_sequence=5, arrived=Arrived("any", "ef" * 32)) == "fork"


def test_a_header_of_thousands_of_stanzas_costs_nothing(circle: Circle, forgery: Forgery):
    def flooded(sealed: bytes) -> bytes:
        begin, rest = sealed.split(b"\n", 1)
        stanza = b"-> X25519 " + b"A" * 43 + b"\n" + b"A" * 43 + b"\n"
        return begin + b"\n" + stanza * 4000 + rest

    folder = forgery.seal(cipher=flooded)
    began = time.process_time()
    assert reason(circle, folder) == "age_header"
    assert time.process_time() - began < 1
    small = forgery.seal(cipher=lambda sealed: sealed.replace(b"\n", b"\n-> x\n" * 20 + b"", 1))
    assert reason(circle, small) == "age_header"


@pytest.mark.parametrize(
    "cipher",
    [
        lambda sealed: b"",
        lambda sealed: b"x",
        lambda sealed: sealed[:200],
        lambda sealed: sealed[:-20],
        lambda sealed: sealed + b"tail",
        lambda sealed: sealed[:400] + bytes([sealed[400] ^ 1]) + sealed[401:],
        lambda sealed: b"age-encryption.org/v2" + sealed[21:],
        lambda sealed: b"-----BEGIN AGE ENCRYPTED FILE-----\n" + sealed,
    ],
    ids=range(8),
)
def test_ciphertext_that_is_not_what_was_sealed(circle: Circle, forgery: Forgery, cipher):
    # an empty volume cannot even be declared
    expected = {"decryption", "age_header", "not_an_index"}
    assert reason(circle, forgery.seal(cipher=cipher, index=_of_one_byte)) in expected


def test_a_package_sealed_to_others_only_though_it_names_me(circle: Circle, forgery: Forgery):
    seal = forgery.content.seal
    other = new_office_keys().recipient.decode()
    mine = seal.recipients
    forgery.content = replace(forgery.content, seal=replace(seal, recipients=(other,)))
    folder = forgery.seal(index=lambda i: replace(i, seal=replace(i.seal, recipients=mine)))
    assert reason(circle, folder) == "decryption"


@pytest.mark.parametrize("level", list(PackageLevel))
def test_bit_flips_anywhere_are_refused_by_name(circle: Circle, level: PackageLevel):
    folder = Path(circle.write(circle.pack(level=level)).folder)
    files = sorted(folder.iterdir())
    weights = [3 if path.suffix == ".001" else 1 for path in files]
    dice = random.Random(20_260_305)
    for _ in range(50):
        path = dice.choices(files, weights)[0]
        good = path.read_bytes()
        place, bit = dice.randrange(len(good)), 1 << dice.randrange(8)
        if path.suffix == ".minisig" and place < good.index(b"\n"):
            continue  # minisign itself leaves this line untrusted
        path.write_bytes(good[:place] + bytes([good[place] ^ bit]) + good[place + 1 :])
        assert reason(circle, folder) != "unreadable", (path.name, place, bit)
        path.write_bytes(good)
    assert circle.read(folder).package.level is level


def test_bit_flips_inside_the_seal_are_refused_by_name(circle: Circle, forgery: Forgery):
    dice = random.Random(7)
    whole = forgery.stream()
    for _ in range(80):
        place, bit = dice.randrange(len(whole)), 1 << dice.randrange(8)
        flipped = whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :]
        assert reason(circle, forgery.seal(flipped)) != "unreadable", (place, bit)


def test_a_raw_exception_of_any_kind_becomes_a_name(
    circle: Circle, monkeypatch: pytest.MonkeyPatch
):
    folder = circle.write(circle.pack()).folder

    def broken(self: object, index: PackageIndex) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(OfficeStanding, "check", broken)
    assert reason(circle, folder) == "unreadable"
    assert TAG_MANIFEST == "tagmanifest-sha256.txt"
