from __future__ import annotations

import os
import random

import pytest

from app.domain.audit import first_break
from app.domain.talk import TalkStatus
from app.services.talks import Talks
from app.store import audit
from app.store.vault import open_vault
from tests.conftest import KEY
from tests.services.typing_desk import killed_while_typing, typed

KILLS = 50


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is a word of Unix")
def test_what_was_typed_and_kept_survives_fifty_kills(desk):
    talk_id = desk.talk_at(TalkStatus.UNDER_WAY)
    answer_id = desk.first_answer(talk_id)
    folder, trail = desk.vault.folder, desk.trail
    entries_before = len(desk.acts())
    desk.vault.close()
    dice, kept = random.Random(2026), 0
    for _ in range(KILLS):
        told = killed_while_typing(folder, KEY, (talk_id, answer_id), dice.random() * 0.03)
        assert told > kept, "the child kept nothing: the kill proves nothing"
        vault = open_vault(folder, bytearray(KEY))
        text = Talks(vault, trail).get(talk_id).answer(answer_id).text
        kept = int(text.partition("：")[0])
        # a save may be kept and its word not reach us any more, never the other way round
        assert kept >= told
        assert text == typed(kept)
        with vault.reading() as connection:
            assert audit.head(connection).sequence == entries_before + kept
        vault.close()
    vault = open_vault(folder, bytearray(KEY))
    with vault.reading() as connection:
        assert first_break(audit.every(connection)) is None
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    vault.close()
