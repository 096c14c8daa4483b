"""What an office packs is taken on the other side, whatever was typed or pasted into its vault."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.domain.attachment import Purpose, Removal
from app.domain.errors import PackageRejectedError
from app.domain.package import PackageLevel
from app.domain.people import Role
from app.domain.recusal import Conflict
from app.domain.refusals import PackageTooLargeError
from app.domain.remarks import Passed
from app.domain.talk import Answer, Break, Correction, Participant
from app.handover import packer as packer_module
from app.handover.documents import document
from app.handover.dossier import TalkDossier
from app.handover.own_check import check_document
from app.handover.package_file import LARGEST_DOCUMENT
from app.handover.packer import Packer
from app.handover.schemas import Schemas
from app.handover.seen_text import seen
from app.handover.statistics import Figures
from app.system.paths import resources_folder
from tests.handover.makers import NOON, OFFICE, Circle, a_dossier, attached, more_attached

SCHEMAS = Schemas(resources_folder() / "schemas")
# whatever a vault may hold: surrogates alone cannot be kept in one
PASTED = st.text(st.characters(codec="utf-8"), max_size=12)


def filled(words: str) -> TalkDossier:
    """A talk with the same words wherever somebody may type any."""
    plain = a_dossier()
    talk = replace(
        plain.talk,
        subject=words,
        place=words,
        delegation=words,
        refusal_note=words,
        summary=words,
        participants=(
            *plain.talk.participants,
            Participant(Role.OBSERVER, f"李{words}", words, words, None, None, False, words),
        ),
        answers=(Answer(plain.talk.answers[0].id, 1, words, words, "", text=words),),
        breaks=(Break(NOON, NOON, words),),
        corrections=(Correction(NOON, words, words, words, words),),
    )
    finding = replace(
        plain.findings[0], manifestation=words, measure=words, regulation=words, tag=words
    )
    return replace(
        plain,
        talk=talk,
        findings=(finding,),
        passed=(Passed("homophone", "", words, NOON),),
        conflicts=(Conflict(words, Role.RECORDER, words, words),),
        removals=(Removal(words, Purpose.OTHER, words, NOON),),
        steps=tuple(replace(step, who=words) for step in plain.steps),
        unit_names={"": words},
        person_names={"": words},
    )


# all that is refused in any place, and more of their kind
UNSEEN = "".join(map(chr, (*range(0xA0), 0x61C, *range(0x200B, 0x2010), *range(0x2028, 0x202F))))


@settings(max_examples=30, deadline=None)
@example(words=f"甲{UNSEEN}\u2066\u2069\ufeff\ufffe\uffff乙")
@given(words=PASTED)
def test_whatever_was_pasted_the_documents_are_taken(words: str):
    packer = Packer(PackageLevel.FULL, Figures(NOON.date()))
    parts = (*packer.add(filled(words), attached()), *packer.finish(OFFICE))
    for part in parts:
        if part.name.endswith(".json"):
            check_document(part.name, b"".join(part.pieces()), SCHEMAS)


def test_what_nobody_sees_is_left_out_and_everything_else_stays():
    told = {
        "text": "第一行\n\t第\x07二\x0c行\x7f",
        "name": "张\u202e三\n丰",
        "sizes": [1, True, "\x00"],
    }
    assert seen(told) == {"text": "第一行\n\t第二行", "name": "张三 丰", "sizes": [1, True, ""]}
    uighur = "ئا\u200dب"  # joiners belong to the spelling
    assert seen({"name": uighur}) == {"name": uighur}


def test_a_document_that_nobody_would_take_is_not_packed():
    for name, content, expected in (
        ("data/statistics.json", bytes(LARGEST_DOCUMENT + 1), "too_large"),
        ("data/statistics.json", b"{}\n", "schema"),
        ("data/talks/000001/talk.json", b'{"version":3}\n', "newer_format"),
        ("data/talks/000001/talk.json", b'{"version": 2}\n', "json"),
    ):
        with pytest.raises(PackageRejectedError) as refused:
            check_document(name, content, SCHEMAS)
        assert refused.value.reason == expected
    check_document("data/ledger.xlsx", b"not looked at", SCHEMAS)
    late = document({"format": "tanxinbu-process", "version": 2, "talk_id": "t", "times": []})
    with pytest.raises(PackageRejectedError):
        check_document("data/talks/000001/process.json", late, SCHEMAS)


def test_a_package_holds_so_many_files_and_no_more(circle: Circle, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(packer_module, "MOST_FILES", 3 + 8 + 5)
    with pytest.raises(PackageTooLargeError) as refused:
        circle.pack(talks=2, more=more_attached())
    assert (refused.value.talks, refused.value.most) == (2, 1)
    circle.pack(talks=2)
