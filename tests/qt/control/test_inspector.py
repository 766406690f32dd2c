"""Looking at a network beside the window."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import QThreadPool
from pytestqt.qtbot import QtBot

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.diagnosis import diagnose
from mdn_gui.qt.control.inspector import Inspector
from tests.networks import known_network

NETWORK = known_network([0.5, 0.5], [-1.0, 1.0], [0.5, 0.5])


@pytest.fixture
def inspector(qtbot: QtBot) -> Iterator[Inspector]:
    del qtbot  # there must be an application
    yield Inspector()
    assert QThreadPool.globalInstance().waitForDone(10_000)


def codes(values: int, inputs: int = 1) -> Dataset:
    """Rows whose target is one of so many codes."""
    names = tuple(f"x{number}" for number in range(inputs))
    x = np.random.default_rng(0).normal(size=(100, inputs))
    return Dataset(x, np.arange(100.0)[:, None] % values, names, ("code",))


def test_tells_the_notes_of_the_diagnosis(inspector: Inspector, qtbot: QtBot) -> None:
    rows = codes(3)
    with qtbot.waitSignal(inspector.noted) as noted:
        inspector.look_at(NETWORK, rows)
    [notes] = noted.args
    assert notes == diagnose(NETWORK, rows).notes()
    assert "3 distinct values" in notes[0]


def test_the_last_request_wins(inspector: Inspector, qtbot: QtBot) -> None:
    heard: list[tuple[str, ...]] = []
    inspector.noted.connect(heard.append)
    with qtbot.waitSignal(inspector.noted):
        inspector.look_at(NETWORK, codes(3))
        inspector.look_at(NETWORK, codes(4))
    assert [len(notes) for notes in heard] == [1]
    assert "4 distinct values" in heard[0][0]


def test_what_was_cancelled_is_not_told(inspector: Inspector, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(inspector.noted):
        inspector.look_at(NETWORK, codes(3))
        inspector.cancel()
        assert QThreadPool.globalInstance().waitForDone(10_000)
        qtbot.wait(0)  # lets in what the other thread sent


def test_a_network_that_cannot_be_looked_at_is_told_in_a_note(
    inspector: Inspector, qtbot: QtBot, expect_log: Callable[[str], None]
) -> None:
    expect_log("Looking at the network failed: Traceback")
    with qtbot.waitSignal(inspector.noted) as noted:
        inspector.look_at(NETWORK, codes(3, inputs=2))
    [[note]] = noted.args
    assert note.startswith("The network could not be looked at: ")
