"""The window, with a training that the test leads."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QScrollArea, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from mdn_gui.core.settings import PRESETS, presets_for
from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.loader import Loader
from mdn_gui.qt.main_window import MainWindow
from mdn_gui.qt.plots.slice_plot import SlicePlot
from mdn_gui.qt.preferences import Preferences
from mdn_gui.qt.theme import DARK, LIGHT
from mdn_gui.qt.trainer import Trainer
from mdn_gui.qt.widgets.number_field import NumberField
from mdn_gui.qt.widgets.section import Section
from mdn_gui.qt.widgets.splitter import Splitter
from mdn_gui.qt.widgets.tabs import Drawer
from mdn_gui.session.session import Session
from tests.person import LEFT, Person
from tests.trainings import LedTraining, failing_training
from tests.widgets import find
from tests.workers import working

ROOT = Path(__file__).parents[2]


@pytest.fixture
def trained(person: Person, led: LedTraining) -> Person:
    """After a run of two epochs on the example."""
    person.choose_example()
    person.retype("epochs", "2")
    person.press("Train")
    led.let_end(2)
    person.wait_for_message("Training finished.")
    return person


# Training


def test_before_anything_is_loaded_train_says_what_it_needs(person: Person) -> None:
    assert not person.offered("Train")
    assert "Open a table or pick an example first" in person.button("Train").toolTip()
    person.key(Qt.Key.Key_Space)
    person.choose_example()
    assert person.offered("Train")
    assert person.text("time-left") == "", "the space bar started nothing"


def test_a_run_from_the_menu_to_the_last_epoch(person: Person, led: LedTraining) -> None:
    person.choose_example()
    assert person.window.windowTitle() == "Inverse sine – MDN Studio"
    person.retype("epochs", "3")
    person.press("Train")
    led.let_end(1)
    person.wait_for_facts("out of fold 3.000 nats (best 3.000 at epoch 1)")
    person.qtbot.waitUntil(lambda: person.epochs_drawn() == 1)
    person.qtbot.waitUntil(lambda: not find(person.window, NumberField, "epochs").isEnabled())
    led.let_end(2)
    person.wait_for_message("Training finished. Members are shown as of their own best")
    assert person.text("time-left").startswith("ended at 3, best ")
    assert person.epochs_drawn() == 3
    assert find(person.window, NumberField, "epochs").isEnabled()


def test_the_tutorial_is_a_preset(person: Person, led: LedTraining) -> None:
    person.choose_example()
    person.choose("preset", "Tutorial")
    person.press("Train")
    person.qtbot.waitUntil(lambda: bool(led.settings))
    assert led.settings == [presets_for(3_000, inputs=1)["tutorial"]]


def test_pause_holds_while_the_window_is_used_and_resume_goes_on(
    person: Person, led: LedTraining
) -> None:
    person.choose_example()
    person.press("Train")
    led.let_end(2)
    person.wait_for_facts("at epoch 2")
    person.press("Pause")
    person.wait_until_paused()
    person.go_to(-5.0)
    led.let_end(298)
    for x in (0.0, 5.0):
        person.go_to(x)
    assert person.epochs_drawn() == 2
    person.press("Resume")
    person.wait_for_message("Training finished.")
    assert person.epochs_drawn() == PRESETS["recommended"][1].epochs


def test_stop_shows_the_best_network_of_the_run(person: Person, led: LedTraining) -> None:
    person.choose_example()
    person.press("Train")
    led.let_end(4)
    person.wait_for_facts("out of fold 4.000 nats (best 2.000 at epoch 2)")
    person.qtbot.waitUntil(lambda: bool(person.numbers()))
    latest = person.numbers()
    person.press("Stop")
    person.wait_for_message("Stopped. Members are shown as of their own best epochs")
    person.qtbot.waitUntil(lambda: person.numbers() != latest)
    assert person.text("time-left") == "ended at 4, best 2"


def test_reset_clears_what_was_trained_and_keeps_the_data(trained: Person) -> None:
    trained.press("Discard run")
    trained.wait_for_message("No network is shown; the run stays in the list.")
    assert trained.epochs_drawn() == 0
    trained.qtbot.waitUntil(lambda: not trained.offered("Discard run"))
    assert trained.text("numbers_heading") == "Train a network to see the numbers at x."
    assert trained.text("time-left") == ""
    assert "3,000 rows" in trained.text("facts")


def test_opening_other_data_ends_the_run(
    person: Person, led: LedTraining, trainer: Trainer
) -> None:
    person.choose_example()
    person.press("Train")
    led.let_end(1)
    person.wait_for_facts("at epoch 1")
    with person.qtbot.waitSignal(trainer.finished):
        person.choose_example()
    person.qtbot.waitUntil(lambda: person.epochs_drawn() == 0)
    person.qtbot.waitUntil(lambda: person.offered("Train"))


# A run that fails


@pytest.fixture
def failing(qtbot: QtBot, loader: Loader) -> Iterator[Person]:
    trainer = Trainer(working(failing_training))
    controller = Controller(trainer)
    person = Person(MainWindow(controller, loader), qtbot)
    yield person
    person.leave()
    with qtbot.waitSignal(trainer.closed):
        trainer.close()


def test_a_failure_is_told_and_what_was_good_is_shown(failing: Person) -> None:
    failing.choose_example()
    for _ in range(2):  # the window stays usable
        failing.press("Train")
        failing.qtbot.waitUntil(lambda: bool(failing.window.findChildren(QDialog, "problem")))
        [details] = find(failing.window, QDialog, "problem").findChildren(QTextEdit)
        assert not details.isVisible()
        assert "RuntimeError" in details.toPlainText()
        said = failing.dismiss_problem()
        assert said == "The loss stopped being a finite number in epoch 4."
        failing.wait_for_message("Members are shown as of their own best epochs")
        failing.qtbot.waitUntil(lambda: failing.epochs_drawn() == 3)
        failing.qtbot.waitUntil(lambda: "Mean" in failing.numbers())


# Looking


def test_a_click_in_the_plot_shows_the_numbers_there(trained: Person) -> None:
    trained.go_to(-5.0)
    before = trained.numbers()
    assert trained.title_at_x().startswith("at x = ")
    trained.go_to(5.0)
    assert trained.numbers()["Mean"] != before["Mean"]
    assert float(trained.title_at_x().split("=")[1]) == pytest.approx(trained.x_shown())


def test_the_temperature_by_keys_changes_numbers_and_samples(trained: Person) -> None:
    trained.show_samples()
    numbers, samples = trained.numbers(), trained.samples()
    QTest.keyClick(trained.slider("temperature"), Qt.Key.Key_Home)
    trained.qtbot.waitUntil(lambda: trained.numbers() != numbers)
    trained.qtbot.waitUntil(lambda: bool(np.any(trained.samples() != samples)))


def test_another_seed_draws_other_samples_and_the_same_seed_the_same(trained: Person) -> None:
    trained.show_samples()
    first = trained.samples()
    seed = find(trained.window, NumberField, "sampling_seed")
    shown = seed.value()
    trained.key(Qt.Key.Key_R)
    trained.qtbot.waitUntil(lambda: bool(np.any(trained.samples() != first)))
    trained.qtbot.waitUntil(lambda: seed.value() == shown + 1)
    trained.retype("sampling_seed", str(shown))
    trained.qtbot.waitUntil(lambda: bool(np.all(trained.samples() == first)))


def test_arrow_keys_step_along_x(trained: Person) -> None:
    trained.go_to(0.0)
    start = trained.x_shown()
    trained.key(Qt.Key.Key_Right)
    trained.qtbot.waitUntil(lambda: trained.x_shown() == pytest.approx(start + 0.3, abs=0.02))
    trained.key(Qt.Key.Key_Left)
    trained.key(Qt.Key.Key_Left)
    trained.qtbot.waitUntil(lambda: trained.x_shown() == pytest.approx(start - 0.3, abs=0.02))


def test_space_trains_pauses_and_resumes(person: Person) -> None:
    person.choose_example()
    for said in ("Training started.", "Paused.", "Training goes on."):
        person.key(Qt.Key.Key_Space)
        person.wait_for_message(said)


def test_space_is_heard_as_soon_as_the_window_is_open(person: Person) -> None:
    person.choose_example()
    focused = QApplication.focusWidget() or person.window
    QTest.keyClick(focused, Qt.Key.Key_Space)
    person.wait_for_message("Training started.")


@pytest.mark.parametrize("chosen", [DARK, LIGHT])
def test_the_theme_reaches_the_plots(person: Person, chosen: object) -> None:
    theme = LIGHT if chosen is LIGHT else DARK
    person.choose_example()
    person.window.set_theme(theme)
    for name in ("Density of y given x", "Density of y at the chosen x", "Losses by epoch"):
        assert person.plot(name).backgroundBrush().color().name() == theme.background
    assert person.window.palette().window().color().name() == theme.panel


def test_closing_tells(person: Person) -> None:
    with person.qtbot.waitSignal(person.window.closed):
        QTest.keyClick(person.window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    assert not person.window.isVisible()


# What it remembers


@pytest.fixture
def windows(
    qtbot: QtBot, controller: Controller, loader: Loader, tmp_path: Path
) -> Iterator[Callable[[], Person]]:
    """Opens windows of one person, one sitting after the other."""
    people: list[Person] = []

    def opened() -> Person:
        preferences = Preferences(tmp_path / "config" / "preferences.json")
        people.append(Person(MainWindow(controller, loader, preferences), qtbot))
        return people[-1]

    yield opened
    for person in people:
        person.leave()


def test_it_opens_where_and_as_it_was_closed(windows: Callable[[], Person]) -> None:
    first = windows()
    free = first.window.screen().availableGeometry()
    first.window.setGeometry(free.x() + 50, free.y() + 60, free.width() - 90, free.height() - 80)
    there = first.window.geometry()
    first.window.close()
    assert windows().window.geometry() == there


def arranged(person: Person) -> tuple[dict[str, list[int]], list[str], bool]:
    """What has how much room, which parts are unfolded, and whether the drawer is open."""
    QApplication.processEvents()
    window = person.window
    sizes = {each.objectName(): each.sizes() for each in window.findChildren(Splitter)}
    seen = {name: each for name, each in sizes.items() if find(window, Splitter, name).isVisible()}
    unfolded = [each.objectName() for each in window.findChildren(Section) if each.unfolded]
    return seen, unfolded, find(window, Drawer, "tabs").opened


def rearrange(person: Person) -> None:
    """Move borders, unfold a part, and open the drawer at another tab."""
    for name, part, by in (("upper", 1, -60), ("explore", 1, -40), ("strip", 1, 30)):
        splitter = find(person.window, Splitter, name)
        handle = splitter.handle(part)
        start = handle.rect().center()
        QTest.mousePress(handle, LEFT, pos=start)
        QTest.mouseMove(handle, start + QPoint(by, by))
        QTest.mouseRelease(handle, LEFT, pos=start + QPoint(by, by))
    QTest.mouseClick(find(person.window, Section, "section_training").heading, LEFT)


def edit_preferences(folder: Path, **values: object) -> None:
    """Write other values, and where no window was, which would be fitted to Qt's small screen."""
    file = folder / "config" / "preferences.json"
    stored = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**stored, "window": None, **values}), encoding="utf-8")


