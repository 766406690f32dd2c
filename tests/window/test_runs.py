"""Several runs of a sitting: listed, compared, renamed, restored, deleted."""

import re

import numpy as np
import pytest
from numpy.testing import assert_allclose
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit

from mdn_gui.core.examples import EXAMPLES
from mdn_gui.core.holdout import Holdout
from tests.networks import random_network
from tests.plots import curve
from tests.trainings import LedTraining
from tests.widgets import find
from tests.window.explorer import Explorer
from tests.window.prediction import Prediction, agrees, numbers_in

Floats = NDArray[np.float64]

LOSSES, DENSITIES = "Losses of both runs by epoch", "Densities of y by the runs compared"

NAME, NATS, EPOCHS, TIME, DATA, DIFFERENCES = range(6)


@pytest.fixture
def comparing(person: Explorer, led: LedTraining) -> Explorer:
    """At the list of two runs: one epoch with 5 components, and three epochs with 7.

    So the first one's network is that of epoch 1, the second one's that of epoch 2.
    """
    person.choose_example()
    for components, epochs in ((5, 1), (7, 3)):
        person.retype("components", str(components))
        person.train(epochs, led)
    person.open_tab("Runs")
    wait_for_names(person, "Run 1", "Run 2")
    return person


def wait_for_names(person: Explorer, *names: str) -> None:
    """Wait until the runs of these names are listed."""
    person.qtbot.waitUntil(lambda: [row[NAME] for row in person.cells("runs")] == list(names))


def compare(person: Explorer) -> str:
    """Select the first two runs, the second one with Ctrl; what is said of them."""
    person.click_cell("runs", 0)
    person.click_cell("runs", 1, add=True)
    unsaid = {"Select two runs to compare them.", "Comparing…"}
    person.qtbot.waitUntil(lambda: person.text("comparison") not in unsaid)
    return person.text("comparison")


def test_runs_are_listed_with_their_nats_their_time_and_what_differs(comparing: Explorer) -> None:
    first, second = comparing.cells("runs")
    assert (first[NATS], second[NATS]) == ("3.000", "2.000")
    assert (first[EPOCHS], second[EPOCHS]) == ("1", "3")
    assert all(re.fullmatch(r"\d+\.\d s", row[TIME]) for row in (first, second))
    assert first[DIFFERENCES] == "Components 5, Epochs 1"
    assert second[DIFFERENCES] == "Components 7, Epochs 3"
    assert comparing.table("runs").isColumnHidden(DATA)


def test_a_run_is_listed_from_its_beginning(comparing: Explorer, led: LedTraining) -> None:
    comparing.press("Train")
    led.let_end(1)
    wait_for_names(comparing, "Run 1", "Run 2", "Run 3")
    wait_for_epochs(comparing, "1", "3", "1")
    led.let_end(1)
    wait_for_epochs(comparing, "1", "3", "2")
    comparing.press("Stop")
    comparing.wait_for_message("Stopped.")
    assert comparing.cells("runs")[2][EPOCHS] == "2"


def wait_for_epochs(person: Explorer, *epochs: str) -> None:
    """Wait until the runs listed have trained so long."""
    person.qtbot.waitUntil(lambda: [row[EPOCHS] for row in person.cells("runs")] == list(epochs))


def test_an_earlier_run_is_shown_while_another_goes_on(
    comparing: Explorer, led: LedTraining
) -> None:
    x = comparing.line_at()
    comparing.retype("epochs", "6")
    comparing.press("Train")
    led.let_end(2)
    wait_for_epochs(comparing, "1", "3", "2")
    comparing.click_cell("runs", 0)
    QTest.keyClick(comparing.table("runs"), Qt.Key.Key_Return)
    comparing.wait_for_message("Run 1 is shown. Run 3 goes on.")
    assert "Run 1" in comparing.text("facts")
    wait_for_density(comparing, Prediction(1, x))
    led.let_end(2)
    wait_for_epochs(comparing, "1", "3", "4")
    assert_allclose(curve(comparing.losses, "validation"), [[1], [3]])
    wait_for_density(comparing, Prediction(1, x))
    comparing.click_cell("runs", 1)
    comparing.push("show_run")
    comparing.wait_for_message("Run 2 is shown.")
    wait_for_density(comparing, Prediction(2, x))
    comparing.retype("epoch_shown", "3")
    wait_for_density(comparing, Prediction(3, x))
    comparing.press("Pause")
    comparing.wait_for_message("Paused.")
    comparing.click_cell("runs", 2)
    comparing.push("show_run")
    comparing.wait_for_message("Run 3 is shown.")
    wait_for_density(comparing, Prediction(4, x))


