"""Who holds a key of the vault, and what the program lets each of them do.

Every slot opens the same data key: roles are held by the program and the audit trail, not by
cryptography, and the manual says so.
"""

from __future__ import annotations

from enum import Enum


class HolderRole(Enum):
    """What a key holder is there for: 主谈, 记录, 审计, 管理."""

    INTERVIEWER = "interviewer"
    RECORDER = "recorder"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
