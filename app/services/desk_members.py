"""The files of packages at the desk: let out with a reason, read piece by piece, never in clear
beside the vault.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from app.domain.errors import FolderUnusableError, NameTakenError
from app.domain.refusals import ReasonMissingError
from app.domain.registry import Member
from app.services.session import Session
from app.store import registry_packages
from app.store.disk import new_file

_ACT = "package.save"


@dataclass(frozen=True, slots=True)
class DeskMembers:
    """Files that came with packages."""

    session: Session = field(repr=False)

    def let_out(self, code: str, sequence: int, member: Member, reason: str) -> None:
        """Write down that a file is shown or saved, and why, before that is done.

        Raises ReasonMissingError.
        """
        if not reason.strip():
            raise ReasonMissingError(_ACT)
        trail = self.session.trail
        with self.session.vault.transaction() as connection:
            out = (trail.new_id(), trail.clock.now(), trail.who, reason.strip())
            registry_packages.add_member_out(connection, (code, sequence, member), out)
            trail.write(connection, _ACT, f"{code}-{sequence:06} {member.name}", member.sha256)

    def is_here(self, member: Member) -> bool:
        """Whether the file lies with this desk; asks no vault. Others may share the ledger."""
        return not self.session.files.missing([member.id])

    def stream(self, member: Member) -> BinaryIO:
        """The content as a file to seek in, decrypted as it is read; asks no vault.

        Raises AttachmentDamagedError, also while it is read.
        """
        return self.session.files.open(member.id, member.size)

    def save(self, member: Member, path: Path) -> None:
        """Write the content in clear to a place somebody chose; asks no vault.

        Raises NameTakenError when the file is there, FolderUnusableError, AttachmentDamagedError.
        """
        pieces = self.session.files.open_stream(member.id, member.sha256)
        try:
            with new_file(path) as file:
                for piece in pieces:
                    file.write(piece)
        except FileExistsError as error:
            raise NameTakenError(path.name) from error
        except OSError as error:
            path.unlink(missing_ok=True)
            raise FolderUnusableError(str(path.parent)) from error
        except BaseException:
            path.unlink(missing_ok=True)
            raise
