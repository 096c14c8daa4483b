"""Rules about names in a record: one that only sounds like a registered one, and strangers in it.

A name that is spelled wrong by sound is the commonest slip of an input method. What is pointed out
here must be right nearly always, so everyday words, and names that belong here, are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

from app.domain.record_text import CLOSING_FIELDS, SPOKEN_FIELDS, Passage, TextField
from app.domain.remarks import CheckRule, Remark
from app.domain.surnames import SURNAMES

LENGTHS = (4, 3, 2)  # the longest first: 欧阳建国 before 欧阳建
MOST_READINGS = 64
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")
_BEFORE = re.compile(
    r"(?:由|对|向|和|与|跟|把|找|请|经|让|被|给|叫|问|及|是|书记|局长|镇长|乡长|县长|村长|主任|主席|部长|院长"
    r"|校长|经理|董事长|队长|组长|科长|股长|站长|所长|会计|出纳|干部|同志|镇|乡|局|委|村|办|中心|公司)$"
)
_AFTER = re.compile(
    r"同志|书记|局长|镇长|乡长|县长|主任|主席|部长|院长|校长|经理|董事长|队长|组长|科长|股长|站长|所长|会计|副"
    r"|等|和|与|说|讲|称|认为|表示|汇报|负责|牵头|带队|签字|参加|主持|反映|承认|同我|同他|本人|也|已|要|须|应|的|在|于"
)
_SELF = re.compile(r"(?:我是|我叫|本人是|作为|身为|代表|我们是|我在)$")
_DUTY = re.compile(
    r"(?:党委|党组|党总支|党支部|纪委|班子|主要负责人|要|须|应|务必|应当|必须|负责在)"
)
_SPEAKS = re.compile(r"(?:同志)?(?:：|:|表示|表态|答|回答|汇报说|说：)")


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody in the register who has no part in this talk, and the names of the units."""

    name: str
    units: frozenset[str] = frozenset()


