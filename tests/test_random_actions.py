"""Hundreds of things done at random while a network trains; the seed is printed on failure."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings
from PySide6.QtCore import QThreadPool
from pytestqt.qtbot import QtBot

from mdn_gui.core.engine.loading import load_tensorflow
from mdn_gui.qt.control import looking
from mdn_gui.session import edits
from mdn_gui.session.run import Phase
from mdn_gui.studio import Studio
from tests import gaps
from tests.monkey import Monkey
from tests.workers import real_training

ACTIONS = {"short": 500, "torture": 5000}
UNHURRIED_MS = 60_000


@pytest.fixture(scope="module", autouse=True)
def _tensorflow() -> None:
    """Import it before there is a window: what exists then is kept from the garbage collector."""
    load_tensorflow()


@pytest.fixture
def studio(qtbot: QtBot) -> Iterator[list[Studio]]:
    """The whole program, in a list, so that the test can let go of it."""
    studio = Studio(real_training)
    with qtbot.waitActive(studio.window):
        studio.show()
        studio.window.activateWindow()
    holder = [studio]
    yield holder
    with qtbot.waitSignal(studio.trainer.closed, timeout=UNHURRIED_MS):
        studio.window.close()
    QThreadPool.globalInstance().waitForDone()
    studio.window.deleteLater()
    holder.clear()


def test_nothing_breaks_and_nothing_is_stuck(
    studio: list[Studio], qtbot: QtBot, tmp_path: Path
) -> None:
    seed = int(os.environ.get("MDN_SEED", np.random.default_rng().integers(2**31)))
    print(f"MDN_SEED={seed}")
    controller, loader = studio[0].controller, studio[0].loader
    monkey = Monkey(studio[0].window, seed)
    loader.load_example("inverse-sine")
    for number in range(ACTIONS[settings.get_current_profile_name()]):
        session = controller.session
        if number == ACTIONS[settings.get_current_profile_name()] // 2:
            loader.read_table(gaps.write(tmp_path / "gaps.csv"), gaps.ROLES)
        if number % 20 == 0 and session.data.dataset is None:
            loader.load_example("circle")
        if number % 20 == 0 and not session.run.busy:
            controller.training.train()
        monkey.act()
    print(*monkey.done[-30:], sep="\n")
    # Whatever it did, the window still does what it is for.
    loader.load_example("inverse-sine")
    controller.state.edit(edits.status(lambda status: replace(status, speed=None)))
    qtbot.waitUntil(lambda: controller.session.run.phase is Phase.IDLE)
    controller.training.train()
    qtbot.waitUntil(lambda: len(controller.session.run.history) > 3, timeout=UNHURRIED_MS)
    controller.training.stop()
    qtbot.waitUntil(lambda: controller.session.run.phase is Phase.IDLE, timeout=UNHURRIED_MS)
    with qtbot.waitSignal(studio[0].window.drawn, timeout=UNHURRIED_MS):
        controller.state.edit(*looking.pick_x(controller.session, 1.0))
