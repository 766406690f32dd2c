"""The numbers at x."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QTableView
from pytestqt.qtbot import QtBot
from scipy.stats import norm

from mdn_gui.core.dataset import Dataset, Scaling
from mdn_gui.core.evidence import TrainingRows
from mdn_gui.core.examples import EXAMPLES
from mdn_gui.core.layout import Layout
from mdn_gui.core.network import Network
from mdn_gui.qt.panels.numbers_panel import NumbersPanel
from mdn_gui.qt.widgets.table_model import TableModel
from mdn_gui.session.session import Session
from mdn_gui.session.view import Interval
from tests.sessions import changed, session_of
from tests.tables import header, shown
from tests.widgets import find

WEIGHTS, MEANS, SCALES = np.array([0.25, 0.75]), np.array([-4.0, 4.0]), np.array([0.5, 1.0])


def constant_network(inputs: int = 1) -> Network:
    """A network that predicts the same known mixture at every x."""
    layout = Layout(members=1, inputs=inputs, hidden=(), components=2, outputs=1)
    biases = np.concatenate([np.log(WEIGHTS), MEANS, np.log(SCALES)])
    return Network(
        layout=layout,
        activation="relu",
        parameters=np.concatenate([np.zeros(6 * inputs), biases])[None].astype(np.float32),
        input_scaling=Scaling.identity(inputs),
        target_scaling=Scaling.identity(1),
        log_floor=np.full(1, -100.0),
    )


SESSION = session_of(
    dataset=Dataset(np.zeros((2, 1)), np.zeros((2, 1)), ("depth",), ("age",)),
    sampled_range=(0.0, 10.0),
    network=constant_network(),
    x=3.2,
)


@pytest.fixture
def panel(qtbot: QtBot) -> NumbersPanel:
    panel = NumbersPanel()
    qtbot.addWidget(panel)
    panel.show_session(SESSION)
    panel.resize(420, 300)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    qtbot.waitUntil(lambda: not panel.busy)
    return panel


@pytest.fixture
def show(panel: NumbersPanel, qtbot: QtBot) -> Callable[[Session], None]:
    """Shows a session, and waits for its numbers."""

    def show(session: Session) -> None:
        panel.show_session(session)
        qtbot.waitUntil(lambda: not panel.busy)

    return show


def rows(panel: NumbersPanel) -> dict[str, tuple[str, str]]:
    """Value and density by the quantity's name, as the table shows them."""
    cells = shown(find(panel, QTableView, "numbers"))
    return {name.partition(",")[0]: (value, density) for name, value, _, density, _ in cells}


def column(panel: NumbersPanel, name: str) -> dict[str, str]:
    """The cells of a column by the quantity's name, those that say something; {} if hidden."""
    table = find(panel, QTableView, "numbers")
    place = header(table).index(name)
    if table.isColumnHidden(place):
        return {}
    return {cells[0]: cells[place] for cells in shown(table) if cells[place]}


def density(y: float) -> float:
    return float(WEIGHTS @ norm.pdf(y, MEANS, SCALES))


def probability(low: float, high: float) -> float:
    return float(WEIGHTS @ (norm.cdf(high, MEANS, SCALES) - norm.cdf(low, MEANS, SCALES)))


def test_moments_and_median(panel: NumbersPanel) -> None:
    shown = rows(panel)
    assert float(shown["Mean"][0]) == pytest.approx(2.0, abs=0.01)
    assert shown["Standard deviation"][0] == "3.58"
    assert probability(-np.inf, float(shown["Median"][0])) == pytest.approx(0.5, abs=0.005)


@pytest.mark.parametrize("percent", [5, 25, 75, 95])
def test_quantiles_with_their_densities(panel: NumbersPanel, percent: int) -> None:
    value, there = rows(panel)[f"{percent}% quantile"]
    assert probability(-np.inf, float(value)) == pytest.approx(percent / 100, abs=0.005)
    assert float(there) == pytest.approx(density(float(value)), rel=0.05)


def test_the_density_at_the_mean_may_be_low(panel: NumbersPanel) -> None:
    shown = rows(panel)
    assert float(shown["Mean"][1]) == pytest.approx(density(2.0), rel=0.005)
    assert float(shown["Mean"][1]) < float(shown["Mode 2/2"][1]) / 5


def test_entropy(panel: NumbersPanel) -> None:
    y = np.linspace(-12.0, 15.0, 100_001)
    p = norm.pdf(y[:, np.newaxis], MEANS, SCALES) @ WEIGHTS
    entropy = -np.trapezoid(p * np.log(p), y)
    assert float(rows(panel)["Entropy (nats)"][0]) == pytest.approx(entropy, abs=0.006)


