"""Two sign minutes electronically, by keyboard alone: keys, fields, signatures, the seal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from app.domain.people import Role, UnitKind
from app.domain.progress import NoProgress, Progress
from app.domain.signer import SignatureField
from app.domain.talk import TalkStatus
from app.domain.verdict import Outcome
from app.services.application import Application
from app.services.people import PersonEntry
from app.services.talks import ParticipantEntry, TalkEntry
from tests.conftest import StandingClock
from tests.journeys.hands import ALT, Hands, Key, shown_window, unlock
from ui.main_window import MainWindow

INTERVIEWER, RECORDER = "李明", "周小雨"
FIELDS = (SignatureField.RECORDER, SignatureField.INTERVIEWER)


def held(application: Application, clock: StandingClock) -> None:
    """A talk that was held and written down; its text waits to be read."""
    people, talks = application.people, application.talks
    person = people.add_person(
        PersonEntry(
            name="𠮷田芳",
            new_unit_name="羊尾镇",
            new_unit_kind=UnitKind.TOWNSHIP,
            title="党委书记",
        )
    )[0]
    present = (
        ParticipantEntry(Role.INTERVIEWEE, person),
        ParticipantEntry(Role.INTERVIEWER, None, INTERVIEWER, "县纪委监委", "书记"),
        ParticipantEntry(Role.RECORDER, None, RECORDER, "县纪委监委", "干部"),
    )
    entry = TalkEntry("supervision", "同下级“一把手”谈话", clock.now(), "谈话室", present)
    talk_id = talks.plan(entry)[0]
    talks.prepare(talk_id, tuple(p.number for p in application.prompts.current().prompts[:1]))
    talks.begin(talk_id)
    for answer in talks.get(talk_id).answers:
        talks.save_answer(talk_id, answer.id, "今年学了三次，2月11日定了一条办法。")
    clock.move(minutes=48)
    talks.end(talk_id)


@pytest.fixture
def window(qtbot, qapp, access, new_vault, clock) -> Iterator[MainWindow]:
    application = access.create(new_vault, NoProgress())
    held(application, clock)
    application.lock()
    with shown_window(qtbot, access) as shown:
        yield shown


def make_keys(hands: Hands, window: MainWindow) -> None:
    """From the settings to the page of certificates, and a key for each of the two."""
    entries = [e for e in window.workspace._entries.values() if not e.belongs_to]
    number = [entry.key for entry in entries].index("settings")
    hands.press(Key(Key.Key_1 + number), ALT)
    hands.push(window.workspace.current.signers_card.button)
    page = window.workspace.current
    for count, name in enumerate((RECORDER, INTERVIEWER), 1):
        hands.push(page.own_button)
        hands.see(lambda: page.form is not None and page.form.isAncestorOf(hands.here()))
        hands.type(name)
        hands.press(Key.Key_Return)
        hands.see(lambda: page.table.rowCount() == count)  # noqa: B023  (seen before the next)
        hands.take_up()


def open_talk(hands: Hands, window: MainWindow):
    hands.press(Key.Key_2, ALT)
    page = window.workspace.current
    hands.see(lambda: page.list.model.rowCount() == 1)
    hands.go_to(page.list.table.view)
    hands.press(Key.Key_Down)
    hands.press(Key.Key_Return)
    editor = page.editor
    hands.see(lambda: editor.talk is not None)
    return editor


def choose_fields(hands: Hands, editor) -> None:
    confirm = editor.confirm
    hands.push(confirm.fields_button)
    hands.see(confirm.fields.isVisible)
    for field in FIELDS:
        hands.go_to(confirm.fields.ticks[field])
        hands.press(Key.Key_Space)
    hands.push(confirm.fields.confirm_button)
    hands.see(lambda: "2 人" in confirm.fields_button.text())
    while confirm.remarks.open_count():
        count = confirm.remarks.open_count()
        hands.press(Key.Key_F8)
        hands.press(Key.Key_F9)
        hands.see(confirm.passing.isVisible)
        hands.type("当场核过，无误")
        hands.press(Key.Key_Return)
        hands.see(lambda: confirm.remarks.open_count() < count)  # noqa: B023  (as above)
    hands.push(confirm.confirm_button)
    hands.see(lambda: editor.talk.status is TalkStatus.TO_SIGN, 40)


def sign(hands: Hands, editor, field: SignatureField, name: str) -> None:
    step = editor.sign
    hands.see(lambda: field in step.signatures.sign_buttons)
    hands.push(step.signatures.sign_buttons[field])
    panel = step.signing.panel
    hands.see(lambda: panel.isVisible() and panel.key.signer is not None)
    assert panel.key.signer.name == name
    hands.push(panel.sign_button)
    hands.see(lambda: any(s.field is field and s.signed_at for s in step.signatures.fields))


def seal(hands: Hands, editor) -> None:
    step = editor.sign
    hands.push(step.refusal_button)
    hands.type("对方看过后拒签，两人在场。")
    hands.press(Key.Key_Return)
    hands.see(lambda: editor.talk.status is TalkStatus.SIGNED)
    hands.go_to(step.understood)
    hands.press(Key.Key_Space)
    hands.push(step.seal_button)
    hands.see(lambda: editor.talk.status is TalkStatus.SEALED)


def test_two_sign_electronically_by_keyboard_alone(qtbot, window, clock):
    hands = Hands(qtbot, window)
    unlock(hands, window)
    make_keys(hands, window)
    editor = open_talk(hands, window)
    choose_fields(hands, editor)
    sign(hands, editor, FIELDS[0], RECORDER)
    clock.move(minutes=2)
    sign(hands, editor, FIELDS[1], INTERVIEWER)
    hands.see(lambda: editor.sign.verdict.text().startswith("✓ 原件"))
    seal(hands, editor)

    box: list = []

    def verify(_: Progress) -> object:
        return window.application.minutes.verify_kept(editor.talk.id)

    window._tasks.query(verify, then=box.append)
    hands.see(lambda: box)
    assert box[0].outcome is Outcome.GENUINE
    assert {s.field for s in box[0].signatures} >= {field.value for field in FIELDS}
    first, last = (s.signed_at for s in editor.sign.signatures.fields)
    assert last - first == timedelta(minutes=2)
