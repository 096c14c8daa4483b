"""The login manager of Linux: sleep, shutting down, the locked session, another user, the lid."""

from __future__ import annotations

import contextlib
import os

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtDBus import QDBusMessage, QDBusUnixFileDescriptor

from ui.departure.bus_line import BusLine, Fact, Place, first_fact
from ui.departure.departure import Reason
from ui.departure.lid import Lid

SERVICE = "org.freedesktop.login1"
ROOT = "/org/freedesktop/login1"
MANAGER = Place(SERVICE, ROOT, f"{SERVICE}.Manager")
SESSION = f"{SERVICE}.Session"
PROPERTIES = "org.freedesktop.DBus.Properties"
LOOK_AT_LID_MS = 2000
# the session of this program; a program of the user's own service manager has none of its own
_OWN_SESSIONS = (f"{ROOT}/session/self", f"{ROOT}/session/auto")


class LoginManager(QObject):
    """Hears the login manager, and has it wait a moment before sleep until all is locked."""

    left = Signal(object)

    def __init__(self, line: BusLine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._line = line
        self._session: Place | None = None
        self._inhibitor = -1
        self._is_asking = False
        self._is_ending = self._may_end = False
        self.lid = Lid(self)
        self._glance = QTimer(self, interval=LOOK_AT_LID_MS)
        self._glance.timeout.connect(self._look_at_lid)

    def watch(self) -> None:
        """Begin to listen, and hold the inhibitor."""
        self._line.hear(MANAGER, "PrepareForSleep", self, "hear_sleep")
        self._line.hear(MANAGER, "PrepareForShutdown", self, "hear_shutdown")
        self.hold()
        if number := os.environ.get("XDG_SESSION_ID", ""):
            self._find_session(number)
        else:
            own, other = (Place(SERVICE, path, SESSION) for path in _OWN_SESSIONS)
            self._line.read(
                own,
                "Id",
                self._find_session,
                lambda _: self._line.read(other, "Id", self._find_session),
            )

    def watch_lid(self) -> None:
        """Look at the lid now and then: the login manager does not tell of it by itself."""
        self._glance.start()
        self._look_at_lid()

    def hold(self) -> None:
        """Ask the login manager to wait for us before sleep."""
        if self._inhibitor >= 0 or self._is_asking:
            return
        self._is_asking = True
        facts = ("sleep:shutdown", "谈心簿", "锁定保险库", "delay")
        self._line.ask(MANAGER, "Inhibit", facts, self._keep, self._do_without)

    def let_go(self) -> None:
        """The machine may sleep, if it is about to; else the next time it must wait again."""
        if not self._is_ending:
            return
        self._may_end = True
        inhibitor, self._inhibitor = self._inhibitor, -1
        if inhibitor >= 0:
            with contextlib.suppress(OSError):
                os.close(inhibitor)

    def sources(self) -> tuple[Reason, ...]:
        """What it is known to tell."""
        sleep = (Reason.SLEEP, Reason.SHUTDOWN) if self._inhibitor >= 0 else ()
        session = (Reason.SESSION_LOCK, Reason.USER_SWITCH) if self._session else ()
        return (*sleep, *session)

    # ── what is heard ────────────────────────────────────────────────────────────────────────────

    @Slot(QDBusMessage)
    def hear_sleep(self, message: QDBusMessage) -> None:
        """True comes before the machine sleeps, False after it woke."""
        self._hear_end(Reason.SLEEP, first_fact(message))

    @Slot(QDBusMessage)
    def hear_shutdown(self, message: QDBusMessage) -> None:
        """True comes before the machine goes down, False when that was called off."""
        self._hear_end(Reason.SHUTDOWN, first_fact(message))

    @Slot(QDBusMessage)
    def hear_lock(self, _: QDBusMessage) -> None:
        """Somebody asked for the session to be locked."""
        self.left.emit(Reason.SESSION_LOCK)

    @Slot(QDBusMessage)
    def hear_session(self, _: QDBusMessage) -> None:
        """Something about the session changed; what matters is read."""
        if self._session is not None:
            self._line.read(self._session, "LockedHint", self._see_hint)
            self._line.read(self._session, "Active", self._see_active)

    def _hear_end(self, reason: Reason, is_near: Fact) -> None:
        if not isinstance(is_near, bool):
            return
        self._is_ending, self._may_end = is_near, False
        if is_near:
            self.left.emit(reason)
        else:
            self.hold()

    def _see_hint(self, is_locked: Fact) -> None:
        if is_locked is True:
            self.left.emit(Reason.SESSION_LOCK)

    def _see_active(self, is_active: Fact) -> None:
        if is_active is False:
            self.left.emit(Reason.USER_SWITCH)

    # ── the session, the inhibitor, the lid ──────────────────────────────────────────────────────

    def _find_session(self, number: Fact) -> None:
        self._line.ask(MANAGER, "GetSession", (str(number),), self._hear_from, lambda _: None)

    def _hear_from(self, path: Fact) -> None:
        self._session = Place(SERVICE, str(path), SESSION)
        self._line.hear(self._session, "Lock", self, "hear_lock")
        changed = Place(SERVICE, str(path), PROPERTIES)
        self._line.hear(changed, "PropertiesChanged", self, "hear_session")

    def _keep(self, inhibitor: Fact) -> None:
        self._is_asking = False
        if isinstance(inhibitor, QDBusUnixFileDescriptor):
            self._inhibitor = inhibitor.takeFileDescriptor()
        if self._may_end:  # the word of the sleep overtook the answer
            self.let_go()

    def _do_without(self, _: Fact) -> None:
        self._is_asking = False

    def _look_at_lid(self) -> None:
        self._line.read(MANAGER, "LidClosed", self.lid.see, lambda _: self._glance.stop())
