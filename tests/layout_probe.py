"""Prints the controls of a window of 1280 x 720 that are cut off, in every workspace and tab.

Takes the number of inputs.
"""

import os
import sys
from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QPoint, QRect
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QSlider,
    QWidget,
)

from mdn_gui.core.dataset import Dataset
from mdn_gui.qt.control import looking, rows
from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.loader import Loader
from mdn_gui.qt.main_window import MainWindow
from mdn_gui.qt.panels.setup_panel import SetupPanel
from mdn_gui.qt.trainer import Trainer
from mdn_gui.qt.widgets.section import Section
from mdn_gui.qt.widgets.tabs import Pages
from mdn_gui.session.data import Data, widened_range
from mdn_gui.session.session import Workspace
from mdn_gui.studio import application
from tests.trainings import LedTraining
from tests.workers import working

SIZE = 1280, 720
CALM = 5
CONTROLS = (QAbstractButton, QAbstractSpinBox, QComboBox, QSlider)


def around(widget: QWidget) -> Iterator[QWidget]:
    parent = widget.parentWidget()
    while parent is not None and not widget.isWindow():
        yield parent
        widget, parent = parent, parent.parentWidget()


def cut_off(window: QWidget) -> Iterator[str]:
    """What is seen only in part and cannot be scrolled to."""
    for control in window.findChildren(QWidget):
        if not isinstance(control, CONTROLS) or not control.isVisible():
            continue
        name = control.objectName() or control.accessibleName() or type(control).__name__
        least = control.minimumSizeHint().boundedTo(control.maximumSize())
        if control.width() < least.width() or control.height() < least.height():
            yield f"{name}: {control.size()} of {least}"
        for place in around(control):
            if isinstance(place.parentWidget(), QAbstractScrollArea):
                break  # there it can be scrolled to
            area = QRect(control.mapTo(place, QPoint(0, 0)), control.size())
            if not place.rect().contains(area):
                yield f"{name}: {area} in {type(place).__name__} {place.rect()}"
                break


def settle(window: QWidget) -> None:
    """Wait until nothing is moved any more: panels are shown in turns, some milliseconds apart."""
    before, calm = list[QRect](), 0
    while calm < CALM:
        QTest.qWait(10)
        now = [each.geometry() for each in window.findChildren(QWidget)]
        calm = calm + 1 if now == before else 0
        before = now


def main() -> None:
    app = application()
    controller = Controller(Trainer(working(LedTraining().training)))
    window = MainWindow(controller, Loader())
    window.resize(*SIZE)
    window.show()
    while not window.complete:
        app.processEvents()
    rng = np.random.default_rng(0)
    inputs, targets = rng.normal(size=(50, int(sys.argv[1]))), rng.normal(size=(50, 2))
    names = tuple(f"input {column}" for column in range(inputs.shape[1]))
    dataset = Dataset(inputs, targets, names, ("depth", "stations"))
    settle(window)
    found = [f"start: {each}" for each in cut_off(window)]
    controller.do(rows.show(Data(dataset, "table", tuple(map(widened_range, inputs.T)))))
    settle(window)
    for workspace in Workspace:
        controller.do(looking.show_workspace(workspace))
        settle(window)
        found += [f"{workspace.name}: {each}" for each in cut_off(window)]
        for pages in window.findChildren(Pages):
            for tab in range(pages.count()):
                if pages.isVisible() and pages.isTabVisible(tab):
                    pages.show_page(tab)
                    settle(window)
                    text = pages.tabText(tab)
                    found += [f"{workspace.name}, {text}: {each}" for each in cut_off(window)]
        for section in window.findChildren(Section):
            section.unfold()
    assert window.findChildren(SetupPanel)
    assert window.size().toTuple() == SIZE, window.size()
    print(*dict.fromkeys(found), sep="\n")
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
