"""Where vaults, preferences and logs are kept, and the program's own resources.

A portable program keeps all of them beside itself and nothing on the machine.
"""

from __future__ import annotations

from pathlib import Path

import platformdirs

from app.system import portable

_NAME = "tanxinbu"
_VAULT_FOLDER = "谈心簿"
_DESK_FOLDER = "受理台"


def default_vault_folder() -> Path:
    """Where a first vault is offered to stand."""
    return _documents() / _VAULT_FOLDER


def default_desk_folder() -> Path:
    """Where a registry's first desk is offered to stand."""
    return _documents() / _DESK_FOLDER


def preferences_folder() -> Path:
    """Where choices of the screen are kept; never a word of a talk."""
    if carried := portable.data_folder():
        return carried / "preferences"
    return Path(platformdirs.user_config_dir(_NAME, appauthor=False, roaming=False))


def logs_folder() -> Path:
    """Where the developers' log is kept; never a word of a talk."""
    if carried := portable.data_folder():
        return carried / "logs"
    return Path(platformdirs.user_log_dir(_NAME, appauthor=False))


def resources_folder() -> Path:
    """The program's own prompts, fonts, words, style and pictures."""
    return Path(__file__).resolve().parents[2] / "resources"


def kept(folder: Path | None) -> str:
    """A folder as it is kept in a file; what a stick carries is told from the stick on."""
    carried = portable.data_folder()
    if folder is not None and carried is not None and folder.is_relative_to(carried):
        return folder.relative_to(carried).as_posix()
    return str(folder) if folder is not None else ""


def found(text: str) -> Path:
    """The folder that was kept so; a stick may be seen elsewhere than the last time."""
    return (portable.data_folder() or Path()) / text


def _documents() -> Path:
    return portable.data_folder() or Path(platformdirs.user_documents_dir())
