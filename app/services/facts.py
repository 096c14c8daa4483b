"""What users do with what is known of units and persons: facts by source, figures by year."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from app.domain.canonical import digest_of, plain
from app.domain.changes import Changes
from app.domain.facts import FactCategory, SourceFact, UnitFigure
from app.domain.ids import FactId, PersonId, UnitId
from app.services.trail import Trail
from app.store import facts, people
from app.store.vault import Vault


@dataclass(frozen=True, slots=True)
class FactEntry:
    """A fact as it is typed in: of a unit, of a person, or of a person in a unit."""

    category: FactCategory
    day: date
    text: str
    unit_id: UnitId | None = None
    person_id: PersonId | None = None


@dataclass(frozen=True, slots=True)
class KnownFacts:
    """What is known of a person with the unit of today, or of a unit; both newest first."""

    facts: tuple[SourceFact, ...] = ()
    figures: tuple[UnitFigure, ...] = ()
    unit_id: UnitId | None = None
    unit_name: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """The commands and queries about facts and figures."""

    vault: Vault
    trail: Trail

    def of_person(self, person_id: PersonId) -> KnownFacts:
        """What is known of a person, and of the unit where the person is today."""
        with self.vault.reading() as connection:
            view = people.post_on(connection, person_id, self._today())
            if view is None:
                return KnownFacts(facts.known(connection, None, person_id))
            unit_id = view.post.unit_id
            return KnownFacts(
                facts.known(connection, unit_id, person_id),
                facts.figures(connection, unit_id),
                unit_id,
                view.unit_name,
            )

    def of_unit(self, unit_id: UnitId) -> KnownFacts:
        """What is known of a unit."""
        with self.vault.reading() as connection:
            return KnownFacts(
                facts.known(connection, unit_id, None),
                facts.figures(connection, unit_id),
                unit_id,
                people.unit(connection, unit_id).name,
            )

    def add(self, entry: FactEntry) -> tuple[FactId, Changes]:
        """Note a fact.

        Raises FactOwnerMissingError, FactTextMissingError, FactTooLongError, PetitionDetailError.
        """
        now = self.trail.clock.now()
        new = SourceFact(FactId(self.trail.new_id()), entry.category, entry.day, entry.text, now)
        fact = replace(new, unit_id=entry.unit_id, person_id=entry.person_id).checked()
        with self.vault.transaction() as connection:
            facts.add(connection, fact)
            self.trail.write(connection, "fact.add", fact.id, digest_of(plain(fact)))
        return fact.id, Changes.FACTS

    def change(self, fact_id: FactId, entry: FactEntry) -> Changes:
        """Put a fact in other words; whom it is about stays.

        Raises FactTextMissingError, FactTooLongError, PetitionDetailError.
        """
        with self.vault.transaction() as connection:
            old = facts.get(connection, fact_id)
            fact = replace(old, category=entry.category, day=entry.day, text=entry.text).checked()
            facts.keep(connection, fact)
            self.trail.write(connection, "fact.change", fact.id, digest_of(plain(fact)))
        return Changes.FACTS

    def remove(self, fact_id: FactId) -> Changes:
        """Forget a fact that was noted by mistake."""
        with self.vault.transaction() as connection:
            facts.remove(connection, fact_id)
            self.trail.write(connection, "fact.remove", fact_id)
        return Changes.FACTS

    def keep_figure(self, figure: UnitFigure) -> Changes:
        """Keep a figure in place of the one of that name and year.

        Raises FigureNameMissingError, FigureYearError, FigureRankError.
        """
        checked = figure.checked()
        with self.vault.transaction() as connection:
            facts.keep_figure(connection, checked)
            self.trail.write(connection, "fact.figure", checked.unit_id, digest_of(plain(checked)))
        return Changes.FACTS

    def remove_figure(self, unit_id: UnitId, year: int, name: str) -> Changes:
        """Forget a figure that was noted by mistake."""
        with self.vault.transaction() as connection:
            facts.remove_figure(connection, unit_id, year, name)
            self.trail.write(connection, "fact.figure_remove", unit_id)
        return Changes.FACTS

    def _today(self) -> date:
        return self.trail.clock.local(self.trail.clock.now()).date()
