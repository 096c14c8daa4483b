from __future__ import annotations

from app.domain.kinds import SHIPPED, TalkKind
from app.store import kinds


def test_a_new_vault_has_the_shipped_kinds(vault):
    with vault.reading() as connection:
        assert kinds.book(connection) == SHIPPED
        assert kinds.of(connection, "summons") == SHIPPED.of("summons")
        assert kinds.titles(connection)["heart"] == "谈心谈话"


def test_a_kind_of_another_vault_shows_its_key(vault):
    with vault.reading() as connection:
        assert kinds.of(connection, "其他") == TalkKind("其他", "其他")
