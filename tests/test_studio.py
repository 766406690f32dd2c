"""The whole program in one process, with the real training."""

import multiprocessing
import sys
from collections.abc import Iterator
from multiprocessing.process import BaseProcess
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from mdn_gui.cli.arguments import parse
from mdn_gui.cli.train import run_train
from mdn_gui.core import model_file, tables
from mdn_gui.core.engine.loading import load_tensorflow
from mdn_gui.core.examples import EXAMPLES
from mdn_gui.core.roles import Roles
from mdn_gui.core.training import fit
from mdn_gui.core.training import train as train_epochs
from mdn_gui.qt.control import rows
from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.loader import Loader
from mdn_gui.qt.plots.field_plot import FieldPlot
from mdn_gui.qt.renderer import painter
from mdn_gui.qt.trainer import Trainer
from mdn_gui.qt.widgets.number_field import NumberField
from mdn_gui.session import edits
from mdn_gui.session.edits import Act
from mdn_gui.session.session import Session
from mdn_gui.studio import Studio
from mdn_gui.worker.process import start_painter
from tests.listening import close
from tests.person import LEFT, Person
from tests.widgets import find
from tests.workers import real_training

UNHURRIED_MS = 60_000
"""For what waits for TensorFlow, which may have to be imported and to compile first."""


@pytest.fixture(scope="module", autouse=True)
def _tensorflow() -> None:
    """Import it before there is a window: what exists then is kept from the garbage collector."""
    load_tensorflow()


@pytest.fixture
def person(qtbot: QtBot) -> Iterator[Person]:
    studio, ended = Studio(real_training), []
    studio.trainer.closed.connect(lambda: ended.append("worker"))
    person = Person(studio.window, qtbot)
    yield person
    qtbot.waitUntil(lambda: bool(ended), timeout=UNHURRIED_MS)  # qtbot has closed the window
    person.leave()
    del studio.window


def train(person: Person, epochs: int) -> None:
    """Train with the settings of the form, until everything shows the end of that run."""

    def over(session: Session) -> bool:
        ended = not session.run.busy and len(session.run.history) == epochs
        return ended and session.run.settings == session.setup.settings

    person.retype("epochs", str(epochs))
    drawn = person.window.drawn
    with person.qtbot.waitSignal(drawn, check_params_cb=over, timeout=UNHURRIED_MS):
        person.press("Train")
    assert person.text("message").startswith("Training finished.")


def test_from_the_example_to_the_samples(person: Person) -> None:
    person.choose_example()
    train(person, 25)
    assert person.text("time-left").startswith("ended at 25, best ")
    assert person.epochs_drawn() == 25
    best = float(person.text("facts").split("out of fold ")[-1].split("validation ")[-1].split()[0])
    assert EXAMPLES["inverse-sine"].floor < best < 2.0, "between the best possible and no use of x"

    person.go_to(-10.0)
    there = person.numbers()
    person.go_to(0.0)
    here = person.numbers()
    assert here != there
    assert float(person.title_at_x().split("=")[1].split("·")[0]) == pytest.approx(person.x_shown())
    usual, bar = float(here["Rows near"]), person.title_at_x()
    person.retype("nearness", "2")
    person.qtbot.waitUntil(lambda: float(person.numbers()["Rows near"]) > 1.5 * usual)
    assert person.title_at_x().endswith(" rows near, reach × 2")
    person.retype("nearness", "1")
    person.qtbot.waitUntil(lambda: person.title_at_x() == bar and person.numbers() == here)
    modes = [float(value) for name, value in here.items() if name.startswith("Mode")]
    for true in (-7.611, -4.639, 0.0, 4.639, 7.611):
        assert min(abs(mode - true) for mode in modes) < 0.8

    person.show_samples()
    before = person.samples()
    QTest.keyClick(person.slider("temperature"), Qt.Key.Key_Home)  # the coldest
    person.qtbot.waitUntil(lambda: person.numbers() != here)
    left = [name for name in person.numbers() if name.startswith("Mode")]
    assert len(left) < len(modes), "of five modes as likely as each other, one or two stay"
    person.qtbot.waitUntil(lambda: bool(np.any(person.samples() != before)))


def test_one_window_trains_one_architecture_after_another(person: Person) -> None:
    person.choose_example()
    train(person, 2)
    for widths in ("7", "7, 5", "6"):
        field = find(person.window, QLineEdit, "hidden")
        field.selectAll()
        QTest.keyClicks(field, widths)
        QTest.keyClick(field, Qt.Key.Key_Return)
        train(person, 2)
        assert person.text("time-left").startswith("ended at 2, best ")


def test_after_train_the_keys_are_the_plots(person: Person) -> None:
    person.choose_example()
    find(person.window, NumberField, "epochs").setFocus()
    train(person, 2)
    person.qtbot.waitUntil(lambda: np.isfinite(person.x_shown()))  # the numbers come last
    x = person.x_shown()
    focus = person.window.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_Right)
    person.qtbot.waitUntil(lambda: person.x_shown() > x)


