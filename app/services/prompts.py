"""What users do with prompt sets: read them, and keep new versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.documents.intake.prompt_set import read_prompt_set
from app.documents.intake.prompt_workbook import read_prompt_workbook
from app.documents.prompt_workbook_out import prompt_workbook
from app.domain.changes import Changes
from app.domain.errors import FileUnreadableError
from app.domain.prompt_editing import SetDraft
from app.domain.prompt_errors import (
    LastPromptSetError,
    SetNotWholeError,
    SetRetiredError,
    SetUnchangedError,
)
from app.domain.prompt_intake import Comparison, ReadSet
from app.domain.prompts import PromptSet, PromptSetRow
from app.domain.refusals import ReasonMissingError
from app.services.trail import Trail
from app.store import prompts
from app.store.connection import Connection
from app.store.disk import disk_faults_named
from app.store.vault import Vault
from app.system.files import write_safely
from app.system.paths import resources_folder


@dataclass(frozen=True, slots=True)
class Prompts:
    """The commands and queries about prompt sets."""

    vault: Vault
    trail: Trail

    def current(self) -> PromptSet:
        """The newest set that is not retired, from which talks are prepared.

        KeyError in a vault without any.
        """
        with self.vault.reading() as connection:
            newest = prompts.newest(connection)
        if newest is None:
            raise KeyError
        return newest

    def sets(self) -> list[PromptSetRow]:
        """All sets, newest first; when one was retired is told in local time."""
        local = self.trail.clock.local
        with self.vault.reading() as connection:
            return [
                replace(row, retired_at=local(row.retired_at)) if row.retired_at else row
                for row in prompts.rows(connection)
            ]

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

    # ── a new version ────────────────────────────────────────────────────────────────────────────

    def draft(self) -> SetDraft | None:
        """The version that is being written, if one is."""
        with self.vault.reading() as connection:
            return prompts.draft(connection)

    def new_draft(self, prompt_set_id: str) -> SetDraft:
        """A draft that begins with what this set says; nothing is kept before keep_draft.

        KeyError when there is no such set.
        """
        with self.vault.reading() as connection:
            base = prompts.get(connection, prompt_set_id)
            return SetDraft.begun_from(base, prompts.numbers(connection))

    def keep_draft(self, draft: SetDraft) -> Changes:
        """Keep what is being written as far as it is; it need not be whole yet."""
        with self.vault.transaction() as connection:
            digest = prompts.keep_draft(connection, draft)
            self.trail.write(connection, "prompt_set.draft", "", digest)
        return Changes.NONE

    def drop_draft(self) -> Changes:
        """Give up what is being written, if anything was kept of it."""
        with self.vault.transaction() as connection:
            if prompts.drop_draft(connection):
                self.trail.write(connection, "prompt_set.drop_draft")
        return Changes.NONE

    def compare(self, draft: SetDraft) -> Comparison:
        """The draft beside the set in force; KeyError in a vault without any."""
        with self.vault.reading() as connection:
            return self._comparison(connection, draft)

    def keep_version(self, draft: SetDraft) -> tuple[PromptSet, Changes]:
        """Keep the draft as the next version, from which talks are prepared from now on.

        Talks that were prepared before keep the version they had.
        Raises SetNotWholeError, SetUnchangedError.
        """
        with self.vault.transaction() as connection:
            compared = self._comparison(connection, draft)
            if compared.faults:
                raise SetNotWholeError(len(compared.faults))
            if not compared.difference.changes:
                raise SetUnchangedError
            made = draft.finished(self.trail.new_id(), compared.version)
            digest = prompts.add(connection, made, self.trail.clock.now())
            prompts.drop_draft(connection)
            self.trail.write(connection, "prompt_set.add", made.id, digest)
        return made, Changes.PROMPTS

    def retire(self, prompt_set_id: str, reason: str) -> Changes:
        """Let no new talk be prepared from this version; talks that have it keep it.

        Raises ReasonMissingError, SetRetiredError, LastPromptSetError.
        """
        if not reason.strip():
            raise ReasonMissingError("retire")
        with self.vault.transaction() as connection:
            rows = {row.id: row for row in prompts.rows(connection)}
            row = rows[prompt_set_id]
            if row.retired_at:
                raise SetRetiredError(row.version)
            if sum(other.retired_at is None for other in rows.values()) == 1:
                raise LastPromptSetError(row.version)
            prompts.retire(connection, row.id, self.trail.clock.now(), reason.strip())
            self.trail.write(connection, "prompt_set.retire", row.id)
        return Changes.PROMPTS

    # ── workbooks ────────────────────────────────────────────────────────────────────────────────

    def write_workbook(self, prompt_set_ids: Sequence[str], path: Path) -> Changes:
        """Write these versions to an XLSX file, a sheet each.

        Raises DiskFullError, FolderUnusableError.
        """
        with self.vault.transaction() as connection:
            sets = [prompts.get(connection, set_id) for set_id in prompt_set_ids]
            for prompt_set in sets:
                self.trail.write(connection, "prompt_set.export", prompt_set.id)
            with disk_faults_named(path.parent):
                write_safely(path, prompt_workbook(sets))
        return Changes.NONE

    def read_workbook(self, path: Path) -> tuple[Comparison, ...]:
        """What the sheets of an XLSX file say, each beside the set in force; nothing is written.

        Raises FileUnreadableError, FileTooLargeError, WrongFileKindError, WorkbookLockedError,
        WorkbookOutdatedError, PromptsMissingError.
        """
        with self.vault.reading() as connection:
            known = prompts.newest(connection)
            spent = prompts.numbers(connection)
        found = read_prompt_workbook(path, known, spent)
        with self.vault.reading() as connection:
            return tuple(self._read(connection, one) for one in found)

    # ── the sets that come with the program ──────────────────────────────────────────────────────

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

    def _read(self, connection: Connection, read: ReadSet) -> Comparison:
        compared = self._comparison(connection, read.draft)
        return replace(compared, faults=read.faults, sheet=read.sheet, unread=read.unread)

    def _comparison(self, connection: Connection, draft: SetDraft) -> Comparison:
        current = prompts.newest(connection)
        if current is None:
            raise KeyError
        version = prompts.last_version(connection) + 1
        return Comparison(draft, current, version, draft.faults())
