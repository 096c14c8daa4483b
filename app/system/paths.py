"""Where this machine keeps vaults, preferences, logs, and the program's own resources."""

from __future__ import annotations

from pathlib import Path

import platformdirs

_NAME = "tanxinbu"
_VAULT_FOLDER = "谈心簿"
_DESK_FOLDER = "受理台"


def default_vault_folder() -> Path:
    """Where a first vault is offered to stand."""
    return Path(platformdirs.user_documents_dir()) / _VAULT_FOLDER


def default_desk_folder() -> Path:
    """Where a registry's first desk is offered to stand."""
    return Path(platformdirs.user_documents_dir()) / _DESK_FOLDER


def preferences_folder() -> Path:
    """Where choices of the screen are kept; never a word of a talk."""
    return Path(platformdirs.user_config_dir(_NAME, appauthor=False, roaming=False))


def logs_folder() -> Path:
    """Where the developers' log is kept; never a word of a talk."""
    return Path(platformdirs.user_log_dir(_NAME, appauthor=False))


def resources_folder() -> Path:
    """The program's own prompts, fonts, words, style and pictures."""
    return Path(__file__).resolve().parents[2] / "resources"
