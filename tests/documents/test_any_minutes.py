"""Whatever is said, the archived minutes keep every rule and are read aloud word for word."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents import archive
from app.documents.attached import record_of
from app.documents.minutes import Edition, typeset
from app.documents.printing import printable
from app.domain.errors import MissingGlyphError
from app.domain.minutes import Block, BlockKind, Minutes
from tests.documents.paper import MADE_AT, make_attendance, make_minutes
from tests.documents.test_tagging import aloud

SAID = st.text(
    st.sampled_from("的一是在不了有和人这中大为上个国我以要他时来用们，。、；：？！“”（）《》—…·")
    | st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
    | st.characters(min_codepoint=0x3400, max_codepoint=0x4DB5)
    | st.characters(min_codepoint=0x20000, max_codepoint=0x2CEA1)
    | st.sampled_from("0123456789%.,AZaz 　\n\t\u200b\u3000№℃①〇㎡"),
    max_size=40,
)
BLOCKS = st.lists(st.builds(Block, st.sampled_from(BlockKind), SAID, st.just("某处")), max_size=4)
FIELDS = st.lists(st.tuples(st.sampled_from(["谈话事由", "谈话地点"]), SAID), max_size=3)
MINUTES = st.builds(
    lambda blocks, fields, people, has_box: make_minutes(
        blocks=tuple(blocks),
        fields=tuple(fields),
        attendance=make_attendance(people),
        has_fingerprint=has_box,
    ),
    BLOCKS,
    FIELDS,
    st.sampled_from((0, 0, 2)),
    st.booleans(),
)


def stands(minutes: Minutes, folder: Path) -> bool:
    """Whether they could be set; then every rule is kept and every word is read."""
    try:
        pages = typeset(minutes, Edition(MADE_AT, "ab" * 32))
    except MissingGlyphError:
        return False
    content = archive.archived(pages.pdf, (record_of(minutes),))
    assert archive.claim_of(content) == archive.Claim("3", True)
    heard = bare("".join(text for _, text in aloud(content, folder)))
    for text in (*(value for _, value in minutes.fields), *(b.text for b in minutes.blocks)):
        assert bare(text) in heard
    return True


def bare(text: str) -> str:
    """The text without blanks and line ends, which lie elsewhere on paper."""
    return "".join(printable(text).replace("‧", "·").split())


@settings(max_examples=2, deadline=None)
@given(MINUTES)
def test_whatever_is_said_keeps_every_rule_and_is_read_whole(tmp_path_factory, minutes):
    stands(minutes, tmp_path_factory.mktemp("any"))