def test_the_probability_of_an_interval_comes_first(
    panel: NumbersPanel, show: Callable[[Session], None]
) -> None:
    assert not any(name.startswith("P(") for name in rows(panel))
    show(changed(SESSION, interval=Interval(-4.5, 3.25)))
    name, (value, _) = next(iter(rows(panel).items()))
    assert name == "P(-4.500 ≤ age ≤ 3.250)"
    assert float(value) == pytest.approx(probability(-4.5, 3.25), abs=5e-4)


def test_a_small_probability_keeps_its_digits(
    panel: NumbersPanel, show: Callable[[Session], None]
) -> None:
    show(changed(SESSION, interval=Interval(10.0, 20.0)))
    [value] = [value for name, (value, _) in rows(panel).items() if name.startswith("P(")]
    assert float(value) == pytest.approx(probability(10.0, 20.0), rel=0.005)


def test_a_network_that_diverged_has_no_numbers(
    panel: NumbersPanel, show: Callable[[Session], None]
) -> None:
    network = constant_network()
    diverged = replace(network, parameters=np.full_like(network.parameters, np.nan))
    show(changed(SESSION, network=diverged))
    assert not find(panel, QTableView, "numbers").isVisible()


def test_modes_with_their_densities(panel: NumbersPanel) -> None:
    shown = rows(panel)
    for name, position in (("Mode 1/2", -4.0), ("Mode 2/2", 4.0)):
        assert float(shown[name][0]) == pytest.approx(position, abs=0.01)
        assert float(shown[name][1]) == pytest.approx(density(position), rel=0.005)


def test_probabilities_are_those_around_modes_below_quantiles_and_in_regions(
    panel: NumbersPanel,
) -> None:
    told = column(panel, "Probability")
    assert (told["Mode 1/2"], told["Mode 2/2"]) == ("25%", "75%")
    assert (told["5% quantile"], told["Median"]) == ("5%", "50%")
    in_parts = [int(text[:-1]) for name, text in told.items() if name.startswith("90% region")]
    assert len(in_parts) == 2
    assert sum(in_parts) == pytest.approx(90, abs=1)
    assert not {"Mean", "Standard deviation", "Entropy (nats)"} & set(told)


def muted(panel: NumbersPanel) -> list[str]:
    """The quantities whose value is not to be relied on."""
    model = find(panel, QTableView, "numbers").model()
    assert isinstance(model, TableModel)
    return [model.cell(row, 0).text for row in range(model.rowCount()) if model.cell(row, 1).muted]


def test_between_two_modes_the_mean_says_so_and_is_muted(
    panel: NumbersPanel, show: Callable[[Session], None]
) -> None:
    assert muted(panel) == ["Mean, between the modes", "Standard deviation"]
    show(changed(SESSION, temperature=0.01))
    assert muted(panel) == []
    assert "Mean" in texts(panel)


EXAMPLE = EXAMPLES["category"]
OF_EXAMPLE = session_of(
    dataset=EXAMPLE.dataset(300, seed=0),
    example=EXAMPLE,
    sampled_ranges=EXAMPLE.input_ranges,
    network=constant_network(inputs=2),
    place=(-1.2, 1.0),
)


def test_the_truth_of_an_example_stands_beside_what_is_predicted(
    panel: NumbersPanel, show: Callable[[Session], None]
) -> None:
    assert column(panel, "Truth") == {}, "these rows have no known truth"
    show(changed(OF_EXAMPLE, interval=Interval(-1.0, 1.0)))
    truth = {
        name.partition(",")[0]: float(text)
        for name, text in column(panel, "Truth").items()
        if " to " not in text
    }
    assert truth["Mean"] == pytest.approx(-0.6 + 0.4, abs=0.005)
    assert (truth["Mode 1/2"], truth["Mode 2/2"]) == (-1.6, 0.4)
    assert truth["Median"] == pytest.approx(0.287, abs=0.005)
    [asked] = [value for name, value in truth.items() if name.startswith("P(")]
    assert asked == pytest.approx(0.7 * norm.cdf(3.0), abs=0.005)


def test_true_modes_that_are_more_or_fewer_have_rows_of_their_own(
    panel: NumbersPanel, show: Callable[[Session], None]
) -> None:
    show(changed(OF_EXAMPLE, place=(-1.2, 0.0)))
    truth = column(panel, "Truth")
    assert float(truth["True: Mode"]) == pytest.approx(1.5 * np.sin(-1.8), abs=0.05)
    assert not {"Mode 1/2", "Mode 2/2"} & set(truth)


def test_a_density_that_is_bent_is_not_set_beside_the_truth(
    panel: NumbersPanel, show: Callable[[Session], None]
) -> None:
    show(OF_EXAMPLE)
    assert column(panel, "Truth")
    for bent in ({"temperature": 0.5}, {"variance_factor": 2.0}):
        show(changed(OF_EXAMPLE, **bent))
        assert column(panel, "Truth") == {}


