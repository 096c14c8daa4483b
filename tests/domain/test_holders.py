"""Who may do what: over every verb that the trail has a word for."""

from __future__ import annotations

import pytest

from app.domain.holders import HolderRole, may
from ui.audit.act_words import ACTS

ADMINISTRATOR, INTERVIEWER, RECORDER, AUDITOR = (
    HolderRole.ADMINISTRATOR,
    HolderRole.INTERVIEWER,
    HolderRole.RECORDER,
    HolderRole.AUDITOR,
)
EVERYBODYS = ("vault.", "clock.", "passphrase.change", "recovery.use", "device.", "keys.mend")


@pytest.mark.parametrize("act", sorted(ACTS))
def test_an_administrator_may_do_everything_and_nobody_else_may_do_more_than_an_interviewer(act):
    assert may(ADMINISTRATOR, act)
    for role in (RECORDER, AUDITOR):
        assert may(INTERVIEWER, act) or not may(role, act)


@pytest.mark.parametrize("act", [act for act in sorted(ACTS) if act.startswith(EVERYBODYS)])
def test_what_the_door_writes_and_what_concerns_the_holder_alone_is_done_whoever_sits_here(act):
    assert all(may(role, act) for role in HolderRole)


@pytest.mark.parametrize(
    "act",
    ["holder.add", "holder.remove", "holder.change_role", "recovery.make", "recovery.drill",
     "keys.rotate", "keys.make"],
)  # fmt: skip
def test_the_keys_are_looked_after_by_administrators_alone(act):
    assert [role for role in HolderRole if may(role, act)] == [ADMINISTRATOR]


@pytest.mark.parametrize(
    "act",
    ["package.write", "package.reserve", "receipt.take", "registry.trust", "office.keep",
     "office.trust", "key.export", "certificate.make"],
)  # fmt: skip
def test_what_goes_out_and_what_the_unit_is_called_is_not_for_a_recorder(act):
    assert may(INTERVIEWER, act)
    assert not may(RECORDER, act)
    assert not may(AUDITOR, act)


@pytest.mark.parametrize(
    "act", ["talk.plan", "talk.answer", "talk.seal", "person.add", "minutes.confirm",
            "finding.add", "prompt_set.add", "roster.take", "scan.attach", "backup.make"],
)  # fmt: skip
def test_a_recorder_keeps_talks_and_people_and_makes_backups(act):
    assert may(RECORDER, act)


def test_an_auditor_reads_and_writes_nothing_of_the_work():
    allowed = {act.partition(".")[0] for act in ACTS if may(AUDITOR, act)}
    assert not allowed & {
        "talk",
        "person",
        "unit",
        "minutes",
        "finding",
        "package",
        "office",
        "holder",
    }
    assert may(AUDITOR, "audit.print")
