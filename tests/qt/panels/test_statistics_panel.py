"""What statisticians see of a check, and when what takes longer is worked out."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QProgressBar, QPushButton
from pytestqt.qtbot import QtBot
from scipy import stats
from threadpoolctl import threadpool_limits

from mdn_gui.core.check import Check, check
from mdn_gui.core.dataset import Dataset
from mdn_gui.core.layout import Layout
from mdn_gui.core.mixture import Mixture
from mdn_gui.core.network import Network
from mdn_gui.qt.panels.statistics_panel import StatisticsPanel
from mdn_gui.qt.plots.plot import Plot
from mdn_gui.qt.widgets.section import Section
from mdn_gui.qt.widgets.tables import CopyableTable
from tests.core.check.planted import rows, truth, widened
from tests.networks import random_network
from tests.plots import curve
from tests.tables import shown
from tests.widgets import find

TRAINING = rows(500, seed=1)
RIGHT = check(truth, rows(200, seed=2), TRAINING)
WRONG = check(widened(0.3, lambda inputs: inputs[:, 1] == 1), rows(240, seed=2), TRAINING)


class Desk:
    """The panel as a person meets it, and a look at it.

    Args:
        qtbot: Shows it.
    """

    def __init__(self, qtbot: QtBot) -> None:
        self.panel, self._qtbot = StatisticsPanel(), qtbot
        qtbot.addWidget(self.panel)
        self.panel.resize(1000, 1500)
        with qtbot.waitExposed(self.panel):
            self.panel.show()

    def unfold(self) -> None:
        find(self.panel, Section, "statistics").heading.click()
        QApplication.processEvents()  # Qt shows what was added

    def wait(self) -> None:
        with self._qtbot.waitSignal(self.panel.rested, timeout=30_000):
            assert self.panel.busy

    def plot(self, name: str) -> Plot:
        return find(self.panel, Plot, name)

    def lines(self, name: str) -> list[list[str]]:
        return shown(find(self.panel, CopyableTable, name))

    def text(self, name: str) -> str:
        return find(self.panel, QLabel, name).text()


def unfolded(qtbot: QtBot, found: Check) -> Desk:
    desk = Desk(qtbot)
    desk.panel.show_check(found)
    desk.unfold()
    return desk


def test_nothing_is_drawn_or_worked_out_while_it_is_folded(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.panel.show_check(RIGHT)
    assert not desk.panel.findChildren(Plot)
    assert not desk.panel.busy


def test_without_a_check_there_is_no_heading(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.panel.show_check(None)
    assert not find(desk.panel, Section, "statistics").isVisible()
    desk.panel.show_check(RIGHT)
    assert find(desk.panel, Section, "statistics").isVisible()


def test_curves_are_those_of_the_pit_values_and_levels(qtbot: QtBot) -> None:
    desk = unfolded(qtbot, RIGHT)
    pit = RIGHT.judged.pit[:, 0]
    x, y = curve(desk.plot("pit"), "PIT values")
    expected = [(pit <= point).mean() - point for point in x]
    np.testing.assert_allclose(y, expected, atol=1e-12)
    levels = RIGHT.judged.region_levels
    x, y = curve(desk.plot("levels"), "Levels of regions")
    np.testing.assert_allclose(y, [(levels <= point).mean() - point for point in x], atol=1e-12)
    x, y = curve(desk.plot("qq"), "PIT values")
    np.testing.assert_allclose(y, stats.norm.ppf(np.sort(pit)))


def test_coverage_is_drawn_of_intervals_and_of_regions(qtbot: QtBot) -> None:
    desk = unfolded(qtbot, RIGHT)
    plot = desk.plot("coverage_plot")
    pit = RIGHT.judged.pit[:, 0]
    _, y = curve(plot, "central intervals")
    masses = (0.5, 0.8, 0.9, 0.95, 0.99)
    expected = [(np.abs(pit - 0.5) <= mass / 2).mean() for mass in masses]
    np.testing.assert_allclose(y, expected)
    _, y = curve(plot, "highest-density regions")
    np.testing.assert_allclose(y, [(RIGHT.judged.region_levels <= m).mean() for m in masses])


def test_scores_have_errors_and_rows_and_stand_beside_simpler_densities(qtbot: QtBot) -> None:
    desk = unfolded(qtbot, RIGHT)
    [nll] = [line for line in desk.lines("scores") if line[1].startswith("negative log")]
    scores = -RIGHT.judged.log_scores
    value, error = (float(part) for part in nll[2].split(" ± "))
    assert value == pytest.approx(scores.mean(), rel=0.01)
    assert error == pytest.approx(scores.std(ddof=1) / 200**0.5, rel=0.15)
    assert nll[3] == "200"
    beside = desk.lines("baselines")
    assert len(beside) == 2 * len(RIGHT.baselines[0].skills)
    assert beside[0][2] == "the same density everywhere"
    assert float(beside[0][4]) == pytest.approx(RIGHT.baselines[0].gain.gain, rel=0.05)
    assert len(desk.lines("region_scores")) == 5
    assert desk.text("statistics_rows").startswith("On 200 test rows, which neither")


def test_without_training_rows_there_are_no_simpler_densities(qtbot: QtBot) -> None:
    desk = unfolded(qtbot, check(truth, rows(60, seed=2)))
    assert not find(desk.panel, CopyableTable, "baselines").isVisible()


def test_coverage_at_places_is_worked_out_after_a_rest_while_it_is_unfolded(qtbot: QtBot) -> None:
    desk = unfolded(qtbot, WRONG)
    assert find(desk.panel, QProgressBar, "statistics_progress").isVisible()
    assert not find(desk.panel, CopyableTable, "coverage_at_places").isVisible()
    desk.wait()
    assert not find(desk.panel, QProgressBar, "statistics_progress").isVisible()
    lines = desk.lines("coverage_at_places")
    assert [line[0] for line in lines] == ["highest-density regions", "central intervals of y"]
    assert float(lines[0][4]) < 0.05
    assert desk.text("about_places").startswith("Regions hold more at some places than at others")
    assert "level is b" in desk.text("in_common")
    assert len(desk.lines("unlikely")) == 12


def test_folding_it_ends_the_work_and_unfolding_begins_it_anew(qtbot: QtBot) -> None:
    desk = unfolded(qtbot, WRONG)
    assert desk.panel.busy
    desk.unfold()
    assert not desk.panel.busy
    desk.unfold()
    desk.wait()
    assert desk.lines("coverage_at_places")
    desk.unfold()
    desk.unfold()
    assert not desk.panel.busy  # what is known stays


def test_another_check_takes_the_place_of_what_is_shown(qtbot: QtBot) -> None:
    desk = unfolded(qtbot, WRONG)
    desk.panel.show_check(RIGHT)
    desk.wait()
    assert desk.text("about_places").startswith("No sign that regions hold more")
    assert desk.text("statistics_rows").startswith("On 200 test rows")


def test_a_chosen_target_is_drawn(qtbot: QtBot) -> None:
    inputs = rows(120, seed=2).inputs[:, :1]
    rng = np.random.default_rng(0)
    targets = rng.standard_normal((120, 2))
    test = Dataset(inputs, targets, ("x",), ("first", "second"))

    def predict(places: np.ndarray) -> Mixture:
        shape = (len(places), 1, 2)
        scales = np.broadcast_to([1.0, 0.5], shape)
        return Mixture(np.zeros(shape[:2]), np.zeros(shape), scales)

    desk = unfolded(qtbot, check(predict, test))
    choice = find(desk.panel, QComboBox, "statistics_target")
    assert choice.isVisible()
    choice.setCurrentIndex(1)
    choice.activated.emit(1)
    x, y = curve(desk.plot("pit"), "PIT values")
    below = stats.norm.cdf(targets[:, 1] / 0.5)
    np.testing.assert_allclose(y, [(below <= point).mean() - point for point in x], atol=1e-9)


def test_members_and_guesses_are_told_of_a_network(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    layout = Layout(3, inputs=1, hidden=(), components=1, outputs=1)
    one = random_network(components=1)
    parameters = np.random.default_rng(0).normal(size=(3, layout.size)).astype(np.float32)
    network = Network(
        layout, "relu", parameters, one.input_scaling, one.target_scaling, one.log_floor
    )
    rng = np.random.default_rng(0)
    test = Dataset(rng.normal(size=(90, 1)), rng.normal(size=(90, 1)), ("x",), ("y",))
    desk.panel.show_check(check(network, test), "test", network)
    desk.unfold()
    desk.wait()
    _, y = curve(desk.plot("members_apart"), "disagreement of members")
    assert len(y) == 3
    assert (y > 0).all()
    assert desk.text("in_the_hatch").endswith("is not known.")


def test_tables_can_be_copied(qtbot: QtBot) -> None:
    desk = unfolded(qtbot, RIGHT)
    find(desk.panel, QPushButton, "copy_scores").click()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0] == "Target\tScore\tMean\tRows"
    assert len(lines) == len(desk.lines("scores")) + 1


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    """As in the program; the work of a test ends with it."""
    with threadpool_limits(1, "blas"):
        yield
        assert QThreadPool.globalInstance().waitForDone(10_000)