@dataclass(frozen=True)
class NameBook:
    """The names a record is held against.

    here are the people of the talk and of their units; strangers are the others in the register by
    name; units_here and other_units are names of units. syllables gives all readings of a character
    without tones, words are everyday words of two and three characters. unlikely are strangers
    whom a name is not meant for: of thousands there is always one who sounds alike.
    """

    here: frozenset[str]
    strangers: Mapping[str, Stranger]
    units_here: frozenset[str]
    other_units: frozenset[str]
    syllables: Callable[[str], frozenset[str]]
    words: frozenset[str]
    unlikely: frozenset[str] = frozenset()
    _readings: dict[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def by_sound(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        """All names of two to four characters under each way to say them."""
        found: dict[tuple[str, ...], list[str]] = {}
        for name in sorted({*self.here, *self.strangers} - self.unlikely):
            if len(name) in LENGTHS and _HAN.fullmatch(name):
                for sounds in self.sounds(name):
                    found.setdefault(sounds, []).append(name)
        return {sounds: tuple(names) for sounds, names in found.items()}

    @cached_property
    def first_sounds(self) -> frozenset[str]:
        """The syllables a name in the book begins with."""
        return frozenset(sounds[0] for sounds in self.by_sound)

    def sounds(self, text: str) -> list[tuple[str, ...]]:
        """The ways to say it; too many are cut to the first."""
        readings = [sorted(self.reading(character)) for character in text]
        count = 1
        for choices in readings:
            count *= len(choices)
        if count > MOST_READINGS:
            readings = [choices[:1] for choices in readings]
        return list(product(*readings))

    def reading(self, character: str) -> frozenset[str]:
        """All readings of a character, asked once."""
        known = self._readings.get(character)
        if known is None:
            known = self._readings[character] = self.syllables(character)
        return known


def homophones(passage: Passage, book: NameBook) -> Iterator[Remark]:
    """Names that sound like one in the book and are written otherwise; about is that name."""
    if passage.field not in (*SPOKEN_FIELDS, TextField.SUBJECT, TextField.ABSENCE):
        return
    text = passage.text
    covered = _covered(text, book)
    for run in _HAN.finditer(text):
        at = run.start()
        while at < run.end() - 1:
            found = _sounding_like(text, at, run.end(), book, covered)
            if found is None:
                at += 1
                continue
            name, length = found
            yield _remark(CheckRule.HOMOPHONE, passage, (at, at + length), name)
            at += length


def other_persons(passage: Passage, book: NameBook) -> Iterator[Remark]:
    """Somebody of another unit, who has no part in the talk, speaking or being spoken of in it.

    In what was answered many may be mentioned; there only who speaks or says who he is counts.
    """
    if passage.field not in SPOKEN_FIELDS:
        return
    is_closing = passage.field in CLOSING_FIELDS
    for start, end in _named(passage.text, book):
        stranger = book.strangers[passage.text[start:end]]
        if stranger.units & book.units_here:
            continue
        before, after = passage.text[:start], passage.text[end:]
        speaks = _begins_line(before, stranger) and _SPEAKS.match(after)
        if is_closing or speaks or _SELF.search(before):
            yield _remark(CheckRule.OTHER_PERSON, passage, (start, end), stranger.name)


def other_units(passage: Passage, book: NameBook) -> Iterator[Remark]:
    """Another unit in the place where the own one belongs: as the speaker's, or as who must act."""
    if passage.field not in SPOKEN_FIELDS:
        return
    text = passage.text
    for start, end in _units_in(text, book):
        is_own = _SELF.search(text[:start])
        is_told = passage.field is TextField.REQUIREMENT and _DUTY.match(text[end:])
        if is_own or (is_told and _is_clause_start(text[:start])):
            yield _remark(CheckRule.OTHER_UNIT, passage, (start, end), text[start:end])


def _sounding_like(
    text: str, at: int, end: int, book: NameBook, covered: set[int]
) -> tuple[str, int] | None:
    if at in covered or not book.reading(text[at]) & book.first_sounds:
        return None
    for length in LENGTHS:
        written = text[at : at + length]
        if at + length > end or covered.intersection(range(at, at + length)):
            continue
        for sounds in book.sounds(written):
            for name in book.by_sound.get(sounds, ()):
                if name != written and _is_slip(text, at, name, book):
                    return name, length
    return None


def _is_slip(text: str, at: int, name: str, book: NameBook) -> bool:
    """Whether what stands there is meant to be that name."""
    length = len(name)
    written = text[at : at + length]
    same = sum(one == other for one, other in zip(written, name, strict=True))
    if not same or written[0] not in SURNAMES or written in book.words:
        return False
    if _straddles(text, at, at + length, book.words):
        return False
    if length > 2 and same == length - 1:
        return True
    return name in book.here and _stands_free(text, at, at + length)


def _straddles(text: str, start: int, end: int, words: frozenset[str]) -> bool:
    """Whether an everyday word reaches over one of the ends: 提高建设 is not about 高建设."""
    left = text[max(start - 1, 0) : start + 1] if start else ""
    return left in words or text[end - 1 : end + 1] in words


def _stands_free(text: str, start: int, end: int) -> bool:
    before, after = text[:start], text[end:]
    begins = not before or not _HAN.match(before[-1]) or bool(_BEFORE.search(before[-4:]))
    ends = not after or not _HAN.match(after[0]) or bool(_AFTER.match(after))
    return begins and ends


def _covered(text: str, book: NameBook) -> set[int]:
    """The places that names and units of the book take up: nothing is read into those."""
    taken: set[int] = set()
    for start, end in _units_of({*book.units_here, *book.other_units}, text):
        taken.update(range(start, end))
    for run in _HAN.finditer(text):
        for at in range(run.start(), run.end() - 1):
            for length in LENGTHS:
                written = text[at : at + length]
                if at + length <= run.end() and (written in book.here or written in book.strangers):
                    taken.update(range(at, at + length))
    return taken


def _named(text: str, book: NameBook) -> Iterator[tuple[int, int]]:
    """Where a stranger is named; a name that is an everyday word must stand by itself."""
    for run in _HAN.finditer(text):
        at = run.start()
        while at < run.end() - 1:
            length = next((n for n in LENGTHS if _is_stranger(text, at, n, run.end(), book)), 0)
            if length:
                yield at, at + length
            at += length or 1


def _is_stranger(text: str, at: int, length: int, end: int, book: NameBook) -> bool:
    name = text[at : at + length]
    if at + length > end or name not in book.strangers or name in book.here:
        return False
    if length > 2:
        return not _straddles(text, at, at + length, book.words)
    is_word = name in book.words or _straddles(text, at, at + length, book.words)
    return not is_word and _stands_free(text, at, at + length)


def _units_in(text: str, book: NameBook) -> Iterator[tuple[int, int]]:
    own = list(_units_of(book.units_here, text))
    for start, end in _units_of(book.other_units, text):
        if not any(first < end and start < last for first, last in own):
            yield start, end


def _units_of(names: frozenset[str] | set[str], text: str) -> Iterator[tuple[int, int]]:
    for name in names:
        at = text.find(name)
        while at >= 0:
            yield at, at + len(name)
            at = text.find(name, at + len(name))


def _begins_line(before: str, stranger: Stranger) -> bool:
    line = before.rsplit("\n", 1)[-1].strip()
    return not line or any(line.endswith(unit) or line.startswith(unit) for unit in stranger.units)


def _is_clause_start(before: str) -> bool:
    return not before or before[-1] in "。；\n：、，. 　" or before[-1].isspace()


def _remark(rule: CheckRule, passage: Passage, span: tuple[int, int], about: str) -> Remark:
    start, end = span
    words = passage.text[start:end]
    return Remark(rule, passage.key, passage.label, start, end - start, words, about)
