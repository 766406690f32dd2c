"""Asking what y can be at an x."""

from collections.abc import Callable

import numpy as np
import pyqtgraph as pg
import pytest
from numpy.testing import assert_allclose
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox

from mdn_gui.core.answer import Answer
from mdn_gui.qt.control import answering
from tests.person import LEFT
from tests.plots import colour, curve
from tests.widgets import find
from tests.window.explorer import Explorer, notes
from tests.window.prediction import Prediction, agrees, numbers_in

BEST = 2
"""The epoch that is shown."""

P = "P(a ≤ y ≤ b)"


def wait_for_x(person: Explorer, x: float, within: float = 0.005) -> None:
    """Wait until everything that names an x names this one."""

    def named() -> list[float]:
        title = float(person.title_at_x().partition("=")[2])
        return [person.x_shown(), float(person.typed("input_0")), person.line_at(), title]

    person.qtbot.waitUntil(lambda: bool(np.allclose(named(), x, rtol=0.0, atol=within)))


def wait_for_density(person: Explorer, there: Prediction) -> None:
    """Wait until the curve is the density of a prediction."""

    def alike() -> bool:
        values, y = person.density()
        return y.size > 0 and bool(np.allclose(values, there.pdf(y), rtol=1e-4, atol=1e-9))

    person.qtbot.waitUntil(alike)


# Choosing an x


def test_a_click_in_the_field_stands_there(trained: Explorer) -> None:
    trained.click(trained.field, -4.0, -11.5)
    wait_for_x(trained, -4.0, within=0.05)
    wait_for_density(trained, Prediction(BEST, trained.line_at()))


def test_an_answer_that_fails_is_told_and_all_else_is_drawn(
    trained: Explorer, monkeypatch: pytest.MonkeyPatch, expect_log: Callable[[str], None]
) -> None:
    expect_log("^The answer could not be worked out")

    def failing(*_: object) -> Answer:
        raise OverflowError("too far out")

    monkeypatch.setattr(answering, "answer_at", failing)
    with trained.qtbot.waitSignal(
        trained.window.drawn, check_params_cb=lambda session: session.resolved.x == -4.0
    ):
        trained.retype("input_0", "-4")
    assert trained.text("answer") == "The answer could not be worked out: too far out"


def test_the_line_is_dragged(trained: Explorer) -> None:
    trained.stand_at(2.0)
    wait_for_x(trained, 2.0)
    trained.drag(trained.field, (2.0, -11.5), (6.0, -11.5))
    wait_for_x(trained, 6.0, within=0.05)
    wait_for_density(trained, Prediction(BEST, trained.line_at()))


def test_an_x_is_typed(trained: Explorer) -> None:
    trained.retype("input_0", "-7.25")
    wait_for_x(trained, -7.25)
    wait_for_density(trained, Prediction(BEST, -7.25))


def test_arrow_keys_step_by_a_hundredth_of_the_range(trained: Explorer) -> None:
    trained.stand_at(3.0)
    wait_for_x(trained, 3.0)
    trained.key(Qt.Key.Key_Right)
    wait_for_x(trained, 3.3)
    for _ in range(3):
        trained.key(Qt.Key.Key_Left)
    wait_for_x(trained, 2.4)


def test_after_an_x_is_typed_the_arrow_keys_step_from_there(trained: Explorer) -> None:
    field = find(trained.window, QAbstractSpinBox, "input_0")
    QTest.mouseClick(field, LEFT)
    field.selectAll()
    QTest.keyClicks(field, "-3")
    trained.strike(Qt.Key.Key_Return)
    wait_for_x(trained, -3.0)
    trained.strike(Qt.Key.Key_Left)
    wait_for_x(trained, -3.3)


# Numbers


@pytest.mark.parametrize("x", [-9.0, -2.5, 2.0, 6.0])
def test_the_numbers_are_those_of_the_mixture(trained: Explorer, x: float) -> None:
    trained.stand_at(x)
    there = Prediction(BEST, x)
    wait_for_x(trained, x)
    found = trained.numbers()
    assert agrees(found["Mean"], there.mean)
    assert agrees(found["Standard deviation"], there.deviation)
    assert agrees(found["Entropy (nats)"], there.entropy, least=0.01)
    assert agrees(found["Median"], there.quantile(0.5))
    for percent in (5, 25, 75, 95):
        assert agrees(found[f"{percent}% quantile"], there.quantile(percent / 100))


