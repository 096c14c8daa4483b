"""Blank paper is made from the office's name, or from what is known of a talk."""

from __future__ import annotations

from app.documents.pictures import page_count, text_of
from app.services.application import Application
from tests.conftest import StandingClock
from tests.services.test_minutes import spoken


def acts(application: Application) -> list[str]:
    return [entry.what for entry in application.audit.page()]


def test_papers_that_name_nobody_leave_no_trace(application: Application) -> None:
    before = acts(application)
    blank, trial = application.plain_forms.blank(5), application.plain_forms.trial()
    assert (page_count(blank), page_count(trial)) == (5, 2)
    assert acts(application) == before


def test_a_talk_prints_what_is_known_of_it_and_the_trail_keeps_that(
    application: Application, clock: StandingClock
) -> None:
    talk_id = spoken(application, clock)
    pdf, _ = application.talk_papers.blank_form(talk_id, 3)
    talk = application.talks.get(talk_id)
    text = "".join("".join(text_of(pdf)).split())
    assert talk.number in text
    assert talk.participants[0].name in text
    assert page_count(pdf) == 3
    assert acts(application)[0] == "talk.blank_form"
