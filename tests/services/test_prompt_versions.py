"""Versions of the prompts over a real vault: written, kept, retired, and read for ever."""

from __future__ import annotations

from dataclasses import replace

import pytest
from openpyxl import load_workbook

from app.domain.audit import first_break
from app.domain.errors import FolderUnusableError
from app.domain.holders import HolderRole, may
from app.domain.prompt_errors import (
    LastPromptSetError,
    SetNotWholeError,
    SetRetiredError,
    SetUnchangedError,
)
from app.domain.proposing import OutlineItem
from app.domain.refusals import AnswerMissingError, ReasonMissingError
from app.domain.talk import TalkStatus as S
from app.store import audit
from tests.makers import make_prompt_set

NEW_WORDS = "今年交办的事一共几件，办结几件？"


def rewritten(desk, words=NEW_WORDS):
    """A draft in which the first prompt asks something else."""
    draft = desk.prompts.new_draft(desk.prompts.current().id)
    return draft.with_prompt(replace(draft.prompt("1-1"), text=words))


def test_a_draft_is_kept_as_it_is_until_it_becomes_a_version(desk):
    draft = rewritten(desk, "写")
    desk.prompts.keep_draft(draft)
    assert desk.prompts.draft() == draft
    with pytest.raises(SetNotWholeError):
        desk.prompts.keep_version(draft)
    made, _ = desk.prompts.keep_version(
        draft.with_prompt(replace(draft.prompts[0], text=NEW_WORDS))
    )
    assert (made.version, desk.prompts.current()) == (2, made)
    assert desk.prompts.draft() is None
    assert desk.acts(made.id) == ["prompt_set.add"]


def test_a_draft_is_begun_without_any_number_ever_used(desk):
    draft = rewritten(desk)
    made, _ = desk.prompts.keep_version(draft.without("2-3"))
    again = desk.prompts.new_draft(made.id)
    assert again.next_number("a2") == "2-04"


def test_a_draft_that_says_nothing_new_is_not_kept(desk):
    draft = desk.prompts.new_draft("set-1")
    assert desk.prompts.draft() is None
    desk.prompts.keep_draft(draft)
    with pytest.raises(SetUnchangedError):
        desk.prompts.keep_version(draft)
    assert desk.prompts.draft() == draft
    desk.prompts.drop_draft()
    desk.prompts.drop_draft()
    assert desk.prompts.draft() is None
    assert desk.acts().count("prompt_set.drop_draft") == 1


def test_a_talk_shows_its_own_version_for_ever(desk):
    talk_id = desk.talk_at(S.UNDER_WAY)
    old = desk.talk(talk_id)
    desk.prompts.keep_version(rewritten(desk))
    desk.prompts.retire("set-1", "已有新版")
    asked = desk.talk(talk_id)
    assert asked == old
    assert asked.answers[0].question == make_prompt_set().prompts[0].text
    assert desk.prompts.get("set-1") == make_prompt_set()
    desk.end(talk_id)
    later = desk.talk(desk.talk_at(S.PREPARED))
    assert NEW_WORDS in [answer.question for answer in later.answers]
    assert later.prompt_set_id != old.prompt_set_id


def test_a_version_is_retired_with_a_reason_and_the_last_one_never(desk):
    with pytest.raises(LastPromptSetError):
        desk.prompts.retire("set-1", "不用了")
    made, _ = desk.prompts.keep_version(rewritten(desk))
    with pytest.raises(ReasonMissingError):
        desk.prompts.retire(made.id, " ")
    desk.prompts.retire(made.id, " 写得不好 ")
    assert desk.prompts.current().id == "set-1"
    rows = {row.id: row for row in desk.prompts.sets()}
    assert (rows[made.id].retired_reason, rows["set-1"].retired_at) == ("写得不好", None)
    now = desk.trail.clock.now()
    assert rows[made.id].retired_at == now
    assert rows[made.id].retired_at.date() == desk.trail.clock.local(now).date()
    with pytest.raises(SetRetiredError):
        desk.prompts.retire(made.id, "再停一次")
    assert desk.acts(made.id) == ["prompt_set.add", "prompt_set.retire"]
    again, _ = desk.prompts.keep_version(rewritten(desk, "第三版里的第一问是这样吗？"))
    assert again.version == 3


def test_a_version_goes_out_is_altered_and_comes_back_beside_the_one_in_force(desk, tmp_path):
    path = tmp_path / "提问集.xlsx"
    desk.prompts.write_workbook(["set-1"], path)
    (same,) = desk.prompts.read_workbook(path)
    assert same.faults == ()
    assert same.difference.changes == ()
    assert same.version == 2
    book = load_workbook(path)
    book.active["C9"].value = NEW_WORDS
    book.save(path)
    (altered,) = desk.prompts.read_workbook(path)
    assert [change.new.text for change in altered.difference.changes] == [NEW_WORDS]
    assert [row.version for row in desk.prompts.sets()] == [1]
    made, _ = desk.prompts.keep_version(altered.draft)
    assert (made.version, desk.prompts.current().prompts) == (2, altered.draft.prompts)
    assert "prompt_set.export" in desk.acts("set-1")


def test_a_folder_that_is_gone_takes_no_workbook_and_leaves_no_trace(desk, tmp_path):
    with pytest.raises(FolderUnusableError):
        desk.prompts.write_workbook(["set-1"], tmp_path / "nowhere" / "提问集.xlsx")
    assert "prompt_set.export" not in desk.acts()


def test_a_required_prompt_nobody_chose_is_asked_or_skipped_with_a_reason(desk):
    talk_id = desk.plan()
    desk.talks.prepare(talk_id, ("2-2",))
    asked = desk.talk(talk_id).answers
    assert [a.prompt_number for a in asked] == ["2-2", "1-1"]
    desk.talks.begin(talk_id)
    desk.talks.save_answer(talk_id, asked[0].id, "答了")
    desk.trail.clock.move(minutes=5)
    with pytest.raises(AnswerMissingError):
        desk.talks.end(talk_id)
    desk.talks.skip(talk_id, asked[1].id, "上次刚问过")
    desk.talks.end(talk_id)


def test_a_required_prompt_left_out_with_its_reason_is_a_skipped_one(desk):
    talk_id = desk.plan()
    desk.talks.prepare(talk_id, ("2-2", OutlineItem("1-1", skipped_reason="上次刚问过")))
    skipped = desk.talk(talk_id).answers[1]
    assert (skipped.skipped_reason, skipped.is_missing) == ("上次刚问过", False)


def test_what_is_done_to_prompts_keeps_the_trail_whole_and_is_for_those_who_talk(desk):
    desk.prompts.keep_draft(rewritten(desk))
    desk.prompts.keep_version(rewritten(desk))
    with desk.vault.reading() as connection:
        assert first_break(audit.every(connection)) is None
    acts = ("draft", "drop_draft", "add", "retire", "export")
    assert all(may(HolderRole.RECORDER, f"prompt_set.{act}") for act in acts)
    assert not any(may(HolderRole.AUDITOR, f"prompt_set.{act}") for act in acts)