@pytest.mark.parametrize("x", [-9.0, -2.5, 2.0, 6.0])
def test_modes_and_regions_are_those_of_the_mixture(trained: Explorer, x: float) -> None:
    trained.stand_at(x)
    there = Prediction(BEST, x)
    wait_for_x(trained, x)
    found = trained.facts_of("numbers")
    modes = [text for name, text in found.items() if name.startswith("Mode")]
    assert len(modes) == len(there.likely_modes())
    assert all(map(agrees, modes, there.likely_modes()))
    for percent in (50, 90):
        rows = [text for name, text in found.items() if name.startswith(f"{percent}% region")]
        regions = there.regions(percent / 100)
        assert len(rows) == len(regions)
        for text, region in zip(rows, regions, strict=True):
            assert all(map(agrees, numbers_in(text), region))


def test_the_densities_beside_the_numbers_are_those_there(trained: Explorer) -> None:
    trained.stand_at(2.0)
    there = Prediction(BEST, 2.0)
    wait_for_x(trained, 2.0)
    densities = {name.partition(",")[0]: row[2] for name, *row in trained.cells("numbers")}
    assert agrees(densities["Mean"], float(there.pdf(there.mean)))
    assert agrees(densities["Median"], float(there.pdf(there.quantile(0.5))))


def test_the_numbers_are_copied_as_text(trained: Explorer) -> None:
    trained.stand_at(2.0)
    wait_for_x(trained, 2.0)
    names, *rows = trained.copy("numbers")
    assert names == ["Quantity", "Value", "Probability", "Density", "Truth"]
    assert rows == trained.cells("numbers")


# The probability of an interval


def probability(person: Explorer) -> tuple[str, ...]:
    """a, b and the probability between them, as they are written in the plot."""
    written = dict(text.split(" = ") for text in notes(person.slice) if " = " in text)
    return tuple(written.get(name, "") for name in ("a", "b", "P"))


def ask(person: Explorer) -> Prediction:
    """Stand at an x and tick the box that asks for a probability."""
    person.stand_at(-8.0)
    person.push("interval")
    person.qtbot.waitUntil(lambda: all(probability(person)))
    return Prediction(BEST, -8.0)


def type_ends(person: Explorer, low: str, high: str) -> None:
    """Type both ends of the interval."""
    person.retype("interval_high", high)
    person.qtbot.waitUntil(lambda: probability(person)[1] == high)
    person.retype("interval_low", low)
    person.qtbot.waitUntil(lambda: probability(person)[0] == low)


def test_half_the_probability_is_asked_for_first(trained: Explorer) -> None:
    there = ask(trained)
    a, b, p = probability(trained)
    assert agrees(a, there.quantile(0.25))
    assert agrees(b, there.quantile(0.75))
    assert p == "0.500"


def test_the_ends_of_the_interval_are_typed(trained: Explorer) -> None:
    there = ask(trained)
    type_ends(trained, "-9.00", "3.50")
    between = float(there.cdf(3.5) - there.cdf(-9.0))
    assert agrees(probability(trained)[2], between)
    trained.qtbot.waitUntil(lambda: trained.cells("numbers")[0][0].startswith("P(-9.0"))
    assert agrees(trained.cells("numbers")[0][1], between)


def test_the_ends_of_the_interval_are_dragged(trained: Explorer) -> None:
    there = ask(trained)
    type_ends(trained, "-4.00", "4.00")
    middle = sum(trained.slice.view_box.viewRange()[0]) / 2
    trained.drag(trained.slice, (middle, 4.0), (middle, 7.0))
    trained.qtbot.waitUntil(lambda: abs(float(trained.typed("interval_high")) - 7.0) < 0.1)
    trained.drag(trained.slice, (middle, -4.0), (middle, -6.0))
    trained.qtbot.waitUntil(lambda: abs(float(trained.typed("interval_low")) + 6.0) < 0.1)
    low, high = float(trained.typed("interval_low")), float(trained.typed("interval_high"))
    between = float(there.cdf(high) - there.cdf(low))
    trained.qtbot.waitUntil(lambda: agrees(probability(trained)[2], between, least=1e-3))
    _, y = trained.density(P)
    assert (y.min(), y.max()) == pytest.approx((low, high), abs=0.01)


def test_no_probability_is_asked_for_any_more(trained: Explorer) -> None:
    ask(trained)
    trained.push("interval")
    trained.qtbot.waitUntil(lambda: not any(probability(trained)))
    assert trained.density(P)[0].size == 0


