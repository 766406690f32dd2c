"""The list of the least likely rows."""

from collections.abc import Iterator

import numpy as np
import pytest
from numpy.testing import assert_allclose
from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from scipy.stats import norm

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.kinds import Date, Number
from mdn_gui.core.numbers import LeastLikely, least_likely
from mdn_gui.core.predictor import Predictor
from mdn_gui.qt.panels import least_likely_list
from mdn_gui.qt.panels.least_likely_list import POINTS, LeastLikelyList
from mdn_gui.qt.seldom import REST_MS
from mdn_gui.qt.widgets.tables import PickingTable
from tests.networks import known_network, loaded, random_network
from tests.panes import told
from tests.sessions import changed, session_of
from tests.tables import click_row, header, selected, shown
from tests.widgets import find

Y = np.random.default_rng(0).normal(size=100)
X = np.linspace(0.0, 9.9, 100)
STANDARD = known_network([1.0], [0.0], [1.0])
HIGH = known_network([1.0], [5.0], [1.0])
SESSION = session_of(
    dataset=Dataset(X[:, None], Y[:, None], ("depth",), ("age",)), network=STANDARD
)


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[LeastLikelyList]:
    panel = LeastLikelyList()
    qtbot.addWidget(panel)
    panel.resize(300, 220)
    panel.show_session(SESSION)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    wait_for(panel, "Least likely rows", qtbot)
    yield panel
    assert QThreadPool.globalInstance().waitForDone(10_000)


def table(panel: LeastLikelyList) -> PickingTable:
    return find(panel, PickingTable, "least_likely")


def heading(panel: LeastLikelyList) -> str:
    return find(panel, QLabel, "least_likely_heading").text()


def rows(panel: LeastLikelyList) -> list[int]:
    """The rows listed, from 0."""
    return [int(texts[0]) - 1 for texts in shown(table(panel))]


def ink(panel: LeastLikelyList) -> QColor:
    return table(panel).palette().color(QPalette.ColorRole.Text)


def wait_for(panel: LeastLikelyList, text: str, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: heading(panel) == text, timeout=10 * REST_MS)


def furthest_from(mean: float) -> list[int]:
    distance = -np.abs(Y - mean)
    return [int(row) for row in np.argsort(distance, kind="stable")[:POINTS]]


def test_lists_the_rows_with_the_lowest_log_density_worst_first(panel: LeastLikelyList) -> None:
    assert header(table(panel)) == ["Row", "Log-density", "depth", "age"]
    listed = rows(panel)
    assert listed == furthest_from(0.0)
    numbers = np.array(shown(table(panel)), float)
    assert_allclose(numbers[:, 1], norm.logpdf(Y[listed]), atol=5e-3)
    assert_allclose(numbers[:, 2], X[listed], atol=5e-3)
    assert_allclose(numbers[:, 3], Y[listed], atol=5e-3)


def test_values_have_the_digits_of_the_table_and_no_more(
    panel: LeastLikelyList, qtbot: QtBot
) -> None:
    kinds = Number(yes_or_no=True), Date("days", "2024-01-01")
    inputs = np.array([[1.0, 0.0], [0.0, 31.0]])
    table_of_two = Dataset(
        inputs, np.array([[0.5], [7.25]]), ("rain", "day"), ("flow",), input_kinds=kinds
    )
    network = random_network(inputs=2)
    panel.show_session(session_of(dataset=table_of_two, network=network, place=(0.0, 0.0)))
    wait_for(panel, "Least likely rows", qtbot)
    assert sorted(texts[2:] for texts in shown(table(panel))) == [
        ["no", "2024-02-01", "7.25"],
        ["yes", "2024-01-01", "0.5"],
    ]


@pytest.mark.parametrize("width", [460, 560])
def test_a_few_columns_fill_the_width_and_need_no_scrolling(
    panel: LeastLikelyList, qtbot: QtBot, width: int
) -> None:
    inputs = np.column_stack([X, Y, Y - X])
    several = Dataset(inputs, Y[:, None], ("shift", "spread", "idle"), ("age",))
    network, place = random_network(inputs=3), (0.0, 0.0, 0.0)
    panel.resize(width, 700)
    panel.show_session(session_of(dataset=several, network=network, place=place))
    wait_for(panel, "Least likely rows", qtbot)
    header, viewport = table(panel).horizontalHeader(), table(panel).viewport()
    qtbot.waitUntil(lambda: abs(header.length() - viewport.width()) <= 2)
    assert header.sectionSize(1) >= header.sectionSizeHint(1), "no name is cut"
    qtbot.waitUntil(lambda: table(panel).verticalScrollBar().maximum() == 0)


