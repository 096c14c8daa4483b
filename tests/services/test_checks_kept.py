"""Passed remarks, paragraphs and amendments in the vault, and what its watchmen refuse."""

from __future__ import annotations

import pytest
from sqlcipher3 import dbapi2 as sqlite

from app.domain.remarks import Passed
from app.store import paragraphs, passed_checks
from tests.makers import BEGAN


def test_a_later_reason_takes_the_place_of_an_earlier(desk):
    talk_id = desk.plan()
    with desk.vault.transaction() as connection:
        for reason in ("原文件如此", "已核对原件"):
            passed_checks.add(connection, talk_id, Passed("mixed_style", "m", reason, BEGAN))
        assert passed_checks.of(connection, talk_id)["m"].reason == "已核对原件"
        assert passed_checks.remove(connection, talk_id, "m")
        assert not passed_checks.remove(connection, talk_id, "m")


def test_a_digest_is_found_elsewhere_but_not_with_the_same_person(desk):
    mine, theirs = desk.plan(), desk.plan()
    guest = desk.plan(participants=desk.everybody()[1:])
    with desk.vault.transaction() as connection:
        paragraphs.keep(connection, theirs, ["d1", "d1"])
        assert paragraphs.elsewhere(connection, mine, ["d1", "d2"]) == {}
        assert set(paragraphs.elsewhere(connection, guest, ["d1", "d2"])) == {"d1"}


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO amendment VALUES ('x', ?, 1, '2026', 'r', '[]', 'a')",
        "INSERT INTO correction VALUES (?, 1, '2026', '', 'a', 'b', '')",
    ],
)
def test_what_the_vault_refuses_by_itself(desk, sql):
    talk_id = desk.plan()
    with pytest.raises(sqlite.IntegrityError), desk.vault.transaction() as connection:
        connection.execute(sql, (talk_id,))
