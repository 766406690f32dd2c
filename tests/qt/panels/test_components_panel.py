"""The table of components."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose
from PySide6.QtCore import QPoint, Qt, QThreadPool
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot
from scipy.special import softmax

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.layout import Layout
from mdn_gui.qt.panels.components_panel import SHARED_ROWS, ComponentsPanel
from mdn_gui.qt.theme import DARK, LIGHT, Theme, apply
from mdn_gui.qt.widgets.tables import PickingTable
from mdn_gui.session.session import Session
from tests.networks import known_network, loaded, pooled, random_network
from tests.panes import told
from tests.sessions import changed, session_of
from tests.tables import click_header, click_row, header, selected, shown
from tests.widgets import find

SESSION = changed(
    loaded(200),
    network=known_network([0.2, 0.7, 0.1], [-4.0, 12.0, 3.0], [0.5, 10.0, 1.25]),
    x=3.2,
)


def turning(slope: float) -> Session:
    """Two components whose log-odds are `slope` times x."""
    network = known_network([0.5, 0.5], [0.0, 1.0], [1.0, 1.0])
    parameters = network.parameters.copy()
    parameters[0, 0] = slope
    x = np.linspace(-3.0, 2.0, 50)[:, None]
    data = Dataset(x, x, ("depth",), ("age",))
    return session_of(dataset=data, network=replace(network, parameters=parameters))


def shown_panel(qtbot: QtBot, session: Session) -> ComponentsPanel:
    """A panel that shows a session, with its shares."""
    panel = ComponentsPanel()
    qtbot.addWidget(panel)
    panel.resize(400, 220)
    panel.show_session(session)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    if session.network is not None and session.data.dataset is not None:
        qtbot.waitUntil(lambda: shares(panel)[0] != "…")
    return panel


@pytest.fixture
def panel(qtbot: QtBot) -> ComponentsPanel:
    return shown_panel(qtbot, SESSION)


def table(panel: ComponentsPanel) -> PickingTable:
    return find(panel, PickingTable, "components")


def shares(panel: ComponentsPanel) -> list[str]:
    return [row[4] for row in shown(table(panel))]


def colours(panel: ComponentsPanel, rows: int) -> list[str]:
    model, role = table(panel).model(), Qt.ItemDataRole.DecorationRole
    return [model.index(row, 0).data(role).name() for row in range(rows)]


def heading(panel: ComponentsPanel) -> str:
    return find(panel, QLabel, "components_heading").text()


def test_shows_each_component_at_x(panel: ComponentsPanel) -> None:
    assert heading(panel) == "Components at x = 3.20"
    assert header(table(panel)) == ["Component", "Weight", "Mean", "Scale", "Probability"]
    assert shown(table(panel)) == [
        ["1", "0.2000", "-4.000", "0.500", "0.2000"],
        ["2", "0.7000", "12.0", "10.0", "0.7000"],
        ["3", "0.1000", "3.00", "1.25", "0.1000"],
    ]


def test_the_share_is_the_mean_weight_over_the_data(qtbot: QtBot) -> None:
    session = turning(slope=2.0)
    assert session.data.dataset is not None
    expected = softmax(np.pad(2.0 * session.data.dataset.inputs, ((0, 0), (0, 1))), axis=1).mean(
        axis=0
    )
    panel = shown_panel(qtbot, session)
    assert_allclose([float(share) for share in shares(panel)], expected, atol=5e-5)
    assert heading(panel) == "Components at depth = 0.000"


def test_shares_follow_the_temperature_but_not_x(qtbot: QtBot) -> None:
    session = turning(slope=2.0)
    panel = shown_panel(qtbot, session)
    before = shares(panel)
    panel.show_session(changed(session, x=1.0))
    assert shares(panel) == before
    panel.show_session(changed(session, temperature=1e-6))
    assert (shares(panel), header(table(panel))[-1]) == (before, "Probability…")
    # Two fifths of the x are above 0, where the first component has all the weight.
    qtbot.waitUntil(lambda: shares(panel) == ["0.4000", "0.6000"])
    assert header(table(panel))[-1] == "Probability"


def test_shares_of_a_large_table_are_near_those_of_all_its_rows(qtbot: QtBot) -> None:
    session = turning(slope=2.0)
    x = np.random.default_rng(0).normal(size=(20 * SHARED_ROWS, 1))
    weights = softmax(np.pad(2.0 * x, ((0, 0), (0, 1))), axis=1).mean(axis=0)
    panel = shown_panel(qtbot, changed(session, dataset=Dataset(x, x, ("x",), ("y",))))
    assert_allclose([float(share) for share in shares(panel)], weights, atol=0.03)


def test_other_data_have_no_shares_until_they_are_worked_out(
    panel: ComponentsPanel, qtbot: QtBot
) -> None:
    panel.show_session(changed(SESSION, dataset=loaded(100).data.dataset))
    assert shares(panel) == ["…"] * 3
    qtbot.waitUntil(lambda: shares(panel) == ["0.2000", "0.7000", "0.1000"])


def test_follows_x_temperature_and_spread(panel: ComponentsPanel) -> None:
    moving = known_network([0.5, 0.5], [0.0, 1.0], [1.0, 1.0], slope=2.0)
    panel.show_session(changed(SESSION, network=moving, x=5.0, variance_factor=4.0))
    assert [row[1:4] for row in shown(table(panel))] == [
        ["0.5000", "10.00", "2.00"],
        ["0.5000", "11.00", "2.00"],
    ]
    panel.show_session(changed(SESSION, temperature=1e9))
    assert [row[1] for row in shown(table(panel))] == ["0.3333"] * 3


def test_sorts_by_number_and_not_by_letter(panel: ComponentsPanel) -> None:
    click_header(table(panel), "Scale")
    assert [row[3] for row in shown(table(panel))] == ["0.500", "1.25", "10.0"]
    click_header(table(panel), "Mean")
    click_header(table(panel), "Mean")
    assert [row[2] for row in shown(table(panel))] == ["12.0", "3.00", "-4.000"]


def test_picking_a_component_by_mouse_and_keys(panel: ComponentsPanel) -> None:
    click_header(table(panel), "Weight")
    heard = told(panel, SESSION, lambda session: session.view.component)
    click_row(table(panel), 0)
    QTest.keyClick(table(panel), Qt.Key.Key_Down)
    QTest.keyClick(table(panel), Qt.Key.Key_Escape)
    click_row(table(panel), 2)
    click_row(table(panel), 2)
    assert heard == [2, 0, None, 1, None]


def test_follows_the_component_emphasised_elsewhere(panel: ComponentsPanel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(panel.edited):
        panel.show_session(changed(SESSION, component=1))
        assert selected(table(panel)) == ["2"]
        click_header(table(panel), "Scale")
        panel.show_session(changed(SESSION, component=1, x=5.0))
        assert selected(table(panel)) == ["2"]
        panel.show_session(SESSION)
        assert selected(table(panel)) == []


def test_a_component_that_another_network_lacks_is_not_selected(
    panel: ComponentsPanel, qtbot: QtBot
) -> None:
    panel.show_session(changed(SESSION, component=2))
    with qtbot.assertNotEmitted(panel.edited):
        panel.show_session(changed(SESSION, component=2, network=random_network(2)))
    assert selected(table(panel)) == []


def test_an_ensemble_has_the_components_of_all_its_members(qtbot: QtBot) -> None:
    layout = Layout(members=5, inputs=1, hidden=(4,), components=20, outputs=1)
    rng = np.random.default_rng(0)
    parameters = rng.normal(size=(5, layout.size)).astype(np.float32)
    network = replace(random_network(), layout=layout, parameters=parameters)
    panel = shown_panel(qtbot, changed(SESSION, network=network))
    assert [row[0] for row in shown(table(panel))] == [str(k) for k in range(1, 101)]
    assert sum(float(row[1]) for row in shown(table(panel))) == pytest.approx(1.0, abs=0.005)


def test_the_components_of_several_members_are_told_apart(panel: ComponentsPanel) -> None:
    box = find(panel, QCheckBox, "components_by_member")
    assert box.isHidden()
    of_two = pooled([known_network([0.4, 0.6], [0.0, 1.0], [1.0, 2.0]) for _ in range(2)])
    session = changed(SESSION, network=of_two)
    panel.show_session(session)
    assert header(table(panel))[-1] == "Member"
    click_header(table(panel), "Member")
    assert [(row[0], row[-1]) for row in shown(table(panel))] == [
        *(("1", "1"), ("2", "1"), ("3", "2"), ("4", "2"))
    ]
    heard = told(panel, session, lambda session: session.view.components_by_member)
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
    assert heard == [True]
    panel.show_session(changed(session, components_by_member=True))
    first, second = LIGHT.component_colours[:2]
    assert colours(panel, 4) == [first, first, second, second]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_each_component_has_its_colour(
    panel: ComponentsPanel, theme: Theme, qapp: QApplication
) -> None:
    apply(qapp, theme)
    assert colours(panel, 3) == list(theme.component_colours[:3])


def test_the_button_copies_the_table_in_the_order_shown(panel: ComponentsPanel) -> None:
    click_header(table(panel), "Weight")
    QTest.mouseClick(find(panel, QPushButton, "copy_components"), Qt.MouseButton.LeftButton)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0] == "Component\tWeight\tMean\tScale\tProbability"
    assert lines[1:] == ["\t".join(row) for row in shown(table(panel))]
    assert lines[1] == "3\t0.1000\t3.00\t1.25\t0.1000"


def test_says_what_to_do_while_there_is_no_network(panel: ComponentsPanel) -> None:
    panel.show_session(loaded())
    assert heading(panel) == "Train a network to see its components."
    assert not table(panel).isVisible()
    assert not find(panel, QPushButton, "copy_components").isEnabled()


def test_a_network_without_data_has_no_shares(qtbot: QtBot) -> None:
    panel = shown_panel(qtbot, changed(SESSION, dataset=None))
    assert shares(panel) == ["…"] * 3
    assert heading(panel) == "Components at x = 3.20"


def test_catches_up_when_it_is_seen_again(panel: ComponentsPanel, qtbot: QtBot) -> None:
    panel.hide()
    moving = known_network([0.4, 0.6], [0.0, 1.0], [1.0, 1.0])
    panel.show_session(changed(SESSION, network=moving, x=7.5, component=1))
    assert QThreadPool.globalInstance().activeThreadCount() == 0
    assert heading(panel) == "Components at x = 3.20"
    panel.show()
    assert heading(panel) == "Components at x = 7.50"
    assert selected(table(panel)) == ["2"]
    qtbot.waitUntil(lambda: shares(panel) == ["0.4000", "0.6000"])
