"""Which bytes signatures cover, on files really signed and then meddled with."""

from __future__ import annotations

import pytest

from app.documents import archive
from app.documents.byte_ranges import each_covers_its_revision
from app.documents.minutes import Edition, typeset
from app.domain.errors import ArchiveRuleError
from tests.documents.paper import MADE_AT, make_minutes
from tests.signing.conftest import new_office
from tests.signing.several import NAMES, Signers, own_key


@pytest.fixture(scope="module")
def revisions() -> list[bytes]:
    content = archive.archived(typeset(make_minutes(1), Edition(MADE_AT)).pdf)
    return [content, *Signers(new_office(), tuple(own_key() for _ in NAMES)).revisions(content)]


def test_every_revision_is_covered_by_its_own_signature(revisions):
    unsigned, *signed = revisions
    assert not each_covers_its_revision(unsigned)
    assert all(each_covers_its_revision(content) for content in signed)


def test_what_comes_after_the_last_signature_is_covered_by_none(revisions):
    for more in (b"\n", b"% a note\n", b"1 0 obj\n<<>>\nendobj\n%%EOF\n"):
        assert not each_covers_its_revision(revisions[-1] + more)
    assert not each_covers_its_revision(revisions[-1][:-1])


def test_a_range_that_leaves_out_more_than_its_container_is_refused(revisions):
    content = revisions[-1]
    at = content.rindex(b"/Contents <")
    wider = content[:at] + content[at:].replace(b"/Contents <", b"/Contents (", 1)
    assert not each_covers_its_revision(wider)


def test_the_gate_stays_shut_for_what_no_signature_covers(revisions):
    archive.check_signed(revisions[-1])
    only_seen_here = revisions[-1][:-1]
    with pytest.raises(ArchiveRuleError, match="BYTERANGE"):
        archive.check_signed(only_seen_here)
    with pytest.raises(ArchiveRuleError) as refusal:
        archive.check_signed(revisions[-1] + b"% a note\n%%EOF\n")
    assert refusal.value.rule
