"""Looking at a network beside the window."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import QThreadPool
from pytestqt.qtbot import QtBot

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.recording import Losses
from mdn_gui.core.review import EndedRun, review
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.qt.control.inspector import Inspector
from tests.networks import known_network

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
    [notes] = noted.args
    assert len(notes) == len(review(run).notes())
    assert any("3 distinct values" in note for note in notes)


def test_settings_are_called_what_the_form_calls_them(inspector: Inspector, qtbot: QtBot) -> None:
    with qtbot.waitSignal(inspector.noted) as noted:
        inspector.look_at(codes(3))
    [notes] = noted.args
    assert any('turn on "Standardize x and y".' in note for note in notes)


def test_the_last_request_wins(inspector: Inspector, qtbot: QtBot) -> None:
    heard: list[tuple[str, ...]] = []
    inspector.noted.connect(heard.append)
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
    [[note]] = noted.args
    assert note.startswith("The network could not be looked at: ")
