"""Where a finding is on its way, in words a screen reader says as well."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from app.domain.finding import Finding, FindingStatus
from app.domain.finding_history import FindingAct
from app.domain.ids import FindingId, TalkId
from ui.rectifying.sheet_forms import FORMS
from ui.rectifying.sheet_words import BUTTON, counts_text, left_text
from ui.rectifying.way_bar import Standing, stations

S = FindingStatus
FOUND = Finding(
    id=FindingId("f1"),
    number="2026-1-0001",
    talk_id=TalkId("t1"),
    area="a1",
    manifestation="台账缺两个月",
    found_at=datetime(2026, 3, 5, 1, tzinfo=UTC),
    deadline=date(2026, 4, 7),
)
_ALL = frozenset(S) - {S.TRANSFERRED}


def way(status: FindingStatus, standing: Standing | None = None, clue: str = "") -> str:
    finding = replace(FOUND, status=status, clue=clue)
    return "　".join(one.text() for one in stations(finding, standing or Standing(_ALL)))


def test_the_present_step_is_marked_and_those_behind_are_ticked():
    said = way(S.UNDER_WAY)
    assert said == "✓ 登记　✓ 下达　✓ 认领签收　● 整改　○ 申请销号　○ 销号　○ 回头看　○ 归档"


def test_what_was_put_right_at_once_shows_which_steps_it_left_out():
    passed = frozenset({S.REGISTERED, S.SUBMITTED})
    said = way(S.SUBMITTED, Standing(passed, waiting_for="监督检查室初审"))
    assert said.startswith("✓ 登记　－ 下达　－ 认领签收　－ 整改　● 申请销号（待监督检查室初审）")


def test_what_is_closed_is_looked_back_at_and_then_archived():
    assert way(S.CLOSED, Standing(_ALL, looked_back=1, planned=3)).endswith(
        "✓ 销号　● 回头看（1／3）　○ 归档"
    )
    assert way(S.ARCHIVED, Standing(_ALL, looked_back=3, planned=3)).endswith(
        "✓ 回头看（3／3）　● 归档"
    )


def test_a_clue_shows_how_far_it_had_come_and_nothing_but_its_number():
    passed = frozenset({S.REGISTERED, S.ISSUED, S.TRANSFERRED})
    said = way(S.TRANSFERRED, Standing(passed), clue="清纪函〔2026〕12号")
    assert said == "✓ 登记　✓ 下达　● 转线索（清纪函〔2026〕12号）"


def test_each_mark_is_said_in_words():
    spoken = [one.spoken() for one in stations(replace(FOUND, status=S.CLAIMED), Standing(_ALL))]
    assert spoken[:4] == ["登记已过", "下达已过", "认领签收现在", "整改还没到"]


def test_short_time_has_a_sign_besides_its_colour():
    assert left_text(FOUND, date(2026, 3, 20)) == "还有18天"
    assert left_text(FOUND, date(2026, 4, 3)) == "⚠ 还有4天"
    assert left_text(FOUND, date(2026, 4, 9)) == "⚠ 逾期2天"
    assert left_text(replace(FOUND, status=S.CLOSED), date(2026, 4, 9)) == ""
    assert counts_text(replace(FOUND, extensions=2, relapses=1)) == "延期 2 次　反弹 1 次"


def test_every_button_leads_to_a_form_of_its_name_or_asks_nothing():
    at_once = {FindingAct.BEGIN, FindingAct.ARCHIVE}
    assert set(BUTTON) == set(FORMS) | at_once
    assert all(form.name == act.value for act, form in FORMS.items())