def test_it_is_laid_out_as_it_was_closed(windows: Callable[[], Person], tmp_path: Path) -> None:
    first = windows()
    first.choose_example()
    first.open_tab("Row")
    before = arranged(first)
    rearrange(first)
    after = arranged(first)
    assert all(after[0][name] != before[0][name] for name in ("upper", "explore", "strip"))
    assert after[1] == ["section_training"]
    assert after[2]
    first.window.close()
    edit_preferences(tmp_path)
    second = windows()  # who opens the tab of the numbers
    second.open_tab("Row")
    assert arranged(second) == after


def test_the_layout_is_there_when_the_window_is_complete(windows: Callable[[], Person]) -> None:
    first = windows()
    first.choose_example()
    first.open_tab("Runs")
    first.window.close()
    tabs: list[str] = []

    def note(window: MainWindow) -> None:
        drawer = find(window, Drawer, "tabs")
        tabs.append(drawer.tabText(drawer.currentIndex()) if drawer.opened else "")

    with pytest.MonkeyPatch.context() as patch:
        # A person opens a tab at once.
        patch.setattr(Person, "open_tab", lambda person, _tab: note(person.window))
        windows()
    assert tabs == ["Runs"]


def test_the_layout_can_be_reset(windows: Callable[[], Person]) -> None:
    person = windows()
    drawer = find(person.window, Drawer, "tabs")
    QTest.mouseClick(drawer.tabBar(), LEFT, pos=drawer.tabBar().tabRect(0).center())
    explore = find(person.window, Splitter, "explore")
    person.qtbot.waitUntil(lambda: explore.sizes()[1] == drawer.tabBar().height())
    before = arranged(person)
    person.open_tab("Row")
    rearrange(person)
    person.press("Reset layout")
    assert arranged(person) == before


