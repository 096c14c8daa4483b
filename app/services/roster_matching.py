"""Who of a roster is already known: never decided in silence, only found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.domain.calendar import PartialDate
from app.domain.people import PersonCard, PostView, name_key
from app.domain.roster import PreviewRow, RosterEntry, RosterPost, Standing
from app.store import people
from app.store.connection import Connection


@dataclass(slots=True)
class Matcher:
    """Compares entry after entry with the register and with the entries before."""

    connection: Connection
    rows: list[PreviewRow] = field(default_factory=list)
    _numbers: dict[str, list[int]] = field(default_factory=dict)

    def add(self, entry: RosterEntry) -> None:
        """Give the entry its number and say how it stands."""
        number = len(self.rows) + 1
        if entry.faults or not entry.name:
            self.rows.append(PreviewRow(number, entry, Standing.FAULTY))
            return
        key = name_key(entry.name)
        earlier = tuple(self._numbers.get(key, ()))
        found = people.persons_named(self.connection, entry.name)
        cards = [people.card(self.connection, person.id) for person in found]
        known = [card for card in cards if is_surely(card, entry)]
        cards.sort(key=lambda card: card not in known)
        standing = self._standing(entry, cards, known, earlier)
        self.rows.append(PreviewRow(number, entry, standing, tuple(cards), earlier))
        self._numbers.setdefault(key, []).append(number)

    def _standing(
        self,
        entry: RosterEntry,
        cards: Sequence[PersonCard],
        known: Sequence[PersonCard],
        earlier: tuple[int, ...],
    ) -> Standing:
        if not cards and not earlier:
            return Standing.NEW
        if len(known) == 1:
            return Standing.SAME if adds_nothing(known[0], entry) else Standing.CHANGED
        before = [self.rows[number - 1].entry for number in earlier]
        is_repeated = not cards and len(before) == 1 and _are_surely_one(before[0], entry)
        return Standing.CHANGED if is_repeated else Standing.NAMESAKE


def is_surely(card: PersonCard, entry: RosterEntry) -> bool:
    """Whether entry and card speak of one person: born alike, or else in the same post.

    The name has been compared already.
    """
    if card.person.born and entry.born:
        return agree(card.person.born, entry.born)
    return any(post_in(card.posts, post) for post in entry.posts)


def adds_nothing(card: PersonCard, entry: RosterEntry) -> bool:
    """Whether the register already holds all that the entry tells."""
    person = card.person
    told = (
        (entry.gender, person.gender),
        (entry.ethnicity, person.ethnicity),
        (entry.political_status, person.political_status),
    )
    if any(new and new != old for new, old in told) or entry.note not in person.note:
        return False
    if entry.born and not (person.born and is_within(person.born, entry.born)):
        return False
    return all(_holds(post_in(card.posts, post), post) for post in entry.posts)


def post_in(views: Iterable[PostView], post: RosterPost) -> PostView | None:
    """The post of the register that this one speaks of: same unit, same title, same time."""
    for view in views:
        same = name_key(view.unit_name) == name_key(post.unit_name)
        if same and name_key(view.post.title) == name_key(post.title):
            since, until = view.post.since, view.post.until
            if _may_agree(since, post.since) and _may_agree(until, post.until):
                return view
    return None


def agree(one: PartialDate, other: PartialDate) -> bool:
    """Whether two dates may be one, as far as both are told."""
    return is_within(one, other) or is_within(other, one)


def is_within(exact: PartialDate, rough: PartialDate) -> bool:
    """Whether the first date tells all that the second does."""
    parts = zip((exact.year, exact.month, exact.day), (rough.year, rough.month, rough.day))  # noqa: B905 — three each
    return all(said in {0, known} for known, said in parts)


def _may_agree(one: PartialDate | None, other: PartialDate | None) -> bool:
    return one is None or other is None or agree(one, other)


def _holds(view: PostView | None, post: RosterPost) -> bool:
    if view is None:
        return False
    kept = view.post
    if post.rank and post.rank != kept.rank:
        return False
    if post.tells_principal and post.is_principal != kept.is_principal:
        return False
    dates = ((kept.since, post.since), (kept.until, post.until))
    return all(new is None or (old is not None and is_within(old, new)) for old, new in dates)


def _are_surely_one(first: RosterEntry, second: RosterEntry) -> bool:
    if first.born and second.born:
        return agree(first.born, second.born)
    posts = {(name_key(p.unit_name), name_key(p.title)) for p in first.posts}
    return any((name_key(p.unit_name), name_key(p.title)) in posts for p in second.posts)
