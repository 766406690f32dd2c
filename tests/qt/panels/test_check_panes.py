"""The parts of the page Check, shown a check of a density with a planted fault."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from mdn_gui.core.check import Check, check
from mdn_gui.core.kinds import NUMBER, Category
from mdn_gui.core.missing import MISSING, MissingBand
from mdn_gui.qt.panels.check_along import CheckAlong
from mdn_gui.qt.panels.check_bars import CheckBars
from mdn_gui.qt.panels.check_cards import CheckCards
from mdn_gui.qt.panels.check_verdict import CheckVerdict
from mdn_gui.qt.plots.along_plot import AlongPlot, edges_of
from mdn_gui.qt.widgets.check_pictures import HundredDots
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.session.checked import Checked
from mdn_gui.session.session import Session, Workspace
from mdn_gui.session.view import Stretch
from tests.core.check.planted import rows, widened
from tests.networks import random_network
from tests.plots import click
from tests.sessions import changed, session_of
from tests.tables import click_row, shown
from tests.widgets import find

TEST = rows(1_200, 3)
NETWORK = random_network(inputs=2)


@pytest.fixture(scope="module")
def found() -> Check:
    """Too narrow where the first input is above 1, and right elsewhere."""
    return check(widened(0.4, lambda inputs: inputs[:, 0] > 1.0), TEST, rows(600, 4))


@pytest.fixture
def checked(found: Check) -> Session:
    """After that check of the network shown."""
    ends = tuple((float(column.min()), float(column.max())) for column in TEST.inputs.T)
    session = session_of(dataset=TEST, sampled_ranges=ends, place=(0.0, 0.0), network=NETWORK)
    return changed(session, checked=Checked(NETWORK, found), workspace=Workspace.CHECK)


@pytest.fixture
def open_pane(qtbot: QtBot) -> Callable[[Pane, Session], None]:
    """Shows a pane with a session."""

    def opened(pane: Pane, session: Session) -> None:
        qtbot.addWidget(pane)
        pane.resize(1000, 500)
        with qtbot.waitExposed(pane):
            pane.show()
        pane.show_session(session)
        qtbot.waitUntil(lambda: not pane.busy)

    return opened


type Opened = Callable[[Pane, Session], None]


def acted(pane: Pane, session: Session, act: Callable[[], None]) -> Session:
    """The session after what a person does in a pane."""
    sessions = [session]
    pane.edited.connect(lambda edit, _undo, _merge: sessions.append(edit(sessions[-1])))
    act()
    return sessions[-1]


def filled(dots: HundredDots) -> int:
    """How many dots are seen to be filled."""
    image = dots.grab().toImage()
    ground = image.pixelColor(dots.width() - 1, 0)
    middles = ((12 * column + 5, 12 * line + 7) for line in range(5) for column in range(20))
    return sum(image.pixelColor(x, y) != ground for x, y in middles)


def test_the_verdict_comes_first_in_large_letters_and_names_its_rows(
    open_pane: Opened, checked: Session, found: Check
) -> None:
    pane = CheckVerdict()
    open_pane(pane, checked)
    verdict = find(pane, QLabel, "verdict")
    assert verdict.text() == found.verdict.text
    assert "where x is " in verdict.text()
    assert verdict.font().pixelSize() == 20
    assert "Judged by 1,200 test rows" in find(pane, QLabel, "verdict_rows").text()


def test_without_a_network_it_says_what_to_do(open_pane: Opened) -> None:
    pane = CheckVerdict()
    open_pane(pane, session_of())
    assert find(pane, QLabel, "verdict").text().startswith("Train a network to see whether")


def test_what_could_not_be_checked_says_why(open_pane: Opened, checked: Session) -> None:
    pane = CheckVerdict()
    failed = Checked(NETWORK, None, failure="There are too few rows.")
    open_pane(pane, changed(checked, checked=failed))
    assert find(pane, QLabel, "verdict").text() == "There are too few rows."


def test_of_a_hundred_dots_those_outside_of_the_region_are_hollow(
    open_pane: Opened, checked: Session, found: Check
) -> None:
    pane = CheckBars()
    open_pane(pane, checked)
    inside = round(100 * float(np.mean(found.judged.region_levels <= 0.9)))
    [dots] = pane.findChildren(HundredDots)
    assert filled(dots) == inside
    assert f" {inside} did " in find(pane, QLabel, "check_covers").text()


def test_the_gains_and_the_worst_range_are_told(
    open_pane: Opened, checked: Session, found: Check
) -> None:
    pane = CheckBars()
    open_pane(pane, checked)
    line = find(pane, QLabel, "check_gain_1").text()
    assert "nats better than a straight line with the same spread everywhere" in line
    assert float(line.split()[0]) == pytest.approx(found.baselines[1].gain.gain, abs=0.02)
    assert find(pane, QLabel, "check_where").text().startswith("Where x is ")


def test_a_card_shows_its_rows_in_explore(
    open_pane: Opened, checked: Session, found: Check
) -> None:
    pane = CheckCards({"more": QAction(), "columns": QAction()})
    open_pane(pane, checked)
    number = next(place for place, each in enumerate(found.findings) if each.where is not None)
    assert len(pane.findChildren(QPushButton)) == len(found.findings), "nothing can be done"
    button = find(pane, QPushButton, f"show_finding_{number}")
    after = acted(pane, checked, lambda: QTest.mouseClick(button, Qt.MouseButton.LeftButton))
    assert after.status.workspace is Workspace.EXPLORE
    assert after.view.across == 0
    assert after.view.stretch is not None
    marked = np.flatnonzero(after.view.stretch.holds(TEST.inputs))
    assert marked.tolist() == found.findings[number].rows.tolist()
    assert after.view.row in marked.tolist()
    assert "Rows where x is " in after.status.message


def test_bins_along_an_input_have_the_share_of_their_rows(
    open_pane: Opened, checked: Session, found: Check
) -> None:
    pane = CheckAlong()
    open_pane(pane, checked)
    assert find(pane, QComboBox, "check_along").currentText() == "x", "where it is off the most"
    table = find(pane, QTableView, "check_bins")
    cells = shown(table)
    order = np.argsort(TEST.inputs[:, 0])
    inside = np.abs(found.judged.pit[:, 0] - 0.5) <= 0.45
    first = 0
    for row in cells:
        these = order[first : first + int(row[1])]
        assert float(row[2].rstrip("%")) == pytest.approx(100 * inside[these].mean(), abs=0.06)
        first += int(row[1])
    assert first == TEST.rows
    assert [row[-1] for row in cells][-1] == "too far off"
    assert cells[0][-1] == ""


def test_another_input_is_chosen_by_keys(open_pane: Opened, checked: Session, qtbot: QtBot) -> None:
    pane = CheckAlong()
    open_pane(pane, checked)
    choice = find(pane, QComboBox, "check_along")
    QTest.keyClick(choice, Qt.Key.Key_Down)
    table = find(pane, QTableView, "check_bins")
    qtbot.waitUntil(lambda: table.model().rowCount() == 3)
    assert [row[0] for row in shown(table)] == ["level is a", "level is b", "level is c"]


def test_a_click_on_a_bin_goes_to_its_rows(open_pane: Opened, checked: Session) -> None:
    pane = CheckAlong()
    open_pane(pane, checked)
    plot = find(pane, AlongPlot, "check_coverage")
    after = acted(pane, checked, lambda: click(plot, 0.0, 0.5))
    assert after.view.stretch is not None
    assert after.view.stretch.low <= 0.0 <= after.view.stretch.high
    assert after.status.workspace is Workspace.EXPLORE


def test_a_bin_picked_in_the_table_is_gone_to_by_its_button(
    open_pane: Opened, checked: Session
) -> None:
    pane = CheckAlong()
    open_pane(pane, checked)
    table, button = find(pane, QTableView, "check_bins"), find(pane, QPushButton, "show_bin")
    assert not button.isEnabled()
    click_row(table, 1)
    after = acted(pane, checked, lambda: QTest.mouseClick(button, Qt.MouseButton.LeftButton))
    assert after.view.stretch is not None
    rows_there = int(np.count_nonzero(after.view.stretch.holds(TEST.inputs)))
    assert rows_there == int(shown(table)[1][1])


def test_a_stretch_of_missing_cells_equals_itself_and_holds_them() -> None:
    stretch = Stretch.of(0, np.nan, np.float64("nan"))
    assert stretch == Stretch(0, MISSING, MISSING)
    assert stretch.holds(np.array([[1.0], [np.nan]])).tolist() == [False, True]


def test_bins_lie_side_by_side_and_missing_cells_in_their_band() -> None:
    low, high = np.array([0.0, 2.0, np.nan]), np.array([1.0, 5.0, np.nan])
    band = MissingBand(6.0, 7.0)
    edges = edges_of(low, high, NUMBER, band)
    np.testing.assert_allclose(edges, [[0.0, 1.5], [1.5, 5.0], [6.1, 6.9]])
    levels = np.arange(2.0)
    edges = edges_of(levels, levels, Category(("a", "b")), None)
    np.testing.assert_allclose(edges, [[-0.4, 0.4], [0.6, 1.4]])
