"""Looking at a network beside the window."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QThreadPool
from pytestqt.qtbot import QtBot

from mdn_gui.cli.arguments import parse
from mdn_gui.cli.setting_options import chosen_settings, option
from mdn_gui.cli.train import run_train
from mdn_gui.core.dataset import Dataset
from mdn_gui.core.ended_run import EndedRun
from mdn_gui.core.recording import Losses
from mdn_gui.core.review import review
from mdn_gui.core.roles import Roles
from mdn_gui.core.settings import SETTINGS, NetworkSettings, TrainingSettings
from mdn_gui.qt.control import rows
from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.control.inspector import Inspector
from mdn_gui.qt.loader import Loader
from mdn_gui.qt.trainer import Trainer
from tests.acts import settings
from tests.networks import known_network
from tests.workers import real_training

NETWORK = known_network([0.5, 0.5], [-1.0, 1.0], [0.5, 0.5])


@pytest.fixture
def inspector(qtbot: QtBot) -> Iterator[Inspector]:
    del qtbot  # there must be an application
    yield Inspector()
    assert QThreadPool.globalInstance().waitForDone(10_000)


def codes(values: int, inputs: int = 1) -> EndedRun:
    """A run on rows whose target is one of so many codes."""
    names = tuple(f"x{number}" for number in range(inputs))
    x = 1e4 * np.random.default_rng(0).normal(size=(100, inputs))
    rows = Dataset(x, np.arange(100.0)[:, None] % values, names, ("code",))
    losses = (Losses(1, 2.0, 2.0),)
    return EndedRun(rows, NetworkSettings(), TrainingSettings(), losses, NETWORK, NETWORK)


def test_tells_what_is_to_be_known_of_the_run(inspector: Inspector, qtbot: QtBot) -> None:
    run = codes(3)
    with qtbot.waitSignal(inspector.noted) as noted:
        inspector.look_at(run)
    [notes, _] = noted.args
    assert len(notes) == len(review(run).notes())
    assert any("3 distinct values" in note for note in notes)


def test_settings_are_called_what_the_form_calls_them(inspector: Inspector, qtbot: QtBot) -> None:
    with qtbot.waitSignal(inspector.noted) as noted:
        inspector.look_at(codes(3))
    [notes, _] = noted.args
    assert any('turn on "Standardize x and y".' in note for note in notes)


def test_the_last_request_wins(inspector: Inspector, qtbot: QtBot) -> None:
    heard: list[tuple[str, ...]] = []
    inspector.noted.connect(lambda notes, _: heard.append(notes))
    with qtbot.waitSignal(inspector.noted):
        inspector.look_at(codes(3))
        inspector.look_at(codes(4))
    [notes] = heard
    assert any("4 distinct values" in note for note in notes)


def test_what_was_cancelled_is_not_told(inspector: Inspector, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(inspector.noted):
        inspector.look_at(codes(3))
        inspector.cancel()
        assert QThreadPool.globalInstance().waitForDone(10_000)
        qtbot.wait(0)  # lets in what the other thread sent


def test_a_network_that_cannot_be_looked_at_is_told_in_a_note(
    inspector: Inspector, qtbot: QtBot, expect_log: Callable[[str], None]
) -> None:
    expect_log("Looking at the network failed: Traceback")
    with qtbot.waitSignal(inspector.noted) as noted:
        inspector.look_at(codes(3, inputs=2))
    [[note], _] = noted.args
    assert note.startswith("The network could not be looked at: ")


# Beside `mdn train`

OPTIONS = (
    *("--preset", "tutorial", "--hidden", "4", "--components", "3", "--epochs", "30"),
    *("--patience", "12", "--learning-rate", "0.05", "--seed", "5"),
)
"""Settings that leave much to say of the network."""


def prices(path: Path) -> Path:
    """Areas and prices on scales of their own, some of them twice and one far from all others."""
    rng = np.random.default_rng(0)
    areas = rng.uniform(30.0, 250.0, 2_500)
    amounts = 30_000 + 1500 * areas + 25_000 * rng.normal(size=2_500)
    lines = [f"{area:.2f},{price:.1f}" for area, price in zip(areas, amounts, strict=True)]
    path.write_text("\n".join(["area,price", *lines, *lines[:800], "99999,1"]) + "\n")
    return path


def notes_of_the_window(
    path: Path, chosen: tuple[NetworkSettings, TrainingSettings], loader: Loader, qtbot: QtBot
) -> tuple[str, ...]:
    trainer = Trainer(real_training)
    controller = Controller(trainer)
    loader.loaded.connect(lambda data: controller.do(rows.show(data)))
    with qtbot.waitSignal(loader.loaded):
        loader.read_table(path, Roles(("area",), ("price",)))
    controller.do(settings(*chosen))
    controller.training.train()
    qtbot.waitUntil(lambda: controller.session.run.notes is not None, timeout=60_000)
    with qtbot.waitSignal(trainer.closed):
        trainer.close()
    assert controller.session.run.notes is not None
    return controller.session.run.notes


def test_it_finds_what_the_command_finds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], loader: Loader, qtbot: QtBot
) -> None:
    table = prices(tmp_path / "prices.csv")
    files = [str(table), "--input", "area", "--target", "price"]
    arguments = parse(["train", *files, "--out", str(tmp_path / "prices.mdn"), *OPTIONS])
    run_train(arguments)
    printed = [line for line in capsys.readouterr().out.splitlines() if line.startswith("Note: ")]
    labels = [(f'"{setting.label}"', option(name)) for name, setting in SETTINGS.items()]
    seen = notes_of_the_window(table, chosen_settings(arguments, 3_301, 1), loader, qtbot)
    text = "\n".join(f"Note: {note}" for note in seen)
    for label, name in labels:
        text = text.replace(label, name)
    assert text.splitlines() == printed
    assert len(printed) >= 3


def test_the_loss_on_test_rows_is_told(inspector: Inspector, qtbot: QtBot) -> None:
    run = codes(3)
    tested = replace(run, training_settings=replace(run.training_settings, test_fraction=0.2))
    for each in (run, tested):
        with qtbot.waitSignal(inspector.noted) as noted:
            inspector.look_at(each)
        assert (noted.args[1] is None) == (each is run)
    assert noted.args[1].rows == pytest.approx(0.2 * run.data.rows, abs=1)
