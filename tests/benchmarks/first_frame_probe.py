"""The program as a person starts it: when its window is first seen, and when whole; as JSON."""

import json
import os

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from mdn_gui.app import main as program
from mdn_gui.qt.main_window import MainWindow
from tests.benchmarks.event_loop import Ticks
from tests.benchmarks.first_frame import FIRST, Moment, Seen

AFTERWARDS_MS = 1500
"""How long the event loop is watched, which imports what was not needed so far."""


def main() -> None:
    """Run the program until its window is there and had time to prepare."""
    # The program itself would do a job and leave where there is no display.
    platform = ["-platform", "offscreen"] if os.environ.pop("QT_QPA_PLATFORM", "") else []
    os.environ.setdefault("DISPLAY", "none")
    application = QApplication(["", *platform])
    found: dict[str, object] = {}
    ticks: list[Ticks] = []

    def first(moment: Moment) -> None:
        found["first"] = vars(moment)
        ticks.append(Ticks())
        [window] = [each for each in application.topLevelWidgets() if isinstance(each, MainWindow)]
        window.completed.connect(complete)

    def complete() -> None:
        found["all"] = vars(Moment())
        QTimer.singleShot(AFTERWARDS_MS, end)

    def end() -> None:
        found["gap"] = max(ticks[0].gaps)
        application.closeAllWindows()

    watching = Seen(FIRST, first)
    program([])
    print(json.dumps(found))
    del watching


if __name__ == "__main__":
    main()
