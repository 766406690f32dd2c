"""A bare PySide6 and pyqtgraph window with one empty plot: when it is first seen, as JSON."""

import json

import pyqtgraph as pg
from PySide6.QtWidgets import QApplication

from tests.benchmarks.first_frame import Moment, Seen


def main() -> None:
    """Show the window until it was painted."""
    application = QApplication()
    window = pg.PlotWidget()
    window.resize(1750, 1250)

    def end(moment: Moment) -> None:
        print(json.dumps({"first": vars(moment)}))
        application.quit()

    seen = Seen(("PlotWidget",), end)
    window.show()
    application.exec()
    del seen


if __name__ == "__main__":
    main()
