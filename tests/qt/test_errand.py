"""Training, saving and leaving."""

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mdn_gui.core import tables
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.qt.control import rows
from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.errand import Errand, Wanted
from mdn_gui.qt.loader import Loader
from mdn_gui.qt.trainer import Trainer
from tests.acts import settings
from tests.person import Person
from tests.trainings import LedTraining, failing_training
from tests.workers import working

Send = Callable[[Wanted], Errand]


@pytest.fixture
def send(person: Person, controller: Controller, loader: Loader) -> Send:
    """Gives an errand to a window with data and one epoch planned."""

    def send(wanted: Wanted) -> Errand:
        errand = Errand(person.window, wanted)
        errand.watch(controller)
        person.window.drawn.connect(errand.on_drawn)
        loader.load_example("inverse-sine")
        controller.do(settings(NetworkSettings(), TrainingSettings(epochs=1)))
        controller.training.train()
        return errand

    return send


def test_saves_what_is_wanted_once_the_end_of_the_run_is_drawn(
    send: Send, person: Person, led: LedTraining, qtbot: QtBot, tmp_path: Path
) -> None:
    wanted = Wanted(tmp_path / "new" / "window.png", tmp_path / "other" / "samples.csv")
    errand = send(wanted)
    led.let_end(1)
    with qtbot.waitSignal(errand.done) as done:
        pass
    assert done.args == [f"Picture: {wanted.snapshot}\nSamples: {wanted.samples}"]
    assert "Training finished." in person.text("message")
    assert QImage(str(wanted.snapshot)).size() == person.window.size()
    assert wanted.samples is not None
    person.show_samples()
    samples = tables.read(wanted.samples, ["x"], ["y"])
    np.testing.assert_array_equal(samples.targets[:, 0], person.samples())


def test_a_picture_is_of_a_network_that_was_looked_at(
    send: Send, controller: Controller, led: LedTraining, qtbot: QtBot, tmp_path: Path
) -> None:
    errand = send(Wanted(tmp_path / "window.png"))
    looked_at: list[bool] = []
    errand.done.connect(lambda _: looked_at.append(controller.session.run.notes is not None))
    led.let_end(1)
    with qtbot.waitSignal(errand.done):
        pass
    assert looked_at == [True]


def test_saves_only_what_is_wanted(
    send: Send, led: LedTraining, qtbot: QtBot, tmp_path: Path
) -> None:
    errand = send(Wanted(samples=tmp_path / "samples.csv"))
    led.let_end(1)
    with qtbot.waitSignal(errand.done):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["samples.csv"]


def test_saves_nothing_before_the_run_ends(
    send: Send, person: Person, led: LedTraining, qtbot: QtBot, tmp_path: Path
) -> None:
    errand = send(Wanted(samples=tmp_path / "samples.csv"))
    with qtbot.assertNotEmitted(errand.done):
        person.wait_for_message("Training started.")
    led.let_end(1)
    with qtbot.waitSignal(errand.done):
        pass


@pytest.mark.parametrize("kind", ["snapshot", "samples"])
def test_a_file_that_cannot_be_written_is_told(
    send: Send, led: LedTraining, qtbot: QtBot, tmp_path: Path, kind: str
) -> None:
    (tmp_path / "taken.png").mkdir()
    errand = send(Wanted(**{kind: tmp_path / "taken.png"}))
    led.let_end(1)
    with qtbot.waitSignal(errand.failed) as failure:
        pass
    [said] = failure.args
    assert said.startswith(f"{tmp_path / 'taken.png'} could not be written (")
    assert said.endswith("); choose another folder.")


def test_a_program_that_cannot_save_for_any_other_reason_ends_too(
    send: Send,
    led: LedTraining,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    expect_log: Callable[[str], None],
) -> None:
    def fail(*_: object) -> bytes:
        raise MemoryError

    expect_log("Saving failed")
    monkeypatch.setattr("mdn_gui.qt.errand.samples_csv", fail)
    errand = send(Wanted(samples=Path(os.devnull)))
    led.let_end(1)
    with qtbot.waitSignal(errand.failed) as failure:
        pass
    assert failure.args == ["MemoryError"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_a_full_disk_is_told(send: Send, led: LedTraining, qtbot: QtBot) -> None:
    errand = send(Wanted(samples=Path("/dev/full")))
    led.let_end(1)
    with qtbot.waitSignal(errand.failed) as failure:
        pass
    assert "No space left on device" in failure.args[0]


def test_a_failing_run_is_told(qtbot: QtBot, loader: Loader, tmp_path: Path) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    trainer = Trainer(working(failing_training))
    controller = Controller(trainer)
    loader.loaded.connect(lambda data: controller.do(rows.show(data)))
    loader.load_example("inverse-sine")
    errand = Errand(window, Wanted(samples=tmp_path / "samples.csv"))
    errand.watch(controller)
    with qtbot.waitSignal(errand.failed) as failure:
        controller.training.train()
    assert failure.args == ["The loss stopped being a finite number in epoch 4."]
    with qtbot.waitSignal(trainer.closed):
        trainer.close()


def test_a_run_stopped_before_its_first_epoch_leaves_nothing_to_save(
    send: Send, controller: Controller, qtbot: QtBot, tmp_path: Path
) -> None:
    errand = send(Wanted(samples=tmp_path / "samples.csv"))
    with qtbot.waitSignal(errand.failed) as failure:
        controller.training.stop()
    assert failure.args == ["Stopped before the first epoch ended: nothing to save."]
    assert not (tmp_path / "samples.csv").exists()


def test_a_run_that_is_given_up_leaves_nothing_to_save(
    send: Send, controller: Controller, qtbot: QtBot, tmp_path: Path
) -> None:
    errand = send(Wanted(samples=tmp_path / "samples.csv"))
    with qtbot.waitSignal(errand.failed) as failure:
        controller.training.reset()
    assert failure.args == ["Run cancelled: nothing to save."]
    assert not (tmp_path / "samples.csv").exists()


def test_wanting_nothing_is_no_errand(tmp_path: Path) -> None:
    assert not Wanted().anything
    assert Wanted(snapshot=tmp_path).anything
    assert Wanted(samples=tmp_path).anything