def test_the_cdf_takes_the_place_of_the_density(trained: Explorer) -> None:
    trained.stand_at(-8.0)
    trained.push("cdf")
    trained.qtbot.waitUntil(lambda: trained.density("CDF")[0].size > 0)
    values, y = trained.density("CDF")
    assert_allclose(values, Prediction(BEST, -8.0).cdf(y), atol=1e-6)
    assert trained.density("density")[0].size == 0
    trained.push("cdf")
    trained.qtbot.waitUntil(lambda: trained.density("density")[0].size > 0)
    assert trained.density("CDF")[0].size == 0


# Components


@pytest.fixture
def components(trained: Explorer) -> Explorer:
    """At the table of the components at x = -8."""
    trained.stand_at(-8.0)
    trained.open_tab("Components")
    trained.qtbot.waitUntil(lambda: trained.text("components_heading").endswith("= -8.00"))
    trained.qtbot.waitUntil(lambda: "…" not in {row[4] for row in trained.cells("components")})
    return trained


def column(person: Explorer, place: int) -> list[float]:
    return [float(row[place]) for row in person.cells("components")]


def test_the_components_are_those_of_the_mixture(components: Explorer) -> None:
    there = Prediction(BEST, -8.0)
    assert column(components, 0) == list(range(1, 11))
    for row, weight, mean, scale in zip(
        components.cells("components"), there.weights, there.means, there.scales, strict=True
    ):
        assert agrees(row[1], weight)
        assert agrees(row[2], mean)
        assert agrees(row[3], scale)
    assert sum(column(components, 4)) == pytest.approx(1.0, abs=1e-3)


def test_a_click_on_a_column_sorts_by_it_and_another_the_other_way(components: Explorer) -> None:
    for place in (1, 2, 3):
        components.click_header("components", place)
        assert column(components, place) == sorted(column(components, place))
        components.click_header("components", place)
        assert column(components, place) == sorted(column(components, place), reverse=True)


def width(person: Explorer, component: int) -> float:
    """How wide the line of a component is drawn."""
    [line] = [i for i in person.slice.plotItem.items if _called(i, f"component {component}")]
    return float(pg.mkPen(line.opts["pen"]).widthF())


def _called(item: object, name: str) -> bool:
    named = getattr(item, "name", None)
    return callable(named) and named() == name


def test_the_selected_component_stands_out_in_both_plots(components: Explorer) -> None:
    heaviest = int(np.argmax(column(components, 1)))
    lightest = int(np.argmin(column(components, 1)))
    y = column(components, 2)[heaviest]
    for layer in ("data", "density", "components"):
        components.switch(layer)
    plain = colour(components.field, -8.5, y).name()
    components.click_cell("components", heaviest)
    components.qtbot.waitUntil(lambda: width(components, heaviest + 1) > 2.0)
    assert width(components, lightest + 1) <= 1.0
    components.click_cell("components", lightest)
    components.qtbot.waitUntil(lambda: width(components, lightest + 1) > 2.0)
    components.qtbot.waitUntil(lambda: colour(components.field, -8.5, y).name() != plain)
    components.click_cell("components", lightest)
    components.qtbot.waitUntil(lambda: colour(components.field, -8.5, y).name() == plain)
    components.qtbot.waitUntil(lambda: width(components, lightest + 1) <= 1.0)


def test_a_click_on_a_bell_selects_its_row(components: Explorer) -> None:
    heaviest = int(np.argmax(column(components, 1)))
    x, y = curve(components.slice, f"component {heaviest + 1}")
    low, high = components.slice.view_box.viewRange()[1]
    seen = np.flatnonzero((y > low + 1.0) & (y < high - 1.0))
    place = seen[np.argmax(x[seen])]
    components.click(components.slice, float(x[place]), float(y[place]))
    selected = components.table("components").selectionModel()
    components.qtbot.waitUntil(lambda: bool(selected.selectedRows()))
    assert [index.row() for index in selected.selectedRows()] == [heaviest]


def test_components_are_copied_as_text(components: Explorer) -> None:
    names, *rows = components.copy("components")
    assert names == ["Component", "Weight", "Mean", "Scale", "Probability"]
    assert rows == components.cells("components")
    components.click_cell("components", 3)
    names, *rows = components.copy("components")
    assert rows == [components.cells("components")[3]]


def test_the_button_copies_too(components: Explorer) -> None:
    QGuiApplication.clipboard().clear()
    components.push("copy_components")
    assert len(QGuiApplication.clipboard().text().splitlines()) == 11
