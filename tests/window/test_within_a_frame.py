"""What a person changes before the window shows the change before it: both count."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdn_gui.core.examples import EXAMPLES
from mdn_gui.core.settings import recommended
from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.trainer import Trainer
from mdn_gui.session.session import Session
from mdn_gui.session.view import Interval, Layer
from tests.networks import known_network
from tests.sessions import changing
from tests.trainings import LedTraining
from tests.window.explorer import Insider
from tests.workers import working


class Hasty(Insider):
    """Someone who acts again before the window has shown anything."""

    @property
    def session(self) -> Session:
        """What the window is about to show."""
        return self.controller.session

    def load(self, example: str) -> None:
        """Take an example, without the way through the menu, on which the window shows much."""
        actions = self.window.findChildren(QAction)
        [action] = [each for each in actions if each.text() == EXAMPLES[example].title]
        action.trigger()


@pytest.fixture
def hasty(qtbot: QtBot, led: LedTraining) -> Iterator[Hasty]:
    """With an example, a network and an interval of y, all of them shown."""
    trainer = Trainer(working(led.training))
    hasty = Hasty(Controller(trainer), qtbot)
    hasty.load("inverse-sine")
    network = known_network([1.0], [0.0], [1.0])
    hasty.controller.state.edit(changing(network=network, interval=Interval(-2.0, 2.0)))
    qtbot.waitUntil(lambda: hasty.typed("interval_high").startswith("2"))
    yield hasty
    hasty.leave()
    with qtbot.waitSignal(trainer.closed):
        trainer.close()
    assert QThreadPool.globalInstance().waitForDone(10_000)


def test_a_figure_and_a_layer(hasty: Hasty) -> None:
    hasty.choose("figure", "Samples")
    hasty.push("layer_grid")
    assert hasty.session.view.layers == {Layer.SAMPLES, Layer.GRID}
    hasty.push("layer_grid")
    hasty.push("layer_mean")
    assert hasty.session.view.layers == {Layer.SAMPLES, Layer.MEAN}


def test_other_data_and_one_of_two_factors(hasty: Hasty) -> None:
    hasty.retype("temperature", "5")
    hasty.qtbot.waitUntil(lambda: "temperature 5" in hasty.title_at_x())
    hasty.load("gap")
    hasty.retype("width_factor", "3")
    assert (hasty.session.view.temperature, hasty.session.view.variance_factor) == (1.0, 3.0)


def test_other_data_and_one_setting(hasty: Hasty) -> None:
    hasty.retype("rows", "5000")
    hasty.retype("seed", "7")
    network, training = hasty.session.data.recommended
    assert hasty.session.setup.network == network != recommended(300, inputs=1)[0]
    assert (hasty.session.setup.training.seed, training.seed) == (7, 0)


def test_other_data_and_a_preset(hasty: Hasty) -> None:
    hasty.choose("preset", "Tutorial")
    hasty.qtbot.waitUntil(lambda: hasty.typed("components") == "10")
    hasty.retype("rows", "50")
    hasty.choose("preset", "Recommended")
    assert hasty.session.setup.settings == hasty.session.data.recommended


def test_two_settings(hasty: Hasty) -> None:
    hasty.retype("components", "3")
    hasty.retype("epochs", "40")
    hasty.push("standardize")
    setup = hasty.session.setup
    assert (setup.network.components, setup.training.epochs) == (3, 40)
    assert not setup.network.standardize


def test_another_example_its_rows_and_its_noise(hasty: Hasty) -> None:
    hasty.load("gap")
    hasty.retype("rows", "70")
    hasty.retype("noise", "2")
    data = hasty.session.data
    assert data.example == EXAMPLES["gap"].with_noise(2.0)
    assert data.rows == 70


def test_both_ends_of_the_interval(hasty: Hasty) -> None:
    hasty.retype("interval_low", "-1")
    hasty.retype("interval_high", "3")
    assert hasty.session.view.interval == (-1.0, 3.0)


def test_ends_of_the_interval_that_change_places(hasty: Hasty) -> None:
    hasty.retype("interval_low", "4")
    hasty.retype("interval_high", "6")  # it was 2
    assert hasty.session.view.interval == (4.0, 6.0)


def test_a_key_of_a_slider_and_a_typed_factor(hasty: Hasty) -> None:
    hasty.press_keys("temperature_slider", Qt.Key.Key_Right)
    hasty.press_keys("width_factor_slider", Qt.Key.Key_Left)
    QTest.keyClick(hasty.slider("temperature"), Qt.Key.Key_Right)
    assert hasty.session.view.temperature == pytest.approx(1.26, abs=0.01)
    assert hasty.session.view.variance_factor == pytest.approx(0.89, abs=0.01)