@pytest.mark.parametrize(
    "layout", [{"version": 0, "sizes": {"strip": [600, 100]}}, {"sizes": 3}, "wide", None]
)
def test_a_layout_that_is_none_is_ignored(
    windows: Callable[[], Person], tmp_path: Path, layout: object
) -> None:
    usual = windows()
    expected = arranged(usual)
    usual.window.close()
    edit_preferences(tmp_path, layout=layout)
    assert arranged(windows()) == expected


@pytest.mark.parametrize("name", ["light", "dark"])
def test_a_theme_that_is_chosen_is_remembered(
    windows: Callable[[], Person], tmp_path: Path, name: str
) -> None:
    person = windows()
    person.window.set_theme(LIGHT)  # as the program does, which nobody chose
    preferences = Preferences(tmp_path / "config" / "preferences.json")
    preferences.refresh()
    assert preferences.theme is None
    [action] = [a for a in person.window.findChildren(QAction) if a.text() == name.title()]
    action.trigger()
    preferences.refresh()
    assert preferences.theme == name


def test_broken_preferences_are_told_once_in_the_status_line(
    windows: Callable[[], Person], tmp_path: Path, expect_log: Callable[[str], None]
) -> None:
    expect_log("preferences.json could not be understood")
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "preferences.json").write_text("{", encoding="utf-8")
    said = windows().window.statusBar().currentMessage()
    assert said.startswith("The preferences could not be understood")
    assert "preferences.json.broken" in said
    assert windows().window.statusBar().currentMessage() == ""


