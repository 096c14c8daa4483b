"""Pieces handed from one thread to another, a few at a time, and what goes wrong on either side."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from threading import Condition, Thread

PIECE = 1 << 20
_MOST = 4
_PULSE = 0.1  # seconds after which somebody who waits looks up


class RelayBrokenError(Exception):
    """The other side has let go; the relay's failure says why, if it was a failure."""


class Relay:
    """A short queue with two ends. Whoever waits at one is called upon now and then.

    failure keeps what broke it, since what lies between the two threads may swallow exceptions.
    """

    def __init__(self, pulse: Callable[[], None] = lambda: None) -> None:
        self.failure: BaseException | None = None
        self._pulse = pulse
        self._pieces: deque[bytes] = deque()
        self._is_ended = self._is_broken = False
        self._moved = Condition()

    def put(self, piece: bytes) -> None:
        """Hand over a piece, once there is room. Raises RelayBrokenError, and what pulse raises."""
        self._wait_until(lambda: len(self._pieces) < _MOST)
        with self._moved:
            self._pieces.append(piece)
            self._moved.notify_all()

    def end(self) -> None:
        """Say that nothing follows."""
        with self._moved:
            self._is_ended = True
            self._moved.notify_all()

    def take(self) -> bytes:
        """The next piece; empty at the end. Raises RelayBrokenError, and what pulse raises."""
        self._wait_until(lambda: bool(self._pieces) or self._is_ended)
        with self._moved:
            piece = self._pieces.popleft() if self._pieces else b""
            self._moved.notify_all()
        return piece

    def break_off(self, failure: BaseException | None = None) -> None:
        """Let go of this end: nobody gives or takes any more. The first failure counts."""
        with self._moved:
            self.failure = self.failure or failure
            self._is_broken = True
            self._pieces.clear()
            self._moved.notify_all()

    def _wait_until(self, is_time: Callable[[], bool]) -> None:
        with self._moved:
            while not self._is_broken and not is_time():
                if not self._moved.wait(_PULSE):
                    self._pulse()
            if self._is_broken:
                raise RelayBrokenError


class Hand:
    """A thread at one end of a relay; what it raises breaks the relay and comes out there."""

    def __init__(self, relay: Relay, work: Callable[[], object], name: str) -> None:
        self._relay, self._work = relay, work
        self._thread = Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def join(self) -> None:
        """Wait until the thread is through."""
        self._thread.join()

    def is_through(self, seconds: float) -> bool:
        """Whether the thread is through, at the latest after so many seconds."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            self._work()
        except RelayBrokenError:
            return  # the other side knows why
        except BaseException as error:  # noqa: BLE001 — it comes out at the other end
            self._relay.break_off(error)


def gathered(pieces: Iterable[bytes]) -> Iterable[bytes]:
    """The same bytes in pieces of about a mebibyte: each handing over costs a switch of threads."""
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= PIECE:
            yield held[0] if len(held) == 1 else b"".join(held)
            held, size = [], 0
    if held:
        yield b"".join(held)
