"""The program, which tells on its output what a test waits for.

`python -m tests.telling ARGUMENTS` starts it; with the variable STUCK set, its window hangs once a
run is under way.
"""

import os
import signal
import sys
import time

from mdn_gui import studio
from mdn_gui.app import main
from mdn_gui.qt.preferences import Preferences
from mdn_gui.session.run import Phase
from mdn_gui.session.session import Session
from mdn_gui.worker.line import Connect


class Telling(studio.Studio):
    """Tells when a run is first under way, while the window may still be in the making."""

    def __init__(
        self, connect: Connect, preferences: Preferences, connect_painter: Connect | None
    ) -> None:
        # A process that is ended while it starts another leaves that one with half a message, of
        # which it complains: a window that hangs, and is ended so, starts none but the worker, and
        # hangs once that one trains.
        super().__init__(connect, preferences, None if _stuck() else connect_painter)
        self._told = False
        self.controller.state.changed.connect(self._on_state_changed)

    def _on_state_changed(self, _before: Session, session: Session) -> None:
        trains = bool(session.run.history) or not _stuck()
        if session.run.phase is Phase.TRAINING and trains and not self._told:
            self._told = True
            print("training", flush=True)
            if _stuck():
                _hang()


def _stuck() -> bool:
    return "STUCK" in os.environ


def _hang() -> None:
    while signal.getsignal(signal.SIGINT) is not signal.SIG_DFL:
        time.sleep(0.01)
    print("heard", flush=True)
    while True:
        time.sleep(1)


if __name__ == "__main__":
    studio.Studio = Telling  # type: ignore[assignment, misc]
    sys.exit(main(sys.argv[1:]))
