"""kill -9 while somebody types or seals: what was told kept is there, and nothing is half done."""

from __future__ import annotations

import os
import random
from dataclasses import replace

import pytest

from app.domain.audit import first_break
from app.domain.ids import TalkId
from app.domain.talk import TalkStatus
from app.domain.talk_list import TalkFilter
from app.services.talks import Talks
from app.store import audit, talks
from app.store.vault import Vault, open_vault
from tests.conftest import KEY
from tests.makers import BEGAN, ENDED, make_talk
from tests.services.typing_desk import count_typed, killed_at_work, typed

KILLS_TYPING = 50
KILLS_SEALING = 12
TO_SEAL = 400

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kill -9 is a word of Unix")


def is_whole(vault: Vault) -> bool:
    """Whether file, links and audit trail are sound."""
    with vault.reading() as connection:
        return (
            first_break(audit.every(connection)) is None
            and connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            and connection.execute("PRAGMA foreign_key_check").fetchall() == []
        )


def entries(vault: Vault) -> int:
    with vault.reading() as connection:
        return audit.head(connection).sequence


def test_what_was_typed_and_kept_survives_fifty_kills(desk):
    talk_id = desk.talk_at(TalkStatus.UNDER_WAY)
    answer_id = desk.first_answer(talk_id)
    folder, before = desk.vault.folder, entries(desk.vault)
    desk.vault.close()
    dice, kept = random.Random(2026), 0
    for _ in range(KILLS_TYPING):
        told = killed_at_work(folder, KEY, ["type", talk_id, answer_id], dice.random() * 0.03)
        assert told > kept, "the child kept nothing: the kill proves nothing"
        vault = open_vault(folder, bytearray(KEY))
        text = Talks(vault, desk.trail).get(talk_id).answer(answer_id).text
        kept = count_typed(text)
        # a save may be kept and its word not reach us any more, never the other way round
        assert kept >= told
        assert text == typed(kept)
        assert entries(vault) == before + kept
        vault.close()
    vault = open_vault(folder, bytearray(KEY))
    assert is_whole(vault)
    vault.close()


def signed_talks(vault: Vault) -> None:
    """Many talks that only wait to be sealed."""
    made = [
        make_talk(number=f"2026-{n:04}", status=TalkStatus.SIGNED, began_at=BEGAN, ended_at=ENDED)
        for n in range(1, TO_SEAL + 1)
    ]
    made = [replace(talk, id=TalkId(talk.number), refusal_note="拒签") for talk in made]
    with vault.transaction() as connection:
        talks.add_many(connection, made)


def test_a_talk_is_sealed_whole_or_not_at_all(vault, trail):
    signed_talks(vault)
    folder, before = vault.folder, entries(vault)
    vault.close()
    dice, looked_at = random.Random(2026), set[TalkId]()
    for _ in range(KILLS_SEALING):
        told = killed_at_work(folder, KEY, ["seal"], dice.random() * 0.03)
        vault = open_vault(folder, bytearray(KEY))
        desk = Talks(vault, trail)
        sealed = desk.page(TalkFilter(statuses=(TalkStatus.SEALED,)), limit=TO_SEAL)
        signed = desk.page(TalkFilter(statuses=(TalkStatus.SIGNED,)), limit=TO_SEAL)
        assert 0 < told <= len(sealed)
        assert signed, "nothing was left to seal: the kill proves nothing"
        assert len(sealed) + len(signed) == TO_SEAL
        new = {row.id for row in sealed} - looked_at  # nothing of a sealed talk can change
        assert all(desk.get(talk_id).sealed_at for talk_id in new)
        looked_at |= new
        assert not any(desk.get(row.id).sealed_at for row in signed)
        assert entries(vault) == before + len(sealed)
        vault.close()
    vault = open_vault(folder, bytearray(KEY))
    assert is_whole(vault)
    vault.close()