# Its size


@pytest.mark.parametrize("scale", ["1", "1.5"])
def test_a_real_window_is_no_larger_than_the_smallest_screen_that_qt_has(scale: str) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "minimal:enable_fonts"}
    shown = subprocess.run(
        [sys.executable, "-m", "tests.window_size"],
        env={**environment, "QT_SCALE_FACTOR": scale, "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout
    free, window = (QSize(*map(int, line.split())) for line in shown.splitlines())
    assert free.width() <= 240
    assert window.boundedTo(free) == window


@pytest.mark.parametrize(("scale", "inputs"), [("1", 3), ("1.5", 8), ("2", 1)])
def test_no_control_is_cut_off_in_any_workspace(scale: str, inputs: int) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": scale}
    shown = subprocess.run(
        [sys.executable, "-m", "tests.layout_probe", str(inputs)],
        env={**environment, "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout
    assert shown.strip() == ""


def test_the_field_is_a_few_tab_stops_from_the_start(person: Person) -> None:
    person.choose_example()
    person.window.setFocus()
    field = person.plot("Density of y given x")
    stops = 0
    while QApplication.focusWidget() is not field:
        QTest.keyClick(QApplication.focusWidget() or person.window, Qt.Key.Key_Tab)
        stops += 1
        assert stops < 10


@pytest.mark.parametrize("size", [(1000, 700), (700, 400), (300, 250)])
def test_it_can_be_made_as_small_as_a_screen(person: Person, size: tuple[int, int]) -> None:
    person.choose_example()
    person.window.resize(*size)
    person.qtbot.waitUntil(lambda: person.window.size().toTuple() == size)
    minimum = person.window.minimumSizeHint()
    assert minimum.width() <= size[0]
    assert minimum.height() <= size[1]
    area = find(person.window, QScrollArea, "workspace_area")
    panels = find(person.window, QWidget, "workspace")
    assert panels.width() >= panels.minimumSizeHint().width()
    # At 1000 x 700 everything is seen at once.
    assert (area.horizontalScrollBar().maximum() == 0) == (size[0] >= 1000)


def test_a_panel_that_fails_is_told_and_the_others_go_on(
    person: Person, monkeypatch: pytest.MonkeyPatch, expect_log: Callable[[str], None]
) -> None:
    def fail(_plot: SlicePlot, session: Session) -> None:
        # The rows before may be shown once more, and other rows clear what was said.
        if session.data.dataset is not None and session.data.dataset.rows < 3000:
            raise OverflowError

    person.choose_example()
    expect_log("SlicePlot failed")
    monkeypatch.setattr(SlicePlot, "show_session", fail)
    person.retype("rows", "300")
    person.wait_for_facts("300 rows")
    said = person.window.statusBar().currentMessage
    person.qtbot.waitUntil(lambda: "could not show this (SlicePlot: OverflowError)" in said())
    person.window.statusBar().clearMessage()
    person.retype("rows", "310")
    person.wait_for_facts("310 rows")
    assert said() == "", "it is said once"
