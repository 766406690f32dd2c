"""Asking what a network says of a row."""

import numpy as np
import pytest
from numpy.typing import NDArray

from mdn_gui.core.examples import EXAMPLES
from mdn_gui.session.data import of_example
from tests.networks import random_network
from tests.plots import curve, pixel
from tests.window.explorer import Explorer
from tests.window.prediction import Prediction, agrees

BEST = 2
"""The epoch that is shown."""

Floats = NDArray[np.float64]


@pytest.fixture
def pointing(trained: Explorer) -> Explorer:
    """At the tab of a row."""
    trained.open_tab("Row")
    trained.qtbot.waitUntil(lambda: trained.text("least_likely_heading") == "Least likely rows")
    return trained


def rows_shown(person: Explorer) -> tuple[np.ndarray, np.ndarray]:
    """X and y of all rows, those that are hollow too."""
    assert person.window.windowTitle() == "Inverse sine – MDN Studio"
    dataset = of_example(EXAMPLES["inverse-sine"], EXAMPLES["inverse-sine"].rows).dataset
    assert dataset is not None
    return dataset.inputs[:, 0], dataset.targets[:, 0]


def lonely_points(person: Explorer, count: int) -> list[tuple[int, float, float]]:
    """Data points with no other near them on the screen: row, x and y, far apart."""
    x, y = rows_shown(person)
    both = zip(x.tolist(), y.tolist(), strict=True)
    places = np.array([pixel(person.field, *point).toTuple() for point in both], np.float64)
    found: list[tuple[int, float, float]] = []
    for row in range(len(x)):
        ways = np.hypot(*(places - places[row]).T)
        apart = all(abs(float(x[row]) - before) > 2.0 for _, before, _ in found)
        if np.sort(ways)[1] > 9.0 and apart:
            found.append((row, float(x[row]), float(y[row])))
        if len(found) == count:
            return found
    raise AssertionError("no point lies alone")


def wait_for_point(person: Explorer, row: int) -> dict[str, str]:
    """Wait until all answers on a row are shown; by quantity."""

    def known() -> bool:
        heading = person.text("row_heading")
        return heading == f"Row {row + 1}" and person.facts_of("row")["Used for"] != "…"

    person.qtbot.waitUntil(known)
    return person.facts_of("row")


def wait_for_line(person: Explorer, x: float) -> None:
    """Wait until the line in the field stands at an x."""
    person.qtbot.waitUntil(lambda: abs(person.line_at() - x) < 1e-9)


def test_before_a_click_it_says_what_to_do(pointing: Explorer) -> None:
    assert "Click a row" in pointing.text("row_heading")


def test_a_click_on_a_point_tells_what_the_network_says_of_it(pointing: Explorer) -> None:
    for row, x, y in lonely_points(pointing, 3):
        pointing.click(pointing.field, x, y)
        found = wait_for_point(pointing, row)
        there = Prediction(BEST, x)
        assert found["Row"] == str(row + 1)
        assert agrees(found["x"], x)
        assert agrees(found["y"], y)
        assert agrees(found["Log-density (nats)"], float(np.log(there.pdf(y))))
        assert agrees(found["PIT"], float(there.cdf(y)))
        if "Standardised residual" in found:  # there is one mode
            assert agrees(found["Standardised residual"], (y - there.mean) / there.deviation)
        wait_for_line(pointing, x)


def test_the_components_responsible_are_told_the_most_first(pointing: Explorer) -> None:
    [(row, x, y)] = lonely_points(pointing, 1)
    pointing.click(pointing.field, x, y)
    found = wait_for_point(pointing, row)
    there = Prediction(BEST, x)
    shares = there.parts(y) / there.pdf(y)
    told = {name: text for name, text in found.items() if name.startswith("Component ")}
    expected = [f"Component {1 + k}" for k in np.argsort(-shares) if shares[k] > 0.001]
    assert list(told) == expected
    for name, text in told.items():
        assert agrees(text, float(shares[int(name.split()[1]) - 1]))


def test_the_point_is_marked_in_both_plots(pointing: Explorer) -> None:
    [(row, x, y)] = lonely_points(pointing, 1)
    pointing.click(pointing.field, x, y)
    wait_for_point(pointing, row)
    pointing.qtbot.waitUntil(lambda: curve(pointing.field, "row in question")[0].size == 1)
    ring = np.ravel(curve(pointing.field, "row in question"))
    assert ring.tolist() == [x, y]
    pointing.qtbot.waitUntil(lambda: curve(pointing.slice, "row")[1].tolist() == [y])


def test_the_answers_are_copied_as_text(pointing: Explorer) -> None:
    [(row, x, y)] = lonely_points(pointing, 1)
    pointing.click(pointing.field, x, y)
    wait_for_point(pointing, row)
    names, *rows = pointing.copy("row")
    assert names == ["Quantity", "Value"]
    assert rows == pointing.cells("row")


def log_densities() -> Floats:
    """Of every row of the example under the network shown."""
    dataset = EXAMPLES["inverse-sine"].dataset(3000, seed=0)
    mixture = random_network(seed=BEST)(dataset.inputs)
    z = (dataset.targets - mixture.means[..., 0]) / mixture.scales[..., 0]
    heights = mixture.weights / (np.sqrt(2 * np.pi) * mixture.scales[..., 0])
    found: Floats = np.log((heights * np.exp(-0.5 * z**2)).sum(axis=-1))
    return found


def test_the_twenty_least_likely_points_are_listed(pointing: Explorer) -> None:
    expected = log_densities()
    worst = np.argsort(expected)[:20]
    cells = pointing.cells("least_likely")
    assert [int(row) for row, *_ in cells] == (worst + 1).tolist()
    for (_, text, *_), row in zip(cells, worst, strict=True):
        assert agrees(text, float(expected[row]))


def test_a_point_picked_in_the_list_is_gone_to(pointing: Explorer) -> None:
    x, y = rows_shown(pointing)
    for place in (4, 0):
        row = int(pointing.cells("least_likely")[place][0]) - 1
        pointing.click_cell("least_likely", place)
        found = wait_for_point(pointing, row)
        assert agrees(found["y"], float(y[row]))
        wait_for_line(pointing, float(x[row]))
        assert float(pointing.typed("input_0")) == pytest.approx(x[row], abs=0.01)