def test_the_seed_rules_the_samples(person: Person) -> None:
    person.choose_example()
    train(person, 2)
    person.show_samples()
    seed = find(person.window, NumberField, "sampling_seed")
    first, shown = person.samples(), seed.value()
    QTest.mouseClick(find(person.window, QPushButton, "resample"), LEFT)
    person.qtbot.waitUntil(lambda: seed.value() == shown + 1)
    person.qtbot.waitUntil(lambda: bool(np.any(person.samples() != first)))
    person.retype("sampling_seed", str(shown))
    person.qtbot.waitUntil(lambda: bool(np.all(person.samples() == first)))


def test_the_same_settings_train_the_same_network(person: Person) -> None:
    losses = []
    person.choose_example()
    person.choose("preset", "Tutorial")
    for _ in range(2):
        train(person, 2)
        person.wait_for_facts(" · test ")  # they are scored in the background
        losses.append(person.text("facts").partition("validation")[2])
        person.press("Discard run")
        person.wait_for_message("No network is shown; the run stays")
    assert losses[0] == losses[1]


def test_pause_holds_resume_goes_on_and_stop_ends(person: Person) -> None:
    person.choose_example()
    person.retype("epochs", "5000")
    person.press("Train")
    person.qtbot.waitUntil(lambda: person.epochs_drawn() > 0, timeout=UNHURRIED_MS)
    person.press("Pause")
    person.wait_for_message("Paused.")
    person.go_to(-5.0)  # meanwhile what was under way ends
    held = person.epochs_drawn()
    for x in (0.0, 5.0):
        person.go_to(x)
    assert person.epochs_drawn() == held
    person.press("Resume")
    person.qtbot.waitUntil(lambda: person.epochs_drawn() > held)
    person.press("Stop")
    person.wait_for_message("Stopped. Members are shown as of their own best epochs")
    assert person.epochs_drawn() < 5000
    assert person.offered("Train")


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal there")
def test_the_field_outlives_the_process_that_paints_it_and_leaves_none(person: Person) -> None:
    def painting() -> list[BaseProcess]:
        children = multiprocessing.active_children()
        return [child for child in children if child.name == "painting"]

    painter().open(start_painter)  # as `Studio.show` does
    person.choose_example()
    train(person, 2)
    [process] = painting()
    process.kill()
    [field] = person.window.findChildren(FieldPlot)
    with person.qtbot.waitSignals([field.painted, person.window.drawn], timeout=UNHURRIED_MS):
        QTest.keyClick(person.slider("temperature"), Qt.Key.Key_Home)  # the coldest
    [another] = painting()
    assert another.pid != process.pid
    person.window.close()
    person.qtbot.waitUntil(lambda: painting() == [], timeout=UNHURRIED_MS)


def test_closing_while_training_ends_the_worker(qtbot: QtBot) -> None:
    studio = Studio(real_training)
    person = Person(studio.window, qtbot)
    person.choose_example()
    person.retype("epochs", "5000")
    person.press("Train")
    person.qtbot.waitUntil(lambda: person.epochs_drawn() > 0, timeout=UNHURRIED_MS)
    with qtbot.waitSignal(studio.trainer.closed, timeout=5000):
        person.window.close()


def test_window_command_and_script_give_the_same_numbers(qtbot: QtBot, tmp_path: Path) -> None:
    path, out = tmp_path / "table.csv", tmp_path / "model.mdn"
    x, y, z, w = np.random.default_rng(0).normal(size=(4, 1_200))
    table = np.stack([x, y + x, z, w - z], axis=1)
    np.savetxt(path, table, delimiter=",", header="x,y,z,w", comments="")
    columns = ["--input=x", "--input=z", "--target=y", "--target=w"]
    options = ["--preset", "tutorial", "--epochs", "4", "--components", "3", "--quiet"]
    run_train(parse(["train", str(path), *columns, f"--out={out}", *options]))
    model = model_file.load(out)

    trainer, loader = Trainer(real_training), Loader()
    controller = Controller(trainer)
    with qtbot.waitSignal(loader.loaded, timeout=UNHURRIED_MS) as loaded:
        loader.read_table(path, Roles(("x", "z"), ("y", "w")))
    controller.do(rows.show(loaded.args[0]))
    controller.do(Act(edits.preset("tutorial")))
    few = edits.setup(lambda setup: setup.having("epochs", 4).having("components", 3))
    controller.do(Act(few))
    with qtbot.waitSignal(controller.training.run_ended, timeout=UNHURRIED_MS):
        controller.training.train()
    shown = controller.session.run
    close(trainer, qtbot)

    settings = model.network_settings, model.training_settings
    assert shown.settings == settings
    assert settings[1].test_fraction == 0.15
    read = tables.read(path, ["x", "z"], ["y", "w"])
    *_, last = train_epochs(read, *settings)
    assert shown.best is not None
    assert shown.best_network is not None
    losses = [each.validation for each in shown.history]
    assert last.best_loss == model.record.best_loss == shown.best.validation == min(losses)
    assert (shown.history[-1].train, losses[-1]) == (last.train_loss, last.validation_loss)
    script = fit(read, *settings)
    for network in (model.network, shown.best_network, script):
        assert_array_equal(network.parameters, last.best.parameters)
