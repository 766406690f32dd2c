"""How the form looks, and how one walks through it."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QLabel,
    QScrollArea,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from mdn_gui.core.dataset import Dataset
from mdn_gui.qt import theme
from mdn_gui.session.session import Session
from mdn_gui.studio import application
from tests.forms import Forms
from tests.networks import loaded
from tests.sessions import changed, session_of
from tests.widgets import find, unfold_all

WIDTH = 280

SESSION = session_of(
    dataset=Dataset(np.zeros((1234, 1)), np.ones((1234, 1)), ("depth",), ("age",)),
    title="cores.csv",
)


@pytest.fixture
def panel(qtbot: QtBot) -> Forms:
    panel = Forms()
    qtbot.addWidget(panel)
    panel.show_session(SESSION)
    panel.resize(WIDTH, 900)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    unfold_all(panel)
    return panel


@pytest.mark.parametrize("session", [SESSION, loaded()], ids=["table", "problem"])
@pytest.mark.parametrize("chosen", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_nothing_is_cut_where_the_form_is_as_narrow_as_it_can_be(
    panel: Forms, chosen: theme.Theme, session: Session
) -> None:
    panel.show_session(session)
    theme.apply(application(), chosen)
    panel.resize(panel.minimumSizeHint().width(), 400)
    QApplication.processEvents()
    for area in panel.findChildren(QScrollArea):
        seen = area.viewport()
        for label in area.findChildren(QLabel):
            if label.isVisible() and label.buddy() is not None:
                assert label.width() >= label.sizeHint().width(), label.text()
                field = label.buddy()
                right = field.mapTo(seen, QPoint(field.width(), 0)).x()
                assert right <= seen.width(), label.text()


def test_the_tab_key_goes_through_the_form_from_top_to_bottom(panel: Forms) -> None:
    first = find(panel, QWidget, "validation_fraction")
    first.setFocus()
    walked = list(walk())
    heights = [height(panel, field) for field in walked]
    assert heights == sorted(heights)
    names = [field.objectName() for field in walked]
    assert names[:4] == ["validation_fraction", "folds", "test_fraction", "seed"]
    assert names[-1] == "clip_norm"
    assert len(set(names)) == len(names) == 27


def test_the_tab_key_goes_through_what_a_built_in_problem_has_besides(panel: Forms) -> None:
    panel.show_session(loaded())
    find(panel, QWidget, "rows").setFocus()
    walked = [field.objectName() for field in walk()]
    assert walked[:5] == ["rows", "noise", "validation_fraction", "folds", "test_fraction"]


def walk() -> Iterator[QWidget]:
    """The fields that the tab key visits, from the one with the focus to the last."""
    while (field := QApplication.focusWidget()) is not None:
        if not isinstance(field, QToolButton):  # the headings of the parts
            yield field
        if field.objectName() == "clip_norm":
            return
        QTest.keyClick(field, Qt.Key.Key_Tab)


def height(panel: Forms, field: QWidget) -> int:
    """How far below the top of all fields one is, wherever the form is scrolled to."""
    top = find(panel, QLabel, "data_title")
    return field.mapTo(panel, QPoint(0, 0)).y() - top.mapTo(panel, QPoint(0, 0)).y()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("warm_up", "0.01"),
        ("weight_decay", "0.0001"),
        ("dropout", "0.05"),
        ("input_noise", "0.01"),
        ("target_noise", "0.01"),
        ("beta", "0.1"),
        ("clip_norm", "1"),
        ("patience", "1"),
    ],
)
def test_the_arrows_switch_on_what_is_off_and_off_again(
    panel: Forms, name: str, shown: str
) -> None:
    field = find(panel, QAbstractSpinBox, name)
    field.setFocus()
    if field.text() != "0":
        field.selectAll()
        QTest.keyClicks(field, "0")
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert field.text() == shown
    for _ in range(6):
        QTest.keyClick(field, Qt.Key.Key_Up)
    for _ in range(7):
        QTest.keyClick(field, Qt.Key.Key_Down)
    assert field.text() == "0"


def test_a_long_title_does_not_widen_the_form(panel: Forms) -> None:
    before = panel.minimumSizeHint().width()
    panel.show_session(changed(SESSION, title="a_very_long_name" * 10 + ".csv"))
    assert panel.minimumSizeHint().width() == before
    assert ".csv" in find(panel, QLabel, "data_title").toolTip()
