"""Whatever bytes come: each reader answers with a name of its own, and none with anything else.

The whole trial of thousands is tests/long/hostile_mutations.py.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from app.domain.errors import PackageRejectedError, RecipientUnreadableError
from app.domain.package import OfficeCard, RegistryIdentity, Rejection
from app.handover.bag import check_bag
from app.handover.card import office_card, read_office_card, read_registry_card, registry_card
from app.handover.credentials import new_office_keys
from app.handover.index import read_index
from app.handover.minisign import is_signature_of, signature_file
from app.handover.receipt import read_receipt
from app.handover.schemas import Schemas
from app.handover.stage import Stage
from app.handover.strict_json import canonical_json, strict_json
from app.handover.tar_sink import Limits, TarSink
from app.system.paths import resources_folder
from tests.handover.forging import Forgery
from tests.handover.makers import Circle
from tests.handover.mutating import ACCEPTED, LAYERS, trial

KEYS = new_office_keys()
SCHEMAS = Schemas(resources_folder() / "schemas")
NAMES = {rejection.value for rejection in Rejection}
OUTER = [layer for layer in LAYERS if layer != "documents"]

# bytes of every kind: any at all, nearly JSON, and texts with what parsers trip over
anything = some.binary(max_size=300) | some.text(max_size=200).map(lambda t: t.encode("utf-8", "replace"))  # fmt: skip
nearly_json = some.lists(
    some.sampled_from(
        ["{", "}", "[", "]", ",", ":", '"', "\\", "\\u", "d800", "1", "-", "e9", "0.1", "NaN", "null",
         "true", '"content"', '"signature"', '"a"', " ", "\n", "\ufeff", "\x00", "9" * 30]
    ),
    max_size=40,
).map(lambda parts: "".join(parts).encode())  # fmt: skip


# ── packages ─────────────────────────────────────────────────────────────────────────────────────


def test_packages_changed_in_any_layer_are_refused_by_name(circle: Circle, tmp_path: Path):
    found = trial(circle, 20_261_122, 200)
    assert not any(found[layer][ACCEPTED] for layer in OUTER)
    names = Counter[str]()
    for outcomes in found.values():
        names += outcomes
    assert set(names) <= (NAMES | {ACCEPTED}) - {Rejection.UNREADABLE.value}
    assert len(names) > 10, "the changes reach many of the checks"
    # an office may sign other words than it did before; most changes are no words at all
    assert found["documents"][ACCEPTED] < sum(found["documents"].values()) / 4
    assert {path.name.partition("-")[0] for path in tmp_path.iterdir()} <= {
        "stick", "inbox", "clean", "home",
    }  # fmt: skip
    assert list(circle.inbox.iterdir()) == []


# ── each reader by itself ────────────────────────────────────────────────────────────────────────


@given(anything | nearly_json)
@settings(max_examples=150, deadline=None)
def test_readers_of_json_answer_any_bytes_by_name(content: bytes):
    readers = (
        lambda: strict_json(content, 200),
        lambda: canonical_json(content, 200),
        lambda: read_index(content, SCHEMAS),
        lambda: read_receipt(content, KEYS.public_key, SCHEMAS),
    )
    for reader in readers:
        try:
            assert reader()
        except PackageRejectedError as error:
            assert error.reason in NAMES  # noqa: PT017 — either way is right, nothing else is


@given(anything, some.integers(0, 400), some.integers(0, 255))
@settings(max_examples=100, deadline=None)
def test_signatures_and_cards_answer_any_bytes(content: bytes, place: int, byte: int):
    assert not is_signature_of(content, b"x", KEYS.public_key)
    good = signature_file(KEYS, b"x", "file")
    changed = good[:place] + bytes([byte]) + good[place + 1 :]
    is_untrusted = place < good.index(b"\n") or changed == good
    assert is_untrusted or not is_signature_of(changed, b"x", KEYS.public_key)
    for reader in (read_office_card, read_registry_card):
        with pytest.raises(RecipientUnreadableError):
            reader(content)
    recipient = KEYS.recipient.decode()
    cards = (
        (read_office_card, office_card(OfficeCard("320999", "县", recipient, KEYS.public_key), KEYS)),
        (read_registry_card, registry_card(RegistryIdentity("市", recipient, KEYS.public_key), KEYS)),
    )  # fmt: skip
    for reader, card in cards:
        other = card[:place] + bytes([byte]) + card[place + 1 :]
        try:
            assert reader(other) == reader(card), "only what surrounds the words may differ"
        except RecipientUnreadableError as error:
            assert error.what  # noqa: PT017 — either way is right, nothing else is


@given(some.dictionaries(some.sampled_from(sorted(("bagit.txt", "bag-info.txt", "x"))), anything))
@settings(max_examples=40, deadline=None)
def test_a_bag_of_any_tag_files(tags: dict[str, bytes]):
    with pytest.raises(PackageRejectedError):
        check_bag(tags, KEYS.public_key, "00" * 32)


@pytest.fixture(scope="module")
def stream(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("stream")
    (folder / "stick").mkdir()
    circle = Circle(folder / "stick", folder / "inbox")
    return Forgery(circle, circle.pack(size=600)).stream()


@given(some.data())
@settings(max_examples=40, deadline=None)
def test_a_stream_is_taken_alike_in_whatever_pieces_it_comes(
    tmp_path_factory: pytest.TempPathFactory, stream: bytes, data: some.DataObject
):
    place = data.draw(some.integers(0, len(stream) - 1))
    byte = data.draw(some.integers(0, 255))
    changed = stream[:place] + bytes([byte]) + stream[place + 1 :]
    cuts = sorted(data.draw(some.lists(some.integers(0, len(stream)), max_size=12)))
    folder = tmp_path_factory.mktemp("stages")
    whole = taken(Stage(folder), [changed])
    for path in folder.iterdir():
        path.unlink()
    pieces = [changed[a:b] for a, b in zip([0, *cuts], [*cuts, len(changed)], strict=True)]
    assert taken(Stage(folder), pieces) == whole


def taken(stage: Stage, pieces: list[bytes]) -> object:
    sink = TarSink(stage, Limits(100, 1 << 20))
    try:
        for piece in pieces:
            sink.write(piece)
        sink.finish()
    except PackageRejectedError as error:
        return error.reason, error.detail
    finally:
        sink.abandon()
    return {name: one.sha256 for name, one in sink.members.items()}, sink.tags


# ── room and time ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.skipif(os.name == "nt", reason="limits of memory are set otherwise there")
def test_what_is_meant_to_fill_the_memory_is_refused_in_little(tmp_path: Path):
    """A child that may hold little more than an honest reader needs meets every bomb there is."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.handover.bombs", str(tmp_path), str(1 << 15)],
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = [line.split() for line in done.stdout.splitlines()]
    assert len(told) > 12
    for bomb, name, seconds, grown in told:
        assert name in NAMES - {Rejection.UNREADABLE.value}, bomb
        assert float(seconds) < 4, bomb
        assert int(grown) < 150, bomb
