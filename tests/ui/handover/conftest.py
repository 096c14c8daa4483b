"""A counter where packages are made: an office, a registry's card, and made-up sticks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.ids import TalkId
from app.domain.package import RegistryIdentity
from app.handover.card import registry_card
from app.handover.credentials import DeskKeys, new_registry_keys
from app.services.sticks import StickRegister
from tests.handover.sealed import seal_a_talk
from tests.made_up_sticks import MadeUpSticks
from tests.ui.office import Office
from ui.handover.choice import Counter, counter_of
from ui.handover.handover_page import HandoverPage

LONG = 20_000


@pytest.fixture
def sticks() -> MadeUpSticks:
    return MadeUpSticks()


@pytest.fixture
def counter(office: Office, access, sticks: MadeUpSticks) -> Counter:
    def check(words: str) -> None:
        access.ask_again(office.application, words)

    made = counter_of(office.application, office.tasks, check)
    register = made.sticks
    return replace(made, sticks=StickRegister(register.vault, register.trail, sticks))


@pytest.fixture
def page(qtbot, office: Office, counter: Counter) -> HandoverPage:
    shown = HandoverPage(counter)
    qtbot.addWidget(shown)
    shown.resize(1150, 600)
    shown.show()
    shown.refresh_if_stale()
    return shown


@pytest.fixture
def keys() -> DeskKeys:
    return new_registry_keys()


@pytest.fixture
def card(tmp_path: Path, keys: DeskKeys) -> Path:
    identity = RegistryIdentity("某市登记处", keys.recipient.decode(), keys.public_key)
    path = tmp_path / "identity.txt"
    path.write_bytes(registry_card(identity, keys))
    return path


@pytest.fixture
def sealed(office: Office) -> Callable[[int], TalkId]:
    """A sealed talk of that number, made without typing it."""
    return lambda number=1: office.lane.do(lambda: seal_a_talk(office.application.handover, number))


@pytest.fixture
def trusted(office: Office, card: Path) -> None:
    """The registry's card is trusted."""
    office.lane.do(lambda: office.application.handover.trust_registry(card))
