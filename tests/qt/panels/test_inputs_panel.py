"""The box of the inputs, in the order in which they are listed."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QRadioButton
from pytestqt.qtbot import QtBot

from mdn_gui.core.dataset import Dataset
from mdn_gui.qt.panels.inputs_panel import InputsPanel
from tests.importances import importance_of
from tests.networks import random_network
from tests.sessions import changed, session_of
from tests.widgets import find

INPUTS = np.random.default_rng(0).uniform(-1.0, 1.0, (50, 3))
PLAIN = session_of(
    dataset=Dataset(INPUTS, INPUTS[:, :1], ("a", "b", "c"), ("y",)),
    sampled_ranges=((-2.0, 2.0),) * 3,
    place=(0.0, 0.5, 0.0),
    network=random_network(inputs=3),
    importance=importance_of(0.1, 0.0, 2.0),
)
ORDERED = changed(PLAIN, by_importance=True)


@pytest.fixture
def panel(qtbot: QtBot) -> InputsPanel:
    panel = InputsPanel()
    qtbot.addWidget(panel)
    panel.show_session(PLAIN)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    return panel


def listed(panel: InputsPanel) -> list[str]:
    """The names of the inputs, from above to below."""
    QApplication.processEvents()
    buttons = [find(panel, QRadioButton, f"across_{column}") for column in range(3)]
    return [button.text() for button in sorted(buttons, key=lambda button: button.y())]


def test_inputs_are_listed_as_in_the_table_or_by_importance(panel: InputsPanel) -> None:
    assert listed(panel) == ["a", "b", "c"]
    panel.show_session(ORDERED)
    assert listed(panel) == ["c", "a", "b"]
    panel.show_session(PLAIN)
    assert listed(panel) == ["a", "b", "c"]


def test_the_tab_key_follows_the_order_and_a_value_stays_that_of_its_input(
    panel: InputsPanel, qtbot: QtBot
) -> None:
    panel.show_session(changed(ORDERED, across=2))
    find(panel, QRadioButton, "across_2").setFocus()
    names = []
    for _ in range(4):
        focused = QApplication.focusWidget()
        assert focused is not None
        names.append(focused.objectName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert names == ["across_2", "input_2", "input_0", "input_1"]
    with qtbot.waitSignal(panel.edited) as edited:
        find(panel, QRadioButton, "across_1").click()
    assert edited.args[0](ORDERED).resolved.across == 1


def test_another_run_whose_importance_is_not_known_has_the_order_of_the_table(
    panel: InputsPanel,
) -> None:
    panel.show_session(ORDERED)
    panel.show_session(changed(ORDERED, importance=None))
    assert listed(panel) == ["a", "b", "c"]
