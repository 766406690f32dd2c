"""Prints, as JSON, the visible texts of the window that are not worded by the catalogue.

It runs in a process of its own: the language of a process is chosen when it starts.
"""

import html
import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

import pyqtgraph as pg
from PySide6.QtCore import QAbstractItemModel, QEventLoop, QModelIndex, Qt, QThreadPool, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QGraphicsItem,
    QGraphicsTextItem,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QTableView,
    QTabWidget,
    QWidget,
)

from mdn_gui.qt.control import looking, run_list
from mdn_gui.qt.panels.columns_panel import ColumnsPanel
from mdn_gui.qt.widgets.tabs import Pages
from mdn_gui.session.edits import Act
from mdn_gui.session.session import Session, Workspace
from mdn_gui.session.view import Layer
from mdn_gui.studio import Studio, application
from tests.trainings import epoch, scripted
from tests.workers import working

LONGEST_WAIT = 30.0
_training = scripted(*map(epoch, (1, 2, 3)))

MARKED = re.compile(r"⟦[^⟦⟧]*(⟧|…\s*$)")  # a title that is too long ends in dots
LETTERS = re.compile(r"[A-Za-z]{2,}")
OWN = re.compile(
    r"MDN Studio|inverse-sine|(?i:\bsilu|relu|tanh|gelu)\b|AdamW?\b|Ctrl|Shift|Alt|Del|F\d+"
    r"|Space|Home|End|Left|Right|Up|Down|Return|Enter|Esc|\d+e[+-]?\d+|softmax, linear, exp|Parquet"
)
"""What is the same in every language: names, keys, numbers."""


def unworded(text: str) -> str:
    """What is left of a text without all that the catalogue worded."""
    left = html.unescape(re.sub(r"<[^<>]+>", " ", text))
    while MARKED.search(left):
        left = MARKED.sub(" ", left)
    return left if LETTERS.search(OWN.sub(" ", left)) else ""


def texts_of(window: QWidget) -> Iterator[tuple[str, str]]:
    """Every text that the window shows or says, with where it is."""
    widgets = [window, *window.findChildren(QWidget)]
    for widget in widgets:
        name = f"{type(widget).__name__} {widget.objectName()}"
        for text in _of_widget(widget):
            yield name, text
        for action in widget.actions():
            for text in (action.text(), action.toolTip(), action.statusTip()):
                yield f"action {action.objectName()}", text
    for menu in _menus(window):
        for action in menu.actions():
            yield f"menu {menu.title()}", action.text()


def _of_widget(widget: QWidget) -> Iterator[str]:
    yield from (widget.toolTip(), widget.statusTip(), widget.whatsThis(), widget.windowTitle())
    yield from (widget.accessibleName(), widget.accessibleDescription())
    match widget:
        case QLabel() | QAbstractButton():
            yield widget.text()
        case QLineEdit():
            yield widget.placeholderText()
        case QGroupBox():
            yield widget.title()
        case QComboBox():
            yield from (widget.itemText(index) for index in range(widget.count()))
        case QTabWidget():
            for index in range(widget.count()):
                yield from (widget.tabText(index), widget.tabToolTip(index))
        case pg.GraphicsView():
            yield from chain.from_iterable(map(_of_item, widget.scene().items()))
        case QTableView():
            yield from _of_model(widget.model())


def _of_model(model: QAbstractItemModel) -> Iterator[str]:
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
    for column in range(model.columnCount(QModelIndex())):
        for role in roles:
            yield model.headerData(column, Qt.Orientation.Horizontal, role) or ""
            for row in range(model.rowCount(QModelIndex())):
                yield str(model.index(row, column).data(role) or "")


def _of_item(item: QGraphicsItem) -> Iterator[str]:
    if isinstance(item, QGraphicsTextItem):
        yield item.toPlainText()
    if isinstance(item, pg.AxisItem):
        yield item.labelText
    yield item.toolTip()


def _menus(window: QWidget) -> Iterator[QMenu]:
    yield from window.findChildren(QMenu)
    for view in window.findChildren(pg.GraphicsView):
        for item in view.scene().items():
            if isinstance(item, pg.ViewBox | pg.PlotItem):
                menu = item.getMenu(None) if isinstance(item, pg.ViewBox) else item.getMenu()
                if menu is not None:
                    yield menu
                    yield from menu.findChildren(QMenu)


def main() -> None:
    """Walk the window, empty, trained, tempered and after a failure; print what is left."""
    app = application()
    studio = Studio(working(_training))
    window, controller = studio.window, studio.controller
    found: dict[tuple[str, str], None] = {}

    def look(until: Callable[[Session], bool] = lambda _: True) -> None:
        end = monotonic() + LONGEST_WAIT
        while not until(controller.state.session):
            assert monotonic() < end, f"never came: {controller.state.session.status}"
            app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        for tabs in window.findChildren(Pages):
            for index in range(tabs.count()):
                tabs.show_page(index)
                QThreadPool.globalInstance().waitForDone()
                app.processEvents()
        for top in app.topLevelWidgets():
            found.update(dict.fromkeys(texts_of(top)))

    def do(act: Act) -> None:
        controller.do(act)
        look()

    ticking = QTimer(interval=20)
    ticking.start()
    window.show()
    look(lambda _: window.complete)
    studio.loader.load_example("inverse-sine")
    look(lambda session: session.data.dataset is not None)
    controller.training.train()
    look(lambda session: session.run.ended != "" and session.run.notes != ())
    controller.training.train()
    look(lambda session: len(session.listed) == 2 and not session.led.busy)
    do(looking.pick_x(controller.session, 2.0))
    do(looking.set_temperature(0.5))
    do(looking.pick_row(7))
    do(run_list.choose_compared((1, 2)))
    for workspace in Workspace:
        do(looking.show_workspace(workspace))
    for layer in Layer:
        do(looking.switch_layer(layer, on=True))
    with TemporaryDirectory() as folder:
        table = Path(folder, "1.csv")
        table.write_text("1,2,x\n3,4,5\n6,7,8\n")
        studio.loader.open_table(table)
        look(lambda _: bool(window.findChildren(ColumnsPanel)))
        studio.loader.open_table(Path(folder, "2.csv"))
        look()
    QThreadPool.globalInstance().waitForDone()
    left = sorted((where, text) for where, text in found if unworded(text))
    json.dump({"texts": len(found), "left": left}, sys.stdout, ensure_ascii=False)
    sys.stdout.flush()
    os._exit(0)  # nothing is to be closed or saved


if __name__ == "__main__":
    main()
