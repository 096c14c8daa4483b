"""Finds talks, persons, findings and attachments by words: one question over the whole vault."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.domain.finding import FindingStatus
from app.domain.ids import TalkId
from app.domain.people import Unit
from app.domain.progress import NoProgress, Progress
from app.domain.search import FoundKind, Hit, SearchFilter, SearchMark, SearchPage
from app.domain.talk import TalkStatus
from app.services.trail import Trail
from app.store import interruption, people, search_index, search_query
from app.store.connection import Connection
from app.store.moments import kept, told
from app.store.search_bodies import Body
from app.store.search_query import Question
from app.store.search_snippets import Looked
from app.store.search_words import Term, facet, terms_of
from app.store.vault import Vault

PAGE = 50
_FIRST = date(1900, 1, 1)
_LAST = date(2999, 12, 30)
_MOST_COUNTED = 1_000_000
_MOST_YEARS = 50


@dataclass(frozen=True, slots=True)
class Search:
    """The one query over everything. It writes nothing and leaves no trace of what was sought."""

    vault: Vault
    trail: Trail

    def find(
        self,
        text: str,
        narrowed: SearchFilter | None = None,
        after: SearchMark | None = None,
        limit: int = PAGE,
        progress: Progress | None = None,
    ) -> SearchPage:
        """What has every word of the text and is what it is narrowed to; persons come first.

        A name is found by its initials as well. Raises VaultDamagedError, and CancelledError when
        the progress asks to stop.
        """
        narrowed, progress = narrowed or SearchFilter(), progress or NoProgress()
        with (
            self.vault.reading() as connection,
            interruption.heard(connection, progress) as between,
        ):
            question = self._question(connection, text, narrowed)
            waiting = search_index.count_waiting(connection, _MOST_COUNTED)
            if question.is_empty or (not question.terms and narrowed.is_empty):
                return SearchPage(waiting=_told(waiting))
            found = search_query.find(connection, question, after, limit, between)
            return SearchPage(
                hits=tuple(_hit(record, question.terms) for record in found.records),
                next=found.next,
                about=found.about,
                is_exact=found.is_exact,
                at_least=found.at_least,
                waiting=_told(waiting),
            )

    def units(self) -> list[Unit]:
        """The units a search can be narrowed to, in the order of their names."""
        with self.vault.reading() as connection:
            return people.units(connection)

    def _question(self, connection: Connection, text: str, narrowed: SearchFilter) -> Question:
        groups = [
            frozenset(facet("t", kind.value) for kind in narrowed.found),
            frozenset(facet("k", kind) for kind in narrowed.kinds),
            frozenset(facet("a", area) for area in narrowed.areas),
            frozenset().union(*(search_query.tags_under(connection, t) for t in narrowed.tags)),
            frozenset(facet("s", status.value) for status in narrowed.statuses),
            frozenset({facet("u", narrowed.unit_id)} if narrowed.unit_id else ()),
            _years(narrowed),
        ]
        first, before = self._moments(narrowed)
        return Question(
            terms=search_query.named(connection, terms_of(text)),
            groups=tuple(group for group in groups if group),
            first=first,
            before=before,
        )

    def _moments(self, narrowed: SearchFilter) -> tuple[str, str]:
        """From the first moment of the first day until before the day after the last."""
        if narrowed.first_day is None and narrowed.last_day is None:
            return "", ""
        zone = self.trail.clock.local(self.trail.clock.now()).tzinfo
        first = datetime.combine(narrowed.first_day or _FIRST, time(), zone)
        last = min(narrowed.last_day or _LAST, _LAST) + timedelta(days=1)
        return kept(first), kept(datetime.combine(last, time(), zone))


def _years(narrowed: SearchFilter) -> frozenset[str]:
    """The years of the period, so that the index itself leaves the others out."""
    if narrowed.first_day is None or narrowed.last_day is None:
        return frozenset()
    years = range(narrowed.first_day.year, narrowed.last_day.year + 1)
    return (
        frozenset(facet("y", str(y)) for y in years) if len(years) <= _MOST_YEARS else frozenset()
    )


def _told(waiting: int) -> int:
    """How many records cannot be found yet: a short queue is looked through as it stands."""
    return waiting if waiting > search_query.MOST_LOOKED_THROUGH else 0


def _hit(record: Looked, terms: tuple[Term, ...]) -> Hit:
    body = record.body
    pieces, place = record.snippet(terms)
    is_person = body.owner.kind is FoundKind.PERSON
    return Hit(
        kind=body.owner.kind,
        id=body.owner.id,
        talk_id=TalkId(body.talk_id) if body.talk_id else None,
        title=body.title,
        subtitle=body.subtitle,
        day=None if is_person else told(body.day),
        snippet=pieces,
        status=_status(body),
        place=place,
    )


def _status(body: Body) -> TalkStatus | FindingStatus | None:
    if not body.status:
        return None
    is_finding = body.owner.kind is FoundKind.FINDING
    return FindingStatus(body.status) if is_finding else TalkStatus(body.status)