@pytest.mark.parametrize("percent", [50, 90])
def test_regions_hold_their_probability_above_one_level(panel: NumbersPanel, percent: int) -> None:
    names = [name for name in rows(panel) if name.startswith(f"{percent}% region")]
    intervals = [tuple(map(float, rows(panel)[name][0].split(" to "))) for name in names]
    assert len(intervals) == 2
    assert sum(probability(*interval) for interval in intervals) == pytest.approx(
        percent / 100, abs=0.01
    )
    levels = [density(end) for interval in intervals for end in interval]
    assert levels == pytest.approx([levels[0]] * 4, abs=0.01)


def test_a_narrow_peak_keeps_digits_that_tell_its_ends_apart(
    panel: NumbersPanel, show: Callable[[Session], None]
) -> None:
    show(changed(SESSION, variance_factor=1e-8))
    regions = [value for name, (value, _) in rows(panel).items() if "region" in name]
    assert len(regions) == 4
    for low, high in (map(float, region.split(" to ")) for region in regions):
        assert 1e-5 < high - low < 1e-3


def test_names_input_and_target(panel: NumbersPanel) -> None:
    assert find(panel, QLabel, "numbers_heading").text() == "age at depth = 3.20"


def test_follows_temperature(panel: NumbersPanel, show: Callable[[Session], None]) -> None:
    show(changed(SESSION, temperature=0.01))
    assert float(rows(panel)["Mean"][0]) == pytest.approx(4.0, abs=0.01)


def test_says_what_to_do_while_there_is_no_network(
    panel: NumbersPanel, show: Callable[[Session], None]
) -> None:
    show(changed(SESSION, network=None))
    heading = find(panel, QLabel, "numbers_heading")
    assert heading.text() == "Train a network to see the numbers at x."
    assert not find(panel, QTableView, "numbers").isVisible()
    assert not find(panel, QPushButton, "copy_numbers").isEnabled()


def test_catches_up_when_it_is_seen_again(panel: NumbersPanel, qtbot: QtBot) -> None:
    panel.hide()
    panel.show_session(changed(SESSION, x=7.5))
    assert not panel.busy
    panel.show()
    qtbot.waitUntil(lambda: not panel.busy)
    assert find(panel, QLabel, "numbers_heading").text() == "age at depth = 7.50"


def test_the_button_copies_everything(panel: NumbersPanel) -> None:
    QTest.mouseClick(find(panel, QPushButton, "copy_numbers"), Qt.MouseButton.LeftButton)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0] == "Quantity\tValue\tProbability\tDensity", "there is no known truth"
    assert lines[1:] == [
        "\t".join(cells[:4]) for cells in shown(find(panel, QTableView, "numbers"))
    ]


def test_ctrl_c_copies_the_selected_rows(panel: NumbersPanel) -> None:
    table = find(panel, QTableView, "numbers")
    table.setFocus()
    table.selectRow(3)
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    _, copied = QGuiApplication.clipboard().text().split("\n")
    assert copied == "Standard deviation\t3.58\t\t"


def test_ctrl_c_copies_everything_while_nothing_is_selected(panel: NumbersPanel) -> None:
    table = find(panel, QTableView, "numbers")
    table.setFocus()
    table.clearSelection()
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert len(QGuiApplication.clipboard().text().split("\n")) == 1 + len(rows(panel))


def test_a_panel_with_no_data_names_x_and_y(
    panel: NumbersPanel, show: Callable[[Session], None]
) -> None:
    show(changed(SESSION, dataset=None))
    assert find(panel, QLabel, "numbers_heading").text() == "y at x = 3.20"


def test_where_no_rows_are_near_the_numbers_are_a_guess(qtbot: QtBot) -> None:
    x = np.linspace(0.0, 1.0, 200)[:, None]
    network = replace(constant_network(), rows=TrainingRows(x, 200))
    panel = NumbersPanel()
    qtbot.addWidget(panel)
    panel.show()
    for place, heading, mean, near in (
        (0.5, "age at depth = 0.50", "2.00", 10),
        (
            3.2,
            "age at depth = 3.20, no rows near: a guess",
            "~2.00",
            0,
        ),
    ):
        panel.show_session(changed(SESSION, network=network, x=place))
        qtbot.waitUntil(lambda: not panel.busy)
        assert find(panel, QLabel, "numbers_heading").text() == heading
        cells = texts(panel)
        assert cells["Mean"] == mean
        assert int(cells["Rows near"]) >= near
    assert network.rows is not None
    for nearness in (0.5, 2.0):
        session = changed(SESSION, network=network, x=1.0, nearness=nearness)
        panel.show_session(session)
        qtbot.waitUntil(lambda: not panel.busy)
        expected = float(network.rows.evidence.within(nearness).at([1.0])[0])
        assert texts(panel)["Rows near"] == f"{expected:.0f}"
    panel.show_session(SESSION)
    qtbot.waitUntil(lambda: not panel.busy)
    assert texts(panel)["Rows near"] == "not known"


def texts(panel: NumbersPanel) -> dict[str, str]:
    """Values by quantity."""
    return {name: value for name, (value, _) in rows(panel).items()}
