"""What users do with prompt sets: read them, and keep new versions."""

from __future__ import annotations

from dataclasses import dataclass

from app.documents.intake.prompt_set import read_prompt_set
from app.domain.changes import Changes
from app.domain.errors import FileUnreadableError
from app.domain.prompts import PromptSet, PromptSetRow
from app.services.trail import Trail
from app.store import prompts
from app.store.vault import Vault
from app.system.paths import resources_folder


@dataclass(frozen=True, slots=True)
class Prompts:
    """The commands and queries about prompt sets."""

    vault: Vault
    trail: Trail

    def current(self) -> PromptSet:
        """The newest set, from which talks are prepared; KeyError in a vault without any."""
        with self.vault.reading() as connection:
            newest = prompts.newest(connection)
        if newest is None:
            raise KeyError
        return newest

    def sets(self) -> list[PromptSetRow]:
        """All sets, newest first."""
        with self.vault.reading() as connection:
            return prompts.rows(connection)

    def get(self, prompt_set_id: str) -> PromptSet:
        """The set with that id; KeyError when there is none."""
        with self.vault.reading() as connection:
            return prompts.get(connection, prompt_set_id)

    def add(self, prompt_set: PromptSet) -> Changes:
        """Keep a new version; one that is kept already changes nothing."""
        with self.vault.transaction() as connection:
            if prompts.has(connection, prompt_set):
                return Changes.NONE
            digest = prompts.add(connection, prompt_set, self.trail.clock.now())
            self.trail.write(connection, "prompt_set.add", prompt_set.id, digest)
        return Changes.PROMPTS

    def install_shipped(self) -> Changes:
        """Keep the sets that come with the program, as far as the vault lacks them.

        Raises FileUnreadableError, PromptSetDamagedError.
        """
        changes = Changes.NONE
        files = sorted((resources_folder() / "prompts").glob("*.json"))
        for file in files:
            try:
                content = file.read_bytes()
            except OSError as error:
                raise FileUnreadableError(file.name) from error
            changes |= self.add(read_prompt_set(content))
        if not files:
            raise FileUnreadableError("prompts/*.json")
        return changes
