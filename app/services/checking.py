"""What users do with the checks of a record: look them through, pass one with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from app.domain.canonical import digest_of
from app.domain.changes import Changes
from app.domain.check_errors import (
    HomophoneLeftError,
    RemarkGoneError,
    RemarkMustBeMendedError,
    RemarksOpenError,
)
from app.domain.check_names import (
    NameBook,
    Stranger,
    homophones,
    other_persons,
    other_units,
)
from app.domain.check_paragraphs import paragraphs_of, same_paragraphs
from app.domain.check_words import mixed_style, placeholders, short_names_first
from app.domain.checks import CautionKind
from app.domain.errors import AppError, MissingGlyphError
from app.domain.ids import TalkId
from app.domain.record_text import Passage, TextField, passages_of
from app.domain.refusals import PlaceholderLeftError, ReasonMissingError
from app.domain.remarks import Checked, CheckRule, Passed, Remark
from app.domain.talk import BEFORE_TALK, Talk
from app.services.talk_cautions import cautions_of
from app.services.trail import Trail
from app.store import paragraphs, passed_checks, pinyin, register_names, settings, talks
from app.store.connection import Connection
from app.store.vault import Vault
from app.system.clock import Clock
from app.system.paths import resources_folder

WORDS_FILE = "texts/common-words.txt"
SMALL_REGISTER = 1000  # persons; beyond it, names that sound alike are no accident any more
AT_ONCE = 10  # old records looked through in one go, so that nobody waits for the vault
_REACHED = "checks.paragraphs"
_ELSEWHERE = frozenset({CautionKind.TWO_TALKS_AT_ONCE, CautionKind.PLACE_AT_ONCE})
_DONE = "~"  # sorts behind every id


@dataclass(frozen=True, slots=True)
class Checking:
    """The commands and queries about checks before signing."""

    vault: Vault
    trail: Trail

    # ── reading ──────────────────────────────────────────────────────────────────────────────────

    def of(self, talk_id: TalkId) -> tuple[Checked, ...]:
        """What is to be looked at, in the order of reading, the blocking ones first.

        Raises FontMissingError.
        """
        with self.vault.reading() as connection:
            return checked(connection, talks.get(connection, talk_id), self.trail.clock)

    # ── changing ─────────────────────────────────────────────────────────────────────────────────

    def let_pass(self, talk_id: TalkId, marks: tuple[str, ...], reason: str) -> Changes:
        """Leave what the remarks with these marks point at as it is, for a reason.

        Raises ReasonMissingError, RemarkGoneError, RemarkMustBeMendedError, WrongStatusError,
        TalkSealedError.
        """
        if not reason.strip():
            raise ReasonMissingError("pass")
        with self.vault.transaction() as connection:
            talk = talks.get(connection, talk_id)
            talk.check_correctable()
            now = self.trail.clock.now()
            standing = {
                c.remark.mark: c.remark for c in checked(connection, talk, self.trail.clock)
            }
            for mark in marks:
                remark = _passable(talk, standing.get(mark))
                passed = Passed(remark.name, mark, reason.strip(), now)
                passed_checks.add(connection, talk_id, passed)
                content = digest_of([remark.name, mark, reason.strip()])
                self.trail.write(connection, "check.pass", talk_id, content)
        return Changes.ANSWERS

    def take_back(self, talk_id: TalkId, mark: str) -> Changes:
        """Have a remark that was passed looked at again. Raises WrongStatusError."""
        with self.vault.transaction() as connection:
            talks.get(connection, talk_id).check_correctable()
            if passed_checks.remove(connection, talk_id, mark):
                self.trail.write(connection, "check.recall", talk_id, digest_of(mark))
        return Changes.ANSWERS

    # ── records of before the digests were kept ──────────────────────────────────────────────────

    def read_old(self) -> bool:
        """Keep the paragraphs of some more old records; whether there are still others."""
        with self.vault.reading() as connection:
            reached = settings.get(connection, _REACHED) or ""
            if reached == _DONE:
                return False
            ids = paragraphs.confirmed_after(connection, reached, AT_ONCE)
            digests = {i: [p.digest for p in paragraphs_of(talks.get(connection, i))] for i in ids}
        with self.vault.transaction() as connection:
            for talk_id, found in digests.items():
                paragraphs.keep(connection, talk_id, found)
            settings.keep(connection, _REACHED, ids[-1] if ids else _DONE)
        return bool(ids)


def checked(connection: Connection, talk: Talk, clock: Clock) -> tuple[Checked, ...]:
    """Every remark on the record, with what was passed. Raises FontMissingError."""
    passed = passed_checks.of(connection, talk.id)
    remarks = sorted(_remarks(connection, talk, clock), key=lambda remark: not remark.is_blocking)
    return tuple(Checked(remark, passed.get(remark.mark)) for remark in remarks)


def refuse_unchecked(connection: Connection, talk: Talk, clock: Clock) -> None:
    """See that the record may be confirmed: nothing wrong is left, every warning was looked at.

    Raises PlaceholderLeftError, MissingGlyphError, HomophoneLeftError, RemarksOpenError.
    """
    still = [c.remark for c in checked(connection, talk, clock) if c.is_open]
    for remark in still:
        if remark.is_blocking:
            raise _blocked(remark)
    if still:
        raise RemarksOpenError(len(still), still[0].label, still[0].words)


def keep_paragraphs(connection: Connection, talk: Talk) -> None:
    """Keep the long paragraphs of a record that is confirmed, in the transaction of that."""
    paragraphs.keep(connection, talk.id, [p.digest for p in paragraphs_of(talk)])


def _blocked(remark: Remark) -> AppError:
    if remark.rule is CheckRule.PLACEHOLDER:
        return PlaceholderLeftError(remark.label, remark.words)
    if remark.rule is CheckRule.UNPRINTABLE:
        return MissingGlyphError(remark.words, remark.about, remark.label)
    return HomophoneLeftError(remark.label, remark.words, remark.about)


def _passable(talk: Talk, remark: Remark | None) -> Remark:
    if remark is None:
        raise RemarkGoneError(talk.number)
    if not remark.may_pass:
        raise RemarkMustBeMendedError(remark.label, remark.words)
    return remark


def _remarks(connection: Connection, talk: Talk, clock: Clock) -> Iterator[Remark]:
    passages = list(passages_of(talk))
    book = _name_book(connection, talk, clock, "\n".join(one.text for one in passages))
    for passage in passages:
        yield from placeholders(passage)
        yield from _unprintable(passage)
        yield from homophones(passage, book)
        yield from other_persons(passage, book)
        yield from other_units(passage, book)
    digests = [paragraph.digest for paragraph in paragraphs_of(talk)]
    yield from same_paragraphs(talk, paragraphs.elsewhere(connection, talk.id, digests))
    yield from mixed_style(passages)
    yield from short_names_first(passages)
    for caution in cautions_of(connection, talk, clock):
        if caution.kind in _ELSEWHERE and not _was_held(connection, caution.other):
            continue  # it was only planned for that time
        yield Remark(CheckRule.CAUTION, caution=caution)


def _was_held(connection: Connection, number: str) -> bool:
    found = talks.by_number(connection, number)
    return found is not None and talks.get(connection, found).status not in BEFORE_TALK


def _unprintable(passage: Passage) -> Iterator[Remark]:
    # starts faster: the fonts are opened when a record is first looked at
    from app.documents.fonts import FontRole
    from app.documents.printing import unprintable

    role = FontRole.NOTE if passage.field is TextField.QUESTION else FontRole.BODY
    for at in unprintable(passage.text, role):
        character = passage.text[at]
        code = f"U+{ord(character):04X}"
        rule = CheckRule.UNPRINTABLE
        yield Remark(rule, passage.key, passage.label, at, 1, character, code)


def _name_book(connection: Connection, talk: Talk, clock: Clock, text: str) -> NameBook:
    day = clock.local(talk.began_at or talk.planned_at).date()
    units_here = frozenset(who.unit_name for who in talk.participants if who.unit_name)
    here = {who.name for who in talk.participants}
    units_of: dict[str, set[str]] = {}
    for name, unit in register_names.persons(connection, day):
        units_of.setdefault(name, set()).update({unit} - {""})
    here |= {name for name, units in units_of.items() if units & units_here}
    strangers = {
        name: Stranger(name, frozenset(units))
        for name, units in units_of.items()
        if name not in here
    }
    return NameBook(
        here=frozenset(here),
        strangers=strangers,
        units_here=units_here,
        other_units=register_names.units(connection) - units_here,
        syllables=pinyin.syllables,
        words=common_words(),
        unlikely=_unlikely(strangers, text),
    )


def _unlikely(strangers: dict[str, Stranger], text: str) -> frozenset[str]:
    """In a large register, everybody whose unit the record does not speak of."""
    if len(strangers) <= SMALL_REGISTER:
        return frozenset()
    named = {unit for one in strangers.values() for unit in one.units if unit in text}
    return frozenset(name for name, one in strangers.items() if not one.units & named)


@lru_cache
def common_words() -> frozenset[str]:
    """Everyday words, which a name must not be read into."""
    words: set[str] = set()
    for line in (resources_folder() / WORDS_FILE).read_text("utf-8").splitlines():
        first, *rest = line.split(" ")
        words.update(first + following for following in rest)
    return frozenset(words)
