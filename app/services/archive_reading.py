"""Reads an archive whole, inside a transaction of the caller's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from app.domain.archive_leaves import ArchiveAccess, Leaf
from app.domain.archive_timeline import (
    ArchiveFinding,
    Moment,
    TimelineEntry,
    TimelineKind,
    by_year,
    on,
)
from app.domain.archives import ArchiveLeaf, ArchivePaper, ArchiveView
from app.domain.attachment import Attachment
from app.domain.ids import PersonId
from app.domain.people import PostView
from app.domain.talk_list import TalkRow
from app.store import archive_contents, archive_leaves, attachments, people, talk_lists
from app.store.connection import Connection
from app.system.clock import Clock

MOST_TALKS = 1000
MOST_ACCESSES = 200


@dataclass(frozen=True, slots=True)
class ArchiveReading:
    """Every moment it gives is the wall clock's."""

    connection: Connection
    clock: Clock

    def view(self, person_id: PersonId, reason: str) -> ArchiveView:
        """The archive whole; KeyError when there is no such person."""
        posts = people.card(self.connection, person_id).posts
        talks = tuple(self._talks(person_id))
        found = self._findings(person_id)
        leaves = self.leaves(person_id)
        kept = (one.leaf for one in leaves)
        lines = (*_of_posts(posts), *_of_talks(talks), *_of_findings(found), *_of_leaves(kept))
        return ArchiveView(
            person_id=person_id,
            reason=reason,
            years=by_year(lines),
            talks=talks,
            findings=found,
            leaves=leaves,
            papers=self._papers(person_id, found),
            accesses=self.accesses(person_id),
        )

    def leaves(self, person_id: PersonId) -> tuple[ArchiveLeaf, ...]:
        """The leaves with their papers, newest first."""
        kept = archive_leaves.of_person(self.connection, person_id)
        return tuple(self._leaf(leaf) for leaf in kept)

    def accesses(self, person_id: PersonId) -> tuple[ArchiveAccess, ...]:
        """Who took it out, the newest first."""
        found = archive_leaves.accesses(self.connection, person_id, MOST_ACCESSES)
        return tuple(replace(one, at=self.clock.local(one.at)) for one in found)

    # ── inside ───────────────────────────────────────────────────────────────────────────────────

    def _talks(self, person_id: PersonId) -> Iterator[TalkRow]:
        for row in talk_lists.of_person(self.connection, person_id, MOST_TALKS):
            yield replace(row, day=self.clock.local(row.day))

    def _findings(self, person_id: PersonId) -> tuple[ArchiveFinding, ...]:
        view = people.post_on(self.connection, person_id, self._today())
        unit_id = view.post.unit_id if view else None
        return archive_contents.found_in(self.connection, person_id, unit_id, self.clock.local)

    def _leaf(self, leaf: Leaf) -> ArchiveLeaf:
        unit_id = leaf.entry.unit_id
        unit_name = people.unit(self.connection, unit_id).name if unit_id else ""
        papers = tuple(attachments.of_leaf(self.connection, leaf.id))
        return ArchiveLeaf(leaf, unit_name, papers)

    def _papers(
        self, person_id: PersonId, found: Iterable[ArchiveFinding]
    ) -> tuple[ArchivePaper, ...]:
        ids = (one.id for one in found)
        origins = archive_contents.paper_origins(self.connection, person_id, ids)
        files = attachments.these(self.connection, origins)
        newest = sorted(files, key=lambda one: (one.made_at, one.id), reverse=True)
        return tuple(ArchivePaper(one, origins[one.id], self._day(one)) for one in newest)

    def _day(self, attachment: Attachment) -> date:
        return self.clock.local(attachment.made_at).date()

    def _today(self) -> date:
        return self.clock.local(self.clock.now()).date()


def _of_posts(posts: Iterable[PostView]) -> Iterator[TimelineEntry]:
    for view in posts:
        if view.post.since is not None:
            yield TimelineEntry(view.post.since, TimelineKind.POST, view)
        if view.post.until is not None:
            yield TimelineEntry(view.post.until, TimelineKind.POST, view, Moment.ENDED)


def _of_talks(talks: Iterable[TalkRow]) -> Iterator[TimelineEntry]:
    for talk in talks:
        yield TimelineEntry(on(talk.day.date()), TimelineKind.TALK, talk)


def _of_findings(found: Iterable[ArchiveFinding]) -> Iterator[TimelineEntry]:
    for finding in found:
        own = TimelineKind.UNDERTAKING if finding.is_personal else TimelineKind.FINDING
        yield TimelineEntry(on(finding.found_on), own, finding)
        if finding.closed_on is not None:
            yield TimelineEntry(on(finding.closed_on), own, finding, Moment.ENDED)


def _of_leaves(leaves: Iterable[Leaf]) -> Iterator[TimelineEntry]:
    for leaf in leaves:
        yield TimelineEntry(on(leaf.entry.day), TimelineKind.LEAF, leaf)
        if leaf.entry.replied_on is not None:
            answered = leaf.entry.replied_on
            yield TimelineEntry(on(answered), TimelineKind.LEAF, leaf, Moment.ANSWERED)
