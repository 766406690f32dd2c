"""Members of the network shown, switched off and on: all that is shown follows."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from mdn_gui.core.network import Network, Share
from mdn_gui.qt.widgets.tables import CopyableText
from mdn_gui.qt.widgets.tabs import Drawer
from tests.networks import pooled, random_network
from tests.trainings import BEST_EPOCH, LedTraining
from tests.widgets import find
from tests.window.explorer import Explorer

WEIGHTS = (0.4, 0.3, 0.1, 0.1, 0.1)
"""What each member counts."""


def seeds(epoch: int) -> list[int]:
    """Of the random networks that are the members at an epoch."""
    return [10 * epoch + fold for fold in range(len(WEIGHTS))]


def ensemble(epoch: int) -> Network:
    """A member for each of five folds."""
    shares = [Share(0, fold, epoch, weight) for fold, weight in enumerate(WEIGHTS)]
    return pooled([random_network(seed=seed) for seed in seeds(epoch)], shares)


@pytest.fixture
def led() -> LedTraining:
    return LedTraining(ensemble)


@pytest.fixture
def reading(trained: Explorer) -> Explorer:
    """At the page of the model."""
    trained.open_tab("Model")
    trained.qtbot.waitUntil(lambda: trained.text("members_heading") == "5 members")
    return trained


def wait_for_density(person: Explorer, *off: int) -> None:
    """Wait until what the members at the best epoch predict without some is drawn at x."""
    left = np.array([0.0 if place in off else weight for place, weight in enumerate(WEIGHTS)])
    x = np.array([person.line_at()])
    members = [random_network(seed=seed)(x)[0] for seed in seeds(BEST_EPOCH)]

    def drawn() -> bool:
        density, y = person.density()
        if y.size == 0:
            return False
        each = [np.exp(member.log_prob(y[:, None])) for member in members]
        return np.allclose(density, left @ each / left.sum(), rtol=1e-4, atol=1e-9)

    person.qtbot.waitUntil(drawn)


def switch(person: Explorer, place: int) -> None:
    """Select a member, and push the button; the list goes while a run has no network yet."""
    button = find(person.window, QPushButton, "switch_member")
    person.qtbot.waitUntil(
        lambda: button.isVisible() and button.height() >= button.sizeHint().height()
    )
    person.click_cell("members", place)
    person.push("switch_member")


def press(person: Explorer, keys: str) -> None:
    QTest.keySequence(person.window, QKeySequence(keys))


def test_the_density_follows_and_undo_brings_it_back(reading: Explorer) -> None:
    wait_for_density(reading)
    switch(reading, 0)
    wait_for_density(reading, 0)
    switch(reading, 3)
    wait_for_density(reading, 0, 3)
    reading.qtbot.waitUntil(
        lambda: reading.text("members_heading") == "5 members; 2 are switched off"
    )
    press(reading, "Ctrl+Z")
    wait_for_density(reading, 0)
    press(reading, "Ctrl+Z")
    wait_for_density(reading)
    reading.qtbot.waitUntil(lambda: reading.text("members_heading") == "5 members")
    press(reading, "Ctrl+Shift+Z")
    wait_for_density(reading, 0)


def test_the_numbers_follow(reading: Explorer) -> None:
    reading.open_tab("Numbers")
    before = reading.numbers()
    reading.open_tab("Model")
    switch(reading, 0)
    reading.open_tab("Numbers")
    reading.qtbot.waitUntil(lambda: reading.numbers()["Mean"] != before["Mean"])
    x = np.array([reading.line_at()])
    mean = ensemble(BEST_EPOCH).without({0})(x).mean().item()
    assert_allclose(float(reading.numbers()["Mean"]), mean, atol=0.01)


def test_at_another_temperature_too(reading: Explorer) -> None:
    reading.retype("temperature", "2")
    reading.qtbot.waitUntil(lambda: "temperature 2" in reading.title_at_x())
    before, _ = reading.density()
    switch(reading, 1)
    reading.qtbot.waitUntil(lambda: not np.array_equal(reading.density()[0], before))
    assert not reading.dialogs()


def test_another_run_shown_has_all_its_members(reading: Explorer, led: LedTraining) -> None:
    switch(reading, 0)
    wait_for_density(reading, 0)
    reading.train(2, led)
    wait_for_density(reading)
    switch(reading, 1)
    wait_for_density(reading, 1)
    reading.open_tab("Runs")
    reading.qtbot.waitUntil(lambda: len(reading.cells("runs")) == 2)
    reading.click_cell("runs", 0)
    reading.push("show_run")
    reading.wait_for_message("Run 1 is shown.")
    wait_for_density(reading)


def test_members_are_counted_alike_everywhere(reading: Explorer) -> None:
    counted = "5 members"
    assert reading.text("planned_members").startswith(counted)
    assert reading.text("members_heading") == counted
    settings = find(reading.window, CopyableText, "settings").toPlainText()
    assert f"members = 1  # {counted}: 5 folds\n" in settings


@pytest.mark.parametrize("size", [(1280, 720), (1280, 1000), (800, 600)])
def test_no_page_of_the_drawer_moves_its_tabs(trained: Explorer, size: tuple[int, int]) -> None:
    trained.window.resize(*size)
    drawer = find(trained.window, Drawer, "tabs")
    places = set()
    for tab in trained.tabs():
        trained.open_tab(tab)
        QApplication.processEvents()
        bar = drawer.tabBar()
        places.add((bar.mapTo(trained.window, bar.rect().topLeft()), drawer.size()))
    assert len(places) == 1
