"""Early signs (苗头): what the rules that are on find today, and the rows behind each sign."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from app.domain.calendar import months_later
from app.domain.changes import Changes
from app.domain.early_signs import (
    EarlySign,
    RowSource,
    SignKind,
    SignRow,
    SignRule,
    SignsFound,
    fallen,
    fewer,
    rules_of,
    with_rule,
    written_rules,
)
from app.domain.facts import UnitFigure
from app.domain.plan import PlanRow
from app.domain.tags import TagBook
from app.services.trail import Trail
from app.store import early_signs, figures, plans, settings, tags
from app.store.connection import Connection
from app.store.talk_lists import Days
from app.store.vault import Vault

RULES = "signs.rules"
MOST_SIGNS, MOST_ROWS = 100, 50
_YEARS_OF_FIGURES = 2  # those of last year are often known late, and want the year before beside


@dataclass(frozen=True, slots=True)
class EarlySigns:
    """The queries and the one command about early signs; each rule is asked by itself."""

    vault: Vault
    trail: Trail

    def rules(self) -> tuple[SignRule, ...]:
        """The rules in force, one of each kind, in the order in which they are shown."""
        with self.vault.reading() as connection:
            return rules_of(settings.get(connection, RULES))

    def keep_rule(self, rule: SignRule) -> Changes:
        """Have this rule in force from now on, or off. Raises SignLimitError."""
        with self.vault.transaction() as connection:
            rules = rules_of(settings.get(connection, RULES))
            settings.keep(connection, RULES, written_rules(with_rule(rules, rule)))
            self.trail.write(connection, "office.signs", rule.kind.value)
        return Changes.SETTINGS

    def found(self, kind: SignKind) -> SignsFound:
        """What one rule finds today, the strongest first; nothing while it is off."""
        with self.vault.reading() as connection:
            rule = _rule(connection, kind)
            signs = self._ask(connection, rule) if rule.is_on else ()
            book = tags.book(connection)
        shown = (_titled(sign, book) for sign in signs[:MOST_SIGNS])
        return SignsFound(rule, len(signs), tuple(shown))

    def count(self, kind: SignKind) -> int:
        """How many signs one rule finds today."""
        with self.vault.reading() as connection:
            rule = _rule(connection, kind)
            return len(self._ask(connection, rule)) if rule.is_on else 0

    def rows(self, sign: EarlySign) -> tuple[SignRow, ...]:
        """The rows that made a sign, as many as can be looked through; the worst first."""
        with self.vault.reading() as connection:
            return self._rows(connection, _rule(connection, sign.kind), sign)

    # ── inside a transaction ─────────────────────────────────────────────────────────────────────

    def _ask(self, connection: Connection, rule: SignRule) -> tuple[EarlySign, ...]:
        if rule.kind is SignKind.REPEATED_TAG:
            return early_signs.repeated(connection, self._since(rule), rule.count)
        if rule.kind is SignKind.EXTENDED:
            return early_signs.extended(connection, rule.count)
        if rule.kind is SignKind.LONG_OVERDUE:
            return early_signs.overdue(connection, self._before(rule))
        if rule.kind is SignKind.PLAN_BEHIND:
            late = len(self._late(connection))
            return (EarlySign(rule.kind, late),) if late >= rule.count else ()
        if rule.kind is SignKind.FALLEN_PLACE:
            year = self._today().year
            known = early_signs.ranked(connection, year - _YEARS_OF_FIGURES, year)
            return fallen(known, year, rule)
        (_, now), (_, before) = self._talked_to(connection)
        return fewer(now, before, rule)

    def _rows(self, connection: Connection, rule: SignRule, sign: EarlySign) -> tuple[SignRow, ...]:
        if rule.kind is SignKind.PLAN_BEHIND:
            return tuple(_of_plan(row) for row in self._late(connection)[:MOST_ROWS])
        if rule.kind is SignKind.FALLEN_PLACE:
            year = self._today().year
            known = early_signs.ranked(connection, year - _YEARS_OF_FIGURES, year)
            mine = [f for _, f in known if (f.unit_id, f.name) == (sign.unit_id, sign.name)]
            newest = sorted(mine, key=lambda f: -f.year)[:2]
            return tuple(_of_figure(one) for one in newest)
        if rule.kind is SignKind.FEWER_TALKS:
            return tuple(
                SignRow(RowSource.YEAR, str(last.year), "", "", last, many)
                for last, many in self._talked_to(connection)
            )
        today = self._today()
        return early_signs.told_rows(sign, self._findings(connection, rule, sign), today)

    def _findings(
        self, connection: Connection, rule: SignRule, sign: EarlySign
    ) -> Iterator[tuple[Any, ...]]:
        if rule.kind is SignKind.REPEATED_TAG:
            return early_signs.repeated_rows(connection, sign, self._since(rule), MOST_ROWS)
        if rule.kind is SignKind.EXTENDED:
            return early_signs.extended_rows(connection, sign, rule.count, MOST_ROWS)
        return early_signs.overdue_rows(connection, sign, self._before(rule), MOST_ROWS)

    def _late(self, connection: Connection) -> list[PlanRow]:
        """The lines of this year's plan whose month went by without the talk."""
        today = self._today()
        days = Days(self._start(date(today.year, 1, 1)), self._start(date(today.year + 1, 1, 1)))
        rows, _ = plans.rows(connection, today.year, days)
        return [row for row in rows if row.is_late(today.year, today.month)]

    def _talked_to(self, connection: Connection) -> tuple[tuple[date, int], tuple[date, int]]:
        """人次 of this year up to today, and of the same days of the year before."""
        today = self._today()
        return self._until(connection, today), self._until(connection, months_later(today, -12))

    def _until(self, connection: Connection, last: date) -> tuple[date, int]:
        first, before = date(last.year, 1, 1), last + timedelta(days=1)
        return last, figures.attendances(connection, self._start(first), self._start(before))

    # ── the days ─────────────────────────────────────────────────────────────────────────────────

    def _since(self, rule: SignRule) -> datetime:
        return self._start(months_later(self._today(), -rule.months))

    def _before(self, rule: SignRule) -> date:
        return self._today() - timedelta(days=rule.count)

    def _today(self) -> date:
        return self.trail.clock.local(self.trail.clock.now()).date()

    def _start(self, day: date) -> datetime:
        """The first moment of a day by the clock on the wall."""
        zone = self.trail.clock.local(self.trail.clock.now()).tzinfo
        return datetime(day.year, day.month, day.day, tzinfo=zone)


def _rule(connection: Connection, kind: SignKind) -> SignRule:
    rules = rules_of(settings.get(connection, RULES))
    return next(rule for rule in rules if rule.kind is kind)


def _titled(sign: EarlySign, book: TagBook) -> EarlySign:
    """The sign with what its tag is called."""
    is_tagged = sign.kind is SignKind.REPEATED_TAG
    return replace(sign, title=book.title(sign.name)) if is_tagged else sign


def _of_plan(row: PlanRow) -> SignRow:
    item = row.item
    said = f"{row.name}（{row.unit_name}）" if row.unit_name else row.name
    day = date(item.year, item.month, 1)
    return SignRow(RowSource.PLAN_LINE, item.id, row.kind_title, said, day, item.month)


def _of_figure(one: UnitFigure) -> SignRow:
    day = date(one.year, 12, 31)
    place, out_of = one.place or 0, one.out_of or 0
    return SignRow(RowSource.FIGURE, one.unit_id, one.name, one.value, day, place, out_of)
