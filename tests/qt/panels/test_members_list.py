"""The members of the network shown: what they are, and switching them off and on."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from mdn_gui.core.network import Network, Share
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.qt.panels.model_panel import ModelPanel
from mdn_gui.session.session import Session
from tests.networks import loaded, pooled, random_network, trained_like
from tests.panes import told
from tests.sessions import changed
from tests.tables import centre, click_header, click_row, header, selected, shown
from tests.widgets import find

LEFT = Qt.MouseButton.LeftButton

SHARES = (
    Share(0, 0, 12, 0.0625),
    Share(0, 1, 1_500, 0.7371),
    Share(1, 0, 7, 0.2),
    Share(1, 1, 9, 0.0004),
)


def ensemble(*shares: Share, members: int = 4) -> Network:
    return pooled([random_network(seed=seed) for seed in range(members)], shares)


TRAINED = changed(trained_like(loaded()), network=ensemble(*SHARES))
SINGLE = trained_like(loaded())


def shown_panel(qtbot: QtBot, session: Session) -> ModelPanel:
    panel = ModelPanel()
    qtbot.addWidget(panel)
    panel.resize(760, 320)
    panel.show_session(session)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    table(panel).setFocus()
    return panel


@pytest.fixture
def panel(qtbot: QtBot) -> ModelPanel:
    return shown_panel(qtbot, TRAINED)


def table(panel: ModelPanel) -> QTableView:
    return find(panel, QTableView, "members")


def button(panel: ModelPanel) -> QPushButton:
    return find(panel, QPushButton, "switch_member")


def heading(panel: ModelPanel) -> str:
    return find(panel, QLabel, "members_heading").text()


def obeyed(panel: ModelPanel, session: Session) -> list[frozenset[int]]:
    """What is switched off after each act from now on, which the panel shows then."""

    def show(after: Session) -> frozenset[int]:
        panel.show_session(after)
        return after.switched_off

    return told(panel, session, show)


def double_click(panel: ModelPanel, row: int) -> None:
    click_row(table(panel), row)
    QTest.mouseDClick(table(panel).viewport(), LEFT, pos=centre(table(panel), row, 0))


def in_use(panel: ModelPanel) -> list[str]:
    return [row[1] for row in shown(table(panel))]


def test_each_member_has_its_recipe_fold_epoch_and_share(panel: ModelPanel) -> None:
    assert heading(panel) == "4 members"
    assert header(table(panel)) == ["Member", "In use", "Share", "Recipe", "Fold", "Epoch"]
    assert shown(table(panel)) == [
        ["1", "yes", "6.3%", "1", "1", "12"],
        ["2", "yes", "73.7%", "1", "2", "1,500"],
        ["3", "yes", "20%", "2", "1", "7"],
        ["4", "yes", "0.04%", "2", "2", "9"],
    ]


def test_members_that_are_there_as_of_two_epochs_are_counted_once(panel: ModelPanel) -> None:
    settings = NetworkSettings(members=2), TrainingSettings(stacking=True)
    panel.show_session(changed(TRAINED, run_settings=settings))
    assert heading(panel) == "2 members, each at 2 epochs"


def test_of_a_network_from_an_old_file_the_shares_alone_are_known(panel: ModelPanel) -> None:
    panel.show_session(changed(TRAINED, network=ensemble(members=3)))
    known = [[f"{number}", "yes", "33.3%", "–", "–", "–"] for number in (1, 2, 3)]
    assert shown(table(panel)) == known
    click_header(table(panel), "Epoch")
    assert shown(table(panel)) == known
    panel.show_session(changed(TRAINED, network=ensemble(members=3), switched_off=frozenset({0})))
    assert [row[1:] for row in shown(table(panel))] == [
        ["no", "0%", "–", "–", "–"],
        ["yes", "50%", "–", "–", "–"],
        ["yes", "50%", "–", "–", "–"],
    ]


@pytest.mark.parametrize("session", [SINGLE, loaded()], ids=["a network of one", "no network"])
def test_where_there_are_not_several_nothing_is_listed(qtbot: QtBot, session: Session) -> None:
    panel = shown_panel(qtbot, session)
    assert not table(panel).isVisible()
    assert not button(panel).isVisible()
    panel.show_session(TRAINED)
    assert table(panel).isVisible()
    assert len(shown(table(panel))) == 4
    panel.show_session(session)
    assert not table(panel).isVisible()


def test_a_member_is_switched_off_and_on_by_the_button(panel: ModelPanel) -> None:
    heard = obeyed(panel, TRAINED)
    click_row(table(panel), 1)
    assert button(panel).text() == "Switch off"
    QTest.mouseClick(button(panel), LEFT)
    assert heading(panel) == "4 members; 1 is switched off"
    assert shown(table(panel))[1] == ["2", "no", "0%", "1", "2", "1,500"]
    assert [row[2] for row in shown(table(panel))] == ["23.8%", "0%", "76.1%", "0.2%"]
    assert button(panel).text() == "Switch on"
    QTest.mouseClick(button(panel), LEFT)
    assert heard == [{1}, set()]
    assert heading(panel) == "4 members"
    assert button(panel).text() == "Switch off"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_switches_the_picked_member(panel: ModelPanel, key: Qt.Key) -> None:
    heard = obeyed(panel, TRAINED)
    QTest.keyClick(table(panel), key)
    assert heard == [], "none is picked yet"
    click_row(table(panel), 0)
    QTest.keyClick(table(panel), Qt.Key.Key_Down)
    QTest.keyClick(table(panel), key)
    QTest.keyClick(table(panel), Qt.Key.Key_Down)
    QTest.keyClick(table(panel), key)
    assert heard == [{1}, {1, 2}]
    assert heading(panel) == "4 members; 2 are switched off"
    assert in_use(panel) == ["yes", "no", "no", "yes"]


def test_a_double_click_switches_a_member(panel: ModelPanel) -> None:
    heard = obeyed(panel, TRAINED)
    double_click(panel, 2)
    double_click(panel, 0)
    double_click(panel, 2)
    assert heard == [{2}, {0, 2}, {0}]
    assert in_use(panel) == ["no", "yes", "yes", "yes"]


def test_a_double_click_beside_the_rows_switches_none(panel: ModelPanel, qtbot: QtBot) -> None:
    click_row(table(panel), 1)
    last = table(panel).visualRect(table(panel).model().index(3, 0))
    with qtbot.assertNotEmitted(panel.edited):
        QTest.mouseDClick(table(panel).viewport(), LEFT, pos=last.bottomLeft() + QPoint(5, 20))


def test_the_menu_of_the_table_offers_it_too(panel: ModelPanel) -> None:
    heard = obeyed(panel, TRAINED)
    click_row(table(panel), 3)
    [action] = [each for each in table(panel).actions() if each.text() == "Switch off"]
    action.trigger()
    assert heard == [{3}]
    assert "Switch on" in [each.text() for each in table(panel).actions()]


def test_the_last_one_in_use_stays_on_and_it_says_why(panel: ModelPanel) -> None:
    last = changed(TRAINED, switched_off=frozenset({0, 1, 3}))
    panel.show_session(last)
    heard = obeyed(panel, last)
    click_row(table(panel), 2)
    assert not button(panel).isEnabled()
    assert "switch on another one first" in button(panel).toolTip()
    QTest.keyClick(table(panel), Qt.Key.Key_Return)
    double_click(panel, 2)
    assert set(heard) <= {last.switched_off}
    assert in_use(panel) == ["no", "no", "yes", "no"]
    click_row(table(panel), 0)
    assert button(panel).isEnabled()


def test_without_a_picked_member_the_button_says_what_to_do(panel: ModelPanel) -> None:
    assert not button(panel).isEnabled()
    assert "Select a member first." in button(panel).toolTip()


def test_the_members_are_sorted_by_number_and_the_picked_one_stays(panel: ModelPanel) -> None:
    click_row(table(panel), 1)
    click_header(table(panel), "Share")
    assert [row[0] for row in shown(table(panel))] == ["4", "1", "3", "2"]
    assert selected(table(panel)) == ["2"]
    heard = obeyed(panel, TRAINED)
    QTest.mouseClick(button(panel), LEFT)
    assert heard == [{1}]
    assert [row[0] for row in shown(table(panel))] == ["2", "4", "1", "3"]
    assert selected(table(panel)) == ["2"]


def test_another_epoch_leaves_the_picked_member(panel: ModelPanel, qtbot: QtBot) -> None:
    click_row(table(panel), 3)
    with qtbot.assertNotEmitted(panel.edited):
        panel.show_session(changed(TRAINED, network=ensemble(*SHARES)))
        assert selected(table(panel)) == ["4"]
        fewer = changed(TRAINED, network=ensemble(members=2))
        panel.show_session(fewer)
    assert selected(table(panel)) == []
    assert not button(panel).isEnabled()


def test_the_members_are_copied_in_the_order_shown(panel: ModelPanel) -> None:
    click_header(table(panel), "Epoch")
    QTest.mouseClick(find(panel, QPushButton, "copy_members"), LEFT)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0] == "Member\tIn use\tShare\tRecipe\tFold\tEpoch"
    assert lines[1:] == ["\t".join(row) for row in shown(table(panel))]
    assert lines[1] == "3\tyes\t20%\t2\t1\t7"


def test_what_changed_while_it_was_hidden_is_shown_when_it_is_seen(panel: ModelPanel) -> None:
    panel.hide()
    panel.show_session(changed(TRAINED, switched_off=frozenset({1})))
    assert heading(panel) == "4 members"
    panel.show()
    assert heading(panel) == "4 members; 1 is switched off"


def test_every_control_and_column_says_what_it_is(panel: ModelPanel) -> None:
    controls = [table(panel), button(panel), find(panel, QAbstractButton, "copy_members")]
    assert all(control.accessibleName() and control.toolTip() for control in controls)
    model, role = table(panel).model(), Qt.ItemDataRole.ToolTipRole
    across = Qt.Orientation.Horizontal
    tips = [model.headerData(column, across, role) for column in range(model.columnCount())]
    assert all(tips)
    assert len(set(tips)) == len(tips) == 6
    click_row(table(panel), 0)
    assert button(panel).accessibleName() == "Switch off"
    assert all(isinstance(each, QAction) and each.text() for each in table(panel).actions())


def test_it_fits_into_a_small_window(panel: ModelPanel, qtbot: QtBot) -> None:
    smallest = panel.minimumSizeHint()
    assert panel.minimumSizeHint().width() <= 480, "the least width of the field above it"
    assert smallest.height() <= 220
    panel.resize(smallest)
    qtbot.waitUntil(lambda: panel.size() == smallest)
    area, view = table(panel).viewport(), table(panel)
    assert area.rect().contains(view.visualRect(view.model().index(0, 0)))
