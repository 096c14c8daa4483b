from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.changes import Changes
from app.domain.refusals import IdleMinutesError, NameMissingError, OfficeCodeError
from app.domain.signer import SignatureField
from app.services.settings import OfficeFacts, Settings

FACTS = OfficeFacts("清河县纪委监委", "李明", "420322", 10)

WIDE = "".join(chr(ord(digit) + 0xFEE0) for digit in "420322")  # as an input method may type it


@pytest.fixture
def settings(vault, trail):
    return Settings(vault, trail)


def test_an_office_is_empty_until_it_is_named(settings):
    assert settings.office() == OfficeFacts("", "")


def test_the_office_is_kept_without_spaces_around_it(settings):
    assert (
        settings.keep_office(replace(FACTS, name=" 清河县纪委监委　", code=WIDE))
        is Changes.SETTINGS
    )
    assert settings.office() == FACTS


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"name": " "}, NameMissingError),
        ({"secretary": ""}, NameMissingError),
        ({"code": "42032"}, OfficeCodeError),
        ({"code": "42032a"}, OfficeCodeError),
        ({"idle_minutes": 0}, IdleMinutesError),
        ({"idle_minutes": 31}, IdleMinutesError),
    ],
)
def test_facts_that_make_no_sense_are_refused(settings, change, error):
    settings.keep_office(FACTS)
    with pytest.raises(error):
        settings.keep_office(replace(FACTS, **change))
    assert settings.office() == FACTS


def test_minutes_carry_their_data_only_once_that_is_wished(settings):
    assert not settings.attaches_record()
    assert settings.attach_record(True) is Changes.SETTINGS
    assert settings.attaches_record()
    settings.attach_record(False)
    assert not settings.attaches_record()


def test_nothing_is_proposed_to_be_signed_electronically_until_it_is_chosen(settings):
    assert settings.usual_fields() == ()
    chosen = (SignatureField.INTERVIEWER, SignatureField.INTERVIEWEE)
    assert settings.keep_usual_fields(chosen) is Changes.SETTINGS
    assert settings.usual_fields() == (SignatureField.INTERVIEWEE, SignatureField.INTERVIEWER)
    settings.keep_usual_fields(())
    assert settings.usual_fields() == ()


def test_the_minutes_alone_are_kept_and_the_trail_says_so(application):
    before = application.settings.office()
    assert application.settings.keep_idle(3) == Changes.SETTINGS
    assert application.settings.office() == replace(before, idle_minutes=3)
    assert application.audit.page(limit=1)[0].what == "office.idle"
    for minutes in (0, 31):
        with pytest.raises(IdleMinutesError):
            application.settings.keep_idle(minutes)
