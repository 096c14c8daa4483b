"""The entrance: with a word on the command line the terminal's commands, without one the window."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from pathlib import Path

from app.domain.errors import AppError

EXIT_WHEN_SHOWN = "--exit-when-shown"
TRIAL = "--measure-list"
BRIDGE = "--input-bridge"
DESK = ["registry", "desk"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; give its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if not arguments or arguments == [EXIT_WHEN_SHOWN]:
        return _open_window(exits_when_shown=bool(arguments))
    # to start faster: the terminal's registry loads all that receives, the window does that later
    if arguments[:2] == DESK and (asked := _asked_of_desk(arguments[2:])) is not None:
        return _open_desk(*asked)
    if arguments[0] == BRIDGE:
        return _serve_bridge(int(arguments[1]))
    if arguments[0] == TRIAL:
        return _measure_list(Path(arguments[1]))
    # to start faster: the terminal's commands need no window, and the window none of them
    from app.cli.main import main as run_command

    return run_command(arguments, _take_screens, _sentence, _open_desk, _keys)


def _open_window(exits_when_shown: bool) -> int:
    _begin_window()
    # to start faster: a terminal command works without Qt and without its system libraries
    from app import bootstrap
    from ui import start

    return start.run(bootstrap.access(), bootstrap.prepare_process(), exits_when_shown)


def _asked_of_desk(arguments: list[str]) -> tuple[Path | None, bool] | None:
    """The desk's folder, and whether it ends when shown; None: the terminal is to say what is."""
    exits_when_shown = arguments[-1:] == [EXIT_WHEN_SHOWN]
    named = arguments[:-1] if exits_when_shown else arguments
    if len(named) > 1 or any(one.startswith("-") for one in named):
        return None
    return Path(named[0]).absolute() if named else None, exits_when_shown


def _open_desk(folder: Path | None, exits_when_shown: bool = False) -> int:
    _begin_window()
    # to start faster, as above; the office's window knows nothing of a registry's desk
    from app import bootstrap
    from ui import desk_start

    entrance = bootstrap.desk_entrance(folder)
    return desk_start.run(entrance, bootstrap.prepare_process(), exits_when_shown)


def _begin_window() -> None:
    gc.disable()  # to start faster: what is being loaded is no garbage; then ui.collector looks
    # to start faster, as above; here, the bridge is there as soon as Qt is
    from app.services.input_methods import HERE

    is_frozen = getattr(sys, "frozen", False)
    HERE.begin([sys.executable, *([] if is_frozen else ["-m", "ui.main"]), BRIDGE])


def _serve_bridge(parent: int) -> int:
    # to start faster, as above; the window itself comes here, in a process of its own
    from app.services.input_methods import serve_bridge

    return serve_bridge(parent)


def _measure_list(folder: Path) -> int:
    # to start faster, as below; only `bench` comes here, with the passphrase on the standard input
    from app import bootstrap
    from ui import trial

    return trial.run(bootstrap.access(), folder, sys.stdin.readline().rstrip("\n"))


def _take_screens(folder: Path, passphrase: str, out: Path) -> None:
    # to start faster, as above; only `demo` comes here
    from tempfile import TemporaryDirectory

    from app import bootstrap
    from ui import desk_gallery, gallery

    # the user's own preferences are not touched, and none are left among the pictures
    with TemporaryDirectory(prefix="tanxinbu-") as preferences:
        access = bootstrap.access(Path(preferences))
        gallery.take_screens(access, folder, passphrase, out)
        desk = folder.parent / "registry"
        if desk.is_dir():  # the demonstration's registry has the same passphrase
            entrance = bootstrap.desk_entrance(desk, Path(preferences))
            desk_gallery.take_screens(entrance, passphrase, out)


def _keys() -> str:
    # to start faster: only the printed manual needs the table of keys here
    from ui.help.keys import keys_table

    return keys_table()


def _sentence(error: AppError) -> str:
    # to start faster: most starts refuse nothing
    from ui.messages import message_for

    return message_for(error).text()


if __name__ == "__main__":
    sys.exit(main())
