"""Finding what a person sees in a window."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from mdn_gui.qt.widgets.section import Section


def find[W: QWidget](window: QWidget, kind: type[W], name: str) -> W:
    """The one control of a kind and an object name in a window."""
    found = window.findChildren(kind, name)
    assert len(found) == 1, f"{len(found)} controls called {name}"
    return found[0]


def around(widget: QWidget) -> Iterator[QWidget]:
    """All that a widget stands in, from the inside out."""
    parent = widget.parentWidget()
    while parent is not None:
        yield parent
        parent = parent.parentWidget()


def unfold(widget: QWidget) -> None:
    """Unfold the sections that a widget stands in, by mouse."""
    for section in reversed([each for each in around(widget) if isinstance(each, Section)]):
        if not section.unfolded:
            QTest.mouseClick(section.heading, Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def unfold_all(panel: QWidget) -> None:
    """Unfold all sections of a panel."""
    for section in panel.findChildren(Section):
        section.unfold()
    QApplication.processEvents()
