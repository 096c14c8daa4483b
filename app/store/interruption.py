"""Hears, amid a long question to the database, that nobody wants the answer any more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlcipher3 import dbapi2 as sqlite

from app.domain.progress import CancelledError, Progress

_INSTRUCTIONS_A_PULSE = 20_000


@contextmanager
def heard(connection: sqlite.Connection, progress: Progress) -> Iterator[Callable[[], None]]:
    """Run the block; SQLite stops in it as soon as the progress asks for that.

    Gives what the block itself may call between its steps. Raises CancelledError.
    """
    stopped: list[CancelledError] = []

    def between() -> None:
        progress.step(0, 0)

    def pulse() -> bool:
        try:
            between()
        except CancelledError as error:
            stopped.append(error)
        return bool(stopped)

    connection.set_progress_handler(pulse, _INSTRUCTIONS_A_PULSE)
    try:
        yield between
    except sqlite.OperationalError:
        if stopped:
            raise stopped[0] from None
        raise
    finally:
        connection.set_progress_handler(None, 0)
