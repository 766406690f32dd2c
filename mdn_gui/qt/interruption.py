"""Ctrl-C and other signals that ask a program to end, handled in the event loop."""

import signal
import socket
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot

SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
"""Ctrl-C in a terminal; a request to end; a closed terminal, which Windows does not signal."""


class Interruption(QObject):
    """Tells of the first signal in the event loop; the second ends the program at once.

    Python calls a signal handler between any two instructions, also while a widget is painted. This
    handler raises nothing: it restores the system's default, so that the next signal ends the
    program. The first signal is handled in the event loop, which Python wakes by a byte in a socket
    (`set_wakeup_fd`). A signal that is ignored from the start, as by `nohup`, stays ignored.

    Signals:
        asked(number): The first signal came.

    Args:
        parent: The owner.
    """

    asked = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ours, self._pythons = socket.socketpair()
        for end in (self._ours, self._pythons):
            end.settimeout(0.0)  # nobody waits at it
        self._notifier = QSocketNotifier(self._ours.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_notifier_activated)
        signal.set_wakeup_fd(self._pythons.fileno(), warn_on_full_buffer=False)
        self._numbers = [
            number for number in SIGNALS if signal.getsignal(number) is not signal.SIG_IGN
        ]
        for number in self._numbers:
            signal.signal(number, self._on_signal)

    def close(self) -> None:
        """Restore the system's handling: from now on, the first signal ends the program."""
        self._leave()
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(-1)
        self._ours.close()
        self._pythons.close()

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._leave()

    def _leave(self) -> None:
        for number in self._numbers:
            signal.signal(number, signal.SIG_DFL)

    @Slot()
    def _on_notifier_activated(self) -> None:
        # One byte for each signal that has a handler, such as that of another library.
        for number in self._ours.recv(4096):
            if number in self._numbers:
                self._notifier.setEnabled(False)
                self.asked.emit(number)
                return
