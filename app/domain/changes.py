"""What a command touched, so that screens know what to read again."""

from enum import Flag, auto


class Changes(Flag):
    """Kinds of data that a command altered."""

    NONE = 0
    PEOPLE = auto()
    PROMPTS = auto()
    TALKS = auto()
    ANSWERS = auto()
    FINDINGS = auto()
    MINUTES = auto()
    PACKAGES = auto()
    SETTINGS = auto()
    PLANS = auto()
    FACTS = auto()
    ATTACHMENTS = auto()
    KINDS = auto()
    COPIES = auto()
    SIGNERS = auto()
    STICKS = auto()
    ARCHIVES = auto()
    WORKDAYS = auto()
    RETENTION = auto()
