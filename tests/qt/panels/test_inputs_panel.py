"""The box of the inputs, in the order in which they are listed."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.kinds import NUMBER, Category
from mdn_gui.qt.control.looking import move_x, set_input
from mdn_gui.qt.panels.inputs_panel import InputsPanel
from mdn_gui.qt.widgets.column import column
from mdn_gui.session.edits import Edit
from tests.importances import importance_of
from tests.networks import random_network
from tests.plots import show
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


def test_as_many_inputs_are_seen_as_there_is_room_for(qtbot: QtBot) -> None:
    many = np.random.default_rng(0).uniform(-1.0, 1.0, (50, 12))
    names = tuple(f"input {number}" for number in range(12))
    panel = InputsPanel()
    around = column(panel, QWidget())
    show(qtbot, around, 280, 900)
    rows = Dataset(many, many[:, :1], names, ("y",))
    panel.show_session(session_of(dataset=rows, sampled_ranges=((-2.0, 2.0),) * 12))

    def seen() -> int:
        fields = [find(panel, QAbstractSpinBox, f"input_{number}") for number in range(12)]
        return sum(
            field.visibleRegion().boundingRect().height() == field.height() for field in fields
        )

    qtbot.waitUntil(lambda: seen() == 12)
    around.resize(280, panel.minimumSizeHint().height())
    qtbot.waitUntil(lambda: 6 <= seen() < 12)


def test_the_tab_key_follows_the_order_and_a_value_stays_that_of_its_input(
    panel: InputsPanel, qtbot: QtBot
) -> None:
    panel.show_session(changed(ORDERED, across=2))
    find(panel, QRadioButton, "across_2").setFocus()
    names = []
    for _ in range(5):
        focused = QApplication.focusWidget()
        assert focused is not None
        names.append(focused.objectName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert names == ["across_2", "input_2", "lock_2", "input_0", "lock_0"]
    with qtbot.waitSignal(panel.edited) as edited:
        find(panel, QRadioButton, "across_1").click()
    assert edited.args[0](ORDERED).resolved.across == 1


def test_another_run_whose_importance_is_not_known_has_the_order_of_the_table(
    panel: InputsPanel,
) -> None:
    panel.show_session(ORDERED)
    panel.show_session(changed(ORDERED, importance=None))
    assert listed(panel) == ["a", "b", "c"]


def test_a_few_whole_numbers_are_the_only_ones_that_can_be_typed_or_stepped_to(
    panel: InputsPanel,
) -> None:
    inputs = np.column_stack([INPUTS[:, :2], np.tile([1.0, 2.0, 5.0, 5.0, 1.0], 10)])
    session = changed(
        PLAIN,
        dataset=Dataset(inputs, INPUTS[:, :1], ("a", "b", "c"), ("y",)),
        sampled_ranges=((-2.0, 2.0), (-2.0, 2.0), (0.5, 5.5)),
        place=(0.0, 0.5, 2.0),
    )
    moved = [session]

    def follow(edit: Edit) -> None:
        moved.append(edit(moved[-1]))
        panel.show_session(moved[-1])

    panel.edited.connect(follow)
    panel.show_session(session)
    field = find(panel, QAbstractSpinBox, "input_2")
    assert field.text() == "2"
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert (field.text(), moved[-1].resolved.place[2]) == ("5", 5.0)
    field.selectAll()
    QTest.keyClicks(field, "2.9")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert (field.text(), moved[-1].resolved.place[2]) == ("2", 2.0)
    assert set_input(session, 2, 3.9).edit(session).resolved.place[2] == 5.0
    along = changed(session, across=2)
    assert move_x(along, -1).edit(along).resolved.place[2] == 1.0


def test_an_input_that_is_chosen_is_scrolled_to(panel: InputsPanel, qtbot: QtBot) -> None:
    inputs = np.random.default_rng(1).uniform(-1.0, 1.0, (50, 9))
    session = session_of(
        dataset=Dataset(inputs, inputs[:, :1], tuple("abcdefghi"), ("y",)),
        sampled_ranges=((-2.0, 2.0),) * 9,
        place=(0.0,) * 9,
    )

    def seen(column: int) -> bool:
        return not find(panel, QRadioButton, f"across_{column}").visibleRegion().isEmpty()

    panel.show_session(session)
    qtbot.waitUntil(lambda: seen(0) and not seen(8))
    panel.show_session(changed(session, across=8))
    qtbot.waitUntil(lambda: seen(8))
    panel.show_session(changed(session, across=8, place=(0.5, *(0.0,) * 8)))
    qtbot.waitUntil(lambda: seen(0))


def test_the_input_along_x_is_marked_after_other_targets_are_chosen(panel: InputsPanel) -> None:
    assert find(panel, QRadioButton, "across_0").isChecked()
    targets = Dataset(INPUTS, INPUTS[:, 1:], ("a", "b", "c"), ("v", "w"))
    panel.show_session(changed(PLAIN, dataset=targets, network=None))
    assert find(panel, QRadioButton, "across_0").isChecked()
    assert find(panel, QAbstractSpinBox, "input_1").text() == "0.500"


def test_a_category_is_a_choice_of_its_levels(panel: InputsPanel, qtbot: QtBot) -> None:
    soil = Category(("clay", "loam", "sand"))
    x = np.column_stack([INPUTS[:, 0], np.arange(50) % 3.0])
    rows = Dataset(x, INPUTS[:, 1:2], ("a", "soil"), ("y",), input_kinds=(NUMBER, soil))
    ranges = ((-2.0, 2.0), (-0.5, 2.5))
    session = session_of(dataset=rows, sampled_ranges=ranges, place=(0.0, 1.0))
    panel.show_session(session)
    choice = find(panel, QComboBox, "input_1")
    assert choice.accessibleName() == "Value of soil"
    assert [choice.itemText(place) for place in range(choice.count())] == ["clay", "loam", "sand"]
    assert choice.currentText() == "loam"
    with qtbot.waitSignal(panel.edited) as edited:
        QTest.keyClick(choice, Qt.Key.Key_Down)
    after = edited.args[0](session)
    assert after.resolved.place == (0.0, 2.0)
    panel.show_session(after)
    assert choice.currentText() == "sand"
    panel.show_session(changed(after, locked=frozenset({1})))
    assert not choice.isEnabled()
