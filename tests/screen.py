"""A second program on a display, which looks at the first one from outside.

It is told what to look at, and tells what it saw, one line of JSON each:

- `["places"]`: where the controls of the window are, `[x, y, width, height]` in pixels from the
  window's corner, by name; known from a window of its own, laid out alike and never on the screen;
- `["picture", x, y, width, height]`: a part of the screen, as one text that stands for it;
- `["clipboard"]`: the text that was copied last.
"""

import hashlib
import json
import sys

import pyqtgraph as pg
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QToolButton, QWidget

from mdn_gui import studio
from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.loader import Loader
from mdn_gui.qt.main_window import MainWindow
from mdn_gui.qt.theme import LIGHT
from mdn_gui.qt.trainer import Trainer
from mdn_gui.qt.widgets.tabs import Drawer
from tests.trainings import LedTraining
from tests.widgets import find
from tests.workers import working

type Place = tuple[int, int, int, int]

_ALIVE: list[object] = []
"""The window and what it needs: Python would destroy them on whatever thread collects garbage."""

SHOWN_X = (0, 5)
"""The x at which `places` says where the plot is, as "x = 0"."""


def main() -> None:
    """Answer until there are no more questions."""
    app = studio.application()
    for line in sys.stdin:
        print(json.dumps(_answer(app, *json.loads(line))), flush=True)


def _answer(app: QApplication, what: str, *details: int) -> object:
    if what == "places":
        return _places(app)
    if what == "picture":
        image = QGuiApplication.primaryScreen().grabWindow(0, *details).toImage()
        return hashlib.sha256(image.constBits()).hexdigest()
    app.processEvents()  # it has heard by then that something was copied
    return QGuiApplication.clipboard().text()


def _places(app: QApplication) -> dict[str, Place]:
    trainer, loader = Trainer(working(LedTraining().training)), Loader()
    controller = Controller(trainer)
    window = MainWindow(controller, loader)
    _ALIVE.extend((trainer, loader, controller, window))
    window.set_theme(LIGHT)
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    window.show()
    window.drawn.connect(app.quit)
    loader.load_example("inverse-sine")
    app.exec()
    drawer = find(window, Drawer, "tabs")
    closed = _settled(window, app)
    drawer.show_page(0)
    places = _settled(window, app) | {"Numbers": closed["Numbers"]}
    trainer.close()
    return places


def _settled(window: MainWindow, app: QApplication) -> dict[str, Place]:
    """Where the controls are once all is laid out."""
    places, before = None, _places_in(window)
    while places != before:
        window.grab()  # lays everything out, as showing would
        app.processEvents()  # what stands beside the plot comes when the plot has its size
        places, before = _places_in(window), places
    assert places is not None
    return places


def _places_in(window: MainWindow) -> dict[str, Place]:
    places = {
        button.text(): _place(button, window)
        for button in window.findChildren(QToolButton)
        if button.text()
    }
    bar = find(window, Drawer, "tabs").tabBar()
    tab = bar.tabRect(0)
    corner = bar.mapTo(window, tab.topLeft())
    places["Numbers"] = (corner.x(), corner.y(), tab.width(), tab.height())
    for name in ("copy_numbers", "temperature"):
        places[name] = _place(find(window, QWidget, name), window)
    plots = window.findChildren(pg.PlotWidget)
    [plot] = [plot for plot in plots if plot.accessibleName() == "Density of y given x"]
    places["plot"] = _place(plot, window)
    for x in SHOWN_X:
        inside = plot.mapFromScene(plot.view_box.mapViewToScene(QPointF(x, 3.0)))
        corner = plot.viewport().mapTo(window, inside)
        places[f"x = {x}"] = (corner.x(), corner.y(), 1, 1)
    return places


def _place(widget: QWidget, window: QWidget) -> Place:
    corner: QPoint = widget.mapTo(window, QPoint(0, 0))
    size: QSize = widget.size()
    return corner.x(), corner.y(), size.width(), size.height()


if __name__ == "__main__":
    main()