def test_picking_a_point_by_mouse_and_keys(panel: LeastLikelyList) -> None:
    heard = told(panel, SESSION, lambda session: session.view.row)
    click_row(table(panel), 2)
    QTest.keyClick(table(panel), Qt.Key.Key_Down)
    QTest.keyClick(table(panel), Qt.Key.Key_Up)
    worst = furthest_from(0.0)
    assert heard == [worst[2], worst[3], worst[2]]


def test_follows_the_point_picked_elsewhere(panel: LeastLikelyList, qtbot: QtBot) -> None:
    worst, best = furthest_from(0.0)[4], int(np.abs(Y).argmin())
    with qtbot.assertNotEmitted(panel.edited):
        panel.show_session(changed(SESSION, row=worst))
        assert selected(table(panel)) == [str(worst + 1)]
        panel.show_session(changed(SESSION, row=best))
        assert selected(table(panel)) == []


def test_a_list_of_another_network_is_dimmed_until_the_new_one_is_there(
    panel: LeastLikelyList, qtbot: QtBot
) -> None:
    clear = ink(panel)
    panel.show_session(changed(SESSION, network=HIGH))
    assert heading(panel) == "Least likely rows…"
    assert rows(panel) == furthest_from(0.0)
    assert ink(panel) != clear
    wait_for(panel, "Least likely rows", qtbot)
    assert rows(panel) == furthest_from(5.0)
    assert ink(panel) == clear


def test_the_picked_point_stays_picked_if_it_is_still_listed(
    panel: LeastLikelyList, qtbot: QtBot
) -> None:
    both = sorted(set(furthest_from(0.0)) & set(furthest_from(5.0)))
    panel.show_session(changed(SESSION, row=both[0]))
    with qtbot.assertNotEmitted(panel.edited):
        panel.show_session(changed(SESSION, row=both[0], network=HIGH))
        wait_for(panel, "Least likely rows", qtbot)
    assert selected(table(panel)) == [str(both[0] + 1)]


def test_networks_that_come_faster_than_they_can_be_read_are_left_out(
    panel: LeastLikelyList, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched: list[Predictor] = []

    def counting(predict: Predictor, dataset: Dataset, count: int) -> LeastLikely:
        searched.append(predict)
        return least_likely(predict, dataset, count)

    monkeypatch.setattr(least_likely_list, "least_likely", counting)
    for mean in np.linspace(0.0, 5.0, 50):
        panel.show_session(changed(SESSION, network=known_network([1.0], [mean], [1.0])))
    wait_for(panel, "Least likely rows", qtbot)
    assert rows(panel) == furthest_from(5.0)
    assert len(searched) <= 2


def test_rows_of_other_data_are_not_shown_as_rows_of_these(
    panel: LeastLikelyList, qtbot: QtBot
) -> None:
    few = Dataset(X[:3, None], Y[:3, None], ("x",), ("y",))
    panel.show_session(changed(SESSION, dataset=few))
    assert heading(panel) == "Looking for the least likely rows…"
    assert not table(panel).isVisible()
    wait_for(panel, "Least likely rows", qtbot)
    assert sorted(rows(panel)) == [0, 1, 2]
    assert header(table(panel)) == ["Row", "Log-density", "x", "y"]


def test_says_what_to_do_while_there_is_no_network(panel: LeastLikelyList) -> None:
    panel.show_session(loaded())
    assert heading(panel) == "Train a network to see which rows it finds least likely."
    assert not table(panel).isVisible()


def test_temperature_and_spread_change_the_log_densities(
    panel: LeastLikelyList, qtbot: QtBot
) -> None:
    panel.show_session(changed(SESSION, variance_factor=4.0))
    wait_for(panel, "Least likely rows", qtbot)
    worst = furthest_from(0.0)[0]
    assert float(shown(table(panel))[0][1]) == pytest.approx(
        norm.logpdf(Y[worst], scale=2.0), abs=5e-3
    )


def test_nothing_is_looked_for_while_nobody_sees_it(panel: LeastLikelyList, qtbot: QtBot) -> None:
    panel.hide()
    panel.show_session(changed(SESSION, network=HIGH))
    assert QThreadPool.globalInstance().activeThreadCount() == 0
    panel.show()
    assert heading(panel) == "Least likely rows…"
    wait_for(panel, "Least likely rows", qtbot)
    assert rows(panel) == furthest_from(5.0)


def test_the_button_copies_the_list(panel: LeastLikelyList) -> None:
    QTest.mouseClick(find(panel, QPushButton, "copy_least_likely"), Qt.MouseButton.LeftButton)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0] == "Row\tLog-density\tdepth\tage"
    assert lines[1:] == ["\t".join(texts) for texts in shown(table(panel))]
