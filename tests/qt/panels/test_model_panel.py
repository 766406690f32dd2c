"""The layers of the network shown, and its settings."""

import tomllib
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from mdn_gui.core.examples import EXAMPLES
from mdn_gui.core.network import Network
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.qt.panels.model_panel import ModelPanel
from mdn_gui.session.session import Session
from tests.networks import known_network, loaded, random_network, trained_like
from tests.sessions import changed, weighted
from tests.widgets import find

TRAINED = trained_like(loaded())


@pytest.fixture
def panel(qtbot: QtBot) -> ModelPanel:
    panel = ModelPanel()
    qtbot.addWidget(panel)
    panel.resize(700, 260)
    panel.show_session(TRAINED)
    panel.show()
    return panel


def table(panel: ModelPanel) -> list[list[str]]:
    """The cells of the table; none where it cannot be seen."""
    view = find(panel, QTableView, "layers")
    model = view.model()
    rows = range(model.rowCount() if view.isVisible() else 0)
    return [[model.index(row, place).data() for place in range(4)] for row in rows]


def text(panel: ModelPanel) -> str:
    return find(panel, QPlainTextEdit, "settings").toPlainText()


def heading(panel: ModelPanel, name: str) -> str:
    return find(panel, QLabel, f"{name}_heading").text()


def ensemble(members: int) -> Network:
    single = random_network()
    layout = replace(single.layout, members=members)
    return replace(single, layout=layout, parameters=single.parameters.repeat(members, axis=0))


def test_shows_every_layer_and_the_total(panel: ModelPanel) -> None:
    assert heading(panel, "layers") == "Network shown"
    assert table(panel) == [
        ["Hidden 1", "(rows, 16)", "32", "silu"],
        ["Hidden 2", "(rows, 16)", "272", "silu"],
        ["Mixture", "(rows, 30)", "510", "softmax, linear, exp"],
        ["Total", "", "814", ""],
    ]


def test_an_ensemble_has_an_axis_of_members(panel: ModelPanel) -> None:
    panel.show_session(changed(TRAINED, network=ensemble(5)))
    assert table(panel)[0] == ["Hidden 1", "(5, rows, 16)", "160", "silu"]
    assert table(panel)[-1][2] == f"{5 * 814:,}"


def test_says_by_how_much_the_scales_were_adjusted(panel: ModelPanel) -> None:
    panel.show_session(changed(TRAINED, network=replace(random_network(), scale_factor=0.8638)))
    assert heading(panel, "layers") == "Network shown; all scales × 0.86, by held-out rows"


def test_a_linear_model_has_the_mixture_only(panel: ModelPanel) -> None:
    panel.show_session(changed(TRAINED, network=known_network([1.0], [0.0], [1.0])))
    assert [row[0] for row in table(panel)] == ["Mixture", "Total"]


def test_before_any_network_it_says_how_to_get_one(panel: ModelPanel) -> None:
    panel.show_session(loaded())
    assert heading(panel, "layers") == "Train a network to see its layers."
    assert table(panel) == []
    assert heading(panel, "settings") == "Settings in force"
    assert tomllib.loads(text(panel))["network"]["components"] == loaded().setup.network.components


def test_the_text_holds_all_settings_and_what_they_were_used_on(panel: ModelPanel) -> None:
    read = tomllib.loads(text(panel))
    network = NetworkSettings(**{**read["network"], "hidden": tuple(read["network"]["hidden"])})
    training = TrainingSettings(**read["training"])
    assert (network, training) == TRAINED.setup.settings
    facts = {name: read[name] for name in ("data", "rows", "input", "target", "noise")}
    assert facts == {"data": "Inverse sine", "rows": 300, "input": "x", "target": "y", "noise": 1.0}


def test_a_table_of_ones_own_has_no_noise(panel: ModelPanel) -> None:
    panel.show_session(changed(TRAINED, title="wells.csv", example=None))
    read = tomllib.loads(text(panel))
    assert (read["data"], "noise" in read) == ("wells.csv", False)


def test_the_text_says_what_columns_hold_and_which_one_weighs_the_rows(panel: ModelPanel) -> None:
    panel.show_session(weighted())
    assert 'weight = "count"\n' in text(panel)
    kinds = "soil: 2 levels: 'clay', 'loam'. depth: seen as its logarithm"
    assert f'kinds = "{kinds}"\n' in text(panel)


def test_with_no_data_the_text_holds_the_settings_alone(panel: ModelPanel) -> None:
    panel.show_session(Session())
    assert set(tomllib.loads(text(panel))) == {"network", "training"}


def test_the_settings_are_those_that_the_network_was_trained_with(panel: ModelPanel) -> None:
    used = (TRAINED.setup.network, TrainingSettings(seed=22))
    ended = changed(TRAINED, run_settings=used, training_settings=TrainingSettings(seed=33))
    panel.show_session(ended)
    assert heading(panel, "settings") == "Its settings"
    assert tomllib.loads(text(panel))["training"]["seed"] == 22


def test_follows_the_noise_of_a_problem(panel: ModelPanel) -> None:
    panel.show_session(changed(TRAINED, example=EXAMPLES["inverse-sine"].with_noise(2.0)))
    assert tomllib.loads(text(panel))["noise"] == 2.0


def test_another_epoch_leaves_what_is_selected(panel: ModelPanel) -> None:
    field = find(panel, QPlainTextEdit, "settings")
    field.selectAll()
    find(panel, QTableView, "layers").selectRow(1)
    panel.show_session(changed(TRAINED, network=random_network(seed=7)))
    assert field.textCursor().selectedText()
    selected = find(panel, QTableView, "layers").selectionModel().selectedRows()
    assert [index.row() for index in selected] == [1]


def test_what_changed_while_it_was_hidden_is_shown_when_it_is_seen(panel: ModelPanel) -> None:
    before = table(panel)
    panel.hide()
    panel.show_session(changed(TRAINED, network=random_network(components=3)))
    panel.show()
    assert table(panel) != before
    assert table(panel)[2][1] == "(rows, 9)"


def test_the_table_is_copied_by_its_button(panel: ModelPanel) -> None:
    QTest.mouseClick(find(panel, QPushButton, "copy_layers"), Qt.MouseButton.LeftButton)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0] == "Layer\tShape\tParameters\tActivation"
    assert lines[-1] == "Total\t\t814\t"
    assert len(lines) == 5


def test_the_settings_are_copied_by_theirs(panel: ModelPanel) -> None:
    QTest.mouseClick(find(panel, QPushButton, "copy_settings"), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == text(panel) != ""


def test_the_text_cannot_be_written_in(panel: ModelPanel) -> None:
    before = text(panel)
    QTest.keyClicks(find(panel, QPlainTextEdit, "settings"), "x")
    assert text(panel) == before


def test_every_control_has_a_name_and_a_tooltip(panel: ModelPanel) -> None:
    controls = [
        find(panel, QTableView, "layers"),
        find(panel, QPlainTextEdit, "settings"),
        find(panel, QPushButton, "copy_layers"),
        find(panel, QPushButton, "copy_settings"),
    ]
    assert all(control.accessibleName() and control.toolTip() for control in controls)
    names = [control.accessibleName() for control in controls]
    assert len(set(names)) == len(names)


def test_it_fits_into_a_small_window(panel: ModelPanel) -> None:
    assert panel.minimumSizeHint().width() <= 400
    assert panel.minimumSizeHint().height() <= 220
