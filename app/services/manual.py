"""The manual that lies with the program: its topics, and its printed form."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from app.domain.errors import FolderUnusableError
from app.domain.manual import KEYS_TOPIC, QUICK_TOPIC, Topic, parts_of
from app.domain.progress import Progress
from app.system import paths
from app.system.clock import Clock, SystemClock
from app.system.files import write_safely

BUILT_AT = "SOURCE_DATE_EPOCH"  # reproducible-builds.org: the time that a build gives its products


def shipped_folder() -> Path:
    """Where the manual lies."""
    return paths.resources_folder() / "help"


@dataclass(frozen=True)
class Manual:
    """Reads the manual, and sets it on paper; keys is the table of keys, which the screen owns."""

    keys: str = ""
    version: str = ""
    folder: Path = field(default_factory=shipped_folder)
    clock: Clock = field(default_factory=SystemClock)

    @cached_property
    def topics(self) -> tuple[Topic, ...]:
        """Every topic, in the order of the parts."""
        return tuple(topic for _, topics in self.parts for topic in topics)

    @cached_property
    def parts(self) -> tuple[tuple[str, tuple[Topic, ...]], ...]:
        """The parts by their titles, each with its topics."""
        found = {topic.name: topic for topic in self._read()}
        return tuple(
            (part.title, tuple(found[name] for name in part.topics))
            for part in parts_of(frozenset(found))
        )

    def pdf(self, progress: Progress) -> bytes:
        """The whole manual as an archived PDF; same manual, same moment, same bytes.

        Raises MissingGlyphError, FontMissingError, CancelledError.
        """
        # starts faster: the fonts and the PDF library are needed for documents alone
        from app.documents.manual import manual

        return manual(self.parts, self.folder, self._about(), progress)

    def quick_start(self) -> bytes:
        """一页上手 alone, on one page, as an archived PDF. Raises as pdf does."""
        # starts faster
        from app.documents.manual import leaflet

        topic = next(topic for topic in self.topics if topic.name == QUICK_TOPIC)
        return leaflet(topic, self.folder, self._about())

    def save(self, pdf: bytes, path: Path) -> None:
        """Write a printed form to a file. Raises FolderUnusableError."""
        try:
            write_safely(path, pdf)
        except OSError as error:
            raise FolderUnusableError(str(path.parent)) from error

    def _read(self) -> Iterator[Topic]:
        for path in self.folder.glob("*.md"):
            yield Topic(path.stem, path.read_text("utf-8"))
        if self.keys:
            yield Topic(KEYS_TOPIC, self.keys)

    def _about(self) -> tuple[str, datetime]:
        """The version that is printed, and when it is made: a build says when, else it is now."""
        built = os.environ.get(BUILT_AT, "")
        return self.version, (
            datetime.fromtimestamp(int(built), UTC)
            if built.isdigit()
            else self.clock.local(self.clock.now())
        )
