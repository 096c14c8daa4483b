"""What users do with the dictionaries of the office: kinds of talk and problem tags."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from app.domain.canonical import digest_of, plain
from app.domain.changes import Changes
from app.domain.kind_errors import KindInUseError, LastKindError, WordTakenError
from app.domain.kinds import KindBook, TalkKind, clean_title
from app.domain.tags import LONGEST_TITLE, ProblemTag, TagBook
from app.services.trail import Trail
from app.store import kinds, settings, tags
from app.store.connection import Connection
from app.store.vault import Vault

_COUNTS_BY_SETTING = "kinds.first_form"


@dataclass(slots=True)
class Kinds:
    """The commands and queries about kinds of talk and problem tags.

    book and tags are the dictionaries as they were last read, for the window, which must not wait
    for the vault: they are read at unlocking and after every change.
    """

    vault: Vault
    trail: Trail
    book: KindBook = field(init=False)
    tags: TagBook = field(init=False)
    counts_by_setting: bool = field(init=False)

    def __post_init__(self) -> None:
        self.read()

    def read(self) -> KindBook:
        """All kinds of talk in their order; tags and the setting are read again as well."""
        with self.vault.reading() as connection:
            self.book, self.tags = kinds.book(connection), tags.book(connection)
            self.counts_by_setting = counts_by_setting(connection)
        return self.book

    # ── kinds of talk ────────────────────────────────────────────────────────────────────────────

    def add(self, kind: TalkKind) -> tuple[str, Changes]:
        """Take a kind of the office's own into the dictionary, after all others; gives its key.

        Raises WordMissingError, WordTooLongError, WordTakenError, DeadlineMonthsError.
        """
        new = replace(kind, key=self.trail.new_id(), is_retired=False).checked()
        with self.vault.transaction() as connection:
            book = kinds.book(connection)
            _refuse_taken(book, new)
            new = replace(new, place=max((k.place for k in book.kinds), default=0) + 1)
            kinds.add(connection, new)
            self._trace(connection, "kind.add", new)
        self.read()
        return new.key, Changes.KINDS

    def change(self, kind: TalkKind) -> Changes:
        """Keep the kind with other words and rules; talks that were held keep theirs.

        Raises WordMissingError, WordTooLongError, WordTakenError, DeadlineMonthsError,
        KindInUseError, KeyError.
        """
        new = kind.checked()
        with self.vault.transaction() as connection:
            old = _known(kinds.book(connection), kind.key)
            _refuse_taken(kinds.book(connection), new)
            used = kinds.count_talks(connection, kind.key)
            if used and new.is_collective is not old.is_collective:
                raise KindInUseError(old.title, used)
            new = replace(new, place=old.place, is_retired=old.is_retired)
            kinds.keep(connection, new)
            self._trace(connection, "kind.change", new)
        self.read()
        return Changes.KINDS | Changes.TALKS

    def retire(self, key: str) -> Changes:
        """Offer a kind no longer; talks of this kind stay as they are.

        Raises LastKindError, KeyError.
        """
        with self.vault.transaction() as connection:
            book = kinds.book(connection)
            kind = replace(_known(book, key), is_retired=True)
            if all(k.key == key for k in book.offered):
                raise LastKindError
            kinds.keep(connection, kind)
            self._trace(connection, "kind.retire", kind)
        self.read()
        return Changes.KINDS

    def restore(self, key: str) -> Changes:
        """Offer a retired kind again. Raises KeyError."""
        with self.vault.transaction() as connection:
            kind = replace(_known(kinds.book(connection), key), is_retired=False)
            kinds.keep(connection, kind)
            self._trace(connection, "kind.restore", kind)
        self.read()
        return Changes.KINDS

    def move(self, key: str, by: int) -> Changes:
        """Put a kind so many places down, or up when by is negative. Raises KeyError."""
        with self.vault.transaction() as connection:
            book = kinds.book(connection)
            keys = _moved([kind.key for kind in book.kinds], _known(book, key).key, by)
            kinds.keep_order(connection, keys)
            self.trail.write(connection, "kind.move", key, digest_of(keys))
        self.read()
        return Changes.KINDS

    def count_by_setting(self, counts: bool) -> Changes:
        """Say whether kinds that count 第一种形态 by the local rule do count here."""
        with self.vault.transaction() as connection:
            settings.keep(connection, _COUNTS_BY_SETTING, "1" if counts else "0")
            self.trail.write(connection, "kind.count", "", digest_of(counts))
        self.read()
        return Changes.KINDS

    # ── problem tags ─────────────────────────────────────────────────────────────────────────────

    def add_tag(self, title: str, parent: str = "") -> tuple[str, Changes]:
        """Take a tag into the dictionary: a gap, or a part of the gap with the parent's key.

        Raises WordMissingError, WordTooLongError, WordTakenError.
        """
        title = clean_title(title, "tag", LONGEST_TITLE)
        with self.vault.transaction() as connection:
            level = tags.book(connection).under(parent)
            place = max((tag.place for tag in level), default=0) + 1
            tag = ProblemTag(self.trail.new_id(), title, parent, place)
            _refuse_taken_tag(level, tag)
            tags.add(connection, tag)
            self._trace(connection, "tag.add", tag)
        self.read()
        return tag.key, Changes.KINDS

    def rename_tag(self, key: str, title: str) -> Changes:
        """Call a tag otherwise; findings that carry it show the new word.

        Raises WordMissingError, WordTooLongError, WordTakenError, KeyError.
        """
        title = clean_title(title, "tag", LONGEST_TITLE)
        with self.vault.transaction() as connection:
            book = tags.book(connection)
            tag = replace(_known_tag(book, key), title=title)
            _refuse_taken_tag(book.under(tag.parent), tag)
            tags.keep(connection, tag)
            self._trace(connection, "tag.change", tag)
        self.read()
        return Changes.KINDS | Changes.FINDINGS

    def retire_tag(self, key: str, is_retired: bool = True) -> Changes:
        """Offer a tag no longer, or again; findings keep it. Raises KeyError."""
        with self.vault.transaction() as connection:
            tag = replace(_known_tag(tags.book(connection), key), is_retired=is_retired)
            tags.keep(connection, tag)
            self._trace(connection, "tag.retire" if is_retired else "tag.restore", tag)
        self.read()
        return Changes.KINDS

    def move_tag(self, key: str, by: int) -> Changes:
        """Put a tag so many places down within its level, or up. Raises KeyError."""
        with self.vault.transaction() as connection:
            book = tags.book(connection)
            level = book.under(_known_tag(book, key).parent)
            keys = _moved([tag.key for tag in level], key, by)
            tags.keep_order(connection, keys)
            self.trail.write(connection, "tag.move", key, digest_of(keys))
        self.read()
        return Changes.KINDS

    def _trace(self, connection: Connection, act: str, what: TalkKind | ProblemTag) -> None:
        self.trail.write(connection, act, what.key, digest_of(plain(what)))


def counts_by_setting(connection: Connection) -> bool:
    """Whether kinds that count 第一种形态 by the local rule do count here."""
    return settings.get(connection, _COUNTS_BY_SETTING) == "1"


def _known(book: KindBook, key: str) -> TalkKind:
    return {kind.key: kind for kind in book.kinds}[key]


def _known_tag(book: TagBook, key: str) -> ProblemTag:
    return {tag.key: tag for tag in book.tags}[key]


def _refuse_taken(book: KindBook, kind: TalkKind) -> None:
    if any(other.title == kind.title and other.key != kind.key for other in book.kinds):
        raise WordTakenError("kind", kind.title)


def _refuse_taken_tag(level: tuple[ProblemTag, ...], tag: ProblemTag) -> None:
    if any(other.title == tag.title and other.key != tag.key for other in level):
        raise WordTakenError("tag", tag.title)


def _moved(keys: list[str], key: str, by: int) -> list[str]:
    place = keys.index(key)
    keys.pop(place)
    keys.insert(max(0, place + by), key)
    return keys
