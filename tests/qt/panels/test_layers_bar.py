"""The choice of figure and layers."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox
from pytestqt.qtbot import QtBot

from mdn_gui.core.colour import Colour
from mdn_gui.core.examples import EXAMPLES
from mdn_gui.qt.panels.layers_bar import LayersBar
from mdn_gui.session.view import Layer
from tests.networks import random_network
from tests.panes import told
from tests.sessions import changed, session_of
from tests.widgets import find

SESSION = session_of(network=random_network(), example=EXAMPLES["inverse-sine"])


@pytest.fixture
def bar(qtbot: QtBot) -> LayersBar:
    bar = LayersBar()
    qtbot.addWidget(bar)
    bar.show_session(SESSION)
    bar.resize(900, 60)
    bar.show()
    return bar


def box(bar: LayersBar, layer: Layer) -> QCheckBox:
    return find(bar, QCheckBox, f"layer_{layer.name.lower()}")


def figure(bar: LayersBar) -> QComboBox:
    return find(bar, QComboBox, "figure")


@pytest.mark.parametrize(
    ("layers", "name"),
    [
        ({Layer.DENSITY, Layer.DATA}, "Distribution"),
        ({Layer.DATA}, "Training data"),
        ({Layer.SAMPLES}, "Samples"),
        ({Layer.DATA, Layer.SAMPLES, Layer.GRID, Layer.LEGEND}, "Data and samples"),
        ({Layer.MEAN}, "Custom"),
        (set(), "Custom"),
    ],
)
def test_shows_layers_and_names_their_figure(
    bar: LayersBar, qtbot: QtBot, layers: set[Layer], name: str
) -> None:
    with qtbot.assertNotEmitted(bar.edited):
        bar.show_session(changed(SESSION, layers=frozenset(layers)))
    assert {layer for layer in Layer if box(bar, layer).isChecked()} == layers
    assert figure(bar).currentText() == name


def test_a_box_adds_and_removes_its_layer(bar: LayersBar) -> None:
    layers = told(bar, SESSION, lambda session: session.view.layers)
    QTest.keyClick(box(bar, Layer.MEAN), Qt.Key.Key_Space)
    QTest.keyClick(box(bar, Layer.DENSITY), Qt.Key.Key_Space)
    assert layers == [{Layer.DENSITY, Layer.DATA, Layer.MEAN}, {Layer.DATA, Layer.MEAN}]


def test_a_figure_tells_its_layers(bar: LayersBar) -> None:
    layers = told(bar, SESSION, lambda session: session.view.layers)
    QTest.keyClick(figure(bar), Qt.Key.Key_End)
    assert layers == [frozenset({Layer.DENSITY, Layer.BANDS, Layer.TRUTH, Layer.LEGEND})]


def test_custom_is_there_only_while_it_is_true(bar: LayersBar) -> None:
    bar.show_session(changed(SESSION, layers=frozenset({Layer.MEAN})))
    assert figure(bar).count() == 7
    bar.show_session(SESSION)
    assert figure(bar).count() == 6


def test_what_comes_from_a_network_waits_for_one(bar: LayersBar) -> None:
    bar.show_session(changed(SESSION, network=None))
    waiting = {layer for layer in Layer if not box(bar, layer).isEnabled()}
    assert waiting == set(Layer) - {Layer.DATA, Layer.TRUTH, Layer.GRID, Layer.LEGEND}
    assert all("Train a network first" in box(bar, layer).toolTip() for layer in waiting)
    bar.show_session(SESSION)
    assert all(box(bar, layer).isEnabled() for layer in Layer)
    assert "Train a network first" not in box(bar, Layer.MEAN).toolTip()


def test_the_truth_is_offered_where_it_is_known(bar: LayersBar) -> None:
    bar.show_session(changed(SESSION, example=None))
    assert not box(bar, Layer.TRUTH).isEnabled()
    assert "built-in examples only" in box(bar, Layer.TRUTH).toolTip()


def colour(bar: LayersBar) -> QComboBox:
    return find(bar, QComboBox, "colour")


def test_the_meaning_of_the_colours_is_chosen_by_a_key(bar: LayersBar) -> None:
    assert colour(bar).currentText() == "Colour: probability"
    colours = told(bar, SESSION, lambda session: session.view.colour)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_End):
        QTest.keyClick(colour(bar), key)
    assert colours == [Colour.DENSITY, Colour.LOG_DENSITY]
    bar.show_session(changed(SESSION, layers=frozenset({Layer.DATA})))
    assert not colour(bar).isEnabled()
    assert "Tick Density first" in colour(bar).toolTip()


def test_columns_are_scaled_by_a_key_where_the_colours_are_densities(
    bar: LayersBar,
) -> None:
    per_column = find(bar, QCheckBox, "per_column")
    assert not per_column.isEnabled()
    assert per_column.isChecked()
    assert "each x by itself already" in per_column.toolTip()
    scaled = told(bar, SESSION, lambda session: session.view.per_column)
    for chosen in (Colour.DENSITY, Colour.LOG_DENSITY):
        bar.show_session(changed(SESSION, colour=chosen))
        assert not per_column.isChecked()
        QTest.keyClick(per_column, Qt.Key.Key_Space)
    assert scaled == [True, True]
    bar.show_session(changed(SESSION, colour=Colour.DENSITY, layers=frozenset({Layer.DATA})))
    assert not per_column.isEnabled()


def test_every_control_has_a_name_and_a_tooltip(bar: LayersBar) -> None:
    controls = (
        figure(bar),
        colour(bar),
        find(bar, QCheckBox, "per_column"),
        *(box(bar, layer) for layer in Layer),
    )
    assert all(control.accessibleName() and control.toolTip() for control in controls)