def wait_for_density(person: Explorer, prediction: Prediction) -> None:
    """Wait until this density of y is drawn at the chosen x."""

    def drawn() -> bool:
        density, y = person.density()
        return y.size > 0 and np.allclose(density, prediction.pdf(y), rtol=1e-4, atol=1e-9)

    person.qtbot.waitUntil(drawn)


def test_runs_are_put_in_order_by_keys_and_that_is_undone(comparing: Explorer) -> None:
    comparing.click_cell("runs", 1)
    QTest.keyClick(comparing.table("runs"), Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    wait_for_names(comparing, "Run 2", "Run 1")
    selected = comparing.table("runs").selectionModel().selectedRows()
    assert [index.data() for index in selected] == ["Run 2"]
    QTest.keySequence(comparing.window, QKeySequence("Ctrl+Z"))
    wait_for_names(comparing, "Run 1", "Run 2")


def test_the_toolbar_names_the_run_compared_with_the_one_shown(
    comparing: Explorer, led: LedTraining
) -> None:
    compare(comparing)
    shown, compared = (
        find(comparing.window, QComboBox, name) for name in ("run_shown", "run_compared")
    )
    comparing.qtbot.waitUntil(lambda: compared.currentText() == "Run 1")
    comparing.retype("components", "9")
    comparing.train(1, led)
    comparing.qtbot.waitUntil(lambda: shown.currentText() == "Run 3")
    assert compared.currentText() == "none"


def test_two_selected_runs_show_both_their_losses(comparing: Explorer) -> None:
    assert comparing.text("comparison") == "Select two runs to compare them."
    compare(comparing)
    plot = comparing.plot(LOSSES)
    assert plot.isVisible()
    assert_allclose(curve(plot, "Run 1"), [[1], [3]])
    assert_allclose(curve(plot, "Run 2"), [[1, 2, 3], [3, 2, 3]])
    assert_allclose(curve(plot, "Run 2, train"), [[1.0, 2.0, 3.0], [2.5, 1.5, 2.5]])


def test_two_selected_runs_show_both_their_densities_at_x(comparing: Explorer) -> None:
    compare(comparing)
    plot = comparing.plot(DENSITIES)
    for x in (-8.0, 2.0):
        comparing.stand_at(x)
        comparing.qtbot.waitUntil(lambda: shown_x(comparing) == comparing.line_at())
        for run, epoch in (("Run 1", 1), ("Run 2", 2)):
            y, density = curve(plot, run)
            assert_allclose(density, Prediction(epoch, x).pdf(y), rtol=1e-4, atol=1e-9)


def shown_x(person: Explorer) -> float:
    """The x that the plot of both densities names."""
    label = person.plot(DENSITIES).getAxis("bottom").label.toPlainText()
    return float(label.partition("=")[2])


def held_out_gains() -> Floats:
    """By how many nats epoch 2 beats epoch 1 on each test row."""
    dataset = EXAMPLES["inverse-sine"].dataset(3000, seed=0)
    held_out = dataset.split_rows(Holdout(0.15, 0.15)).test
    x, y = dataset.inputs[held_out], dataset.targets[held_out]

    def log_density(seed: int) -> Floats:
        mixture = random_network(seed=seed)(x)
        z = (y - mixture.means[..., 0]) / mixture.scales[..., 0]
        heights = mixture.weights / (np.sqrt(2 * np.pi) * mixture.scales[..., 0])
        found: Floats = np.log((heights * np.exp(-0.5 * z**2)).sum(axis=-1))
        return found

    return log_density(2) - log_density(1)


def test_the_paired_difference_is_told_with_its_interval(comparing: Explorer) -> None:
    said = compare(comparing)
    gains = held_out_gains()
    gain, error = float(gains.mean()), float(gains.std() / np.sqrt(gains.size))
    better, worse = ("Run 2", "Run 1") if gain > 0 else ("Run 1", "Run 2")
    assert abs(gain) > 3 * error, "so one of them is said to be better"
    assert f"{better} scores" in said
    assert f"than {worse} on the {gains.size} test rows of both" in said
    assert agrees(numbers_in(said.partition("scores ")[2])[0], abs(gain))
    percent, low, high = numbers_in(said.partition("(")[2])
    assert percent == "95"
    assert float(low) == pytest.approx(abs(gain) - 1.96 * error, abs=0.3 * error)
    assert float(high) == pytest.approx(abs(gain) + 1.96 * error, abs=0.3 * error)


def test_runs_on_other_data_are_not_compared_and_it_says_why(
    comparing: Explorer, led: LedTraining
) -> None:
    comparing.choose_example("Step")
    comparing.train(2, led)
    wait_for_names(comparing, "Run 1", "Run 2", "Run 3")
    comparing.click_cell("runs", 1)
    comparing.click_cell("runs", 2, add=True)
    reason = "Run 2 and Run 3 cannot be compared: they were trained on different data."
    comparing.qtbot.waitUntil(lambda: comparing.text("comparison").startswith(reason))
    assert not comparing.table("runs").isColumnHidden(DATA)
    titles = [row[DATA] for row in comparing.cells("runs")]
    assert titles == ["Inverse sine", "Inverse sine", "Step"]


def test_a_run_is_renamed_by_typing(comparing: Explorer) -> None:
    comparing.click_cell("runs", 0)
    QTest.keyClick(comparing.table("runs"), Qt.Key.Key_F2)
    [editor] = comparing.table("runs").findChildren(QLineEdit)
    QTest.keyClicks(editor, "five bells")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    wait_for_names(comparing, "five bells", "Run 2")
    comparing.click_cell("runs", 1, add=True)
    comparing.qtbot.waitUntil(lambda: "than five bells on" in comparing.text("comparison"))
    assert curve(comparing.plot(LOSSES), "five bells")[0].size == 1


def test_a_name_of_nothing_is_not_taken(comparing: Explorer) -> None:
    comparing.click_cell("runs", 1)
    QTest.keyClick(comparing.table("runs"), Qt.Key.Key_F2)
    [editor] = comparing.table("runs").findChildren(QLineEdit)
    QTest.keyClicks(editor, "  ")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    comparing.qtbot.waitUntil(lambda: not comparing.table("runs").findChildren(QLineEdit))
    comparing.click_cell("runs", 0)
    comparing.push("delete_runs")  # by when this is shown, so would the other name be
    wait_for_names(comparing, "Run 2")


def test_the_settings_of_a_run_are_restored(comparing: Explorer) -> None:
    assert comparing.typed("components") == "7"
    comparing.click_cell("runs", 0)
    comparing.push("restore_run")
    comparing.wait_for_message("The settings of Run 1 are in force again.")
    comparing.qtbot.waitUntil(lambda: comparing.typed("components") == "5")
    assert comparing.typed("epochs") == "1"


def test_a_run_is_deleted_by_button_and_by_key(comparing: Explorer) -> None:
    compare(comparing)
    comparing.click_cell("runs", 0)
    comparing.push("delete_runs")
    wait_for_names(comparing, "Run 2")
    none = "Select two runs to compare them."
    comparing.qtbot.waitUntil(lambda: comparing.text("comparison") == none)
    assert comparing.cells("runs")[0][DIFFERENCES] == "", "a single run differs in nothing"
    comparing.click_cell("runs", 0)
    QTest.keyClick(comparing.table("runs"), Qt.Key.Key_Delete)
    wait_for_names(comparing)
    QTest.keySequence(comparing.window, QKeySequence("Ctrl+Z"))
    wait_for_names(comparing, "Run 2")
    QTest.keySequence(comparing.window, QKeySequence("Ctrl+Z"))
    wait_for_names(comparing, "Run 1", "Run 2")


def test_a_click_on_a_column_sorts_by_it(comparing: Explorer) -> None:
    comparing.click_header("runs", NATS)
    wait_for_names(comparing, "Run 2", "Run 1")
    comparing.click_header("runs", NATS)
    wait_for_names(comparing, "Run 1", "Run 2")


def test_the_list_is_copied_as_text(comparing: Explorer) -> None:
    names, *rows = comparing.copy("runs")
    assert names == ["Run", "Validation (nats)", "Epochs", "Time", "Settings that differ"]
    assert rows == [row[:DATA] + row[DIFFERENCES:] for row in comparing.cells("runs")]
