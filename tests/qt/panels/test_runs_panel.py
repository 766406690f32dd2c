"""The panel of the runs."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from mdn_gui.qt.panels.runs_panel import RunsPanel
from mdn_gui.qt.panels.runs_table import RunsTable
from mdn_gui.session.edits import Edit
from mdn_gui.session.run import Phase
from tests.named_runs import named_run
from tests.sessions import changed, session_of
from tests.widgets import find

CONTROL = Qt.KeyboardModifier.ControlModifier
SESSION = session_of(listed=tuple(named_run(number) for number in (1, 2, 3, 4)), run=3)


class Seat:
    """A panel, and a session that its signals change as the window would."""

    def __init__(self, panel: RunsPanel) -> None:
        self.panel, self.session = panel, SESSION
        self.compared: list[tuple[int, ...]] = []
        panel.edited.connect(self._on_edited)
        panel.show_session(SESSION)

    @property
    def table(self) -> RunsTable:
        return find(self.panel, RunsTable, "runs")

    def button(self, name: str) -> QToolButton:
        return find(self.panel, QToolButton, name)

    def press(self, name: str) -> None:
        QTest.mouseClick(self.button(name), Qt.MouseButton.LeftButton)

    def show(self, **changes: object) -> None:
        self.session = changed(self.session, **changes)
        self.panel.show_session(self.session)

    def click(self, number: int, *, add: bool = False) -> None:
        """Click on the name of a run."""
        model = self.table.model()
        names = [model.index(row, 0).data() for row in range(model.rowCount())]
        index = model.index(names.index(f"Run {number}"), 0)
        place: QPoint = self.table.visualRect(index).center()
        modifier = CONTROL if add else Qt.KeyboardModifier.NoModifier
        QTest.mouseClick(self.table.viewport(), Qt.MouseButton.LeftButton, modifier, place)

    def _on_edited(self, edit: Edit, _undo: str, _merge: str) -> None:
        before, self.session = self.session, edit(self.session)
        if self.session.listed == before.listed and self.session.view != before.view:
            self.compared.append(self.session.view.compared)

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.session.listed]


@pytest.fixture
def seat(qtbot: QtBot) -> Seat:
    panel = RunsPanel()
    qtbot.addWidget(panel)
    panel.resize(640, 300)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    return Seat(panel)


def test_selecting_two_runs_compares_them_in_their_order(seat: Seat) -> None:
    seat.click(4)
    seat.click(2, add=True)
    assert seat.compared == [(4,), (2, 4)]


def test_a_third_run_ends_the_comparison_and_stays_selected(seat: Seat) -> None:
    for number in (1, 2, 3):
        seat.click(number, add=True)
        seat.show()
    assert seat.compared == [(1,), (1, 2), ()]
    assert seat.table.selected() == (1, 2, 3)
    seat.click(1, add=True)
    assert seat.compared[-1] == (2, 3)


def test_the_selection_follows_the_session_and_is_not_told_back(seat: Seat) -> None:
    seat.show(compared=(1, 3))
    assert seat.table.selected() == (1, 3)
    seat.show(compared=())
    assert seat.table.selected() == ()
    assert seat.compared == []


def test_a_session_from_before_a_click_does_not_undo_it(seat: Seat) -> None:
    seat.click(1)
    seat.panel.show_session(changed(SESSION, progress=1.0))
    assert seat.table.selected() == (1,)
    seat.click(2, add=True)
    seat.panel.show_session(changed(SESSION, compared=(1,)))
    seat.show()
    assert seat.table.selected() == (1, 2)
    assert seat.compared == [(1,), (1, 2)]


def test_the_selection_stays_while_a_run_goes_and_when_it_ends(seat: Seat) -> None:
    seat.click(1)
    seat.click(2, add=True)
    for progress in range(5):
        seat.show(phase=Phase.TRAINING, progress=float(progress))
    seat.show(phase=Phase.IDLE, listed=(*seat.session.listed, named_run(5)), run=5)
    assert seat.table.selected() == (1, 2)
    assert seat.compared == [(1,), (1, 2)]


def test_renaming_is_passed_on(seat: Seat, qtbot: QtBot) -> None:
    seat.click(2)
    seat.table.setFocus()
    QTest.keyClick(seat.table, Qt.Key.Key_F2)
    [field] = seat.table.findChildren(QLineEdit)
    QTest.keyClicks(field, "wide")
    with qtbot.waitSignal(seat.panel.edited):
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert seat.names == ["Run 1", "wide", "Run 3", "Run 4"]


def test_the_settings_of_one_run_are_restored(seat: Seat) -> None:
    button = seat.button("restore_run")
    assert not button.isEnabled()
    assert "Select one run first." in button.toolTip()
    seat.click(2)
    assert button.isEnabled()
    seat.press("restore_run")
    assert seat.session.status.message == "The settings of Run 2 are in force again."
    seat.click(3, add=True)
    assert not button.isEnabled()


@pytest.mark.parametrize("by_key", [False, True])
def test_a_run_is_shown_by_button_and_by_key(seat: Seat, *, by_key: bool) -> None:
    button = seat.button("show_run")
    assert not button.isEnabled()
    seat.click(3)
    assert not button.isEnabled()
    assert "This run is shown already." in button.toolTip()
    seat.click(2)
    assert button.isEnabled()
    if by_key:
        QTest.keyClick(seat.table, Qt.Key.Key_Return)
    else:
        seat.press("show_run")
    assert seat.session.run.number == 2
    assert seat.names == ["Run 1", "Run 2", "Run 3", "Run 4"]


def test_a_run_under_way_cannot_be_deleted(seat: Seat) -> None:
    seat.click(3)
    seat.show(phase=Phase.TRAINING)
    assert not seat.button("delete_runs").isEnabled()
    assert "A run is under way: stop it first." in seat.button("delete_runs").toolTip()
    seat.click(2)
    assert seat.button("delete_runs").isEnabled()


def test_settings_are_not_restored_while_a_run_is_under_way(seat: Seat) -> None:
    seat.click(2)
    seat.show(phase=Phase.PAUSED)
    button = seat.button("restore_run")
    assert not button.isEnabled()
    assert "A run is under way: stop it first." in button.toolTip()
    seat.show(phase=Phase.IDLE)
    assert button.isEnabled()


@pytest.mark.parametrize("by_key", [False, True])
@pytest.mark.parametrize("numbers", [(2,), (1, 4), (1, 2, 3), (1, 2, 3, 4)])
def test_all_selected_runs_are_deleted(
    seat: Seat, qtbot: QtBot, numbers: tuple[int, ...], *, by_key: bool
) -> None:
    for number in numbers:
        seat.click(number, add=True)
        seat.show()
    told = len(seat.compared)
    if by_key:
        seat.table.setFocus()
        QTest.keyClick(seat.table, Qt.Key.Key_Delete)
    else:
        seat.press("delete_runs")
    seat.show()
    qtbot.waitUntil(lambda: seat.table.model().rowCount() == 4 - len(numbers))
    assert seat.names == [f"Run {number}" for number in (1, 2, 3, 4) if number not in numbers]
    assert seat.table.selected() == ()
    assert len(seat.compared) == told
    assert not seat.button("delete_runs").isEnabled()


def test_the_delete_key_in_a_name_deletes_a_letter(seat: Seat, qtbot: QtBot) -> None:
    seat.click(2)
    seat.table.setFocus()
    QTest.keyClick(seat.table, Qt.Key.Key_F2)
    [field] = seat.table.findChildren(QLineEdit)
    QTest.keyClick(field, Qt.Key.Key_Home)
    with qtbot.assertNotEmitted(seat.panel.edited):
        QTest.keyClick(field, Qt.Key.Key_Delete)
    assert field.text() == "un 2"


def test_the_button_copies_the_whole_table(seat: Seat) -> None:
    seat.click(2)
    seat.press("copy_runs")
    assert len(QGuiApplication.clipboard().text().split("\n")) == 5


def test_it_says_what_comes_here_while_there_are_no_runs(seat: Seat) -> None:
    hint = find(seat.panel, QLabel, "runs_hint")
    assert not hint.isVisible()
    seat.show(listed=())
    assert hint.isVisible()
    assert not seat.button("copy_runs").isEnabled()


def test_a_hidden_panel_catches_up_when_it_is_seen(seat: Seat) -> None:
    seat.panel.hide()
    seat.show(listed=SESSION.listed[:2], compared=(1, 2))
    assert seat.table.model().rowCount() == 4
    seat.panel.show()
    assert seat.table.model().rowCount() == 2
    assert seat.table.selected() == (1, 2)
    assert seat.compared == []


def test_every_control_has_a_name_and_an_explanation(seat: Seat) -> None:
    controls = [*seat.panel.findChildren(QToolButton), seat.table]
    assert len(controls) == 5
    for control in controls:
        assert control.accessibleName()
        assert control.toolTip()
