"""The secretary who forgot the passphrase is back with two cards; one card opens nothing."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.changes import Changes
from app.domain.errors import (
    FolderUnusableError,
    KeyFileDamagedError,
    KeyFileMissingError,
    PassphrasesDifferError,
    PassphraseTooWeakError,
    VaultInUseError,
    WrongPassphraseError,
)
from app.domain.holders import HolderRole
from app.domain.progress import CancelledError, NoProgress
from app.domain.recovery import (
    LETTERS,
    CardSet,
    RecoveryCard,
    RecoveryState,
    check_group,
    written_groups,
)
from app.domain.vault_errors import (
    KeyFileRolledBackError,
    PassphraseTakenError,
    RecoveryCardForeignError,
    RecoveryCardsSameError,
    RecoveryCardUnreadableError,
    RecoveryMissingError,
)
from app.keys.cards import new_secrets
from app.services.key_holders import NewHolder
from app.services.preferences import Preferences
from app.services.recovery import Recovery, wrapped_cards
from app.system.clock import SystemClock
from tests.conftest import PASSPHRASE

OTHER = "qingshan-lvshui-baiyun"
THIRD = "jiangnan-jiangbei-2026"


def codes(cards):
    return [card.code for card in cards.cards]


@pytest.fixture
def cards(application):
    made = application.recovery.prepare()
    application.recovery.keep(PASSPHRASE, made, codes(made))
    return made


def whats(application):
    return [entry.what for entry in reversed(application.audit.page())]


def back_in(access, folder, cards, words=OTHER, which=0):
    a, _, c = codes(cards)
    accepted = access.read_cards(folder, a, c, NoProgress())
    return access.recover(accepted, accepted.holders[which].slot_id, words, words, NoProgress())


# ── making ────────────────────────────────────────────────────────────────────────────────────────


def test_a_vault_begins_without_cards(application, access):
    assert application.recovery.state() == RecoveryState(has_cards=False)
    application.lock()
    a, b, _ = codes(fresh_cards())
    with pytest.raises(RecoveryMissingError):
        access.read_cards(application.folder, a, b, NoProgress())


def fresh_cards():
    made = tuple(
        RecoveryCard(letter, written_groups(secret))
        for letter, secret in zip(LETTERS, new_secrets(), strict=True)
    )
    return CardSet(1, SystemClock().now(), made)


def test_prepared_cards_are_in_memory_alone(application):
    before = {p: p.read_bytes() for p in application.folder.glob("keys*")}
    one, two = application.recovery.prepare(), application.recovery.prepare()
    assert one.number == two.number == 1
    assert set(codes(one)) & set(codes(two)) == set()
    assert [card.letter for card in one.cards] == ["A", "B", "C"]
    assert {p: p.read_bytes() for p in application.folder.glob("keys*")} == before
    assert not application.recovery.state().has_cards
    assert all(code not in repr(one) for code in codes(one))


def test_cards_count_once_all_three_were_typed_back_from_paper(application, clock):
    made = application.recovery.prepare()
    a, b, c = codes(made)
    recovery = application.recovery
    for typed, refusal in (
        ([a, b], RecoveryCardsSameError),
        ([a, b, b], RecoveryCardsSameError),
        ([a, b, c[:-1] + ("0" if c[-1] != "0" else "1")], RecoveryCardUnreadableError),
        ([a, b, codes(recovery.prepare())[2]], RecoveryCardForeignError),
    ):
        with pytest.raises(refusal):
            recovery.keep(PASSPHRASE, made, typed)
    with pytest.raises(WrongPassphraseError):
        recovery.keep("falsch", made, [a, b, c])
    assert not recovery.state().has_cards
    assert recovery.keep(PASSPHRASE, made, [c.lower(), a, b]) is Changes.SETTINGS
    assert recovery.state() == RecoveryState(
        has_cards=True, number=1, made_at=clock.now(), drilled_at=clock.now()
    )
    assert (whats(application)[-1], application.audit.page()[0].which) == ("recovery.make", "1")


def test_no_file_of_the_vault_shows_a_card(application, cards):
    application.lock()
    for path in application.folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes().upper()
            for card in cards.cards:
                for form in (card.code, "".join(card.groups), card.groups[2]):
                    assert form.encode() not in content


def test_new_cards_take_the_place_of_old_ones(access, application, cards):
    fresh = application.recovery.prepare()
    assert fresh.number == 2
    application.recovery.keep(PASSPHRASE, fresh, codes(fresh))
    application.lock()
    a, b, _ = codes(cards)
    with pytest.raises(RecoveryCardForeignError):
        access.read_cards(application.folder, a, b, NoProgress())
    back_in(access, application.folder, fresh).lock()


def test_a_number_is_never_given_twice_even_when_the_cards_went_with_a_data_key(application, cards):
    ring = application.recovery.ring
    with ring.opened(PASSPHRASE, "keys.rotate") as keys:
        ring.keep(keys.file.with_recovery(None, keys.data_key), "recovery.make", "")
    assert application.recovery.state() == RecoveryState(has_cards=False)
    assert application.recovery.prepare().number == 2


def test_a_group_is_checked_while_it_is_typed_without_any_vault(cards):
    group = cards.cards[0].groups[3]
    assert Recovery.check_group(group.lower(), 4)
    assert not Recovery.check_group(group, 5)
    assert check_group(group, 4)


# ── the yearly drill ──────────────────────────────────────────────────────────────────────────────


def test_a_drill_really_opens_and_is_due_again_after_a_year(application, cards, clock):
    recovery = application.recovery
    clock.move(days=364)
    assert not recovery.state().is_drill_due
    clock.move(days=1)
    assert recovery.state().is_drill_due
    a, b, c = codes(cards)
    for typed, refusal in (
        ([], RecoveryCardUnreadableError),
        ([a], RecoveryCardsSameError),
        ([a, a], RecoveryCardsSameError),
        ([a, "x"], RecoveryCardUnreadableError),
        ([a, codes(recovery.prepare())[1]], RecoveryCardForeignError),
        ([a, b, codes(recovery.prepare())[2]], RecoveryCardForeignError),
    ):
        with pytest.raises(refusal):
            recovery.drill(typed)
    assert recovery.state().is_drill_due
    assert recovery.drill([c, a]) is Changes.SETTINGS
    state = recovery.state()
    assert (state.is_drill_due, state.drilled_at) == (False, clock.now())
    assert whats(application)[-1] == "recovery.drill"
    recovery.drill([a, b, c])


def test_without_cards_there_is_nothing_to_drill(application):
    with pytest.raises(RecoveryMissingError):
        application.recovery.drill(codes(fresh_cards())[:2])


# ── the way back in ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("pair", [(0, 1), (1, 2), (2, 0)])
def test_any_two_cards_open_and_set_a_new_passphrase(access, application, cards, pair):
    application.lock()
    first, second = (codes(cards)[place] for place in pair)
    accepted = access.read_cards(application.folder, first.lower(), second, NoProgress())
    assert [(h.name, h.is_self) for h in accepted.holders] == [("李明", False)]
    back = access.recover(accepted, accepted.holders[0].slot_id, OTHER, OTHER, NoProgress())
    assert back.session.holder.name == "李明"
    assert whats(back)[-2:] == ["recovery.use", "vault.unlock"]
    assert back.audit.check().is_whole
    assert accepted.secret.data_key == bytearray(32), "what the cards opened is wiped"
    back.lock()
    with pytest.raises(WrongPassphraseError):
        access.unlock(application.folder, PASSPHRASE, NoProgress())
    access.unlock(application.folder, OTHER, NoProgress()).lock()


def test_cards_that_were_used_are_to_be_made_new(access, application, cards):
    application.lock()
    back = back_in(access, application.folder, cards)
    assert back.recovery.state().must_renew
    back.recovery.drill(codes(cards)[:2])
    assert back.recovery.state().must_renew, "a drill does not put a used card back in its envelope"
    fresh = back.recovery.prepare()
    back.recovery.keep(OTHER, fresh, codes(fresh))
    assert not back.recovery.state().must_renew
    back.lock()


def test_the_holder_who_forgot_is_chosen(access, application, cards):
    application.key_holders.add(PASSPHRASE, NewHolder("王芳", HolderRole.RECORDER, OTHER, OTHER))
    application.lock()
    accepted = access.read_cards(application.folder, *codes(cards)[:2], NoProgress())
    clerk = accepted.holders[1]
    assert (clerk.name, clerk.role) == ("王芳", HolderRole.RECORDER)
    with pytest.raises(PassphraseTakenError):
        access.recover(accepted, clerk.slot_id, PASSPHRASE, PASSPHRASE, NoProgress())
    back = access.recover(accepted, clerk.slot_id, THIRD, THIRD, NoProgress())
    assert back.session.trail.who == "王芳"
    assert back.session.holder.role is HolderRole.RECORDER
    back.lock()
    access.unlock(application.folder, PASSPHRASE, NoProgress()).lock()


def test_a_refused_passphrase_can_be_tried_again_with_the_same_cards(access, application, cards):
    application.lock()
    accepted = access.read_cards(application.folder, *codes(cards)[:2], NoProgress())
    slot_id = accepted.holders[0].slot_id
    before = (application.folder / "keys.json").read_bytes()
    with pytest.raises(PassphraseTooWeakError):
        access.recover(accepted, slot_id, "kurz", "kurz", NoProgress())
    with pytest.raises(PassphrasesDifferError):
        access.recover(accepted, slot_id, OTHER, THIRD, NoProgress())
    with pytest.raises(KeyFileRolledBackError):
        access.recover(accepted, "00" * 8, OTHER, OTHER, NoProgress())

    class Stop:
        def step(self, done, total):
            raise CancelledError

    with pytest.raises(CancelledError):
        access.recover(accepted, slot_id, OTHER, OTHER, Stop())
    assert (application.folder / "keys.json").read_bytes() == before
    access.recover(accepted, slot_id, OTHER, OTHER, NoProgress()).lock()


def test_a_vault_that_is_open_elsewhere_stays_so(access, application, cards):
    accepted = access.read_cards(application.folder, *codes(cards)[:2], NoProgress())
    with pytest.raises(VaultInUseError):
        access.recover(accepted, accepted.holders[0].slot_id, OTHER, OTHER, NoProgress())
    application.lock()
    access.unlock(application.folder, PASSPHRASE, NoProgress()).lock()


def test_cards_that_nobody_goes_on_with_are_forgotten(access, application, cards):
    accepted = access.read_cards(application.folder, *codes(cards)[:2], NoProgress())
    assert any(accepted.secret.data_key)
    assert bytes(accepted.secret.data_key).hex() not in repr(accepted)
    accepted.forget()
    assert not any(accepted.secret.data_key)


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        (lambda a, b, c: (a, a), RecoveryCardsSameError),
        (lambda a, b, c: (a, b[:11]), RecoveryCardUnreadableError),
        (lambda a, b, c: (a, codes(fresh_cards())[1]), RecoveryCardForeignError),
        (
            lambda a, b, c: (codes(fresh_cards())[0], codes(fresh_cards())[1]),
            RecoveryCardForeignError,
        ),
    ],
)
def test_what_does_not_open_is_told_and_changes_nothing(access, application, cards, typed, refusal):
    application.lock()
    with pytest.raises(refusal):
        access.read_cards(application.folder, *typed(*codes(cards)), NoProgress())


def test_without_a_key_file_cards_open_nothing(access, application, cards):
    application.lock()
    kept = (application.folder / "keys.json").read_bytes()
    for name in ("keys.json", "keys.json.1"):
        (application.folder / name).unlink()
    with pytest.raises(KeyFileMissingError):
        access.read_cards(application.folder, *codes(cards)[:2], NoProgress())
    (application.folder / "keys.json").write_bytes(kept[:-20])
    with pytest.raises(KeyFileDamagedError):
        access.read_cards(application.folder, *codes(cards)[:2], NoProgress())
    (application.folder / "keys.json").write_bytes(kept)
    back_in(access, application.folder, cards).lock()


def test_replaced_cards_do_not_come_back_with_an_older_key_file(access, application, cards):
    old = (application.folder / "keys.json").read_bytes()
    fresh = application.recovery.prepare()
    application.recovery.keep(PASSPHRASE, fresh, codes(fresh))
    application.lock()
    for name in ("keys.json", "keys.json.1"):
        (application.folder / name).write_bytes(old)
    accepted = access.read_cards(application.folder, *codes(cards)[:2], NoProgress())
    with pytest.raises(RecoveryCardForeignError):
        access.recover(accepted, accepted.holders[0].slot_id, OTHER, OTHER, NoProgress())
    opened = access.unlock(application.folder, PASSPHRASE, NoProgress())
    assert whats(opened)[-1] == "keys.rolled_back"
    assert not opened.recovery.state().must_renew
    opened.lock()


def test_cards_open_with_an_older_key_file_as_long_as_they_are_those_in_force(
    access, application, cards
):
    """The key file was put back from a backup, and the passphrase changed since is forgotten."""
    old = (application.folder / "keys.json").read_bytes()
    access.change_passphrase(application, PASSPHRASE, OTHER, OTHER)
    application.lock()
    for name in ("keys.json", "keys.json.1"):
        (application.folder / name).write_bytes(old)
    with pytest.raises(KeyFileRolledBackError):
        access.unlock(application.folder, PASSPHRASE, NoProgress())
    back = back_in(access, application.folder, cards, THIRD)
    generation = json.loads((application.folder / "keys.json").read_bytes())["generation"]
    assert generation == 4, "it follows the newest, not the one that was put back"
    assert "keys.rolled_back" in whats(back)
    back.lock()


def test_a_use_is_written_down_even_when_the_key_file_cannot_be(access, application, cards):
    application.lock()
    before = (application.folder / "keys.json").read_bytes()
    (application.folder / "keys.json.new").mkdir()  # where the new key file would be written
    with pytest.raises(FolderUnusableError):
        back_in(access, application.folder, cards)
    (application.folder / "keys.json.new").rmdir()
    assert (application.folder / "keys.json").read_bytes() == before
    opened = access.unlock(application.folder, PASSPHRASE, NoProgress())
    assert "recovery.use" in whats(opened)
    assert opened.recovery.state().must_renew
    opened.lock()


def test_cards_may_be_carried_over_to_another_data_key(application, cards):
    ring = application.recovery.ring
    with ring.opened(PASSPHRASE, "keys.rotate") as keys:
        part = wrapped_cards(keys.file.key(keys.data_key), cards)
        assert part.digests == keys.file.recovery.digests


def test_a_year_is_told_from_when_the_cards_were_typed_not_from_a_guess(application, cards, clock):
    clock.move(days=400)
    state = application.recovery.state()
    assert state.drilled_at == state.made_at == clock.now() - timedelta(days=400)


def test_a_stranger_with_the_copied_folder_half_the_passphrase_and_one_card_gets_nothing(
    access, application, cards, tmp_path
):
    application.lock()
    copied = tmp_path / "copied"
    shutil.copytree(application.folder, copied)
    stranger = replace(access, preferences=Preferences(tmp_path / "stranger"))
    half = PASSPHRASE[: len(PASSPHRASE) // 2]
    for words in (half, PASSPHRASE[:-1], cards.cards[0].code):
        with pytest.raises(WrongPassphraseError):
            stranger.unlock(copied, words, NoProgress())
    with pytest.raises(RecoveryCardsSameError):
        stranger.read_cards(copied, cards.cards[0].code, cards.cards[0].code, NoProgress())
    with pytest.raises(RecoveryCardForeignError):
        stranger.read_cards(copied, cards.cards[0].code, codes(fresh_cards())[1], NoProgress())
    markers = ("李明", "清河县", PASSPHRASE, "vault.create")
    for path in copied.rglob("*"):
        if path.is_file() and path.name != "ballast":
            content = path.read_bytes()
            assert not [marker for marker in markers if marker.encode() in content], path.name
