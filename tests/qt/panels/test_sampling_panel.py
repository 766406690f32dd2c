"""Temperature, spread and seed."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QPushButton, QSlider, QWidget
from pytestqt.qtbot import QtBot

from mdn_gui.core.evidence import TrainingRows
from mdn_gui.qt.panels.sampling_panel import SamplingPanel
from mdn_gui.qt.widgets.number_field import NumberField
from tests.networks import known_network, random_network
from tests.panes import told
from tests.sessions import changed, session_of
from tests.widgets import find

SESSION = session_of(network=random_network())


@pytest.fixture
def panel(qtbot: QtBot) -> SamplingPanel:
    panel = SamplingPanel()
    qtbot.addWidget(panel)
    panel.show_session(SESSION)
    panel.resize(300, 240)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


@pytest.fixture
def factors(panel: SamplingPanel) -> list[tuple[float, float]]:
    """Temperature and spread after each edit."""
    return told(
        panel, SESSION, lambda session: (session.view.temperature, session.view.variance_factor)
    )


def test_shows_what_is_in_force_and_tells_nothing(
    panel: SamplingPanel, factors: list[tuple[float, float]]
) -> None:
    panel.show_session(changed(SESSION, temperature=0.01, variance_factor=12.5, sampling_seed=3))
    assert find(panel, NumberField, "temperature").text() == "0.01"
    assert find(panel, NumberField, "width_factor").text() == "12.5"
    temperature = find(panel, QSlider, "temperature_slider")
    assert temperature.value() == temperature.minimum()
    assert factors == []


@pytest.mark.parametrize(
    ("name", "typed", "expected"),
    [("temperature", "0.25", (0.25, 1.0)), ("width_factor", "3.14159", (1.0, 3.14159))],
)
def test_an_exact_number_is_told_and_moves_the_slider(
    panel: SamplingPanel,
    factors: list[tuple[float, float]],
    name: str,
    typed: str,
    expected: tuple[float, float],
) -> None:
    field = find(panel, NumberField, name)
    field.selectAll()
    QTest.keyClicks(field, typed)
    assert factors[-1] == expected
    slider = find(panel, QSlider, f"{name}_slider")
    assert (slider.value() > 0) == (max(expected) > 1)


def test_each_factor_is_told_by_itself(
    panel: SamplingPanel, factors: list[tuple[float, float]]
) -> None:
    for name in ("temperature", "width_factor"):
        QTest.keyClick(find(panel, QSlider, f"{name}_slider"), Qt.Key.Key_Right)
    assert factors == [(1.12, 1.0), (1.12, 1.12)]


def test_what_the_temperature_is_of_is_chosen_by_keys(panel: SamplingPanel) -> None:
    choice = find(panel, QComboBox, "tempers_branches")
    assert choice.currentText() == "Components"
    of_branches = told(panel, SESSION, lambda session: session.view.tempers_branches)
    QTest.keyClick(choice, Qt.Key.Key_Down)
    assert of_branches == [True]
    panel.show_session(changed(SESSION, tempers_branches=True))
    assert choice.currentText() == "Branches"


def test_a_seed_is_told(panel: SamplingPanel) -> None:
    seeds = told(panel, SESSION, lambda session: session.view.sampling_seed)
    QTest.keyClick(find(panel, QWidget, "sampling_seed"), Qt.Key.Key_Up)
    assert seeds == [1]


def test_resampling_takes_the_next_seed(panel: SamplingPanel) -> None:
    seeds = told(panel, changed(SESSION, sampling_seed=6), lambda s: s.view.sampling_seed)
    QTest.mouseClick(find(panel, QPushButton, "resample"), Qt.MouseButton.LeftButton)
    assert seeds == [7]


def test_resampling_needs_a_network(panel: SamplingPanel) -> None:
    button = find(panel, QPushButton, "resample")
    assert button.isEnabled()
    panel.show_session(changed(SESSION, network=None))
    assert not button.isEnabled()
    assert "Train a network first" in button.toolTip()


def test_every_control_has_a_name_and_a_tooltip(panel: SamplingPanel) -> None:
    names = (
        "temperature",
        "temperature_slider",
        "tempers_branches",
        "width_factor",
        "width_factor_slider",
        "sampling_seed",
    )
    controls = [find(panel, QWidget, name) for name in (*names, "resample")]
    assert all(control.accessibleName() and control.toolTip() for control in controls)
    assert "logits" in controls[0].toolTip()
    assert "variances" in controls[3].toolTip()


def test_the_number_of_samples_is_chosen_by_keys(panel: SamplingPanel) -> None:
    count = find(panel, QComboBox, "sample_count")
    assert [count.itemText(place) for place in range(count.count())] == [
        *("1,000", "10,000", "100,000"),
    ]
    samples = told(panel, SESSION, lambda session: session.view.samples_per_x)
    QTest.keyClick(count, Qt.Key.Key_End)
    assert samples == [100]
    panel.show_session(changed(SESSION, samples_per_x=10))
    assert count.currentText() == "10,000"


def test_samples_are_coloured_by_a_key(panel: SamplingPanel) -> None:
    box = find(panel, QCheckBox, "samples_by_component")
    coloured = told(panel, SESSION, lambda session: session.view.samples_by_component)
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert coloured == [True]
    panel.show_session(changed(SESSION, samples_by_component=True))
    assert box.isChecked()


def test_it_says_how_many_components_no_row_speaks_for(panel: SamplingPanel) -> None:
    x = np.zeros((50, 1))
    rows = TrainingRows(x, 50, np.where(np.arange(50)[:, None] % 2, 1.0, -1.0))
    network = known_network([0.4, 0.4, 0.2], [-1.0, 1.0, 500.0], [0.1, 0.1, 1.0])
    session = changed(SESSION, network=replace(network, rows=rows))
    said = find(panel, QLabel, "components_left_out")
    height = find(panel, QWidget, "resample").y()
    for temperature, text in ((1.0, ""), (5.0, "Components without rows, left out: 1"), (1.0, "")):
        panel.show_session(changed(session, temperature=temperature))
        assert said.text() == text
        assert find(panel, QWidget, "resample").y() == height
