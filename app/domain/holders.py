"""Who holds a key of the vault, and what the program lets each of them do.

Every slot opens the same data key: roles are held by the program and the audit trail, not by
cryptography, and the manual says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

MOST_HOLDERS = 8


class HolderRole(Enum):
    """What a key holder is there for: 主谈, 记录, 审计, 管理."""

    INTERVIEWER = "interviewer"
    RECORDER = "recorder"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """One who can open the vault by an own passphrase; is_self tells the one who sits here."""

    slot_id: str
    name: str
    role: HolderRole
    has_device_secret: bool = False
    is_self: bool = False


# What the door writes, what the program does by itself when it is due, and what concerns nobody but
# the holder: these are done whoever sits here. A verb stands for itself, a word with a dot for all
# the verbs that begin so.
_EVERYBODY = (
    "vault.",
    "audit.",
    "clock.",
    "health.",
    "device.",
    "backup.make",
    "keys.mend",
    "keys.newer",
    "keys.rolled_back",
    "passphrase.change",
    "recovery.use",
)
_RECORDING = (
    "talk.",
    "person.",
    "unit.",
    "post.",
    "roster.",
    "prompt_set.",
    "minutes.",
    "scan.",
    "finding.",
    "plan.",
    "recusal.",
    "fact.",
    "portrait.",
    "attachment.",
    "archive.",
    "check.",
    "amendment.",
    "signature.",
    "copy.",
    "backup.",
    "demo.",
    "screen.",
)
_LOOKING_AFTER_KEYS = ("keys.", "holder.", "recovery.")


def may(role: HolderRole, act: str) -> bool:
    """Whether somebody in this role may do what the trail calls by this verb, such as talk.seal."""
    if role is HolderRole.ADMINISTRATOR or act.startswith(_EVERYBODY):
        return True
    if role is HolderRole.INTERVIEWER:
        return not act.startswith(_LOOKING_AFTER_KEYS)
    return role is HolderRole.RECORDER and act.startswith(_RECORDING)
