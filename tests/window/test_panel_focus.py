"""From panel to panel by F6."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolBar, QWidget

from mdn_gui.qt.workspace import Workspace
from tests.person import LEFT
from tests.widgets import find
from tests.window.explorer import Explorer
from tests.window.test_present import present

FORTH, BACK = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


def next_panel(person: Explorer, modifier: Qt.KeyboardModifier = FORTH) -> QWidget:
    """Press F6; what has the focus then, with a frame around its panel alone."""
    focused = QApplication.focusWidget() or person.window
    QTest.keyClick(focused, Qt.Key.Key_F6, modifier)
    reached = QApplication.focusWidget()
    assert reached is not None
    [frame] = frames(person)
    panel = frame.parentWidget()
    assert panel is not None
    assert panel.isAncestorOf(reached)
    assert frame.size() == panel.size()
    return reached


def frames(person: Explorer) -> list[QWidget]:
    return [each for each in person.window.findChildren(QWidget, "panel_frame") if each.isVisible()]


def test_it_goes_through_all_panels_and_begins_again(trained: Explorer) -> None:
    trained.window.setFocus()
    reached = [next_panel(trained) for _ in range(8)]
    assert find(trained.window, QToolBar, "controls").isAncestorOf(reached[0])
    assert reached[1].objectName() == "input_0"
    assert reached[2] is trained.field
    assert reached[3] is trained.slice
    assert reached[4] is trained.losses
    assert reached[5].objectName() == "first_epoch"
    assert find(trained.window, QWidget, "tabs").isAncestorOf(reached[6])
    assert reached[7] is reached[0]
    assert [next_panel(trained, BACK) for _ in range(7)] == reached[6::-1]


def test_the_frame_goes_when_the_mouse_is_used(trained: Explorer) -> None:
    trained.window.setFocus()
    next_panel(trained, BACK)
    handle = trained.window.windowHandle()
    QTest.mouseClick(handle, LEFT, pos=QPoint(5, trained.window.height() - 5))
    assert not frames(trained)


@pytest.mark.parametrize("workspace", ["Data", "Check"])
def test_it_goes_through_every_workspace(trained: Explorer, workspace: str) -> None:
    trained.go_to_workspace(workspace)
    trained.window.setFocus()
    next_panel(trained)
    assert find(trained.window, Workspace, "workspace").isAncestorOf(next_panel(trained))


def test_it_reaches_the_start_page(person: Explorer) -> None:
    person.window.setFocus()
    next_panel(person)
    assert next_panel(person).accessibleName() == "Open a table"


def test_it_goes_through_what_is_presented(trained: Explorer) -> None:
    presentation = present(trained)
    assert all(presentation.isAncestorOf(next_panel(trained)) for _ in range(3))
