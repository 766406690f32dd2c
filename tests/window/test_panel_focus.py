"""From panel to panel by F6."""

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
    corner = QPoint(5, trained.window.height() - 5)
    QTest.mouseClick(trained.window.windowHandle(), LEFT, pos=corner)
    assert not frames(trained), "it goes when the mouse is used"


def test_it_goes_through_every_workspace_and_what_is_presented(trained: Explorer) -> None:
    inside = find(trained.window, Workspace, "workspace")
    for workspace in ("Data", "Check"):
        trained.go_to_workspace(workspace)
        trained.window.setFocus()
        next_panel(trained)
        assert inside.isAncestorOf(next_panel(trained))
    trained.go_to_workspace("Explore")
    presentation = present(trained)
    assert all(presentation.isAncestorOf(next_panel(trained)) for _ in range(3))


def test_it_reaches_the_start_page(person: Explorer) -> None:
    person.window.setFocus()
    next_panel(person)
    assert next_panel(person).accessibleName() == "Open a table"
