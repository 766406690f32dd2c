"""Someone who questions everything that the window shows."""

from collections.abc import Callable

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.loader import Loader
from mdn_gui.qt.main_window import MainWindow
from mdn_gui.session.session import Session
from mdn_gui.session.view import Layer
from tests.person import LEFT, NO_KEY, Person
from tests.plots import click, curve, drag, pixel
from tests.trainings import LedTraining
from tests.widgets import find

Floats = NDArray[np.float64]

CONTROL = Qt.KeyboardModifier.ControlModifier


class Explorer(Person):
    """A person who knows the names of all plots, tables, buttons and fields."""

    # Doing

    def train(self, epochs: int, led: LedTraining) -> None:
        """Train for so many epochs, to the end."""
        self.retype("epochs", str(epochs))
        self.press("Train")
        self.qtbot.waitUntil(lambda: not self.offered("Train"))
        led.let_end(epochs)
        self.wait_for_message("Training finished.")
        self.wait_until_drawn(epochs)

    def wait_until_drawn(self, epochs: int) -> None:
        """Wait until the losses of so many epochs are drawn."""
        if "Losses" in self.tabs():
            self.open_tab("Losses")
        self.qtbot.waitUntil(lambda: self.epochs_drawn() == epochs)

    def push(self, name: str) -> None:
        """Click on the left end of a button or a box of that name, once it is enabled."""
        button = find(self.window, QAbstractButton, name)
        with self.at(button):
            self.qtbot.waitUntil(button.isEnabled)
            QTest.mouseClick(button, LEFT, pos=QPoint(8, button.height() // 2))

    def switch(self, layer: str) -> None:
        """Switch a layer of the main plot on or off, and wait until every panel shows that."""
        name, on = f"layer_{layer}", not self.ticked(f"layer_{layer}")

        def shown(session: Session) -> bool:
            return (Layer[layer.upper()] in session.view.layers) == on

        with self.qtbot.waitSignal(self.window.drawn, check_params_cb=shown):
            self.push(name)

    def press_keys(self, name: str, *keys: Qt.Key) -> None:
        """Press keys while the focus is on the control of that name."""
        control = find(self.window, QWidget, name)
        with self.at(control):
            control.setFocus()
            for key in keys:
                QTest.keyClick(control, key)

    def strike(self, key: Qt.Key) -> None:
        """Press a key, wherever the focus is."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key)

    def act_within_a_frame(self, led: LedTraining, act: Callable[[], None]) -> None:
        """Let an epoch end, and act when its losses are drawn but not yet what comes after them."""
        timer = QTimer(singleShot=True, interval=0)
        timer.timeout.connect(act)
        [losses] = [item for item in self.losses.listDataItems() if item.name() == "validation"]
        with self.qtbot.waitSignal(timer.timeout):
            losses.sigPlotChanged.connect(lambda _: timer.start())
            led.let_end(1)
        losses.sigPlotChanged.disconnect()

    def stand_at(self, x: float) -> None:
        """Type an x, and wait for the density there."""
        self.retype("input_0", str(x))
        self.qtbot.waitUntil(lambda: f"= {x:.1f}" in self.title_at_x())

    def click(self, plot: pg.PlotWidget, x: float, y: float) -> None:
        """Click on a point of the plane."""
        click(plot, x, y)

    def drag(
        self, plot: pg.PlotWidget, start: tuple[float, float], end: tuple[float, float]
    ) -> None:
        """Drag from one point of the plane to another."""
        drag(plot, pixel(plot, *start), pixel(plot, *end))

    def click_cell(self, table: str, row: int, column: int = 0, *, add: bool = False) -> None:
        """Click on a cell of a table; `add` holds Ctrl."""
        view = self.table(table)
        with self.at(view):
            place = view.visualRect(view.model().index(row, column)).center()
            QTest.mouseClick(view.viewport(), LEFT, CONTROL if add else NO_KEY, place)

    def click_header(self, table: str, column: int) -> None:
        """Click on the name of a column."""
        header = self.table(table).horizontalHeader()
        middle = header.sectionViewportPosition(column) + header.sectionSize(column) // 2
        QTest.mouseClick(header.viewport(), LEFT, pos=QPoint(middle, header.height() // 2))

    def copy(self, table: str) -> list[list[str]]:
        """Press Ctrl+C in a table; what the clipboard holds then."""
        QGuiApplication.clipboard().clear()
        self.table(table).setFocus()
        QTest.keyClick(self.table(table), Qt.Key.Key_C, CONTROL)
        return [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]

    # Seeing

    @property
    def field(self) -> pg.PlotWidget:
        """The main plot."""
        return self.plot("Density of y given x")

    @property
    def slice(self) -> pg.PlotWidget:
        """The plot of y at the chosen x."""
        return find(self.window, pg.PlotWidget, "density")

    @property
    def losses(self) -> pg.PlotWidget:
        """The chart of the losses."""
        return self.plot("Losses by epoch")

    def table(self, name: str) -> QTableView:
        """The table of that name."""
        return find(self.window, QTableView, name)

    def cells(self, table: str) -> list[list[str]]:
        """The texts of a table, row by row."""
        with self.at(self.table(table)):
            model = self.table(table).model()
            rows, columns = range(model.rowCount()), range(model.columnCount())
            return [[model.index(row, column).data() for column in columns] for row in rows]

    def facts_of(self, table: str) -> dict[str, str]:
        """The second column of a table, by the first one."""
        return {name: value for name, value, *_ in self.cells(table)}

    def typed(self, name: str) -> str:
        """What stands in a field."""
        field = find(self.window, QAbstractSpinBox, name)
        with self.at(field):
            return field.text()

    def ticked(self, name: str) -> bool:
        """Whether a button is down, or a box ticked."""
        return find(self.window, QAbstractButton, name).isChecked()

    def line_at(self) -> float:
        """The x of the line in the main plot."""
        lines = [item for item in self.field.plotItem.items if isinstance(item, pg.InfiniteLine)]
        [line] = [line for line in lines if line.movable]  # the others are marks
        return float(line.value())

    def density(self, name: str = "density") -> tuple[Floats, Floats]:
        """What the plot of y at x draws under a name: values and y."""
        return curve(self.slice, name)


class Insider(Explorer):
    """An explorer who also knows the session."""

    def __init__(self, controller: Controller, qtbot: QtBot) -> None:
        super().__init__(MainWindow(controller, Loader()), qtbot)
        self.controller = controller

    def leave(self) -> None:
        """Let go of the session too."""
        super().leave()
        del self.controller


def notes(plot: pg.PlotWidget) -> list[str]:
    """The texts that are written in a plot."""
    items = [item for item in plot.scene().items() if isinstance(item, pg.TextItem)]
    return [item.toPlainText() for item in items if item.isVisible()]


def picture(plot: pg.PlotWidget) -> NDArray[np.int64]:
    """What is seen of a plot: red, green and blue, `(height, width, 3)`."""
    image = plot.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    seen = lines[:, : 3 * image.width()].reshape(image.height(), image.width(), 3)
    return seen.astype(np.int64)
