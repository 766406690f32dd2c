"""What a person does in the main window, by mouse and keys, and what is seen there."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QFrame,
    QLabel,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QTabBar,
    QTableView,
    QTabWidget,
    QToolBar,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from mdn_gui.qt.main_window import MainWindow
from mdn_gui.qt.panels.columns_panel import ColumnsPanel
from mdn_gui.qt.widgets.tabs import Drawer
from mdn_gui.session.run import Phase
from mdn_gui.session.session import Session
from tests.widgets import around, find, unfold

LEFT = Qt.MouseButton.LeftButton
COPY, NO_KEY = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier

OPENS_AT, HIGH = QSize(1280, 800), 1000
"""How large a window opens, and how high it is with room for an open drawer too."""

WORKSPACES = ("Data", "Explore", "Check")

Floats = NDArray[np.float64]


class Person:
    """A person at the window.

    Attributes:
        window: The window.
        qtbot: Waits.
    """

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self.qtbot = window, qtbot
        self._drawn = [Session()]  # what every panel showed, the latest last
        window.drawn.connect(self._drawn.append)
        qtbot.addWidget(window)
        if window.size() == OPENS_AT:
            window.resize(window.width(), HIGH)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        qtbot.waitUntil(lambda: window.complete, timeout=30_000)
        self.open_tab("Numbers")

    def leave(self) -> None:
        """Let go of the window, which pytest would keep alive together with this person."""
        del self.window

    # Doing

    def button(self, text: str) -> QToolButton:
        """The button of the toolbar that shows this text."""
        bar = find(self.window, QToolBar, "controls")
        [button] = [b for b in bar.findChildren(QToolButton) if b.text() == text]
        return button

    def press(self, text: str) -> None:
        """Click a button, or take the entry of a menu where there is none, once it is enabled."""
        self.qtbot.waitUntil(lambda: self.offered(text))
        buttons = [b for b in self.window.findChildren(QToolButton) if b.text() == text]
        if buttons:
            [button] = buttons
            QTest.mouseClick(button, LEFT)
        else:
            self._action(text).trigger()

    def go_to_workspace(self, text: str) -> None:
        """Click the button of a workspace."""
        [button] = [each for each in self._buttons() if each.text().partition(" (")[0] == text]
        QTest.mouseClick(button, LEFT)
        self.qtbot.waitUntil(button.isChecked)
        rooms = find(self.window, QStackedWidget, "workspace")
        self.qtbot.waitUntil(lambda: rooms.currentIndex() == WORKSPACES.index(text))

    def reach(self, control: QWidget) -> None:
        """Go to where a control is seen: its workspace, its tab, its part of a form, its popup."""
        for place in reversed([control, *around(control)]):
            parent = place.parentWidget()
            if isinstance(place, QFrame) and place.windowType() == Qt.WindowType.Popup:
                assert isinstance(parent, QToolButton)
                QTest.mouseClick(parent, LEFT)
            elif isinstance(place, QTabWidget):
                tabs = range(place.count())
                for tab in tabs:
                    page = place.widget(tab)
                    if page is not None and page.isAncestorOf(control) and place.isTabVisible(tab):
                        self.open_tab(place.tabText(tab))
            elif parent is not None and parent.objectName() == "workspace":
                rooms = find(self.window, QStackedWidget, "workspace")
                if (room := rooms.indexOf(place)) != rooms.currentIndex():
                    self.go_to_workspace(WORKSPACES[room])
        unfold(control)

    @contextmanager
    def at(self, control: QWidget) -> Iterator[None]:
        """Go to where a control is seen, and back."""
        rooms = find(self.window, QStackedWidget, "workspace")
        room = rooms.currentIndex()
        self.reach(control)
        self.qtbot.waitUntil(lambda: control.isVisible() or control.isHidden())
        yield
        for place in around(control):
            if place.isWindow() and place is not self.window:
                place.close()
        if rooms.currentIndex() != room:
            self.go_to_workspace(WORKSPACES[room])

    def take(self, button: str, entry: str) -> None:
        """Open the menu of a button of the toolbar by mouse and take an entry by keys."""
        if not any(each.text() == button for each in self.window.findChildren(QToolButton)):
            self._action(entry).trigger()
            return
        timer = QTimer(interval=5)

        def choose() -> None:
            menu = QApplication.activePopupWidget()
            if isinstance(menu, QMenu):
                timer.stop()
                # The keys pass over lines and over what is off.
                reached = [a for a in menu.actions() if a.isEnabled() and not a.isSeparator()]
                texts = [action.text() for action in reached]
                for _ in range(1 + texts.index(entry)):
                    QTest.keyClick(menu, Qt.Key.Key_Down)
                QTest.keyClick(menu, Qt.Key.Key_Return)

        timer.timeout.connect(choose)
        timer.start()
        self.press(button)  # returns when the menu is closed
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)

    def choose_example(self, title: str = "Inverse sine") -> None:
        """Take an example from the menu, and wait for its rows."""
        self._action(title, "example_").trigger()
        self.qtbot.waitUntil(lambda: self.window.windowTitle() == f"{title} – MDN Studio")
        self.wait_for_facts(" rows · ")

    def retype(self, name: str, text: str) -> None:
        """Type another number into a field, once it is enabled."""
        field = find(self.window, QAbstractSpinBox, name)
        with self.at(field):
            self.qtbot.waitUntil(field.isEnabled)
            field.setFocus()  # or Enter would press a button that has it
            field.selectAll()
            QTest.keyClicks(field, text)
            QTest.keyClick(field, Qt.Key.Key_Return)

    def choose(self, name: str, text: str) -> None:
        """Choose by keys in a list of choices."""
        choice = find(self.window, QComboBox, name)
        with self.at(choice):
            self.qtbot.waitUntil(choice.isEnabled)
            choice.setFocus()
            QTest.keyClick(choice, Qt.Key.Key_Home)
            for _ in range(choice.count()):
                if choice.currentText() != text:
                    QTest.keyClick(choice, Qt.Key.Key_Down)
            assert choice.currentText() == text

    def open_tab(self, text: str) -> None:
        """Click on the tab that shows this text."""
        [bar] = [bar for bar in self.window.findChildren(QTabBar) if text in _titles(bar)]
        pages = bar.parentWidget()
        [tab] = [tab for tab in range(bar.count()) if bar.tabText(tab) == text]
        if tab != bar.currentIndex() or (isinstance(pages, Drawer) and not pages.opened):
            QTest.mouseClick(bar, LEFT, pos=bar.tabRect(tab).center())

    def key(self, key: Qt.Key) -> None:
        """Press a key while the focus is on the plot."""
        plot = self.plot("Density of y given x")
        plot.setFocus()
        QTest.keyClick(plot, key)

    def go_to(self, x: float) -> None:
        """Click in the plot at an x, where no data are, and wait for the numbers there."""
        plot = self.plot("Density of y given x")
        view = plot.getPlotItem().getViewBox()
        low, high = view.viewRange()[1]
        place = plot.mapFromScene(view.mapViewToScene(QPointF(x, low + 0.02 * (high - low))))
        QTest.mouseClick(plot.viewport(), LEFT, pos=QPoint(place.x(), place.y()))
        self.qtbot.waitUntil(lambda: abs(self.x_shown() - x) < 0.1)

    def drag_is_welcome(self, data: QMimeData) -> bool:
        """Drag something over the window."""
        event = QDragEnterEvent(QPoint(400, 300), COPY, data, LEFT, NO_KEY)
        event.ignore()
        QApplication.sendEvent(self.window, event)
        return event.isAccepted()

    def drop(self, data: QMimeData) -> None:
        """Drop something on the window."""
        QApplication.sendEvent(self.window, QDropEvent(QPointF(400, 300), COPY, data, LEFT, NO_KEY))

    def accept_columns(self) -> None:
        """Take the columns that are proposed."""
        QTest.mouseClick(find(self.columns(), QPushButton, "columns_take"), LEFT)

    def columns(self) -> ColumnsPanel:
        """The question for columns, once it is asked."""
        self.qtbot.waitUntil(self.asked_for_columns)
        [panel] = self.window.findChildren(ColumnsPanel)
        return panel

    def asked_for_columns(self) -> bool:
        """Whether columns are asked for."""
        return any(panel.isVisible() for panel in self.window.findChildren(ColumnsPanel))

    def dismiss_problem(self) -> str:
        """Wait for a message, read it and close it."""
        self.qtbot.waitUntil(lambda: bool(self.window.findChildren(QMessageBox, "problem")))
        box = find(self.window, QMessageBox, "problem")
        text = box.text()
        QTest.keyClick(box, Qt.Key.Key_Escape)
        self.qtbot.waitUntil(lambda: not self.window.findChildren(QMessageBox, "problem"))
        return text

    # Seeing

    def offered(self, text: str) -> bool:
        """Whether there is a button or an entry of this text, and enabled."""
        buttons = self.window.findChildren(QToolButton)
        actions = self.window.findChildren(QAction)
        return any(each.isEnabled() for each in buttons if each.text() == text) or any(
            each.isEnabled()
            for each in actions
            if each.iconText() == text  # which has no key beside it
        )

    def _action(self, text: str, kind: str = "") -> QAction:
        """What can be done, by its text, and if several are called so, of which kind."""
        actions = [each for each in self.window.findChildren(QAction) if each.iconText() == text]
        named = [each for each in actions if isinstance(each.data(), str)]
        [action] = [
            each
            for each in named
            if each.data().startswith(kind) and (kind or not each.data().startswith("example_"))
        ]
        return action

    def _buttons(self) -> list[QToolButton]:
        return find(self.window, QToolBar, "controls").findChildren(QToolButton)

    def plot(self, name: str) -> pg.PlotWidget:
        """The plot of that accessible name."""
        plots = self.window.findChildren(pg.PlotWidget)
        [plot] = [plot for plot in plots if plot.accessibleName() == name]
        return plot

    def dialogs(self) -> list[QDialog]:
        """The dialogs that are open."""
        return [dialog for dialog in self.window.findChildren(QDialog) if dialog.isVisible()]

    def text(self, name: str) -> str:
        """The text of a label, where it is seen."""
        label = find(self.window, QLabel, name)
        rooms = find(self.window, QStackedWidget, "workspace")
        room = rooms.currentWidget()
        if room is not None and rooms.isAncestorOf(label) and not room.isAncestorOf(label):
            with self.at(label):
                return label.text()
        return label.text()

    def wait_for_facts(self, text: str) -> None:
        """Wait until the line of rows and losses holds a text."""
        self.qtbot.waitUntil(lambda: text in self.text("facts"), timeout=10_000)

    def wait_until_paused(self) -> None:
        """Wait until every panel shows that the run is held."""
        self.qtbot.waitUntil(lambda: self._drawn[-1].run.phase is Phase.PAUSED)

    def wait_for_message(self, text: str, timeout: int = 10_000) -> None:
        """Wait until what happened last holds a text, and every panel shows what came of it."""
        self.qtbot.waitUntil(
            lambda: text in self.text("message") and text in self._drawn[-1].status.message,
            timeout=timeout,
        )

    def numbers(self) -> dict[str, str]:
        """The numbers at x, by the name of the quantity, without what is remarked on it."""
        model = find(self.window, QTableView, "numbers").model()
        rows = range(model.rowCount())
        cells = [[model.index(row, column).data() for column in (0, 1)] for row in rows]
        return {name.partition(",")[0]: value for name, value in cells if name is not None}

    def tabs(self) -> list[str]:
        """What the tabs that are there show."""
        bars = [bar for bar in self.window.findChildren(QTabBar) if bar.isVisible()]
        return [title for bar in bars for title in _titles(bar)]

    def notes(self) -> list[str]:
        """The notes on the network, if one looks at them."""
        field = find(self.window, QPlainTextEdit, "notes")
        return field.toPlainText().split("\n\n") if field.isVisible() else []

    def x_shown(self) -> float:
        """The x that the numbers are of; not a number while there are none."""
        return float(self.text("numbers_heading").partition("=")[2].partition(",")[0] or "nan")

    def title_at_x(self) -> str:
        """What stands over the density at x."""
        return str(self.plot("Density of y at the chosen x").getPlotItem().titleLabel.text)

    def epochs_drawn(self) -> int:
        """How many epochs the curve of the validation loss has."""
        items = self.plot("Losses by epoch").getPlotItem().listDataItems()
        [validation] = [item for item in items if item.name() == "validation"]
        x, _ = validation.getOriginalDataset()  # not thinned out for the screen
        return 0 if x is None else len(x)

    def show_samples(self) -> None:
        """Switch the layer of samples on."""
        box = find(self.window, QCheckBox, "layer_samples")
        self.qtbot.waitUntil(box.isEnabled)
        QTest.mouseClick(box, LEFT, pos=QPoint(8, box.height() // 2))
        self.qtbot.waitUntil(lambda: self.samples().size > 0)

    def samples(self) -> Floats:
        """The y of the samples drawn, left to right."""
        plot = self.plot("Density of y given x").getPlotItem()
        [samples] = [item for item in plot.items if _name(item) == "samples"]
        return np.array(samples.getData()[1])

    def slider(self, name: str) -> QWidget:
        """A slider, by the name of what it sets."""
        return find(self.window, QWidget, f"{name}_slider")


def _titles(bar: QTabBar) -> list[str]:
    return [bar.tabText(tab) for tab in range(bar.count()) if bar.isTabVisible(tab)]


def _name(item: object) -> str:
    return item.name() if isinstance(item, pg.ScatterPlotItem) else ""
