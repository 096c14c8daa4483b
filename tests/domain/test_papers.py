"""The documents of the vault: their verbs, how findings stand to their deadline, what periods say."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.domain.calendar import days_of, written_period
from app.domain.figure_lines import figure_lines
from app.domain.finding import FindingStatus
from app.domain.holders import HolderRole, may
from app.domain.papers import PaperKind, Urgency
from tests.documents.papers_made import make_line, make_period
from ui.audit.act_words import ACTS

TODAY = date(2026, 3, 5)


@pytest.mark.parametrize(
    ("months", "said"),
    [
        ((1, 12), "2026年全年"),
        ((1, 6), "2026年上半年"),
        ((7, 12), "2026年下半年"),
        ((4, 6), "2026年第二季度"),
        ((10, 12), "2026年第四季度"),
        ((2, 2), "2026年2月"),
        ((3, 5), "2026年3月至5月"),
        ((2, 11), "2026年2月至11月"),
    ],
)
def test_a_period_is_called_by_its_usual_name(months, said):
    assert written_period(2026, months) == said
    first, last = days_of(2026, months)
    assert (first.month, last.month) == months
    assert (last + timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    ("days", "urgency"),
    [(-1, Urgency.LATE), (0, Urgency.SOON), (7, Urgency.SOON), (8, Urgency.RUNNING)],
)
def test_a_finding_is_late_from_the_day_after_its_deadline(days, urgency):
    line = make_line(1, deadline=TODAY + timedelta(days=days), status=FindingStatus.REGISTERED)
    assert line.urgency(TODAY) is urgency
    assert line.days_left(TODAY) == days
    closed = make_line(1, deadline=TODAY - timedelta(days=9), status=FindingStatus.CLOSED)
    assert closed.urgency(TODAY) is Urgency.CLOSED


@pytest.mark.parametrize("kind", PaperKind, ids=lambda kind: kind.value)
def test_making_and_saving_each_document_has_its_word_in_the_trail(kind):
    assert kind.act in ACTS
    assert kind.save_act in ACTS
    assert kind.act.startswith(f"{kind.subject}.")
    assert may(HolderRole.INTERVIEWER, kind.act)
    assert not may(HolderRole.AUDITOR, kind.act)
    assert may(HolderRole.RECORDER, kind.act) == (kind is not PaperKind.HANDOVER_SLIP)


def test_the_figures_are_told_in_order_each_once_with_kinds_asked_for():
    lines = figure_lines(make_period(), ("heart", "reminder"))
    keys = [line.key for line in lines]
    assert len(set(keys)) == len(keys)
    assert keys[:3] == ["sittings", "attendances", "persons"]
    assert [line.figure.count for line in lines if line.key.startswith("collective_summons")] == [
        2,
        33,
    ]
    assert next(line for line in lines if line.key == "reminder.attendances").figure.count == 0
    assert all(line.meaning for line in lines if not line.is_part)
